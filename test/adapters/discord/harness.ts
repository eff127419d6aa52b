/**
 * The fake Discord behind the harness of the contract. What it takes for granted about the adapter:
 *
 * - A button's `custom_id` is `cs:<verb>:<id>`; where it asks first, the second is `cs:yes:<verb>:…`.
 * - A verb that takes words opens a form, whose input has the `custom_id` `cs:text`.
 * - A refusal is told to its person by a message with a component whose number is made of the code (`refusalId`). Nobody reads that, and
 *   nothing else tells a test the code: without it `code` is null, and the press counts as done.
 * - A publication is a Create Message in a server.
 */
import type { MessageRef, PersonId, Place } from '#adapter';
import { refusalId } from '../../../adapters/discord/components/pieces.ts';
import type { Asking, FaultKind, Harness } from '../harness.ts';
import { startFakeDiscord } from './client.ts';
import type { DiscordClient } from './client.ts';
import { connect } from './connect.ts';
import { APP_ID, BOT_TOKEN, BOT_USER, CHANNELS, GUILD, PEOPLE, ROLES } from './fake/seed.ts';
import type { Sees } from './fake/seen/sees.ts';

const CREATE = 'POST /channels/{channel_id}/messages';
const MESSAGE = '/channels/{channel_id}/messages/{message_id}';
const SERVER = ['GET /guilds/{guild_id}', 'GET /channels/{channel_id}'];

/** What the adapter asks Discord for, and the code with which Discord then says no. The first request of any of these runs into the fault. */
const ASKING: Record<Asking, { routes: string[]; code: number }> = {
  publish: { routes: [CREATE], code: 50013 },
  showCard: { routes: [CREATE], code: 50013 },
  updateCard: { routes: [`PATCH ${MESSAGE}`], code: 50005 },
  retract: { routes: [`DELETE ${MESSAGE}`, `PATCH ${MESSAGE}`], code: 50013 },
  find: { routes: ['GET /channels/{channel_id}/messages'], code: 50001 },
  audienceOf: { routes: SERVER, code: 50001 },
  person: { routes: ['GET /users/{user_id}', 'GET /guilds/{guild_id}/members/{user_id}'], code: 50001 },
  members: { routes: ['GET /users/{user_id}', ...SERVER, 'GET /guilds/{guild_id}/members'], code: 50001 },
  canPost: { routes: [...SERVER, 'GET /guilds/{guild_id}/members/{user_id}'], code: 50001 },
};

const MODES: Record<FaultKind, string> = {
  refuses: 'refuse',
  'is asked too often': 'rate_limit',
  'says nothing': 'hang',
  'stores, then says nothing': 'hang_after',
  cuts: 'cut',
  'stores, then cuts': 'cut_after',
};

/** Codes that a clause looks for. */
const CODES = ['NO_RULE'];

export interface HarnessOptions {
  interactions?: 'gateway' | 'http';
}

const person = (id: string): PersonId => `discord:${id}`;
const place = (channel: string): Place => ({ platform: 'discord', workspace: GUILD, channel, thread: null });
const shortId = (id: PersonId): string => id.split(':').at(-1) ?? '';
const group: PersonId = `discord:${GUILD}:${ROLES.oncall}`;

export async function startHarness({ interactions = 'gateway' }: HarnessOptions = {}): Promise<Harness> {
  const fake = await startFakeDiscord();
  await fake.settings({ privilegedIntents: ['GUILD_MEMBERS', 'MESSAGE_CONTENT'] });
  const address = interactions === 'http' ? `${fake.url}#http` : fake.url;

  const say = async (who: PersonId, where: Place | 'direct', words: string, mentions: string[] = []): Promise<MessageRef> => {
    const [channel, thread] = where === 'direct' ? ['direct', null] : [where.channel, where.thread];
    if (thread !== null) await beginThread(fake, shortId(who), channel, thread);
    const said = await fake.post<{ id: string; channel: string }>('say', {
      person: shortId(who),
      channel,
      words,
      mentions,
      ...(thread === null ? {} : { thread }),
    });
    if (where === 'direct') return { platform: 'discord', workspace: '@me', channel: said.channel, thread: null, message: said.id };
    return { ...place(channel), thread, message: said.id };
  };

  return {
    adapter: connect(address),
    address,
    places: { open: place(CHANNELS.engineering), closed: place(CHANNELS['team-payments']) },
    people: {
      asker: person(PEOPLE.ana),
      reviewer: person(PEOPLE.ben),
      stranger: person(PEOPLE.dan),
      namesake: person(PEOPLE['ana.sales']),
      outsider: person(PEOPLE.gil),
    },
    group,
    nobody: person('199999999999999999'),

    sees: async (who) => textOf(await fake.sees(shortId(who))),
    say: (who, where, text) => say(who, where, text),
    ask: (who, where, agent, question) =>
      say(who, where, agent === null ? question : `${agent}: ${question}`, where === 'direct' ? [] : [BOT_USER]),
    command: async (who, text) => {
      await addCommand(fake, text.split(' ')[0] ?? '');
      await fake.command(shortId(who), 'engineering', text);
    },
    click: (who, message, verb, text) => click(fake, shortId(who), message, verb, text),

    async fault(asking, kind) {
      const { routes, code } = ASKING[asking];
      await fake.fault(routes, MODES[kind], { code, seconds: 2 });
    },
    repeatNextDelivery: async () => void (await fake.deliveryFault('duplicate')),
    closePrivateSurface: async (who) => void (await fake.world({ person: { id: shortId(who), refusesDirect: 50007 } })),
    openToOutside: async () => void (await fake.world({ guild: { id: GUILD, features: ['COMMUNITY', 'DISCOVERABLE'] } })),
    hideAudience: async (where) =>
      void (await fake.fault(['GET /channels/{channel_id}'], 'refuse', { channel: where.channel, code: 50001, times: null })),
    removeFrom: async (where, who) =>
      void (await fake.world({ channel: { id: where.channel, overwrite: { id: shortId(who), type: 1, allow: '0', deny: '1024' } } })),
    removeUsFrom: async (where) => void (await fake.world({ channel: { id: where.channel, people: [], withBot: false } })),
    deactivate: async (who) => void (await fake.world({ person: { id: shortId(who), deleted: true } })),
    setGroup: async (members) => void (await fake.world({ role: { id: ROLES.oncall, members: members?.map(shortId) ?? null } })),

    async publishRequests() {
      const posts = (await fake.wire()).filter(
        ({ method, path }) => method === 'POST' && /^\/api\/v10\/channels\/4\d*\/messages$/.test(path),
      );
      return posts.length;
    },
    stop: () => fake.stop(),
  };
}

