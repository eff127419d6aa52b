/** What the composition root gives this adapter. The environment variables behind it are read in `src/config.ts`. */
export interface DiscordOptions {
  /** Of the bot: everything that we ask of Discord, and everything that we write. */
  token: string;
  /** Of the application: its commands are registered under it, and interactions answered. */
  applicationId: string;
  /** Proves that an interaction over HTTP is Discord's, in hex; null: interactions come over the gateway. */
  publicKey: string | null;
  /** Where the REST API is, without its version: `https://discord.com/api`. */
  apiUrl: string;
  /** The servers in which everybody is of the company. In all others, what everybody in the server reads, people outside read. */
  internalServers: readonly string[];
  /** Milliseconds since 1970. */
  now: () => number;
  logger: AdapterLogger;
  /** Discord does not let us in any more, and no other try would help: whoever runs us ends, and says why. */
  onDead: (error: Error) => void;
  timeouts?: Timeouts;
}

/** What everything but `wire.ts` is given: no token. */
export type Around = Pick<DiscordOptions, 'now' | 'logger' | 'applicationId' | 'internalServers' | 'publicKey' | 'onDead'>;

/** Constant messages, data beside them; pino fits. */
export interface AdapterLogger {
  info(data: object, message: string): void;
  warn(data: object, message: string): void;
  error(data: object, message: string): void;
}

/** How long Discord may take to answer, in milliseconds. */
export interface Timeouts {
  /** The port allows 10 seconds, all told: a thread may have to be begun before the post. */
  publishMs: number;
  otherMs: number;
}

export const TIMEOUTS: Timeouts = { publishMs: 6_500, otherMs: 5_000 };

/** https://discord.com/developers/docs/reference#api-versioning */
export const VERSION = '10';

/** Where Discord sends interactions on our server, with a public key. */
export const INTERACTIONS_PATH = '/discord/interactions';

/** Under this name one process at a time holds the gateway. */
export const GATEWAY = 'discord-gateway';

/**
 * What the gateway must tell us (https://discord.com/developers/docs/events/gateway#gateway-intents), and what each is for. None of them
 * is privileged: the words of a message come without it where we are mentioned, in direct messages, and of our own bot.
 */
export const INTENTS = {
  GuildMessages: 'a question by mention, and a message of our own bot: the bypass detector',
  DirectMessages: 'a question in a direct message',
} as const satisfies Record<string, string>;

/** Everything that the bot may do in a server, by Discord's bit, and which part of us needs it. */
export const PERMISSIONS = {
  ViewChannel: { bit: 10, why: 'to be asked in a channel, and to see who reads it' },
  SendMessages: { bit: 11, why: 'to post what people approved' },
  ReadMessageHistory: {
    bit: 16,
    why: 'to find out whether a post stands there, and to give a thread to an agent where a rule says so',
  },
  CreatePublicThreads: { bit: 35, why: 'to begin the thread of a question that has none' },
  SendMessagesInThreads: { bit: 38, why: 'to post there' },
} as const satisfies Record<string, { bit: number; why: string }>;

/** Privileged, and not needed: what each would add when it is switched on in the Developer Portal. */
export const OPTIONAL = {
  'Message Content Intent': 'the messages before a question in its thread, for rules that say “context: thread”',
  'Server Members Intent': 'who has a role, and who reads a private channel: for roles and review channels in the rules',
} as const satisfies Record<string, string>;

/** What the bot is asked by: registered at every start, all at once, so that it is the same however often. */
export const MANIFEST = new URL('../../manifests/discord.json', import.meta.url);

/** By their names in that file. */
export const COMMANDS = {
  ask: 'ask',
  countersign: 'countersign',
  about: 'Ask an agent about this',
  retract: 'Retract',
} as const;
