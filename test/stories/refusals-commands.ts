import { refusedToSay, type RefusalStories } from './refusal-story.ts';

/** Commands of operators, given in chat. */
export const COMMANDS = {
  MEMBERS_ONLY: {
    when: 'Gil, who is from outside, asks how it stands',
    reads:
      'These commands are for members of the company, not for guests and people from outside. Nothing was changed. Ask a member for help.',
    tell: (company) => refusedToSay(company, 'MEMBERS_ONLY', ['gil', 'globex-shared', '/countersign status']),
  },
  NOT_AN_OPERATOR: {
    when: 'Ana tries to stop everything',
    reads: 'Only operators can do that. Nothing was changed. Operators here: Olu.',
    tell: (company) => refusedToSay(company, 'NOT_AN_OPERATOR', ['ana', 'engineering', '/countersign engage I am cross']),
  },
  UNKNOWN_COMMAND: {
    when: 'Olu gives a command that there is not',
    reads:
      'I do not know that command. Nothing was changed. Write one of these. To ask, write in a channel: @handbook how do I …? The answer comes to you alone. Commands: /countersign status · why · connect AGENT QUESTION · proof REFERENCE · help. For operators: /countersign engage [all | agent:NAME | channel:ID] REASON · release [all | agent:NAME | channel:ID] · withdraw REFERENCE REASON · settle REFERENCE published|failed REASON.',
    tell: (company) => refusedToSay(company, 'UNKNOWN_COMMAND', ['olu', 'direct', '/countersign dance']),
  },
  UNKNOWN_DRAFT: {
    when: 'Olu withdraws what there is not',
    reads:
      'I know no draft or publication cs-…. Nothing was changed. The reference stands under a publication (cs-…) or in `countersign drafts`.',
    tell: (company) => refusedToSay(company, 'UNKNOWN_DRAFT', ['olu', 'direct', '/countersign withdraw cs-00000000 a mistake']),
  },
  AGENT_CANNOT_CONNECT: {
    when: 'Ana connects an agent that answers here and calls nobody',
    reads:
      'handbook cannot be connected, because it is no agent that calls us. Nothing was changed. To ask it, write its name and your question in the channel.',
    tell: (company) =>
      refusedToSay(company, 'AGENT_CANNOT_CONNECT', ['ana', 'engineering', '/countersign connect handbook how do I sleep?']),
  },
  UNKNOWN_SCOPE: {
    when: 'Olu stops an agent that there is not',
    reads: 'agent:oracle is nothing that the switch can stop. Nothing was changed. Name all, agent:NAME or channel:ID.',
    tell: (company) => refusedToSay(company, 'UNKNOWN_SCOPE', ['olu', 'direct', '/countersign engage agent:oracle it lies']),
  },
} satisfies RefusalStories;
