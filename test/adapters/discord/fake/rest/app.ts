/** The bot itself, people, direct conversations, and the commands that the app registers. */
import { gatewayUrl, guildsOf } from '../gateway/gateway.ts';
import type { Discord } from '../discord.ts';
import type { Fields } from '../fields.ts';
import { isFields, textIn } from '../fields.ts';
import { channelJson, userJson } from '../json/who.ts';
import { basePermissions } from '../permissions.ts';
import { Refusal } from '../refusal.ts';
import { APP_ID, BOT_USER, PUBLIC_KEY } from '../seed.ts';
import type { Guild } from '../shapes.ts';
import { guildIn, limitIn, ofBot, param } from './route.ts';
import type { Given, Routes } from './route.ts';

/** Flags of the application, for those in few servers (Discord documentation: "Application Flags"). */
const LIMITED = { GUILD_PRESENCES: 1 << 13, GUILD_MEMBERS: 1 << 15, MESSAGE_CONTENT: 1 << 19 };
const CHAT_INPUT = 1;

export const app: Routes = {
  'GET /gateway': ofBot(({ discord }) => ({ body: { url: gatewayUrl(discord) } })),

  'GET /gateway/bot': ofBot(({ discord }) => ({
    body: {
      url: gatewayUrl(discord),
      shards: 1,
      session_start_limit: { total: 1000, remaining: discord.settings.sessionsLeft, reset_after: 0, max_concurrency: 1 },
    },
  })),

  'GET /users/@me': ofBot(({ discord }) => ({ body: { ...ourselves(discord), verified: true, mfa_enabled: true, locale: 'en-US' } })),

  'GET /users/@me/guilds': ofBot(
    (given) => {
      const after = BigInt(given.query.get('after') ?? '0');
      const rest = guildsOf(given.discord).filter((one) => BigInt(one.id) > after);
      const page = rest.toSorted((a, b) => (BigInt(a.id) < BigInt(b.id) ? -1 : 1)).slice(0, limitIn(given, 200, 200));
      return { body: page.map(ourGuildJson) };
    },
    ['before', 'after', 'limit', 'with_counts'],
  ),

  'GET /users/{user_id}': ofBot((given) => {
    const person = given.discord.world.people().find((one) => one.id === param(given, 'user_id'));
    if (!person) throw new Refusal(10013);
    return { body: userJson(person) };
  }),

  /** It can be opened with anybody; whether something can be said in it shows only then. */
  'POST /users/@me/channels': ofBot(({ discord, body }) => {
    const person = discord.world.people().find((one) => one.id === textIn(body, 'recipient_id'));
    if (!person || person.bot) throw new Refusal(person ? 50007 : 50033);
    return { body: channelJson(discord.world, discord.world.directWith(person.id)) };
  }),

  'GET /applications/@me': ofBot(({ discord }) => ({ body: applicationJson(discord) })),
  'GET /oauth2/applications/@me': ofBot(({ discord }) => ({ body: applicationJson(discord) })),

  'GET /applications/{application_id}/commands': ofBot((given) => ({ body: commandsOf(given, 'global') }), ['with_localizations']),
  'PUT /applications/{application_id}/commands': ofBot((given) => ({ body: setCommands(given, 'global') })),
  'POST /applications/{application_id}/commands': ofBot((given) => {
    const others = commandsOf(given, 'global').filter((one) => !isSame(one, given.body));
    const made = commandJson(given, given.body, null);
    given.discord.commands.set('global', [...others, made]);
    return { status: 201, body: made };
  }),
  'DELETE /applications/{application_id}/commands/{command_id}': ofBot((given) => {
    const all = commandsOf(given, 'global');
    if (!all.some((one) => one['id'] === param(given, 'command_id'))) throw new Refusal(10063);
    given.discord.commands.set(
      'global',
      all.filter((one) => one['id'] !== param(given, 'command_id')),
    );
    return {};
  }),
  'GET /applications/{application_id}/guilds/{guild_id}/commands': ofBot(
    (given) => ({ body: commandsOf(given, guildIn(given).id) }),
    ['with_localizations'],
  ),
  'PUT /applications/{application_id}/guilds/{guild_id}/commands': ofBot((given) => ({ body: setCommands(given, guildIn(given).id) })),
};

function ourselves({ world }: Discord): Fields {
  const bot = world.person(BOT_USER);
  return bot ? userJson(bot) : {};
}

function applicationJson(discord: Discord): Fields {
  const flags = Object.entries(LIMITED).reduce(
    (sum, [name, bit]) => (discord.settings.privilegedIntents.includes(name) ? sum | bit : sum),
    0,
  );
  return {
    id: APP_ID,
    name: 'Countersign',
    icon: null,
    description: '',
    bot: ourselves(discord),
    bot_public: false,
    bot_require_code_grant: false,
    verify_key: PUBLIC_KEY,
    flags,
    interactions_endpoint_url: discord.settings.interactionsUrl,
    approximate_guild_count: guildsOf(discord).length,
    owner: null,
    team: null,
    summary: '',
    type: null,
  };
}

function commandsOf(given: Given, scope: string): Fields[] {
  if (param(given, 'application_id') !== APP_ID) throw new Refusal(50001);
  return given.discord.commands.get(scope) ?? [];
}

/** All at once; one of the same name and kind keeps its id. */
function setCommands(given: Given, scope: string): Fields[] {
  const before = commandsOf(given, scope);
  const list = Array.isArray(given.raw) ? given.raw.filter(isFields) : [];
  const guild = scope === 'global' ? null : scope;
  const commands = list.map((one) => commandJson(given, one, guild, before.find((old) => isSame(old, one))?.['id']));
  given.discord.commands.set(scope, commands);
  return commands;
}

function isSame(one: Fields, other: Fields): boolean {
  return one['name'] === other['name'] && Number(one['type'] ?? CHAT_INPUT) === Number(other['type'] ?? CHAT_INPUT);
}

function commandJson({ discord }: Given, command: Fields, guild: string | null, id?: unknown): Fields {
  return {
    default_member_permissions: null,
    dm_permission: true,
    contexts: null,
    integration_types: [0],
    nsfw: false,
    description: '',
    ...command,
    type: Number(command['type'] ?? CHAT_INPUT),
    id: id ?? discord.clock.id(),
    application_id: APP_ID,
    version: discord.clock.id(),
    ...(guild === null ? {} : { guild_id: guild }),
  };
}

function ourGuildJson(one: Guild): Fields {
  return {
    id: one.id,
    name: one.name,
    icon: null,
    banner: null,
    owner: one.owner === BOT_USER,
    permissions: String(basePermissions(one, BOT_USER)),
    features: one.features,
  };
}
