import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ChatAdapter, FilledPost, NewPost, Place, Tree } from '#adapter';
import { APPROVERS_SLOT } from '../../../src/core/post.ts';
import { newId } from '../contract/made.ts';
import { startFakeDiscord } from './client.ts';
import { connect } from './connect.ts';
import { BOT_USER, CHANNELS, GUILD, PEOPLE, ROLES, TAGS } from './fake/seed.ts';
import type { SeenChannel } from './fake/seen/sees.ts';

let fake: Awaited<ReturnType<typeof startFakeDiscord>>;
let adapter: ChatAdapter;
beforeAll(async () => {
  fake = await startFakeDiscord();
  adapter = connect(fake.url);
  await fake.settings({ privilegedIntents: ['GUILD_MEMBERS'] });
});
afterAll(() => fake.stop());

const BEGIN = 'POST /channels/{channel_id}/threads';
const forum: Place = { platform: 'discord', workspace: GUILD, channel: CHANNELS.questions, thread: null };
const runbook: NewPost = { title: 'How to rotate it', tags: [{ id: TAGS.runbook, name: 'runbook' }] };

const treeOf = (text: string): Tree => ({ blocks: [{ kind: 'paragraph', children: [{ kind: 'text', text }] }] });

function composed(text: string, newPost: NewPost | null = runbook, destination = forum) {
  const publicationId = newId('pub');
  const reference = `cs-${publicationId.slice(4, 12)}`;
  const credit = { line: `Approved by ${APPROVERS_SLOT}. ${reference}`, draft: newId('drf'), revision: 1, publicationId, reference };
  const { method, body } = adapter.compose(treeOf(text), destination, credit, newPost);
  const request = JSON.parse(JSON.stringify({ method, body }).replaceAll(APPROVERS_SLOT, 'Ana')) as FilledPost['request'];
  const sought = { publicationId, reference, destination, startedAt: Date.now() - 1000 };
  return { filled: { publicationId, destination, request }, method, body, sought };
}

async function posted(text: string) {
  const made = composed(text);
  const outcome = await adapter.publish(made.filled);
  if (outcome.kind !== 'accepted') expect.fail(`was not accepted: ${JSON.stringify(outcome)}`);
  return { ...made, message: outcome.message };
}

const seenPost = async (who: string, thread: string | null): Promise<SeenChannel | undefined> =>
  (await fake.sees(who)).channels.find(({ id }) => id === thread);

