import { answer, handbookAnswers, handbookRuns } from './own-agents.ts';
import { type RefusalStories, titleOf } from './refusal-story.ts';
import { QUESTION, UNANSWERABLE } from './turns.ts';

/** What an agent did: shown on the card of whoever asked, and to nobody else. */
export const AGENTS = {
  NOTHING_FOUND: {
    when: 'no page is about it',
    reads: 'handbook found nothing about this. There is nothing to post.',
    async tell(company) {
      await company.say('ana', 'engineering', UNANSWERABLE);
      return titleOf(company, 'handbook found');
    },
  },
  AGENT_TIMED_OUT: {
    when: 'it says nothing within its time',
    rules: (rules) => rules.replace('time_limit: 30s', 'time_limit: 1s'),
    overrides: handbookRuns(() => new Promise(() => {})),
    reads: 'handbook did not answer within 1 second. Nothing was posted.',
    async tell(company) {
      await company.say('ana', 'engineering', QUESTION);
      return titleOf(company, 'handbook did not');
    },
  },
  AGENT_FAILED: {
    when: 'it fails',
    overrides: handbookRuns(() => Promise.reject(new Error('no model today'))),
    reads: 'handbook could not answer. Nothing was posted. Olu can see why (error AGENT_FAILED, request rq-…).',
    async tell(company) {
      await company.say('ana', 'engineering', QUESTION);
      await company.notice('olu', /^Alarm: handbook failed: see the log file \(error AGENT_FAILED, request rq-[0-9A-Z]{8}\)\.$/);
      return titleOf(company, 'handbook could not');
    },
  },
  AGENT_BROKE_CONTRACT: {
    when: 'it wants a wider audience than whoever asked',
    overrides: handbookRuns(() => Promise.resolve(answer('Everybody should know.', { audience: 'everybody' }))),
    reads:
      "handbook's answer was not in the agreed form, so I showed it to nobody. Olu can see why (error AGENT_BROKE_CONTRACT, request rq-…).",
    async tell(company) {
      await company.say('ana', 'engineering', QUESTION);
      await company.notice(
        'olu',
        'Alarm: handbook answered outside the contract: see the log file (error AGENT_BROKE_CONTRACT, request rq-',
      );
      return titleOf(company, "handbook's answer");
    },
  },
  ANSWER_REFUSED: {
    when: 'its answer holds a code point that is no character',
    overrides: handbookAnswers('Ask \u0378 Ben.'),
    reads: "handbook's answer cannot be posted as it is, so I showed it to nobody. Olu can see why (error ANSWER_REFUSED, request rq-…).",
    async tell(company) {
      await company.say('ana', 'engineering', QUESTION);
      await company.notice(
        'olu',
        'Alarm: handbook gave an answer that cannot be posted: see the log file (error ANSWER_REFUSED, request rq-',
      );
      return titleOf(company, "handbook's answer");
    },
  },
  ANSWER_TOO_LONG: {
    when: 'its answer is longer than one post',
    overrides: handbookAnswers('a'.repeat(3001)),
    reads:
      "handbook's answer was longer than one post (3000 characters; marks, links and names count, too), and nothing is ever cut. Nothing was posted. Ask again for a shorter one.",
    async tell(company) {
      await company.say('ana', 'engineering', QUESTION);
      return titleOf(company, "handbook's answer");
    },
  },
  RUN_LOST: {
    when: 'Countersign ends while it works, and starts again',
    overrides: handbookRuns(() => new Promise(() => {})),
    reads: 'handbook was interrupted before it answered. Nothing was posted. Ask again if you still need it.',
    async tell(company) {
      await company.say('ana', 'engineering', QUESTION);
      await titleOf(company, 'handbook is looking');
      await company.bot.restart();
      return titleOf(company, 'handbook was');
    },
  },
} satisfies RefusalStories;
