import type { FindOutcome, Sought } from '#adapter';
import { z } from 'zod';
import { idOfNonce, readId } from '../components/ids.ts';
import { CODE, errorOf, read, refusalOf } from '../errors.ts';
import type { Wire } from '../wire.ts';

/** How much further back than the attempt: Discord has a clock of its own. */
const MARGIN_MS = 5 * 60_000;

/** A snowflake's time counts from here (https://discord.com/developers/docs/reference#snowflakes). */
const EPOCH_MS = 1_420_070_400_000;

const PAGE = 100;
/** A platform that goes on for ever is not followed. */
const MOST_PAGES = 50;

interface Component {
  custom_id?: string | null | undefined;
  components?: Component[] | null | undefined;
  accessory?: Component | null | undefined;
}
const componentShape: z.ZodType<Component> = z.looseObject({
  custom_id: z.string().nullish(),
  get components() {
    return z.array(componentShape).nullish();
  },
  get accessory() {
    return componentShape.nullish();
  },
});

/** A message, as it is asked for and as events tell of it. */
export const messageShape = z.object({
  id: z.string().min(1),
  channel_id: z.string().min(1),
  type: z.int().nullish(),
  author: z
    .object({ id: z.string().min(1), username: z.string().nullish(), global_name: z.string().nullish(), bot: z.boolean().nullish() })
    .nullish(),
  webhook_id: z.string().nullish(),
  content: z.string().nullish(),
  flags: z.int().nullish(),
  edited_timestamp: z.string().nullish(),
  nonce: z.union([z.string(), z.number()]).nullish(),
  components: z.array(componentShape).nullish(),
});
export type Message = z.infer<typeof messageShape>;

/** Messages of a channel or thread since a moment, all of them, oldest first; null when Discord does not tell all. Rejects when it does not answer. */
async function messagesSince(wire: Wire, channel: string, sinceMs: number): Promise<Message[] | null> {
  const found: Message[] = [];
  for (let pages = 0, after = snowflakeAt(sinceMs); pages < MOST_PAGES; pages += 1) {
    const page = await pageOf(wire, channel, `after=${after}`);
    if (page === null) return null;
    found.push(...page);
    const newest = page.at(-1);
    if (page.length < PAGE || newest === undefined) return found;
    after = newest.id;
  }
  return null;
}

/** Those just before one, oldest first; null when Discord does not tell. */
export async function messagesBefore(wire: Wire, channel: string, message: string): Promise<Message[] | null> {
  return pageOf(wire, channel, `before=${message}`);
}

/** Null when it is not there, or Discord does not show it. */
export async function messageAt(wire: Wire, channel: string, message: string): Promise<Message | null> {
  const answer = await wire.call('GET', `/channels/${channel}/messages/${message}`);
  return refusalOf(answer) === null ? read(answer, messageShape) : null;
}

async function pageOf(wire: Wire, channel: string, stretch: string): Promise<Message[] | null> {
  const answer = await wire.call('GET', `/channels/${channel}/messages?limit=${PAGE}&${stretch}`);
  const refusal = refusalOf(answer);
  // A thread that was never begun has no messages.
  if (refusal === CODE.unknownChannel) return [];
  if (refusal === CODE.notLetIn && answer.kind === 'refused') throw errorOf(answer);
  if (refusal !== null) return null;
  return read(answer, z.array(messageShape)).toSorted((one, other) => compareIds(one.id, other.id));
}

/** Looks at every message of ours since the attempt began; a look that was not complete can tell nothing. */
export async function find(wire: Wire, ours: string, { publicationId, destination, startedAt }: Sought): Promise<FindOutcome> {
  const messages = await messagesSince(wire, destination.thread ?? destination.channel, startedAt - MARGIN_MS);
  if (messages === null) return { kind: 'cannot_tell' };
  const found = messages.find((one) => one.author?.id === ours && saysToBe(one).publicationId === publicationId);
  if (found === undefined) return { kind: 'absent' };
  return { kind: 'found', message: { ...destination, message: found.id } };
}

