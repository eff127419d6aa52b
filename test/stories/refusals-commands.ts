import { refusedToSay, type RefusalStories } from './refusal-story.ts';

/** Commands of operators, given in chat. */
export const COMMANDS = {
  NOT_AN_OPERATOR: {
    when: 'Ana tries to stop everything',
    reads: 'Only operators can do that. Nothing was changed. Operators here: Olu.',
    tell: (company) => refusedToSay(company, 'NOT_AN_OPERATOR', ['ana', 'engineering', '/countersign engage I am cross']),
  },
  UNKNOWN_COMMAND: {
    when: 'Olu gives a command that there is not',
    reads:
      'I do not know that command. Nothing was changed. Commands: /countersign status · engage [all | agent:NAME | channel:ID] REASON · release [all | agent:NAME | channel:ID] · withdraw REFERENCE REASON · settle REFERENCE published|failed REASON.',
    tell: (company) => refusedToSay(company, 'UNKNOWN_COMMAND', ['olu', 'direct', '/countersign dance']),
  },
  UNKNOWN_DRAFT: {
    when: 'Olu withdraws what there is not',
    reads:
      'I know no draft or publication cs-…. Nothing was changed. The reference stands under a publication (cs-…) or in `countersign drafts`.',
    tell: (company) => refusedToSay(company, 'UNKNOWN_DRAFT', ['olu', 'direct', '/countersign withdraw cs-00000000 a mistake']),
  },
  UNKNOWN_SCOPE: {
    when: 'Olu stops an agent that there is not',
    reads: 'agent:oracle is nothing that the switch can stop. Nothing was changed. Name all, agent:NAME or channel:ID.',
    tell: (company) => refusedToSay(company, 'UNKNOWN_SCOPE', ['olu', 'direct', '/countersign engage agent:oracle it lies']),
  },
} satisfies RefusalStories;
