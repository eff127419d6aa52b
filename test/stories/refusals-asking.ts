import { refusedToSay, type RefusalStories } from './refusal-story.ts';
import { ask, QUESTION } from './turns.ts';

const oneMoreAgent = (rules: string): string =>
  rules.replace('limits:', '  oracle: { connector: handbook, folder: ./examples/handbook }\nlimits:');

/** Before an agent is asked. */
export const ASKING = {
  NO_RULE: {
    when: 'Ana asks where no rule is',
    reads: 'Agents cannot be asked in #lobby, because no rule covers it. Your question went to no agent. Olu can add a rule.',
    tell: (company) => refusedToSay(company, 'NO_RULE', ['ana', 'lobby', QUESTION]),
  },
  RULE_AMBIGUOUS: {
    when: 'two patterns fit the channel',
    rules: (rules) => `${rules.replace('playground:acme:globex-shared', 'playground:acme:nowhere')}
  - match: playground:acme:*-payments
    agents: [handbook]
    may_ask: members
    widest_audience: restricted
    reviewers: { from: [leads], needed: 1 }
    expires: 1h
`,
    reads:
      'Agents cannot be asked in #team-payments, because more than one rule fits it. Your question went to no agent. Olu can write a rule for exactly this channel.',
    tell: (company) => refusedToSay(company, 'RULE_AMBIGUOUS', ['ana', 'team-payments', QUESTION]),
  },
  UNKNOWN_AGENT: {
    when: 'nobody is called that',
    reads: 'There is no agent called oracle. Your question went to no agent. Ask one of: handbook.',
    tell: (company) => refusedToSay(company, 'UNKNOWN_AGENT', ['ana', 'engineering', '@oracle how do I sleep?']),
  },
  AGENT_NOT_HERE: {
    when: 'the channel’s rule does not name that agent',
    rules: oneMoreAgent,
    reads: 'oracle cannot be asked in #random. Your question went to no agent. Here you can ask: handbook.',
    tell: (company) => refusedToSay(company, 'AGENT_NOT_HERE', ['ana', 'random', '@oracle how do I sleep?']),
  },
  NOT_ALLOWED_TO_ASK: {
    when: 'a guest from another company asks',
    reads: 'In #globex-shared only people of Acme may ask handbook. Your question went to no agent. One of them can ask it for you.',
    tell: (company) => refusedToSay(company, 'NOT_ALLOWED_TO_ASK', ['gil', 'globex-shared', QUESTION]),
  },
  EMPTY_QUESTION: {
    when: 'there is a name and no question',
    reads: "There was no question after the agent's name. Your question went to no agent. Write it like this: @handbook how do I …?",
    tell: (company) => refusedToSay(company, 'EMPTY_QUESTION', ['ana', 'engineering', '@countersign']),
  },
  QUESTION_TOO_LONG: {
    when: 'the question is a book',
    reads: 'That question has 4001 characters; 4000 are possible. Your question went to no agent. Please ask more briefly.',
    tell: (company) => refusedToSay(company, 'QUESTION_TOO_LONG', ['ana', 'engineering', `@handbook ${'?'.repeat(4001)}`]),
  },
  AUDIENCE_TOO_WIDE: {
    when: 'more people read the channel than its rule accepts',
    reads:
      '#random can be read by more people than its rule accepts. Your question went to no agent. Ask somewhere else, or ask Olu about the rule.',
    async tell(company) {
      await company.world({ channel: { id: 'random', audience: 'external' } });
      return refusedToSay(company, 'AUDIENCE_TOO_WIDE', ['ana', 'random', QUESTION]);
    },
  },
  NOBODY_CAN_REVIEW: {
    when: 'Ben, the only reviewer, asks',
    rules: (rules) =>
      rules
        .replace('leads: [playground:acme:ben, playground:acme:chloe]', 'leads: [playground:acme:ben]')
        .replace('needed: 2', 'needed: 1'),
    reads:
      'You are the only reviewer of #engineering, and nobody reviews their own question. Your question went to no agent. Olu can add a reviewer.',
    tell: (company) => refusedToSay(company, 'NOBODY_CAN_REVIEW', ['ben', 'engineering', QUESTION]),
  },
  TOO_MANY_ASKS: {
    when: 'Ana asks a second time within the hour, and the rule says one',
    rules: (rules) => rules.replace('asks: 20/hour', 'asks: 1/hour'),
    reads: 'You have asked 1 time within 1 hour, which is the limit. Your question went to no agent. You can ask again in 60 minutes.',
    async tell(company) {
      await ask(company);
      return refusedToSay(company, 'TOO_MANY_ASKS', ['ana', 'engineering', QUESTION]);
    },
  },
  TOO_MANY_OPEN_DRAFTS: {
    when: 'as many drafts as may be wait for Ana',
    rules: (rules) => rules.replace('open_drafts: 10', 'open_drafts: 1'),
    reads:
      'You have 1 open draft, which is the limit. Your question went to no agent. A draft counts until it is posted or closed, also while it waits for a reviewer. Press “Keep private” on one that you do not need, then ask again.',
    async tell(company) {
      await ask(company);
      return refusedToSay(company, 'TOO_MANY_OPEN_DRAFTS', ['ana', 'engineering', QUESTION]);
    },
  },
  NO_PRIVATE_SURFACE: {
    when: 'Ana takes no direct messages; she reads it when she takes them again',
    reads: 'I cannot send you a direct message, so I showed the draft to nobody. Allow direct messages from Countersign, then ask again.',
    async tell(company) {
      await company.fault({ direct_messages: { person: 'playground:acme:ana', open: false } });
      await company.say('ana', 'engineering', QUESTION);
      await company.notice(
        'olu',
        'Alarm: Ana (ana) cannot be sent a direct message, so a draft was shown to nobody (error NO_PRIVATE_SURFACE',
      );
      await company.fault({ direct_messages: { person: 'playground:acme:ana', open: true } });
      return (await company.card('ana', { state: 'withdrawn' })).title ?? '';
    },
  },
  LOOKUP_FAILED: {
    when: 'the platform does not say who is who',
    reads: 'The playground did not say who is who, so I did nothing. Nothing was changed. Try again in a minute.',
    async tell(company) {
      await company.fault({ operation: 'person', mode: 'refuse', times: 100 });
      return refusedToSay(company, 'LOOKUP_FAILED', ['ana', 'engineering', QUESTION]);
    },
  },
} satisfies RefusalStories;
