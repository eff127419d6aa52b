import { describe, expect, test } from 'vitest';
import { until } from '../../support/until.ts';
import { CHANNELS } from '../../adapters/discord/fake/seed.ts';
import { type DiscordCompany, openDiscordCompany, storiesOver } from './company.ts';

const QUESTION = 'handbook: how do I rotate the staging database password?';
const DRAFT = /Draft from handbook\. Only you can see it\./;
const CREATE = 'POST /channels/{channel_id}/messages';

async function approved(company: DiscordCompany): Promise<string> {
  const asked = await company.ask('ana', 'random', QUESTION);
  await company.press('ana', await company.told('ana', DRAFT), 'approve');
  return asked;
}

const postsIn = async (company: DiscordCompany): Promise<number> =>
  (await company.sees('dan')).channels.flatMap(({ messages }) => messages).filter(({ text }) => text.includes('Written by handbook'))
    .length;

/** What went to the thread of the question, whatever came of it. */
const sentTo = async (company: DiscordCompany, thread: string): Promise<number> =>
  (await company.fake.wire()).filter(({ method, path }) => method === 'POST' && path === `/api/v10/channels/${thread}/messages`).length;

describe.each(storiesOver('http'))('publishing on Discord (%s)', (transport) => {
  test.each([
    [50013, /In this channel I may not post/],
    [200000, /AutoMod of this server blocked a word/],
    [50083, /The thread was closed\. Write a message in it/],
    [160005, /The thread is locked/],
    [50001, /I cannot see this channel/],
    [10003, /The channel or thread was deleted/],
  ])('what Discord refuses (%i) is told in words, and posted when the requester tries again', async (code, says) => {
    const company = await openDiscordCompany({ transport });
    await company.fake.fault([CREATE], 'refuse', { channel: 'server', code });
    const asked = await approved(company);
    const failed = await company.told('ana', ({ text, buttons }) => says.test(text) && buttons.length > 0);
    expect(await postsIn(company)).toBe(0);
    await company.press('ana', failed, 'retry');
    await company.told('dan', /Written by handbook/, asked);
    await company.check();
  });

  test.each(['cut_after', 'internal_error_after', 'malformed'])(
    'a post whose answer is lost (%s) is looked for, found, and never sent twice',
    async (mode) => {
      const company = await openDiscordCompany({ transport });
      await company.fake.fault([CREATE], mode, { channel: 'server' });
      const asked = await approved(company);
      await company.told('ana', mode === 'malformed' ? /did not confirm|Posted in #random/ : /Posted in #random/);
      expect(await postsIn(company)).toBe(1);
      expect(await sentTo(company, asked)).toBe(1);
      await company.check();
    },
  );

  test('a post that comes too soon waits as long as Discord wishes, and is posted once', async () => {
    const company = await openDiscordCompany({ transport });
    await company.fake.fault([CREATE], 'rate_limit', { channel: 'server', seconds: 1 });
    const asked = await approved(company);
    await company.told('dan', /Written by handbook/, asked);
    expect(await postsIn(company)).toBe(1);
    await company.check();
  });

  test('a question that was deleted has no thread to begin, and its answer goes nowhere else', async () => {
    const company = await openDiscordCompany({ transport });
    const asked = await company.ask('ana', 'random', QUESTION);
    const draft = await company.told('ana', DRAFT);
    await company.fake.post('erase', { person: 'ana', message: asked });
    await company.press('ana', draft, 'approve');
    await company.told('ana', /The question, in whose thread this belongs, was deleted/);
    expect(await postsIn(company)).toBe(0);
    await company.check();
  });

  test('a channel that was deleted after the question gets no post, and whoever asked is told', async () => {
    const company = await openDiscordCompany({ transport });
    await company.ask('ana', 'random', QUESTION);
    const draft = await company.told('ana', DRAFT);
    await company.world({ channel: { id: CHANNELS.random, deleted: true } });
    await company.press('ana', draft, 'approve');
    await company.told('ana', /We could not find out who can read #random, so it cannot be posted\. Nothing was changed\./);
    expect(await postsIn(company)).toBe(0);
    await company.check();
  });

  test('whoever asked gets the proof of a post, alone, by its reference', async () => {
    const company = await openDiscordCompany({ transport });
    const asked = await approved(company);
    const [reference = ''] = /cs-[0-9A-Z]{8}/.exec((await company.told('dan', /Written by handbook/, asked)).text) ?? [];
    const proof = await company.command('ana', 'random', `proof ${reference}`, /Digest of what was approved/);
    expect(proof).toContain(reference);
    for (const other of ['ben', 'dan']) expect((await company.sees(other)).text).not.toContain('Digest of what was approved');
    await company.check();
  });

  test('a post whose thread Discord has closed for its age is taken away all the same', async () => {
    const company = await openDiscordCompany({ transport });
    const asked = await approved(company);
    const post = await company.told('dan', /Written by handbook/, asked);
    await company.told('ana', /Posted in #random/);
    await company.world({ channel: { id: asked, archived: true } });
    await company.press('ana', post, 'retract');
    await company.told('dan', /An answer from handbook was retracted by Ana/, asked);
    await company.told('ana', /It no longer stands in #random/);
    await company.check();
  });

  test('a channel that anybody may find after the approval takes the approval back', async () => {
    const company = await openDiscordCompany({ transport });
    await company.ask('ana', 'engineering', QUESTION);
    await company.press('ana', await company.told('ana', DRAFT), 'approve');
    const review = await company.told('ben', /asks you to review/);
    await company.world({ guild: { id: 'Acme', features: ['COMMUNITY', 'DISCOVERABLE'] } });
    await company.press('ben', review, 'approve');
    await company.told('ana', /People outside Acme can now read #engineering|can be read by more people/);
    expect(await postsIn(company)).toBe(0);
    await company.check();
  });

  test('a role reviews in a private channel, and whoever lost it when they decide does not count', async () => {
    const company = await openDiscordCompany({ transport });
    const asked = await company.ask('ana', 'team-payments', QUESTION);
    await company.press('ana', await company.told('ana', DRAFT), 'approve');
    const [forBen, forChloe] = [await company.told('ben', /asks you to review/), await company.told('chloe', /asks you to review/)];
    await company.world({ role: { id: 'oncall', guild: 'Acme', members: ['chloe'] } });
    await company.press('ben', forBen, 'approve');
    await company.told('ben', /not a reviewer|may not|no longer|not for you/i);
    expect(await postsIn(company)).toBe(0);
    await company.press('chloe', forChloe, 'approve');
    await company.told('ana', /Approved by Ana \(ana\) and Chloe\./, asked);
    expect((await company.sees('dan')).text).not.toContain('Written by handbook');
    await company.check();
  });

  test('what our own bot did not write by the log stops publishing, and the operator is told', async () => {
    const company = await openDiscordCompany({ transport });
    const asked = await approved(company);
    await company.told('dan', /Written by handbook/, asked);
    await company.fake.quiet(300);
    expect(await company.command('olu', 'random', 'status', /under the last checkpoint/)).toContain('Publishing is not stopped.');
    await company.forge(CHANNELS.random, { content: 'I am not by the log.' });
    await company.told('olu', /our own bot wrote something that no entry of the log accounts for/);
    expect(await company.command('olu', 'random', 'status', /under the last checkpoint/)).toContain('Publishing is stopped: everything.');
  });

  test('the same request twice is one message: Discord knows its nonce', async () => {
    const company = await openDiscordCompany({ transport });
    const asked = await approved(company);
    await company.told('dan', /Written by handbook/, asked);
    const [sent] = (await company.fake.wire()).filter(
      ({ path, method }) => method === 'POST' && path.endsWith(`/channels/${asked}/messages`),
    );
    await company.forge(asked, sent?.body as Record<string, unknown>);
    await until(async () => (await sentTo(company, asked)) === 2, { what: 'the second request' });
    expect(await postsIn(company)).toBe(1);
  });
});
