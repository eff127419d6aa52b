import type { Reply } from '#adapter';
import { noticeForm } from '../blocks/forms.ts';
import { sentenceMessage } from '../cards.ts';
import type { AdapterLogger } from '../config.ts';
import type { Wire } from '../wire.ts';

/** Where one person is told something that nobody else may see. */
export interface Where {
  user: string;
  channel: string;
  thread: string | null;
}

/** A sentence for one person; `code` where it is a refusal. */
export interface Told {
  words: string;
  code: string | null;
}

export interface Teller {
  /** Shown to that person alone, if they are there; false when Slack did not, and then to nobody. */
  whisper(where: Where, told: Told): Promise<boolean>;
  /** The sentence in a form over the person's window, where there is no channel to show it in. */
  window(trigger: string, told: Told): Promise<void>;
  open(trigger: string, view: object): Promise<void>;
}

export function createTeller(wire: Wire, logger: AdapterLogger): Teller {
  const open = async (trigger: string, view: object) => {
    const answer = await wire.call('views.open', { trigger_id: trigger, view });
    if (answer.kind !== 'done') logger.warn({ because: wordFor(answer) }, 'a form could not be opened');
  };
  return {
    async whisper({ user, channel, thread }, { words, code }) {
      const { text, blocks, parse, link_names: linkNames } = sentenceMessage(words, code);
      const place = thread === null ? { channel } : { channel, thread_ts: thread };
      const answer = await wire.call('chat.postEphemeral', { ...place, user, text, blocks, parse, link_names: linkNames });
      // The person may have left since; what they were to be told is for nobody else.
      if (answer.kind !== 'done') logger.warn({ because: wordFor(answer) }, 'a sentence could not be shown to a person');
      return answer.kind === 'done';
    },
    open,
    window: (trigger, { words, code }) => open(trigger, noticeForm(words, code)),
  };
}

function wordFor(answer: { kind: string; error?: string }): string {
  return answer.error ?? answer.kind;
}

/** What the person is told; null when there is nothing to tell. The pointer only where their private place is elsewhere. */
export function toldBy(reply: Reply, isPrivate: boolean): Told | null {
  if (!reply.ok) return { words: reply.message, code: reply.code };
  const words = [reply.message, isPrivate ? null : reply.pointer].filter((one) => one !== null);
  return words.length === 0 ? null : { words: words.join('\n'), code: null };
}
