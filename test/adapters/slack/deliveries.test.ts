/** What people of Slack do that people of other platforms do not, over Socket Mode; what is common to all is the contract. */
import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Asked, Clicked, Commanded, Home, Inbound, OwnMessage, Reply } from '#adapter';
import { createSlackAdapter } from '../../../adapters/slack/adapter.ts';
import type { SlackAdapter } from '../../../adapters/slack/adapter.ts';
import { idFrom } from '../../../src/core/ids.ts';
import { cardOf, postOf } from '../contract/made.ts';
import type { Harness } from '../harness.ts';
import { startFakeSlack } from './client.ts';
import { APP_TOKEN, BOT_TOKEN, BOT_USER, SUBSCRIPTIONS } from './fake/seed.ts';

const DONE: Reply = { ok: true, state: null, draft: null, message: null, pointer: null };
const EDIT = { verb: 'edit' as const, label: 'Edit', tone: 'plain' as const, confirm: null };
const ANA = 'slack:T0ACME:U0ANA' as const;
const place = (channel: string, thread: string | null = null) => ({ platform: 'slack', workspace: 'T0ACME', channel, thread });

let fake: Awaited<ReturnType<typeof startFakeSlack>>;
let adapter: SlackAdapter;
let answer: Reply = DONE;
let initial = 'the whole text';
let home: Home = { title: 'Yours', sections: [] };
const heard = {
  asks: [] as Asked[],
  clicks: [] as Clicked[],
  commands: [] as Commanded[],
  own: [] as OwnMessage[],
  pages: [] as unknown[],
};
const inbound: Inbound = {
  ask: (one) => (heard.asks.push(one), Promise.resolve(answer)),
  click: (one) => (heard.clicks.push(one), Promise.resolve(answer)),
  command: (one) => (heard.commands.push(one), Promise.resolve(answer)),
  form: () =>
    Promise.resolve({
      ok: true,
      action: { ...EDIT, input: { label: 'The text', initial, maxCharacters: 3000, isNeeded: false, ok: 'Send' } },
    }),
  home: ({ pages }) => (heard.pages.push(pages), Promise.resolve(home)),
  noAnswer: () => Promise.resolve(),
  ownMessage: (one) => (heard.own.push(one), Promise.resolve()),
  open: () => Promise.resolve({ ok: false, code: 'UNKNOWN_CARD', message: 'nothing' }),
  hold: () => Promise.resolve(true),
  letGo: () => Promise.resolve(),
};

const ignore = () => 'nobody reads it';
const connect = () =>
  createSlackAdapter({
    botToken: BOT_TOKEN,
    appToken: APP_TOKEN,
    signingSecret: null,
    apiUrl: fake.apiUrl,
    now: Date.now,
    logger: { info: ignore, warn: ignore, error: ignore },
    timeouts: { publishMs: 1000, otherMs: 1000 },
  });

beforeAll(async () => {
  fake = await startFakeSlack();
  await fake.settings({ subscriptions: [...SUBSCRIPTIONS, 'message.channels', 'message.groups'] });
  adapter = connect();
  await adapter.start(inbound);
});
afterAll(async () => {
  await adapter.stop();
  await fake.stop();
});
beforeEach(() => {
  for (const list of Object.values(heard)) list.length = 0;
  answer = DONE;
  initial = 'the whole text';
});

const seen = async (person: string) => (await fake.sees(person)).text;
const modal = async (person: string) => {
  await expect.poll(async () => (await fake.sees(person)).modals.length).toBe(1);
  const [one] = (await fake.sees(person)).modals;
  if (!one) throw new Error('no form is open');
  return one;
};
const harness = () => ({ adapter }) as unknown as Harness;
const publish = async (text: string) => {
  const outcome = await adapter.publish(postOf(harness(), place('C0ENG'), text).filled);
  if (outcome.kind !== 'accepted') throw new Error('was not accepted');
  return outcome.message;
};
const showEdit = () => {
  const input = { label: 'The text', initial: '', maxCharacters: 3000, isNeeded: false, ok: 'Send' };
  return adapter.showCard(cardOf('an answer', { actions: [{ ...EDIT, input }] }), { kind: 'person', person: ANA });
};
const newDraft = () => idFrom('drf', randomBytes(16));

