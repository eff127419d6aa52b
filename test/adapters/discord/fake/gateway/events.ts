import type { Fields } from '../fields.ts';

/** Discord documentation: "Gateway Intents". */
export const INTENTS = {
  GUILDS: 1 << 0,
  GUILD_MEMBERS: 1 << 1,
  GUILD_PRESENCES: 1 << 8,
  GUILD_MESSAGES: 1 << 9,
  DIRECT_MESSAGES: 1 << 12,
  MESSAGE_CONTENT: 1 << 15,
} as const;

export const PRIVILEGED = ['GUILD_MEMBERS', 'GUILD_PRESENCES', 'MESSAGE_CONTENT'] as const;

/** What the gateway tells the bot: an op 0 without its number. */
export interface Event {
  /** `MESSAGE_CREATE`. */
  t: string;
  /** A session that lacks it is not told; 0 is for every session. */
  intent: number;
  /** Of an interaction or a message: the same in both of two deliveries. */
  id: string;
  data(seesContent: boolean): Fields;
}
