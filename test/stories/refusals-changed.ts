import { runCommand } from './bots.ts';
import { refusedToPress, type RefusalStories, titleOf } from './refusal-story.ts';
import { ask, cardAfter, cardOf, press } from './turns.ts';

/** What an approval rests on changed. */
export const CHANGED = {
  AUDIENCE_WIDENED: {
    when: 'people outside can read the channel since Ana’s draft was made',
    reads:
      'People outside Acme can now read #globex-shared. The approvals were for fewer people, so they no longer count. Nothing was posted. Look again, and approve if that is right.',
    async tell(company) {
      await company.world({ channel: { id: 'globex-shared', audience: 'workspace' } });
      const card = await ask(company, 'ana', 'globex-shared');
      await company.world({ channel: { id: 'globex-shared', audience: 'external' } });
      return refusedToPress(company, 'AUDIENCE_WIDENED', 'ana', card, 'approve');
    },
  },
  RULE_CHANGED: {
    when: 'the rule asks for two reviewers since Ana’s draft was made',
    reads:
      'What holds for posts in #engineering changed, so earlier approvals no longer count. Nothing was posted. Look again, and approve if that is right.',
    async tell(company) {
      const card = await ask(company);
      await company.writeRules((rules) => rules.replace('needed: 1', 'needed: 2'));
      await company.bot.restart();
      return refusedToPress(company, 'RULE_CHANGED', 'ana', card, 'approve');
    },
  },
  RULE_GONE: {
    when: 'the channel has no rule any more',
    reads:
      'No rule lets answers from handbook be posted in #random any more. Nothing was posted. The draft stays with you. Olu can add a rule.',
    async tell(company) {
      const card = await ask(company, 'ana', 'random');
      await company.writeRules((rules) => rules.replace('channel: playground:acme:random', 'channel: playground:acme:elsewhere'));
      await company.bot.restart();
      return refusedToPress(company, 'RULE_GONE', 'ana', card, 'approve');
    },
  },
  REVIEWER_CHANGED: {
    when: 'Ben, who approved first of two, has left the company before the post is sent',
    reads:
      'Somebody who approved may no longer review in #globex-shared, so their approval no longer counts. Nothing was posted. Look again, and approve if that is right.',
    async tell(company) {
      const card = await ask(company, 'ana', 'globex-shared');
      await press(company, 'ana', card, 'approve');
      const forChloe = await cardOf(company, 'chloe', card, { state: 'awaiting_reviewer' });
      await press(company, 'ben', await cardOf(company, 'ben', card, { state: 'awaiting_reviewer' }), 'approve');
      await company.world({ person: { id: 'playground:acme:ben', active: false } });
      await press(company, 'chloe', forChloe, 'approve');
      const again = await company.card('ana', ({ id, state }) => id !== card.id && state === 'awaiting_requester');
      // The checker knows the company as it is in the end, and Ben was somebody when he approved.
      await company.world({ person: { id: 'playground:acme:ben', active: true } });
      return again.text.split('\n\n')[1] ?? '';
    },
  },
  SWITCH_RELEASED: {
    when: 'what waited for its slot was approved before the switch was engaged and released',
    reads:
      'Publishing was stopped for a while and is released now. Approvals from before no longer count. Nothing was posted. Look again, and approve if that is right.',
    async tell(company) {
      const card = await ask(company, 'ana', 'random');
      await company.fault({ operation: 'publish', mode: 'rate_limit', retryAfter: 3600 });
      await press(company, 'ana', card, 'approve');
      await titleOf(company, 'Approved. It waits to be posted in #random.');
      await company.say('olu', 'direct', '/countersign engage let me look');
      await company.notice('olu', 'Publishing is stopped (everything)');
      await company.say('olu', 'direct', '/countersign release');
      await company.notice('olu', 'Drafts that had been approved went back to the people who asked: 1.');
      const again = await company.card('ana', ({ id, state }) => id !== card.id && state === 'awaiting_requester');
      return again.text.split('\n\n')[1] ?? '';
    },
  },
  COPY_RESTORED: {
    when: 'an older copy of the database was put in its place while a draft waited for its slot',
    reads:
      'Countersign went back to an older copy of its records, and approvals from before no longer count. Nothing more was posted. The post may stand in #random already: look there first, and approve only if it does not.',
    async tell(company) {
      const card = await ask(company, 'ana', 'random');
      await company.fault({ operation: 'publish', mode: 'rate_limit', retryAfter: 3600 });
      await press(company, 'ana', card, 'approve');
      await titleOf(company, 'Approved. It waits to be posted in #random.');
      await company.bot.stop();
      await runCommand(company, 'restore', '--in-place');
      await company.bot.restart();
      const again = await cardAfter(company, 'ana', card, 'awaiting_requester');
      return again.text.split('\n\n')[1] ?? '';
    },
  },
} satisfies RefusalStories;