describe('the connection', () => {
  it.each([
    ['was cut', { cut: true }],
    ['was to be opened anew', { disconnect: 'refresh_requested' }],
    ['was cut, and refused twice', { cut: true, refuse: 2 }],
  ])(
    'comes back when it %s',
    async (_how, change) => {
      await fake.socket(change);
      await expect.poll(() => fake.connections(), { timeout: 15_000 }).toBe(1);
      await expect.poll(() => adapter.isConnected(), { timeout: 15_000 }).toBe(true);
      // What is typed in the moment between two connections is lost, and Slack says so to the person.
      const heardAgain = async () => (await fake.command('U0ANA', 'engineering', 'status'), heard.commands.length);
      await expect.poll(heardAgain, { timeout: 15_000 }).toBeGreaterThan(0);
    },
    40_000,
  );

  it('is an error at the start when Slack does not let us in', async () => {
    const other = createSlackAdapter({
      botToken: 'xoxb-of-nobody',
      appToken: APP_TOKEN,
      signingSecret: null,
      apiUrl: fake.apiUrl,
      now: Date.now,
      logger: { info: ignore, warn: ignore, error: ignore },
    });
    await expect(other.start(inbound)).rejects.toMatchObject({
      name: 'AdapterError',
      code: 'REFUSED',
      message: expect.stringContaining('SLACK_BOT_TOKEN'),
    });
    await fake.fault(['apps.connections.open'], 'hang');
    await expect(connect().start(inbound)).rejects.toMatchObject({ name: 'AdapterError', code: 'UNREACHABLE' });
  });
});

describe('a question', () => {
  it('in a channel is told, to whoever asked alone, where their draft will be', async () => {
    answer = { ...DONE, pointer: 'Your draft is in our direct message.' };
    await fake.say('U0ANA', 'engineering', 'handbook: what?', { mentions: [BOT_USER] });
    await expect.poll(() => seen('U0ANA')).toContain('Your draft is in our direct message.');
    expect(await seen('U0BEN')).not.toContain('Your draft is in our direct message.');
    expect(heard.asks).toHaveLength(1);
    expect(heard.asks[0]).toMatchObject({ how: 'said', direct: false, agent: 'handbook', question: 'what?' });
  });

  it('names people, channels and addresses as people read them', async () => {
    const text = `<@${BOT_USER}> what do <@U0BEN> and <#C0ENG|engineering> say of <https://x.example/a|this> &amp; &lt;that&gt;?`;
    await fake.post('say', { person: 'U0ANA', channel: 'engineering', text });
    await expect.poll(() => heard.asks.length).toBe(1);
    expect(heard.asks[0]).toMatchObject({
      agent: null,
      question: 'what do @Ben and #engineering say of this (https://x.example/a) & <that>?',
      mentions: ['slack:T0ACME:U0BEN'],
    });
  });

  it('by command stands nowhere, and is answered to that person', async () => {
    answer = { ...DONE, pointer: 'Look into our direct message.' };
    await fake.command('U0ANA', 'engineering', 'ask handbook: what is secretive?');
    expect(heard.asks).toHaveLength(1);
    expect(heard.asks[0]).toMatchObject({ how: 'privately', agent: 'handbook', question: 'what is secretive?', message: place('C0ENG') });
    expect(await seen('U0ANA')).toContain('Look into our direct message.');
    expect(await seen('U0BEN')).not.toContain('secretive');
    await fake.command('U0ANA', 'engineering', 'ask');
    expect(await seen('U0ANA')).toContain('There was no question');
    expect(heard.asks).toHaveLength(1);
  });

  it('about a message opens a form, and is handed in with the thread up to that message', async () => {
    const first = await fake.say('U0BEN', 'engineering', 'the root');
    const second = await fake.say('U0BEN', 'engineering', 'the reply', { thread: first });
    await fake.say('U0BEN', 'engineering', 'too late', { thread: first });
    await fake.post('shortcut', { person: 'U0ANA', callback_id: 'ask_agent', message: second });
    const form = await modal('U0ANA');
    answer = { ok: false, code: 'NO_RULE', message: 'Agents cannot be asked here.' };
    const refused = await fake.submit('U0ANA', form.id, { 'cs:input': { 'cs:text': 'what does that mean?' } });
    expect(refused.errors).toEqual({ 'cs:input': 'Agents cannot be asked here.' });
    answer = DONE;
    await fake.submit('U0ANA', form.id, { 'cs:input': { 'cs:text': 'what does that mean?' }, 'cs:agent': { 'cs:agent_name': 'Handbook' } });
    expect(heard.asks).toHaveLength(2);
    expect(heard.asks[0]?.deliveryId).not.toBe(heard.asks[1]?.deliveryId);
    expect(heard.asks[1]).toMatchObject({ how: 'about', agent: 'handbook', message: { ...place('C0ENG', first), message: second } });
    expect((await heard.asks[1]?.thread())?.map(({ text }) => text)).toEqual(['the root', 'the reply']);
    expect((await fake.sees('U0ANA')).modals).toEqual([]);
  });

  it('in a group direct message goes to no agent, and is refused in words', async () => {
    await fake.world({ channel: { id: 'C0GROUP', name: 'mpdm-ana--ben-1', kind: 'mpim', members: ['U0ANA', 'U0BEN', BOT_USER] } });
    await fake.command('U0ANA', 'mpdm-ana--ben-1', 'ask handbook: what?');
    expect(await seen('U0ANA')).toContain('I do not answer in group direct messages');
    expect(heard.asks).toEqual([]);
  });
});