describe('a new post in a forum', () => {
  it('is one request that holds its title, its tags and its first message, which tells nobody and fetches nothing', () => {
    const { method, body, filled } = composed('The answer.');
    expect(method).toBe(`POST /channels/${CHANNELS.questions}/threads`);
    expect(body).toEqual({
      name: 'How to rotate it',
      applied_tags: [TAGS.runbook],
      message: {
        content: expect.stringContaining('The answer.'),
        components: [{ type: 1, components: [{ type: 2, style: 2, label: 'Retract', custom_id: `cs:retract:${filled.publicationId}` }] }],
        flags: 4,
        allowed_mentions: { parse: [], users: [] },
      },
    });
    const within = composed('The answer.', runbook, { ...forum, thread: '401' });
    expect(within.method).toBe('POST /channels/401/messages');
  });

  it('holds a text whose marks make it long, too', async () => {
    const outcome = await adapter.publish(composed('*'.repeat(1_500)).filled);
    if (outcome.kind !== 'accepted') expect.fail(`was not accepted: ${JSON.stringify(outcome)}`);
    expect((await seenPost('dan', outcome.message.thread))?.messages[0]?.text).toContain('*'.repeat(1_500));
  });

  it('begins a thread that the forum’s viewers see, and says where it stands', async () => {
    const { message } = await posted('An answer for all.');
    expect(message).toEqual({ ...forum, thread: message.message, message: message.message });
    expect(await seenPost('dan', message.thread)).toMatchObject({
      name: 'How to rotate it',
      tags: ['runbook'],
      messages: [{ id: message.message, from: BOT_USER, pinged: [], text: expect.stringContaining('An answer for all.') }],
    });
    expect(await seenPost('gus', message.thread)).toBeUndefined();
  });

  it('is found by what its button says, also after it was closed, and only where it stands', async () => {
    const { sought, message } = await posted('Sought.');
    await posted('Another.');
    expect(await adapter.find(sought)).toEqual({ kind: 'found', message });
    await fake.world({ channel: { id: message.thread, archived: true } });
    expect(await adapter.find(sought)).toEqual({ kind: 'found', message });
    expect(await adapter.find({ ...sought, publicationId: newId('pub') })).toEqual({ kind: 'absent' });
    // What was begun before the attempt is not looked at.
    expect(await adapter.find({ ...sought, startedAt: Date.now() + 3_600_000 })).toEqual({ kind: 'absent' });
  });

  it('is not called absent when Discord does not tell all', async () => {
    const { sought } = await posted('Hidden.');
    for (const route of ['GET /guilds/{guild_id}/threads/active', 'GET /channels/{channel_id}/threads/archived/public'])
      for (const mode of ['refuse', 'http_error', 'cut', 'malformed']) {
        await fake.fault([route], mode, { code: 50001, status: 503 });
        expect(await adapter.find({ ...sought, publicationId: newId('pub') }), `${route} ${mode}`).toEqual({ kind: 'cannot_tell' });
      }
    await fake.fault(['GET /channels/{channel_id}/messages/{message_id}'], 'refuse', { code: 50001 });
    expect(await adapter.find(sought)).toEqual({ kind: 'cannot_tell' });
  });

  it.each(['hang_after', 'cut_after', 'internal_error_after', 'malformed'])(
    'has an unknown outcome when its answer is lost (%s), and is sent once',
    async (mode) => {
      const made = composed(`Lost by ${mode}.`);
      const before = (await fake.wire()).length;
      await fake.fault([BEGIN], mode, { channel: CHANNELS.questions });
      expect(await adapter.publish(made.filled)).toEqual({ kind: 'unknown' });
      const sent = (await fake.wire(before)).filter(({ method, path }) => method === 'POST' && path.endsWith('/threads'));
      expect(sent).toHaveLength(1);
      expect((await adapter.find(made.sought)).kind).toBe('found');
    },
  );

  it('is taken away with its title, by a tombstone or wholly, also after it was closed, and a second time is done, too', async () => {
    for (const how of [{ tombstone: 'An answer was retracted.' }, 'remove'] as const) {
      const { message } = await posted('A secret word.');
      await fake.world({ channel: { id: message.thread, archived: true } });
      expect(await adapter.retract(message, how)).toBe('done');
      expect(await adapter.retract(message, how)).toBe('done');
      const seen = await seenPost('dan', message.thread);
      expect(seen?.name).toBe('Retracted');
      expect(seen?.messages.map(({ text }) => text)).toEqual(how === 'remove' ? [] : ['An answer was retracted.']);
    }
  });

  it('in a thread that somebody else began is taken away also after that was closed, and not where it is locked', async () => {
    const thread = await fake.openThread('ana', 'engineering', { name: 'Rotating' });
    const place = { ...forum, channel: CHANNELS.engineering, thread };
    const outcome = await adapter.publish(composed('Another secret.', null, place).filled);
    if (outcome.kind !== 'accepted') expect.fail('was not accepted');
    await fake.world({ channel: { id: thread, archived: true, locked: true } });
    expect(await adapter.retract(outcome.message, 'remove')).toBe('refused');
    await fake.world({ channel: { id: thread, locked: false } });
    expect(await adapter.retract(outcome.message, { tombstone: 'An answer was retracted.' })).toBe('done');
    expect((await seenPost('dan', thread))?.name).toBe('Rotating');
    expect((await seenPost('dan', thread))?.messages.map(({ text }) => text)).toEqual(['An answer was retracted.']);
  });

  it('is not called taken away while its title stands there', async () => {
    const { message } = await posted('Another secret.');
    await fake.fault(['PATCH /channels/{channel_id}'], 'refuse', { code: 50013 });
    expect(await adapter.retract(message, 'remove')).toBe('title stands');
    await fake.fault(['PATCH /channels/{channel_id}'], 'cut');
    expect(await adapter.retract(message, 'remove')).toBe('unknown');
    expect(await adapter.retract(message, 'remove')).toBe('done');
  });

  it('goes nowhere when it was composed for another place, and no usual post goes into a forum', async () => {
    const { filled } = composed('Elsewhere.');
    const elsewhere = { ...filled, destination: { ...forum, channel: CHANNELS.random } };
    expect(await adapter.publish(elsewhere)).toMatchObject({ kind: 'refused', code: 'NOT_COMPOSED_HERE' });
    expect(await adapter.publish(composed('Usual.', null).filled)).toMatchObject({ kind: 'refused', code: 'NOT_A_TEXT_CHANNEL' });
  });

  it.each([
    ['a tag that was deleted', { ...runbook, tags: [{ id: '600000000000000009', name: 'gone' }] }, {}, 'UNKNOWN_TAG'],
    ['no tag where posts need one', { ...runbook, tags: [] }, { requiresTag: true }, 'TAG_REQUIRED'],
  ])('with %s is refused in words', async (_what, newPost, change, code) => {
    await fake.world({ channel: { id: CHANNELS.questions, ...change } });
    expect(await adapter.publish(composed('Refused.', newPost).filled)).toMatchObject({ kind: 'refused', code, retryAfterMs: null });
    await fake.world({ channel: { id: CHANNELS.questions, requiresTag: false } });
  });

  it('with a word in its title that AutoMod blocks is refused in words', async () => {
    await fake.settings({ autoMod: ['forbidden'] });
    const outcome = await adapter.publish(composed('Fine.', { ...runbook, title: 'A forbidden word' }).filled);
    expect(outcome).toMatchObject({ kind: 'refused', code: 'TITLE_BLOCKED_BY_AUTOMOD' });
    await fake.settings({ autoMod: [] });
  });
});

