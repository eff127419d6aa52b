import type { Discord } from '../discord.ts';
import type { Fields } from '../fields.ts';
import { Refusal } from '../refusal.ts';
import type { Permission } from '../permissions.ts';
import { isThread } from '../permissions.ts';
import { BOT_USER } from '../seed.ts';
import type { Channel, Guild } from '../shapes.ts';

export interface Given {
  discord: Discord;
  /** What stands in the path in the place of `{channel_id}` and the like. */
  params: Readonly<Record<string, string>>;
  query: URLSearchParams;
  body: Fields;
  /** As it came, for the routes that take a list. */
  raw: unknown;
  violate(problem: string): void;
}

export interface Done {
  /** 200 with a body, 204 without one, unless told. */
  status?: number;
  body?: unknown;
  /** The message that was made, changed or taken away. */
  message?: string;
  /** Who alone sees it, where the request does not say. */
  person?: string;
  /** A message that was there already is named and not made again. */
  isOld?: boolean;
}

export interface Route {
  /** With the bot's token; the routes of an interaction have a token of their own in their path. */
  isOfBot: boolean;
  /** What may stand in the query; anything else is a violation. */
  query?: readonly string[];
  run(given: Given): Done;
}

export type Routes = Readonly<Record<string, Route>>;

export function ofBot(run: Route['run'], query: readonly string[] = []): Route {
  return { isOfBot: true, query, run };
}

export function param({ params }: Given, name: string): string {
  return params[name] ?? '';
}

/** A channel that our bot sees. */
export function visible(given: Given): Channel {
  const { world } = given.discord;
  const channel = world.channel(param(given, 'channel_id'));
  if (channel?.id !== param(given, 'channel_id')) throw new Refusal(10003);
  if (!world.canSee(BOT_USER, channel)) throw new Refusal(50001);
  return channel;
}

export function need({ discord }: Given, channel: Channel, permission: Permission): void {
  if (!discord.world.may(BOT_USER, permission, channel)) throw new Refusal(50013);
}

/** What is archived can not be changed; nor can anything be said in it where it is locked, too, by anybody who does not manage threads. */
export function checkThread({ discord }: Given, channel: Channel, act: 'say' | 'change'): void {
  if (!isThread(channel)) return;
  if (channel.archived && (act === 'change' || channel.locked)) throw new Refusal(50083);
  if (channel.locked && !discord.world.may(BOT_USER, 'MANAGE_THREADS', channel)) throw new Refusal(160005);
}

/** A server in which our bot is. */
export function guildIn(given: Given): Guild {
  const { world } = given.discord;
  const guild = world.guild(param(given, 'guild_id'));
  if (!guild || guild.id !== param(given, 'guild_id') || !world.memberOf(guild, BOT_USER)) throw new Refusal(10004);
  return guild;
}

export function limitIn({ query }: Given, usual: number, most: number): number {
  const given = query.get('limit');
  const limit = given === null ? usual : Number(given);
  if (!Number.isInteger(limit) || limit < 1 || limit > most) throw new Refusal(50035);
  return limit;
}
