import type { Inbound, PersonId } from '#adapter';
import type { Around } from '../config.ts';
import type { Channels } from '../facts/audience.ts';
import type { Identity } from '../facts/identity.ts';
import type { People } from '../facts/people.ts';
import type { Wire } from '../wire.ts';
import type { Ack } from './line.ts';
import type { Teller } from './telling.ts';

/** What every kind of delivery is handled with. */
export interface Context {
  inbound: Inbound;
  wire: Wire;
  people: People;
  channels: Channels;
  teller: Teller;
  ours: Identity;
  options: Around;
}

/** What became of a delivery: how Slack is answered, and what is done after that. */
export interface Taken {
  ack?: Ack;
  afterwards?: () => Promise<unknown>;
}

export const NOTHING: Taken = {};

/** Of another organisation, or of nobody knows which: such people read along in shared channels, and can press what they see. */
export function isForeign({ ours }: Context, ...teams: (string | null | undefined)[]): boolean {
  const told = teams.filter((team) => team !== null && team !== undefined && team !== '');
  return told.length === 0 || told.some((team) => team !== ours.team);
}

export function personId({ ours }: Context, user: string): PersonId {
  return `slack:${ours.team}:${user}`;
}

/** A thread's first message names itself as its thread as soon as somebody has replied. */
export function threadOf(thread: string | null | undefined, message: string): string | null {
  return thread && thread !== message ? thread : null;
}