describe('of a forum Discord says', () => {
  it('which tags it has, whether a post needs one, and which are not for us; of another channel that it is none', async () => {
    const tags = [
      { id: TAGS.answered, name: 'answered', mayUse: true },
      { id: TAGS.runbook, name: 'runbook', mayUse: true },
    ];
    expect(await adapter.forumOf(forum)).toEqual({ tags, needsTag: false, mostTags: 5, longestTitle: 100 });
    const official = { id: '600000000000000003', name: 'official', moderated: true };
    await fake.world({ channel: { id: '400000000000000077', type: 16, name: 'pictures', tags: [official], requiresTag: true } });
    expect(await adapter.forumOf({ ...forum, channel: '400000000000000077' })).toEqual({
      tags: [{ id: official.id, name: 'official', mayUse: false }],
      needsTag: true,
      mostTags: 5,
      longestTitle: 100,
    });
    expect(await adapter.forumOf({ ...forum, channel: CHANNELS.random })).toBeNull();
    await expect(adapter.forumOf({ ...forum, channel: '1' })).rejects.toMatchObject({ code: 'REFUSED' });
  });

  it('who may begin posts there', async () => {
    expect(await adapter.audienceOf(forum)).toMatchObject({ channelName: 'questions' });
    expect(await adapter.canPost(`discord:${PEOPLE.dan}`, forum)).toBe(true);
    await fake.world({ channel: { id: CHANNELS.questions, overwrite: { id: PEOPLE.dan, type: 1, allow: '0', deny: String(1 << 11) } } });
    expect(await adapter.canPost(`discord:${PEOPLE.dan}`, forum)).toBe(false);
  });

  it('what we lack there, which is no right to begin threads of questions', async () => {
    const denied = String((1n << 11n) | (1n << 35n));
    await fake.world({ channel: { id: CHANNELS.questions, overwrite: { id: ROLES.countersign, type: 0, allow: '0', deny: denied } } });
    const lacks = (await adapter.missing({ channels: [forum], people: [] })).filter((one) => one.includes('#questions'));
    expect(lacks).toEqual([expect.stringContaining('I lack “Send Messages”')]);
  });
});

it('holds for every request that was made here: Discord would have taken it as it was meant', async () => {
  expect(await fake.violations()).toEqual([]);
});
