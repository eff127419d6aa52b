/** Who and where the benchmark of Slack is about; every process of it knows the same. */
export const TEAM = 'T0BENCH';
export const BOT = { user: 'U0BOT', bot: 'B0BOT', token: 'xoxb-only-for-the-benchmark' };
export const SIGNING_SECRET = 'only for the benchmark';
export const REVIEWER = 'U0REVIEWER';
export const OPERATOR = 'U0OPERATOR';
export const REQUESTERS: readonly string[] = Array.from({ length: 16 }, (_, nth) => `U0P${nth}`);
export const PEOPLE: readonly string[] = [...REQUESTERS, REVIEWER, OPERATOR];
/** Many, because Slack takes one post a second in each, and we keep to that. */
export const CHANNELS: readonly string[] = Array.from({ length: 256 }, (_, nth) => `C0N${nth}`);

/** The direct message of a person with the bot, and whose it is. */
export const directOf = (user: string): string => `D${user.slice(1)}`;
export const userOfDirect = (channel: string): string => `U${channel.slice(1)}`;

/** A card on which somebody can approve, as the stand-in for Slack was sent it. */
export interface CardSeen {
  person: string;
  channel: string;
  message: string;
  card: string;
}

/** What the stand-in has seen since it was asked last. */
export interface Seen {
  cards: CardSeen[];
  /** Posts in channels. */
  posts: number;
  calls: number;
  /** Since the last request. */
  quietMs: number;
  /** Processor time of the stand-in, all told. */
  cpuMs: number;
}
