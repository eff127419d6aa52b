import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createPublicKey, verify } from 'node:crypto';
import { text } from 'node:stream/consumers';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { DiscordClient } from '../client.ts';
import { asBot, IDENTIFY, openFake, openSession } from './library.ts';
import { APP_ID, PEOPLE, PUBLIC_KEY } from './seed.ts';

const EPHEMERAL = 64;
const button = { type: 1, components: [{ type: 2, style: 1, label: 'Open', custom_id: 'cs:open' }] };

/** Registers the commands, and hands each interaction to the test. */
async function open() {
  const fake = await openFake();
  const api = asBot(fake);
  await api('PUT', `/applications/${APP_ID}/commands`, [{ name: 'countersign', description: 'x', options: [] }]);
  const session = await openSession(fake, IDENTIFY);
  await session.next('READY');
  const begin = async (act: Promise<unknown>) => {
    const { d } = await session.next('INTERACTION_CREATE');
    const [id, token] = [String(d['id']), String(d['token'])];
    const hook = `/webhooks/${APP_ID}/${token}`;
    return {
      d,
      done: act as Promise<{ outcome: string }>,
      callback: (body: object) => api('POST', `/interactions/${id}/${token}/callback`, body),
      followUp: (body: object) => api('POST', hook, body),
      edit: (body: object, message = '@original') => api('PATCH', `${hook}/messages/${encodeURIComponent(message)}`, body),
      remove: () => api('DELETE', `${hook}/messages/@original`),
    };
  };
  return { fake, api, begin, command: () => begin(fake.command('ana', 'engineering', '')) };
}

const textOf = async (fake: DiscordClient, person: string) => (await fake.sees(person)).text;

describe('an interaction', () => {
  it('answers at first for everybody or for one person, and that stays so', async () => {
    const { fake, command } = await open();
    const first = await command();
    await first.callback({ type: 5, data: { flags: EPHEMERAL } });
    await first.edit({ content: 'a draft' });
    expect((await first.edit({ content: 'another draft', flags: 0 })).body).toMatchObject({ flags: EPHEMERAL });
    expect(await textOf(fake, 'ana')).toContain('(only you can see this) Countersign: another draft');
    expect(await textOf(fake, 'ben')).not.toContain('draft');
    const openly = await command();
    await openly.callback({ type: 4, data: { content: 'for all' } });
    await openly.followUp({ content: 'for one', flags: EPHEMERAL });
    expect(await textOf(fake, 'ben')).toContain('for all');
    expect(await textOf(fake, 'ben')).not.toContain('for one');
    expect(await textOf(fake, 'ana')).toContain('for one');
  });

  it('shows everybody the follow-up to a first response that was deferred for everybody, whatever its flag', async () => {
    const { fake, command } = await open();
    const { callback, followUp } = await command();
    await callback({ type: 5 });
    expect(await textOf(fake, 'ben')).toContain('Countersign is thinking…');
    await followUp({ content: 'the whole draft', flags: EPHEMERAL });
    expect(await textOf(fake, 'ben')).toContain('Countersign: the whole draft');
    const [entry] = (await fake.wire()).slice(-1);
    expect(entry).toMatchObject({ method: 'POST', path: `/api/v10/webhooks/${APP_ID}/{token}`, stored: true });
    expect(entry?.person).toBeUndefined();
  });

  it('tells in the wire log who alone sees an answer, and never its token', async () => {
    const { fake, command } = await open();
    const { callback, edit, d } = await command();
    await callback({ type: 5, data: { flags: EPHEMERAL } });
    await edit({ content: 'a draft' });
    const entries = (await fake.wire()).slice(-2);
    expect(entries.map((one) => one.person)).toEqual([PEOPLE.ana, PEOPLE.ana]);
    expect(JSON.stringify(await fake.wire())).not.toContain(String(d['token']));
  });

  it('is answered first within three seconds and once, and afterwards for fifteen minutes', async () => {
    const { fake, command } = await open();
    const answered = await command();
    expect(await answered.followUp({ content: 'too early' })).toMatchObject({ status: 404, body: { code: 10015 } });
    expect(await answered.callback({ type: 4, data: { content: 'x', flags: EPHEMERAL } })).toMatchObject({ status: 204 });
    expect(await answered.callback({ type: 4, data: { content: 'y' } })).toMatchObject({ status: 400, body: { code: 40060 } });
    await fake.clock(14 * 60_000);
    expect(await answered.edit({ content: 'z' })).toMatchObject({ status: 200 });
    await fake.clock(16 * 60_000);
    expect(await answered.edit({ content: 'too late' })).toMatchObject({ status: 401, body: { code: 50027 } });

    await fake.settings({ ackMs: 50 });
    const late = await command();
    expect(await late.done).toMatchObject({ outcome: 'late' });
    expect(await late.callback({ type: 5 })).toMatchObject({ status: 404, body: { code: 10062 } });
    expect((await fake.sees('ana')).told).toEqual(['The application did not respond']);
  });

  it('opens a modal as its first response only, and never from a modal', async () => {
    const { fake, command, begin } = await open();
    const modal = {
      custom_id: 'f',
      title: 'Why?',
      components: [{ type: 18, label: 'Words', component: { type: 4, custom_id: 't', style: 1 } }],
    };
    const deferred = await command();
    await deferred.callback({ type: 5, data: { flags: EPHEMERAL } });
    expect(await deferred.callback({ type: 9, data: modal })).toMatchObject({ body: { code: 40060 } });
    await (await command()).callback({ type: 9, data: modal });
    const [shown] = (await fake.sees('ana')).modals;
    const sent = await begin(fake.submit('ana', shown?.id ?? '', { t: 'because' }));
    expect(sent.d).toMatchObject({ type: 5, data: { custom_id: 'f', components: [{ component: { custom_id: 't', value: 'because' } }] } });
    expect(await sent.callback({ type: 9, data: modal })).toMatchObject({ body: { code: 50035 } });
    await sent.callback({ type: 4, data: { content: 'taken', flags: EPHEMERAL } });
    expect((await fake.sees('ana')).modals).toEqual([]);
  });

  it('of a button changes its message, for whoever sees it; anybody else’s press is told as theirs', async () => {
    const { fake, api, begin } = await open();
    const { body } = await api('POST', '/channels/400000000000000001/messages', { content: 'a draft is ready', components: [button] });
    const id = String(body['id']);
    const press = await begin(fake.click('ben', id, 'cs:open'));
    expect(press.d).toMatchObject({ type: 3, member: { user: { id: PEOPLE.ben } }, message: { id }, data: { custom_id: 'cs:open' } });
    await press.callback({ type: 6 });
    await press.followUp({ content: 'not for you', flags: EPHEMERAL });
    await press.edit({ content: 'changed', components: [] });
    expect(await textOf(fake, 'dan')).toContain('Countersign: changed');
    expect(await textOf(fake, 'dan')).not.toContain('not for you');
    expect((await fake.attempt('click', { person: 'ana', message: id, custom_id: 'cs:open' })).status).toBe(400);
    const stale = await begin(fake.click('ana', id, 'cs:open', { stale: true }));
    expect(stale.d).toMatchObject({ member: { user: { id: PEOPLE.ana } }, data: { custom_id: 'cs:open' } });
    await stale.callback({ type: 6 });
    expect(await stale.done).toMatchObject({ outcome: 'acked' });
  });

  it('comes twice where a test wants that, and not at all while nobody is there', async () => {
    const { fake, begin, command } = await open();
    await fake.deliveryFault('duplicate');
    const first = await command();
    const second = await begin(Promise.resolve());
    expect(second.d['id']).toBe(first.d['id']);
    await first.callback({ type: 4, data: { content: 'x', flags: EPHEMERAL } });
    expect(await second.callback({ type: 4, data: { content: 'x' } })).toMatchObject({ body: { code: 40060 } });
    await fake.settings({ ackMs: 50 });
    await fake.gateway({ cut: true });
    expect(await fake.command('ana', 'engineering', '')).toMatchObject({ outcome: 'no_connection' });
  });
});

