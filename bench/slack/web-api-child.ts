/**
 * A stand-in for Slack's Web API: every method that we call is answered at once and from memory, with the least that is an answer. It
 * checks nothing, so it is no bottleneck; the fake Slack of the tests checks everything, and would be one. `GET /seen` tells what came.
 */
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { BOT, type CardSeen, directOf, PEOPLE, type Seen, TEAM, userOfDirect } from './world.ts';

type Fields = Record<string, unknown>;

let cards: CardSeen[] = [];
let posts = 0;
let calls = 0;
let messages = 0;
let lastAt = performance.now();

const account = (id: string): Fields => ({ id, team_id: TEAM, name: id.toLowerCase(), real_name: id, is_bot: id === BOT.user });

const METHODS: Record<string, (given: Fields) => Fields> = {
  'auth.test': () => ({ team_id: TEAM, team: 'Bench', url: 'https://bench.slack.com/', user_id: BOT.user, bot_id: BOT.bot }),
  'users.info': ({ user }) => ({ user: account(String(user)) }),
  'users.list': () => ({ members: PEOPLE.map(account) }),
  'conversations.info': ({ channel }) => ({
    channel: { id: channel, name: String(channel).toLowerCase(), is_channel: true, is_private: false, is_member: true, num_members: 18 },
  }),
  'conversations.members': () => ({ members: [...PEOPLE, BOT.user] }),
  'conversations.open': ({ users, channel }) => {
    const id = typeof channel === 'string' ? channel : directOf(String(users));
    return { channel: { id, is_im: true, user: userOfDirect(id) } };
  },
  'conversations.history': () => ({ messages: [] }),
  'conversations.replies': () => ({ messages: [] }),
  'chat.postMessage': (given) => {
    const ts = `${1_800_000_000 + (messages += 1)}.000100`;
    const channel = String(given['channel']);
    if (channel.startsWith('C')) posts += 1;
    const card = approvable(given['blocks']);
    if (card !== null) cards.push({ person: userOfDirect(channel), channel, message: ts, card });
    return { ts, channel };
  },
  'chat.update': ({ ts, channel }) => ({ ts, channel }),
  'chat.postEphemeral': () => ({ message_ts: '1800000000.000001' }),
};

/** The id that stands on the button *Approve*; null where there is none. */
function approvable(blocks: unknown): string | null {
  const given = typeof blocks === 'string' ? blocks : JSON.stringify(blocks ?? null);
  if (!given.includes('"cs:approve"')) return null;
  const rows = JSON.parse(given) as { elements?: { action_id?: string; value?: string }[] }[];
  return rows.flatMap(({ elements = [] }) => elements).find(({ action_id: action }) => action === 'cs:approve')?.value ?? null;
}

async function answer(request: IncomingMessage): Promise<Fields | Seen> {
  if (request.url === '/seen') {
    const { user, system } = process.cpuUsage();
    const seen = { cards, posts, calls, quietMs: performance.now() - lastAt, cpuMs: (user + system) / 1000 };
    [cards, posts, calls] = [[], 0, 0];
    return seen;
  }
  const body = await text(request);
  const isJson = request.headers['content-type']?.startsWith('application/json');
  const given = isJson ? (JSON.parse(body) as Fields) : Object.fromEntries(new URLSearchParams(body));
  const method = METHODS[request.url?.replace('/api/', '') ?? ''];
  calls += 1;
  lastAt = performance.now();
  return method === undefined ? { ok: false, error: 'unknown_method' } : { ok: true, ...method(given) };
}

const server = createServer((request, response) => {
  void answer(request).then((body) => response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body)));
});
// Longer than any pause of the benchmark: a connection that ends just as it is used again would be an error of ours.
server.keepAliveTimeout = 600_000;
server.listen(0, '127.0.0.1', () => process.send?.({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }));
process.once('disconnect', () => process.exit(0));
