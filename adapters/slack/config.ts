/** What the composition root gives this adapter. The environment variables behind it are read in `src/config.ts`. */
export interface SlackOptions {
  /** `xoxb-…`: everything that we ask of Slack, and everything that we write. */
  botToken: string;
  /** `xapp-…`: deliveries come over Socket Mode. Null: they come over HTTP. */
  appToken: string | null;
  /** Proves that an HTTP delivery is Slack's; null where deliveries come over Socket Mode. */
  signingSecret: string | null;
  /** Where the Web API is, ending in `/api/`. */
  apiUrl: string;
  /** Milliseconds since 1970. */
  now: () => number;
  logger: AdapterLogger;
  timeouts?: Timeouts;
}

/** What everything but `wire.ts` is given: no token. */
export type Around = Pick<SlackOptions, 'now' | 'logger'>;

/** Constant messages, data beside them; pino fits. */
export interface AdapterLogger {
  info(data: object, message: string): void;
  warn(data: object, message: string): void;
  error(data: object, message: string): void;
}

/** How long Slack may take to answer, in milliseconds. */
export interface Timeouts {
  /** The port allows 10 seconds, all told. */
  publishMs: number;
  otherMs: number;
}

export const TIMEOUTS: Timeouts = { publishMs: 9_500, otherMs: 5_000 };

/** Where Slack sends deliveries on our server, all of them. */
export const EVENTS_PATH = '/slack/events';

/** Everything that the bot may do, and which part of us needs it. `manifests/slack.yaml` asks for these and no others. */
export const SCOPES = {
  'app_mentions:read': 'to be asked in a channel by a mention',
  commands: 'for /countersign and the two message shortcuts',
  'chat:write': 'to show cards in direct messages, and to post what people approved, only where the bot was invited',
  'im:write': 'to open the direct message in which cards are shown',
  'im:history': 'to be asked in a direct message',
  'channels:read': 'to see who reads a public channel, and who is in it',
  'groups:read': 'the same for private channels that the bot was invited to',
  'channels:history':
    'to find out whether a post stands there, to notice posts that nobody approved, and to give a thread to an agent where a rule says so',
  'groups:history': 'the same for private channels that the bot was invited to',
  'users:read': 'to see who is a guest, a bot, deactivated, or of another organisation',
  'usergroups:read': 'to see who is in a user group that a rule names',
} as const satisfies Record<string, string>;

/** Events that Slack must deliver, and what each is for. */
export const EVENTS = {
  app_home_opened: 'shows a person their own page',
  app_mention: 'a question in a channel',
  'message.channels': 'a message of our own bot in a public channel: the bypass detector',
  'message.groups': 'the same in private channels',
  'message.im': 'a question in a direct message',
} as const satisfies Record<string, string>;

export const COMMAND = '/countersign';

/** Message shortcuts, by their callback ids. */
export const SHORTCUTS = { ask: 'ask_agent', retract: 'retract_publication' } as const;
