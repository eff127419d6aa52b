import type { Place, Reply } from '#adapter';
import { z } from 'zod';
import { sentenceMessage } from '../cards.ts';
import { FLAGS } from '../components/pieces.ts';
import type { Around } from '../config.ts';
import type { Answer, Wire } from '../wire.ts';

/** A sentence for one person; `code` where it is a refusal. */
export interface Told {
  words: string;
  code: string | null;
}

export interface Teller {
  /** In the direct conversation; false when Discord did not, and then to nobody. */
  directly(user: string, told: Told): Promise<boolean>;
  /** Where they asked by a command a while ago: Discord shows something to one person only as the answer to what they did. */
  whisper(user: string, place: Pick<Place, 'channel' | 'thread'>, told: Told): Promise<boolean>;
  /** This person did something there that was answered, and may be told more for a while. */
  remember(user: string, channel: string, token: string): void;
}

/** An interaction's token is good for fifteen minutes. */
const GOOD_FOR_MS = 14 * 60_000;

export function createTeller(wire: Wire, { applicationId, logger, now }: Around): Teller {
  const tokens = new Map<string, { token: string; at: number }>();

  const isDone = (answer: Answer): boolean => {
    // What somebody was to be told is for nobody else.
    if (answer.kind !== 'done') logger.warn({ because: wordFor(answer) }, 'a sentence could not be shown to a person');
    return answer.kind === 'done';
  };

  return {
    async directly(user, { words, code }) {
      const opened = await wire.call('POST', '/users/@me/channels', { recipient_id: user });
      const channel = opened.kind === 'done' ? z.object({ id: z.string() }).safeParse(opened.body).data?.id : undefined;
      if (channel === undefined) return opened.kind === 'done' ? false : isDone(opened);
      return isDone(await wire.call('POST', `/channels/${channel}/messages`, sentenceMessage(words, code)));
    },
    async whisper(user, { channel, thread }, { words, code }) {
      const known = tokens.get(`${user}:${thread ?? channel}`);
      if (!known || Math.abs(now() - known.at) > GOOD_FOR_MS) return false;
      const shown = sentenceMessage(words, code);
      return isDone(
        await wire.answer('POST', `/webhooks/${applicationId}/${known.token}`, { ...shown, flags: shown.flags | FLAGS.ephemeral }),
      );
    },
    remember(user, channel, token) {
      for (const [key, { at }] of tokens) if (Math.abs(now() - at) > GOOD_FOR_MS) tokens.delete(key);
      tokens.set(`${user}:${channel}`, { token, at: now() });
    },
  };
}

export function wordFor(answer: Answer): string {
  return answer.kind === 'refused' ? String(answer.code) : answer.kind;
}

/** What the person is told; null when there is nothing to tell. The pointer only where their private place is elsewhere. */
export function toldBy(reply: Reply, isPrivate: boolean): Told | null {
  if (!reply.ok) return { words: reply.message, code: reply.code };
  const words = [reply.message, isPrivate ? null : reply.pointer].filter((one) => one !== null);
  return words.length === 0 ? null : { words: words.join('\n'), code: null };
}
