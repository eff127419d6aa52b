/** One environment variable: the only list of them, from which `.env.example` is made. */
export interface Setting {
  name: string;
  meaning: string;
  /** As it stands in `.env.example`; null when there is none. */
  default: string | null;
  /** May also be given as `<name>_FILE`, a file that holds it; never logged. */
  isSecret: boolean;
}

export const SETTINGS = [
  {
    name: 'PORT',
    meaning:
      'Port of the playground on the loopback address; with Slack or Discord over HTTP, that of /slack/events and /discord/interactions on HOST. 0 takes a free one.',
    default: '3000',
    isSecret: false,
  },
  {
    name: 'HOST',
    meaning:
      'Address on which PORT listens for Slack and Discord: an IP address of this machine. The playground stays on the loopback address.',
    default: '127.0.0.1',
    isSecret: false,
  },
  {
    name: 'DATA_DIR',
    meaning: 'Folder of the SQLite database, of keys that were made at the first start, and of the kill file.',
    default: './data',
    isSecret: false,
  },
  {
    name: 'DATABASE_URL',
    meaning: 'postgres://… to share one PostgreSQL among several processes. Empty: SQLite in DATA_DIR.',
    default: '',
    isSecret: true,
  },
  {
    name: 'RULES_FILE',
    meaning: 'The rules file: who may ask which agent where, and who must approve.',
    default: './countersign.example.yaml',
    isSecret: false,
  },
  {
    name: 'DATA_KEY',
    meaning:
      'Wraps the keys of all text: 32 bytes in base64, made by “npm run countersign -- keygen”. Empty: made in DATA_DIR (playground only).',
    default: '',
    isSecret: true,
  },
  {
    name: 'LOG_KEY',
    meaning: 'Signs the log: one line, made by “npm run countersign -- keygen”. Empty: made in DATA_DIR (playground only).',
    default: '',
    isSecret: true,
  },
  {
    name: 'KILL_FILE',
    meaning: 'While this file exists, nothing is asked, approved or published. Empty: KILL in DATA_DIR.',
    default: '',
    isSecret: false,
  },
  {
    name: 'ANCHOR_FILE',
    meaning:
      'Newest signed checkpoint that this machine knows, kept outside of the database: an older copy of the database is refused by it. Best on another disk. Empty: anchor in DATA_DIR.',
    default: '',
    isSecret: false,
  },
  { name: 'TIME_ZONE', meaning: 'IANA time zone of the times on cards. Empty: that of the machine.', default: '', isSecret: false },
  { name: 'LOG_LEVEL', meaning: 'trace, debug, info, warn, error or silent.', default: 'info', isSecret: false },
  {
    name: 'HEALTH_PORT',
    meaning: 'Port for /livez, /readyz and /metrics. Empty: there are none. 0 takes a free one.',
    default: '',
    isSecret: false,
  },
  {
    name: 'HEALTH_HOST',
    meaning: 'Address on which HEALTH_PORT listens: an IP address of this machine. Whoever reaches it may ask; it tells numbers only.',
    default: '127.0.0.1',
    isSecret: false,
  },
  {
    name: 'API_PORT',
    meaning: 'Port of the door for agents that call us, /v1. Empty: there is no door. 0 takes a free one.',
    default: '',
    isSecret: false,
  },
  {
    name: 'API_HOST',
    meaning: 'Address on which API_PORT listens: an IP address of this machine. Put a proxy with TLS before it where others reach it.',
    default: '127.0.0.1',
    isSecret: false,
  },
  {
    name: 'API_NAMES',
    meaning: 'Host names by which API_PORT may be called, with commas between them; a call by any other name is refused.',
    default: 'localhost, 127.0.0.1, [::1]',
    isSecret: false,
  },
  {
    name: 'AGENT_SECRET',
    meaning: 'Of the command “mcp” alone, which runs where an agent does: the secret of that agent, csa_…',
    default: '',
    isSecret: true,
  },
  {
    name: 'PLAYGROUND_URL',
    meaning: 'Address of a playground that runs by itself. Empty: this process hosts one on PORT.',
    default: '',
    isSecret: false,
  },
  { name: 'PLAYGROUND_TOKEN', meaning: 'The bot’s token at that playground. Empty: made in DATA_DIR.', default: '', isSecret: true },
  {
    name: 'SLACK_BOT_TOKEN',
    meaning: 'xoxb-…, from “OAuth & Permissions”. With it there is no playground, and DATA_KEY and LOG_KEY are needed. Empty: no Slack.',
    default: '',
    isSecret: true,
  },
  {
    name: 'SLACK_APP_TOKEN',
    meaning: 'xapp-…, from “App-Level Tokens”: Slack delivers over Socket Mode, and nothing listens. Empty: Slack delivers over HTTP.',
    default: '',
    isSecret: true,
  },
  {
    name: 'SLACK_SIGNING_SECRET',
    meaning: 'From “App Credentials”: proves that what comes to /slack/events is Slack’s. Not needed with SLACK_APP_TOKEN.',
    default: '',
    isSecret: true,
  },
  { name: 'SLACK_API_URL', meaning: 'Address of Slack’s Web API.', default: 'https://slack.com/api/', isSecret: false },
  {
    name: 'DISCORD_TOKEN',
    meaning:
      'Of the bot, from “Bot”, “Reset Token”. With it there is no playground, and DATA_KEY and LOG_KEY are needed. Empty: no Discord.',
    default: '',
    isSecret: true,
  },
  {
    name: 'DISCORD_APPLICATION_ID',
    meaning: 'From “General Information”: a number. Needed with DISCORD_TOKEN.',
    default: '',
    isSecret: false,
  },
  {
    name: 'DISCORD_PUBLIC_KEY',
    meaning:
      'From “General Information”: with it, Discord brings what people press and command to /discord/interactions over HTTP, and each press and command that moves a draft is kept with Discord’s signature, sealed like its texts. Empty: over the gateway, nothing listens, and nothing is signed.',
    default: '',
    isSecret: false,
  },
  {
    name: 'DISCORD_INTERNAL_SERVERS',
    meaning:
      'Ids of the servers in which everybody is of the company, with commas between them. In every other server, a channel that all its members read counts as read by people outside.',
    default: '',
    isSecret: false,
  },
  {
    name: 'DISCORD_API_URL',
    meaning: 'Address of Discord’s API, without its version.',
    default: 'https://discord.com/api',
    isSecret: false,
  },
] as const satisfies readonly Setting[];
export type Name = (typeof SETTINGS)[number]['name'];
