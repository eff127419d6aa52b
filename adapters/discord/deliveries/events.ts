/** What the gateway tells of messages: questions, and messages of our own bot. */
import { FLAGS } from '../components/pieces.ts';
import { saysToBe, timeOf } from '../facts/find.ts';
import type { Context } from './context.ts';
import { said } from './questions.ts';
import { saidShape } from './shapes.ts';
import type { Said } from './shapes.ts';

/** Messages that say something: usual, replies, and answers to commands. That somebody joined or a thread was begun is none. */
const SAYS_SOMETHING: readonly number[] = [0, 19, 20, 23];

/** Discord tells of a change at once, or soon after a connection was cut. It also tells anew of what was changed long ago: that it was pinned. */
const NEWS_FOR_MS = 60 * 60_000;

/** A message of ours says something else. That a page was looked up, a thread was begun or it was pinned leaves its time of change as it was. */
export async function takeChange(context: Context, event: unknown): Promise<void> {
  const { success, data } = saidShape.safeParse(event);
  if (!success || data.author.id !== context.ours.user) return;
  const editedAt = Date.parse(data.edited_timestamp ?? '');
  if (!(context.options.now() - editedAt < NEWS_FOR_MS)) return;
  await ownMessage(context, data, editedAt);
}

export async function takeMessage(context: Context, event: unknown): Promise<void> {
  const { success, data } = saidShape.safeParse(event);
  if (!success) return;
  await (data.author.id === context.ours.user ? ownMessage(context, data) : said(context, data));
}

/** Is this of any concern to us? Asked before anything else is, of every message in every channel that the bot is in. */
export function concernsUs(event: unknown, bot: string): boolean {
  const { author, guild_id: server, content } = (event ?? {}) as { author?: { id?: unknown }; guild_id?: unknown; content?: unknown };
  return author?.id === bot || server === undefined || server === null || (typeof content === 'string' && content.includes(bot));
}

/** Ours is compared with the log by the core. What one person alone sees is no message in a channel. */
async function ownMessage({ inbound, places }: Context, event: Said, editedAt: number | null = null): Promise<void> {
  const { id, guild_id: server, channel_id: channel, type, flags } = event;
  if (!server || !SAYS_SOMETHING.includes(type ?? 0) || ((flags ?? 0) & FLAGS.ephemeral) !== 0) return;
  const place = await places.placeOf(channel, server);
  if (place === null) throw new Error('it cannot be said where a message of ours stands');
  await inbound.ownMessage({ message: { ...place, message: id }, ...saysToBe(event), at: timeOf(id), editedAt });
}