describe('a button that asks for words', () => {
  it('opens the whole text, and hands in what was made of it; a refusal stands in the form', async () => {
    const ref = await showEdit();
    await fake.click('U0ANA', ref.message, 'cs:edit');
    const form = await modal('U0ANA');
    expect(await seen('U0ANA')).toContain('the whole text');
    expect(heard.clicks).toEqual([]);
    answer = { ok: false, code: 'STALE', message: 'The draft has changed since this card.' };
    expect((await fake.submit('U0ANA', form.id, { 'cs:input': { 'cs:text': 'mine' } })).errors).toEqual({
      'cs:input': 'The draft has changed since this card.',
    });
    answer = { ...DONE, message: 'Saved as revision 2.' };
    await fake.submit('U0ANA', form.id, { 'cs:input': { 'cs:text': 'mine' } });
    expect(heard.clicks.map(({ text, verb }) => [verb, text])).toEqual([
      ['edit', 'mine'],
      ['edit', 'mine'],
    ]);
    expect(heard.clicks[0]?.deliveryId).not.toBe(heard.clicks[1]?.deliveryId);
    expect(heard.clicks[1]?.target).toMatchObject({ kind: 'card', message: ref.message });
    await expect.poll(() => seen('U0ANA')).toContain('Saved as revision 2.');
    expect((await fake.sees('U0ANA')).modals).toEqual([]);
  });

  it('opens nothing when Slack could not show the text whole, and says so', async () => {
    initial = 'x'.repeat(3001);
    const ref = await showEdit();
    await fake.click('U0ANA', ref.message, 'cs:edit');
    await expect.poll(() => seen('U0ANA')).toContain('too long for a form in Slack');
    expect((await fake.sees('U0ANA')).modals).toEqual([]);
  });
});

