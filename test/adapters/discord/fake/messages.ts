import type { Fields } from './fields.ts';

/** Bits of `message.flags` (Discord documentation: "Message Flags"). */
export const FLAGS = {
  SUPPRESS_EMBEDS: 1 << 2,
  EPHEMERAL: 1 << 6,
  LOADING: 1 << 7,
  SUPPRESS_NOTIFICATIONS: 1 << 12,
  COMPONENTS_V2: 1 << 15,
};

/** Whoever a content mentions so that they are told: what `allowed_mentions` left of it. */
export interface Mentions {
  people: string[];
  roles: string[];
  everyone: boolean;
}

export interface Message {
  id: string;
  channel: string;
  author: string;
  /** 0 usual, 19 a reply, 20 and 23 the answer to a command. */
  type: number;
  content: string;
  embeds: Fields[];
  components: Fields[];
  flags: number;
  mentions: Mentions;
  /** Who was told of it, also by what it was before an edit. */
  pinged: string[];
  nonce: string | null;
  /** The message that it answers. */
  reference: string | null;
  /** The person who alone sees it; null for everybody who sees the channel. */
  onlyFor: string | null;
  /** The interaction that it answers, and who caused that. */
  interaction: { id: string; type: number; person: string } | null;
  editedAt: string | null;
}

export type NewMessage = Pick<Message, 'id' | 'channel' | 'author'> & Partial<Message>;

/** Everything that was written, oldest first. */
export function createMessages() {
  const all: Message[] = [];
  return {
    add(given: NewMessage): Message {
      const mentions = { people: [], roles: [], everyone: false };
      const nothing = { type: 0, content: '', embeds: [], components: [], flags: 0, mentions, pinged: [], nonce: null, reference: null };
      const message: Message = { ...nothing, onlyFor: null, interaction: null, editedAt: null, ...given };
      all.push(message);
      return message;
    },
    inChannel: (channel: string) => all.filter((one) => one.channel === channel),
    byId: (id: string) => all.find((one) => one.id === id),
    remove: (message: Message) => void all.splice(all.indexOf(message), 1),
  };
}

export type Messages = ReturnType<typeof createMessages>;
