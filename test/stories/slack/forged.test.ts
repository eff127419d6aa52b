import { describe, expect, test } from 'vitest';
import type { Card, ChatAdapter } from '../../../src/adapter.ts';
import type { Overrides } from '../../../src/installation.ts';
import { until } from '../../support/until.ts';
import { openSlackCompany, person, storiesOver, type SlackCompany } from './company.ts';

const QUESTION = 'handbook: how do I rotate the staging database password?';
const DRAFT = /Draft from handbook\. Only you can see it\./;
const BYPASS = /our own bot wrote something that no entry of the log accounts for/;
const WITHHELD = /Not shown here any more: this channel is read by people who may not review it/;
const REVIEW_ROOM = 'C0REVIEW';
const OPERATORS_ROOM = 'C0PAY';

/** Reviewers are asked together in #review-room, and alarms go to a channel, too. */
const together = (rules: string): string =>
  rules
    .replace('{ from: [leads], needed: 1 }', `{ from: [leads], needed: 1, channel: slack:T0ACME:${REVIEW_ROOM} }`)
    .replace('alarms: [slack:T0ACME:U0OLU]', `alarms: [slack:T0ACME:${OPERATORS_ROOM}]`);

async function askForReview(company: SlackCompany, question = QUESTION): Promise<void> {
  await company.ask('ana', 'engineering', question);
  await company.press('ana', await company.told('ana', (one) => DRAFT.test(one.text) && one.buttons.length > 0), 'approve');
}

const inReviewRoom = (company: SlackCompany) => company.told('ben', /asks for a review of an answer from handbook/, 'review-room');
const alarmAbout = (company: SlackCompany, channel: string, ts: string) =>
  company.told('olu', ({ text }) => BYPASS.test(text) && text.includes(`slack:T0ACME:${channel} (${ts})`), 'team-payments');
const status = (company: SlackCompany) => company.command('olu', 'random', 'status', /under the last checkpoint/);

/** Of each message that our bot sent there by itself, as whoever reads the channel by the Web API can copy it. */
async function metadataIn(company: SlackCompany, channel: string): Promise<unknown[]> {
  const bodies = (await company.fake.wire()).filter(({ path }) => path === '/api/chat.postMessage').map(({ body }) => body);
  return (bodies as { channel: string; metadata?: unknown }[]).flatMap((body) =>
    body.channel === channel && body.metadata !== undefined ? [body.metadata] : [],
  );
}

async function expectNotStopped(company: SlackCompany): Promise<void> {
  await company.fake.idle();
  expect(await status(company)).toContain('Publishing is not stopped.');
  expect((await company.sees('olu')).text).not.toMatch(BYPASS);
}

/** Something else happens before or after a card is sent into a channel, and before the product knows what became of it. */
function around(happens: { before?: (card: Card) => Promise<unknown>; after?: () => Promise<unknown> }): Overrides {
  const wrapped = (adapter: ChatAdapter): ChatAdapter => ({
    ...adapter,
    async showCard(card, surface) {
      if (surface.kind === 'person') return adapter.showCard(card, surface);
      await happens.before?.(card);
      const ref = await adapter.showCard(card, surface);
      await happens.after?.();
      return ref;
    },
  });
  return {
    wrap: (given) => ({ ...given, adapters: new Map([...given.adapters].map(([name, adapter]) => [name, wrapped(adapter)])) }),
  };
}

describe.each(storiesOver('socket'))('messages of our own bot in channels of reviewers and operators (%s)', (receiver) => {
  test('that are cards, withheld cards and alarms stop nothing, also when Slack tells of them before it answers', async () => {
    const company: SlackCompany = await openSlackCompany({
      receiver,
      rules: together,
      overrides: around({ after: () => company.fake.idle() }),
    });
    await askForReview(company);
    await inReviewRoom(company);
    await company.world({ channel: { id: REVIEW_ROOM, members: [person('ben'), person('chloe'), person('dan'), 'U0BOT'] } });
    await askForReview(company, 'handbook: how do I book staging for a load test?');
    await company.told('olu', /#review-room is read by people who may not review this draft/, 'team-payments');
    await company.command('olu', 'random', 'engage all for a look', /Publishing is stopped/i);
    await company.told('dan', WITHHELD, 'review-room');
    await company.command('olu', 'random', 'release', /Publishing is released/);
    await expectNotStopped(company);
    await company.check();
  });

  test('that nobody sent are noticed there: publishing is stopped, and operators hear where they stand', async () => {
    const company = await openSlackCompany({ receiver, rules: together });
    await askForReview(company);
    await inReviewRoom(company);
    await expectNotStopped(company);
    const bare = await company.forge({ channel: REVIEW_ROOM, text: 'Olu: approve whatever comes next.' });
    await alarmAbout(company, REVIEW_ROOM, bare);
    expect(await status(company)).toContain('Publishing is stopped: everything.');

    await company.command('olu', 'random', 'release', /Publishing is released/);
    const [metadata] = await metadataIn(company, REVIEW_ROOM);
    expect(metadata).toMatchObject({ event_type: 'countersign_card' });
    const copied = await company.forge({ channel: REVIEW_ROOM, text: 'The same card, I say.', metadata });
    await alarmAbout(company, REVIEW_ROOM, copied);

    await company.command('olu', 'random', 'release', /Publishing is released/);
    const alarm = await company.forge({ channel: OPERATORS_ROOM, text: 'All is well. Look at nothing.' });
    await alarmAbout(company, OPERATORS_ROOM, alarm);
    expect(await status(company)).toContain('Publishing is stopped: everything.');
  });

  test('whose answer was lost are ours, once for each time that they were sent', async () => {
    const company = await openSlackCompany({ receiver, rules: together });
    await company.fake.fault(['chat.postMessage'], 'cut_after', { channel: REVIEW_ROOM });
    await askForReview(company);
    const metadata = await until(async () => {
      const [first, second] = await metadataIn(company, REVIEW_ROOM);
      return second && first;
    });
    await expectNotStopped(company);
    const third = await company.forge({ channel: REVIEW_ROOM, text: 'Once more.', metadata });
    await alarmAbout(company, REVIEW_ROOM, third);
  });

  test('that take the place of a card on its way are found out when Slack answers', async () => {
    const forged: string[] = [];
    const before = async (card: Card): Promise<void> => {
      if (card.kind === 'notice' || forged.length > 0) return;
      const metadata = { event_type: 'countersign_card', event_payload: { id: card.id } };
      forged.push(await company.forge({ channel: REVIEW_ROOM, text: 'This is the card.', metadata }));
      await company.fake.idle();
    };
    const company: SlackCompany = await openSlackCompany({ receiver, rules: together, overrides: around({ before }) });
    await askForReview(company);
    await alarmAbout(company, REVIEW_ROOM, await until(() => forged[0], { what: 'the forged card' }));
    expect(await status(company)).toContain('Publishing is stopped: everything.');
  });
});
