import type { FindOutcome, MessageRef, Sought } from '#adapter';
import { z } from 'zod';
import type { Wire } from '../wire.ts';
import { CARD } from '../cards.ts';
import { PUBLICATION } from '../text.ts';
import type { Identity } from './identity.ts';
import { pagesOf } from './pages.ts';

/** How much further back than the attempt: Slack has a clock of its own. */
const MARGIN_MS = 5 * 60_000;

const text = z.string().nullish();

/** A message as `conversations.history` and `conversations.replies` have it, and the events that tell of one. */
export const messageShape = z.object({
  ts: z.string().min(1),
  thread_ts: text,
  subtype: text,
  user: text,
  bot_id: text,
  app_id: text,
  username: text,
  text,
  metadata: z.object({ event_type: text, event_payload: z.record(z.string(), z.unknown()).nullish() }).nullish(),
});
export type Message = z.infer<typeof messageShape>;

const pageShape = z.object({ messages: z.array(z.unknown()) });

/** Messages of a channel, or of one thread, in a stretch of time; null when Slack does not tell all of it. Rejects when it does not answer. */
export async function messagesOf(
  wire: Wire,
  { channel, thread }: { channel: string; thread: string | null },
  { oldest, latest }: { oldest?: string; latest?: string },
): Promise<Message[] | null> {
  const stretch = { ...(oldest === undefined ? {} : { oldest }), ...(latest === undefined ? {} : { latest }), inclusive: true };
  const body = { channel, ...stretch, include_all_metadata: true, limit: 200 };
  const pages =
    thread === null
      ? await pagesOf(wire, 'conversations.history', body, pageShape)
      : await pagesOf(wire, 'conversations.replies', { ...body, ts: thread }, pageShape);
  if ('refusal' in pages) return null;
  const read = pages.flatMap(({ messages }) => messages.map((one) => messageShape.safeParse(one)));
  return read.every((one) => one.success) ? read.map((one) => one.data) : null;
}

/** Written by our own bot: what others put into a message's metadata proves nothing. */
export function isOurs({ bot_id: bot, user }: Pick<Message, 'bot_id' | 'user'>, ours: Identity): boolean {
  return bot === ours.bot || user === ours.user;
}

function publicationIn({ metadata }: Message): string | null {
  if (metadata?.event_type !== PUBLICATION) return null;
  const publication = metadata.event_payload?.['publication'];
  return typeof publication === 'string' ? publication : null;
}

/** Looks at every message of ours since the attempt began; a look that was not complete can tell nothing. */
export async function find(wire: Wire, ours: Identity, { publicationId, destination, startedAt }: Sought): Promise<FindOutcome> {
  const oldest = String(Math.max(0, Math.floor((startedAt - MARGIN_MS) / 1000)));
  const messages = await messagesOf(wire, destination, { oldest });
  if (messages === null) return { kind: 'cannot_tell' };
  const found = messages.find((one) => isOurs(one, ours) && publicationIn(one) === publicationId);
  if (found === undefined) return { kind: 'absent' };
  return { kind: 'found', message: { ...destination, message: found.ts } };
}

/** What a message of ours says that it is; nulls where it says nothing. */
export interface SaysToBe {
  publicationId: string | null;
  cardId: string | null;
}

export function saysToBe(message: Message): SaysToBe {
  const { metadata } = message;
  const card = metadata?.event_type === CARD ? metadata.event_payload?.['id'] : null;
  return { publicationId: publicationIn(message), cardId: typeof card === 'string' ? card : null };
}

/** The same of a message that stands there, which events do not tell. Rejects when Slack does not answer. */
export async function saysToBeAt(wire: Wire, { channel, thread, message }: MessageRef): Promise<SaysToBe> {
  const messages = await messagesOf(wire, { channel, thread }, { oldest: message, latest: message });
  const found = messages?.find((one) => one.ts === message);
  return found === undefined ? { publicationId: null, cardId: null } : saysToBe(found);
}