const threadsShape = z.object({
  threads: z.array(
    z.object({
      id: z.string().regex(/^\d{1,20}$/),
      parent_id: z.string().nullish(),
      owner_id: z.string().nullish(),
      thread_metadata: z.object({ archive_timestamp: z.string() }),
    }),
  ),
  has_more: z.boolean().nullish(),
});
type Thread = z.infer<typeof threadsShape>['threads'][number];

/** The same in a forum: looks at the first message of every post there that we began since; it has the id of its thread. */
export async function findInForum(wire: Wire, ours: string, { publicationId, destination, startedAt }: Sought): Promise<FindOutcome> {
  const threads = await threadsSince(wire, destination, startedAt - MARGIN_MS);
  if (threads === null) return { kind: 'cannot_tell' };
  for (const { id } of threads.filter(({ owner_id: owner }) => owner === ours)) {
    const answer = await wire.call('GET', `/channels/${id}/messages/${id}`);
    const refusal = refusalOf(answer);
    if (refusal === CODE.unknownMessage || refusal === CODE.unknownChannel) continue;
    const first = read(answer, messageShape);
    if (first.author?.id === ours && saysToBe(first).publicationId === publicationId)
      return { kind: 'found', message: { ...destination, thread: id, message: first.id } };
  }
  return { kind: 'absent' };
}

/** Those that stand open first: one that is closed in between is met among the closed ones. Null when Discord does not tell all. */
async function threadsSince(wire: Wire, { workspace, channel }: Sought['destination'], sinceMs: number): Promise<Thread[] | null> {
  const since = snowflakeAt(sinceMs);
  const isNew = ({ id, parent_id: parent }: Thread): boolean => parent === channel && compareIds(id, since) >= 0;
  const open = read(await wire.call('GET', `/guilds/${workspace}/threads/active`), threadsShape);
  const found = open.threads.filter(isNew);
  for (let pages = 0, before = ''; pages < MOST_PAGES; pages += 1) {
    const closed = read(await wire.call('GET', `/channels/${channel}/threads/archived/public?limit=${PAGE}${before}`), threadsShape);
    found.push(...closed.threads.filter(isNew));
    const last = closed.threads.at(-1)?.thread_metadata.archive_timestamp;
    // The last closed come first, and none was closed before it was begun.
    if (closed.has_more !== true || last === undefined || Date.parse(last) < sinceMs) return found;
    before = `&before=${encodeURIComponent(last)}`;
  }
  return null;
}

/** What a message of ours says that it is; nulls where it says nothing. */
export interface SaysToBe {
  publicationId: string | null;
  cardId: string | null;
}

/** By its buttons, which stay with it, else by its nonce, which Discord tells only at first. */
export function saysToBe({ components, nonce }: Message): SaysToBe {
  for (const id of customIdsIn(components ?? [])) {
    const known = readId(id);
    if (known?.kind === 'publication') return { publicationId: known.publication, cardId: null };
    if (known?.kind === 'card') return { publicationId: null, cardId: known.card };
  }
  const id = idOfNonce(nonce);
  return id?.startsWith('pub_') ? { publicationId: id, cardId: null } : { publicationId: null, cardId: id };
}

function customIdsIn(components: Component[]): string[] {
  return components.flatMap(({ custom_id: id, components: within, accessory }) => [
    ...(id ? [id] : []),
    ...customIdsIn(within ?? []),
    ...(accessory ? customIdsIn([accessory]) : []),
  ]);
}

/** The number of milliseconds that an id begins with, since 1970. */
export function timeOf(id: string): number {
  return Number(BigInt(id) >> 22n) + EPOCH_MS;
}

function snowflakeAt(ms: number): string {
  return String(BigInt(Math.max(0, Math.floor(ms) - EPOCH_MS)) << 22n);
}

/** Ids grow with time, and are longer than a number of JavaScript holds. */
export function compareIds(one: string, other: string): number {
  return one.length - other.length || (one < other ? -1 : one > other ? 1 : 0);
}
