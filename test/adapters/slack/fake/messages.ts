import type { Fields } from './fields.ts';

export interface Message {
  channel: string;
  ts: string;
  /** The first message of its thread; null for one that stands in the channel. */
  threadTs: string | null;
  user: string;
  /** Of our own app's messages. */
  isOurs: boolean;
  text: string;
  blocks: Fields[] | null;
  metadata: Fields | null;
  mrkdwn: boolean;
  /** The person who alone sees it; null for everybody who sees the channel. */
  onlyFor: string | null;
  broadcast: boolean;
  editedAt: string | null;
  /** What stands where the first message of a thread was deleted. */
  isTombstone: boolean;
  notified: string[];
  clientMessageId: string | null;
}

export type NewMessage = Pick<Message, 'channel' | 'ts' | 'user' | 'text'> & Partial<Message>;

/** Everything that was written, by conversation, oldest first. */
export interface Messages {
  add(message: NewMessage): Message;
  inChannel(channel: string): Message[];
  find(channel: string, ts: string): Message | undefined;
  /** No two messages here have the same `ts`. */
  byTs(ts: string): Message | undefined;
  remove(message: Message): void;
  /** The first message and its replies. */
  thread(channel: string, ts: string): Message[];
}

export function createMessages(): Messages {
  const all: Message[] = [];
  const inChannel = (channel: string) => all.filter((one) => one.channel === channel);
  return {
    add(given) {
      const message: Message = {
        threadTs: null,
        isOurs: false,
        blocks: null,
        metadata: null,
        mrkdwn: true,
        onlyFor: null,
        broadcast: false,
        editedAt: null,
        isTombstone: false,
        notified: [],
        clientMessageId: null,
        ...given,
      };
      all.push(message);
      return message;
    },
    inChannel,
    find: (channel, ts) => all.find((one) => one.channel === channel && one.ts === ts),
    byTs: (ts) => all.find((one) => one.ts === ts),
    remove: (message) => void all.splice(all.indexOf(message), 1),
    thread: (channel, ts) => inChannel(channel).filter((one) => one.onlyFor === null && (one.ts === ts || one.threadTs === ts)),
  };
}