/** With what stands on the buttons. */
function textOf({ text, channels }: Sees): string {
  const buttons = channels.flatMap(({ messages }) => messages).flatMap((one) => one.buttons.map(({ label }) => label));
  return [text, ...buttons].join('\n');
}

/** A thread that hangs on a message has the message's id. */
async function beginThread(fake: DiscordClient, who: string, channel: string, message: string): Promise<void> {
  const isThere = (await fake.sees(who)).channels.some(({ id }) => id === message);
  if (!isThere) await fake.openThread(who, channel, { message });
}

/** The contract's command is one that the core knows and our manifest does not: it is registered beside ours, as one more subcommand. */
async function addCommand(fake: DiscordClient, name: string): Promise<void> {
  const [ours = []] = Object.values(await fake.commands());
  const commands = ours.map((one) => {
    const { name: command, type, description, options, contexts, integration_types } = one;
    const asked = Array.isArray(options) ? (options as { name: string }[]) : [];
    const isIt = command === 'countersign' && !asked.some((option) => option.name === name);
    const words = { type: 1, name, description: 'of a test', options: [{ type: 3, name: 'words', description: 'of a test' }] };
    return {
      name: command,
      type,
      contexts,
      integration_types,
      ...(type === 1 ? { description, options: isIt ? [...asked, words] : asked } : {}),
    };
  });
  const headers = { authorization: `Bot ${BOT_TOKEN}`, 'content-type': 'application/json' };
  const url = `${fake.apiUrl}/v10/applications/${APP_ID}/commands`;
  const answer = await fetch(url, { method: 'PUT', headers, body: JSON.stringify(commands) });
  if (!answer.ok) throw new Error(`the command was not registered: ${await answer.text()}`);
}

/** Presses, says that it is meant, writes into the form that opens, and looks at what the person is told when the bot asks nothing more. */
async function click(
  fake: DiscordClient,
  who: string,
  message: string,
  verb: string,
  text: string | undefined,
): Promise<{ isDone: boolean; code: string | null }> {
  const before = idsIn(await fake.sees(who));
  const customId = buttonOn(await fake.sees(who), message, `cs:${verb}:`);
  if (customId === null) return { isDone: false, code: null };
  const pressed = await fake.click(who, message, customId);
  let isTaken = pressed.outcome === 'acked';
  await fake.quiet();
  const modal = (await fake.sees(who)).modals.find(({ id }) => !before.includes(id));
  if (modal?.inputs.some(({ custom_id }) => custom_id === 'cs:text')) {
    isTaken = (await fake.submit(who, modal.id, { 'cs:text': text ?? '' })).outcome === 'acked';
    await fake.quiet();
  }
  const code = refusalIn(await fake.sees(who), before);
  return { isDone: isTaken && code === null, code };
}

function buttonOn({ channels }: Sees, message: string, begins: string): string | null {
  const found = channels.flatMap(({ messages }) => messages).find(({ id }) => id === message);
  return found?.buttons.find(({ custom_id }) => custom_id.startsWith(begins))?.custom_id ?? null;
}

function idsIn({ channels, modals }: Sees): string[] {
  return [...channels.flatMap((channel) => channel.messages.map((one) => one.id)), ...modals.map((one) => one.id)];
}

function refusalIn({ channels }: Sees, before: string[]): string | null {
  const messages = channels.flatMap((channel) => channel.messages).filter((one) => !before.includes(one.id));
  const ids = messages.flatMap((one) => one.component_ids);
  return CODES.find((code) => ids.includes(refusalId(code))) ?? null;
}