describe('a person’s own page', () => {
  it('is shown when it is opened, turns its pages, and retracts', async () => {
    const draft = newDraft();
    const retract = { verb: 'retract' as const, label: 'Retract', tone: 'danger' as const, confirm: null, input: null };
    const item = {
      draft,
      sentence: 'handbook, posted in #engineering.',
      question: 'what?',
      card: null,
      noCard: null,
      cardIn: null,
      publication: null,
      actions: [retract],
    };
    home = {
      title: 'Your drafts and reviews.',
      sections: [{ list: 'published', title: 'Posted for you', empty: 'Nothing.', items: [item], page: 0, more: true }],
    };
    const press = async (action: string) =>
      fake.post('click', { person: 'U0ANA', view: (await fake.sees('U0ANA')).home?.id, action_id: action });
    await fake.post('open-home', { person: 'U0ANA' });
    await expect.poll(() => seen('U0ANA')).toContain('handbook, posted in #engineering.');
    expect(await seen('U0BEN')).not.toContain('handbook, posted in');
    await press('cs:page:published:1');
    await expect.poll(() => heard.pages.at(-1)).toEqual({ open: 0, to_review: 0, published: 1 });
    answer = { ok: false, code: 'ALREADY_DECIDED', message: 'It was retracted a minute ago.' };
    await press('cs:retract');
    await expect.poll(() => seen('U0ANA')).toContain('It was retracted a minute ago.');
    expect(heard.clicks[0]).toMatchObject({ verb: 'retract', target: { kind: 'draft', draft } });
  });
});

describe('the shortcut to retract', () => {
  it('hands in a click on the publication, and refuses what is not ours', async () => {
    const message = await publish('an answer');
    await fake.post('shortcut', { person: 'U0ANA', callback_id: 'retract_publication', message: message.message });
    await expect.poll(() => heard.clicks.length).toBe(1);
    expect(heard.clicks[0]).toMatchObject({ verb: 'retract', target: { kind: 'publication', message } });
    const other = await fake.say('U0BEN', 'engineering', 'mine');
    await fake.post('shortcut', { person: 'U0DAN', callback_id: 'retract_publication', message: other });
    await expect.poll(() => seen('U0DAN')).toContain('This is not a post of mine');
    expect(heard.clicks).toHaveLength(1);
  });
});

describe('a message of our own bot', () => {
  it('is told of, with what its metadata says, and without any when somebody else holds the token', async () => {
    const made = postOf(harness(), place('C0ENG'), 'an answer');
    const outcome = await adapter.publish(made.filled);
    await expect.poll(() => heard.own.length).toBe(1);
    expect(heard.own[0]).toMatchObject({ publicationId: made.filled.publicationId, cardId: null });
    expect(outcome).toMatchObject({ kind: 'accepted', message: heard.own[0]?.message });
    const headers = { authorization: `Bearer ${BOT_TOKEN}`, 'content-type': 'application/json; charset=utf-8' };
    const body = JSON.stringify({ channel: 'C0PAY', text: 'nobody approved this' });
    await fetch(`${fake.apiUrl}chat.postMessage`, { method: 'POST', headers, body });
    await expect.poll(() => heard.own.length).toBe(2);
    expect(heard.own[1]).toMatchObject({ publicationId: null, cardId: null, message: place('C0PAY') });
    const card = cardOf('an answer');
    const ref = await adapter.showCard(card, { kind: 'review_channel', place: place('C0PAY') });
    await expect.poll(() => heard.own.length).toBe(3);
    expect(heard.own[2]).toMatchObject({ publicationId: null, cardId: card.id, message: { ...place('C0PAY'), message: ref.message } });
  });

  it('is not told of when it is a card for one person, a whisper, or a tombstone', async () => {
    const message = await publish('an answer');
    await expect.poll(() => heard.own.length).toBe(1);
    await adapter.retract(message, { tombstone: 'An answer was retracted.' });
    await adapter.showCard(cardOf('an answer'), { kind: 'person', person: ANA });
    expect(await adapter.whisper(ANA, place('C0ENG'), 'Only for you.')).toBe(true);
    await fake.idle();
    await fake.command('U0ANA', 'engineering', 'status');
    expect(heard.commands).toHaveLength(1);
    expect(heard.own).toHaveLength(1);
  });
});
