import { handbookAnswers } from './own-agents.ts';
import { refusedToPress, type RefusalStories } from './refusal-story.ts';
import { ask, cardOf, press, publish, sameCard } from './turns.ts';

const NOBODY_ELSE = 'random';
const forgedButtons = { unchecked_clicks: true };
const everybody = ['ana', 'ben', 'chloe', 'dan', 'olu', 'gil'];

/** About a button that somebody pressed. */
export const CLICKING = {
  NOT_YOURS: {
    when: 'Dan presses a button of Ana’s card on a platform that does not check',
    reads: 'This button is not for you. Nothing was changed.',
    async tell(company) {
      const card = await ask(company);
      await company.fault(forgedButtons);
      return refusedToPress(company, 'NOT_YOURS', 'dan', card, 'approve');
    },
  },
  UNKNOWN_CARD: {
    when: 'a button is pressed on a message that never had it',
    reads: 'This button leads to nothing that I know. Nothing was changed. If you expected a draft here, ask again.',
    async tell(company) {
      const post = await publish(company, await ask(company, 'ana', NOBODY_ELSE), 'ana', [], NOBODY_ELSE);
      await company.fault(forgedButtons);
      return refusedToPress(company, 'UNKNOWN_CARD', 'ana', post, 'approve');
    },
  },
  STALE: {
    when: 'Ana approves on a card whose text she has changed since',
    reads: 'The draft has changed since this card. Your click did nothing. The newest card is below.',
    async tell(company) {
      const card = await ask(company);
      await press(company, 'ana', card, 'edit', 'Ask Ben.');
      return refusedToPress(company, 'STALE', 'ana', card, 'approve');
    },
  },
  ALREADY_DECIDED: {
    when: 'Ben approves what Chloe has rejected',
    reads: 'Chloe rejected this just now. Your click did nothing.',
    async tell(company) {
      const card = await ask(company);
      await press(company, 'ana', card, 'approve');
      const forBen = await cardOf(company, 'ben', card, { state: 'awaiting_reviewer' });
      await press(company, 'chloe', await cardOf(company, 'chloe', card, { state: 'awaiting_reviewer' }), 'reject', 'wrong vault path');
      return refusedToPress(company, 'ALREADY_DECIDED', 'ben', forBen, 'approve');
    },
  },
  NOT_NOW: {
    when: 'Ana retracts a second time',
    reads: 'That is not possible now. It was retracted. Nothing was changed.',
    async tell(company) {
      const card = await ask(company, 'ana', NOBODY_ELSE);
      const post = await publish(company, card, 'ana', [], NOBODY_ELSE);
      await press(company, 'ana', post, 'retract');
      await sameCard(company, 'ana', card, /^You retracted it/);
      return refusedToPress(company, 'NOT_NOW', 'ana', post, 'retract');
    },
  },
  ENGAGED: {
    when: 'Ana approves after Olu has engaged the switch',
    reads:
      'Olu stopped publishing at hh:mm: “wrong payroll answers”. This draft stays private and safe. You can keep it private now, or approve it when Olu releases publishing.',
    async tell(company) {
      const card = await ask(company);
      await company.say('olu', 'direct', '/countersign engage wrong payroll answers');
      await company.notice('olu', 'Publishing is stopped (everything): “wrong payroll answers”.');
      return refusedToPress(company, 'ENGAGED', 'ana', card, 'approve');
    },
  },
  NO_DESTINATION: {
    when: 'an answer to a direct message is approved, by a button that its card does not have',
    reads:
      'You asked this in a direct message, so the answer stays with you. Nothing was posted. To publish an answer, ask in its channel.',
    async tell(company) {
      const card = await ask(company, 'ana', 'direct');
      await company.fault(forgedButtons);
      return refusedToPress(company, 'NO_DESTINATION', 'ana', card, 'approve');
    },
  },
  AUDIENCE_UNKNOWN: {
    when: 'the platform does not tell any more who reads the channel',
    reads: 'We could not find out who can read #engineering, so it cannot be posted. Nothing was changed. Try again later.',
    async tell(company) {
      const card = await ask(company);
      await company.world({ channel: { id: 'engineering', audience: 'unknown' } });
      return refusedToPress(company, 'AUDIENCE_UNKNOWN', 'ana', card, 'approve');
    },
  },
  CANNOT_POST_THERE: {
    when: 'Ana has left the channel meanwhile',
    reads:
      'You may not post in #engineering, so the answer cannot be posted there either. Nothing was posted. Approve it again when you may.',
    async tell(company) {
      const card = await ask(company);
      const members = everybody.filter((one) => one !== 'ana').map((one) => `playground:acme:${one}`);
      await company.world({ channel: { id: 'engineering', members } });
      return refusedToPress(company, 'CANNOT_POST_THERE', 'ana', card, 'approve');
    },
  },
  REASON_NEEDED: {
    when: 'Ben rejects without a word',
    reads: 'There was no reason. Nothing was changed. Please say why, in a few words: the person who asked reads it.',
    async tell(company) {
      const card = await ask(company);
      await press(company, 'ana', card, 'approve');
      return refusedToPress(
        company,
        'REASON_NEEDED',
        'ben',
        await cardOf(company, 'ben', card, { state: 'awaiting_reviewer' }),
        'reject',
        ' ',
      );
    },
  },
  TEXT_EMPTY: {
    when: 'Ana deletes the whole text',
    reads: 'There was no text. Nothing was changed. Write the answer, or keep the draft private.',
    tell: async (company) => refusedToPress(company, 'TEXT_EMPTY', 'ana', await ask(company), 'edit', ' \n'),
  },
  TEXT_REFUSED: {
    when: 'Ana’s own text holds a code point that is no character',
    reads: 'That cannot be posted. The text holds U+0378, which is no character. Nothing was changed. Please mend it and try again.',
    tell: async (company) => refusedToPress(company, 'TEXT_REFUSED', 'ana', await ask(company), 'edit', 'Ask \u0378 Ben.'),
  },
  TEXT_TOO_LONG: {
    when: 'Ana’s own text is longer than one post',
    reads: 'That text has 3001 characters; 3000 are possible. Nothing was changed. Please shorten it.',
    tell: async (company) => refusedToPress(company, 'TEXT_TOO_LONG', 'ana', await ask(company), 'edit', 'a'.repeat(3001)),
  },
  TOO_MANY_MENTIONS: {
    when: 'Ana’s own text would notify all six whom she named in her question',
    overrides: handbookAnswers('Ask Ben.'),
    reads: 'That text would notify 6 people; at most five are possible. Nothing was changed. Please name fewer.',
    async tell(company) {
      const card = await ask(company, 'ana', 'engineering', `@handbook who knows: ${everybody.map((one) => `@${one}`).join(' ')}`);
      const mentions = everybody.map((one) => `[x](mention:playground:acme:${one})`).join(' ');
      return refusedToPress(company, 'TOO_MANY_MENTIONS', 'ana', card, 'edit', mentions);
    },
  },
  NOT_A_DESTINATION: {
    when: 'Ana chooses a channel that the rule does not list',
    rules: (rules) => rules.replace('destinations: []', 'destinations: [playground:acme:random]'),
    reads: 'Answers to questions in #engineering cannot be posted in #lobby. Nothing was changed. You can choose: #random.',
    tell: async (company) => refusedToPress(company, 'NOT_A_DESTINATION', 'ana', await ask(company), 'move', 'lobby'),
  },
  FROM_NARROWER: {
    when: 'Ana chooses a channel that more people read than the one in which she asked',
    rules: (rules) =>
      rules
        .replace('match: playground:acme:team-*', 'channel: playground:acme:team-payments')
        .replace(/(team-payments[\s\S]*?expires: 24h)/, '$1\n    destinations: [playground:acme:random]'),
    reads:
      'More people read #random than #team-payments, where you asked, and its rule does not accept that. Nothing was changed. Post it where you asked, or ask again in #random.',
    tell: async (company) => refusedToPress(company, 'FROM_NARROWER', 'ana', await ask(company, 'ana', 'team-payments'), 'move', 'random'),
  },
  NO_NEW_POST: {
    when: 'Ana chooses a channel whose rule speaks of new posts, and which is no forum',
    rules: (rules) =>
      rules
        .replace('destinations: []', 'destinations: [playground:acme:random]')
        .replace('reviewers: not_required', 'new_post: { tags: [] }\n    reviewers: not_required'),
    reads:
      'No new post can be made in #random: its rule takes it for a forum, and it is none. Nothing was posted. Olu can put that right; then try again.',
    tell: async (company) => refusedToPress(company, 'NO_NEW_POST', 'ana', await ask(company), 'move', 'random'),
  },
} satisfies RefusalStories;