describe('over HTTP', () => {
  const key = createPublicKey({
    key: Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), Buffer.from(PUBLIC_KEY, 'hex')]),
    format: 'der',
    type: 'spki',
  });

  async function serve(answer: (interaction: Record<string, unknown>) => object | null) {
    const take = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
      const body = await text(request);
      const signature = Buffer.from(String(request.headers['x-signature-ed25519']), 'hex');
      const isGood = verify(null, Buffer.from(String(request.headers['x-signature-timestamp']) + body), key, signature);
      const said = isGood ? answer(JSON.parse(body) as Record<string, unknown>) : null;
      response.writeHead(isGood ? (said === null ? 202 : 200) : 401, { 'content-type': 'application/json' });
      response.end(said === null ? '' : JSON.stringify(said));
    };
    const server = createServer((request, response) => void take(request, response));
    server.listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    onTestFinished(() => void server.close());
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}/discord/interactions`;
  }

  it('an interaction is signed, and answered by the answer to it; the gateway is not told', async () => {
    const { fake } = await open();
    const interactionsUrl = await serve(({ type }) =>
      type === 1 ? { type: 1 } : { type: 4, data: { content: 'taken', flags: EPHEMERAL } },
    );
    await fake.settings({ interactionsUrl });
    expect(await fake.post('verify')).toMatchObject({ good: { status: 200, body: { type: 1 } }, bad: { status: 401 } });
    expect(await fake.command('ana', 'engineering', '')).toMatchObject({ outcome: 'acked', status: 200 });
    expect(await textOf(fake, 'ana')).toContain('(only you can see this) Countersign: taken');
    const [entry] = (await fake.wire()).slice(-1);
    expect(entry).toMatchObject({ method: 'ACK', stored: true, person: PEOPLE.ana });
    await fake.deliveryFault('wrong_signature');
    expect(await fake.command('ana', 'engineering', '')).toMatchObject({ outcome: 'refused', status: 401 });
    expect((await fake.sees('ana')).told).toEqual(['This interaction failed']);
  });

  it('an answer that Discord would not take is none', async () => {
    const { fake } = await open();
    await fake.settings({ interactionsUrl: await serve(() => ({ type: 4, data: { content: '' } })) });
    expect(await fake.command('ana', 'engineering', '')).toMatchObject({ outcome: 'refused' });
    expect(await fake.violations()).toMatchObject([{ problem: 'a message without content, embeds or components' }]);
  });
});
