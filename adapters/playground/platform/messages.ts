import type { Database } from './database.ts';
import type { Card, Publication } from './shapes.ts';

export type MessageKind = 'message' | 'card' | 'notice' | 'publication' | 'tombstone';

/** What only messages of the bot have. */
export type Details =
  | { of: 'person' }
  | { of: 'card'; card: Card }
  /** A sentence that came with the bot's answer to a delivery. */
  | { of: 'reply'; code: string | null; state: string | null; draft: string | null }
  | { of: 'publication'; publication: Publication }
  | { of: 'tombstone'; draft: string | null; revision: number | null };

export interface Message {
  id: string;
  /** A channel's id, or a person's private place: `directOf(person)`. */
  place: string;
  /** The message that its thread hangs on. */
  thread: string | null;
  /** A person's id, or `bot`. */
  author: string;
  kind: MessageKind;
  text: string;
  /** Milliseconds since 1970. */
  at: number;
  details: Details;
  /** Every action that this message has ever offered: somebody may press a button in the moment in which it goes. */
  offered: string[];
}

export type NewMessage = Omit<Message, 'id' | 'offered'>;

export interface Messages {
  add(message: NewMessage): Message;
  /** Puts something else in the place of a message of the bot; its number, place, thread and time stay. */
  replace(id: string, next: Pick<Message, 'kind' | 'text' | 'details'>): void;
  remove(id: string): void;
  /** Undefined when there is none, or not any more. */
  get(id: string): Message | undefined;
  inPlace(place: string): Message[];
  /** What people and the bot said before this message in its thread, oldest first, at most `atMost` of them. */
  earlierInThread(message: Message, atMost: number): Message[];
  /** Where this publication stands in a channel, if it was put there at `since` or later. */
  publications(publication: string, channel: string, since: number): Message[];
}

export function createMessages(database: Database): Messages {
  const get = (id: string): Message | undefined => {
    const row = numberOf(id) === null ? undefined : database.one<Row>('SELECT * FROM messages WHERE n = ? AND removed = 0', numberOf(id));
    return row && messageOf(row);
  };
  return {
    get,
    add(message) {
      const offered = offeredBy(message.details);
      const { place, author, kind, text, at, details } = message;
      const thread = message.thread === null ? null : numberOf(message.thread);
      const n = database.run(
        `INSERT INTO messages (place, thread, author, kind, text, at, details, offered, publication) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
        place,
        thread,
        author,
        kind,
        text,
        at,
        JSON.stringify(details),
        JSON.stringify(offered),
        publicationOf(details),
      );
      return { ...message, id: idOf(n), offered };
    },
    replace(id, { kind, text, details }) {
      const offered = [...new Set([...(get(id)?.offered ?? []), ...offeredBy(details)])];
      database.run(
        'UPDATE messages SET kind = ?, text = ?, details = ?, offered = ? WHERE n = ?',
        kind,
        text,
        JSON.stringify(details),
        JSON.stringify(offered),
        numberOf(id),
      );
    },
    remove: (id) => void database.run('UPDATE messages SET removed = 1 WHERE n = ?', numberOf(id)),
    inPlace: (place) => database.all<Row>('SELECT * FROM messages WHERE place = ? AND removed = 0 ORDER BY n', place).map(messageOf),
    earlierInThread(message, atMost) {
      if (message.thread === null) return [];
      const root = numberOf(message.thread);
      const rows = database.all<Row>(
        `SELECT * FROM messages WHERE place = ? AND (n = ? OR thread = ?) AND n < ? AND removed = 0
         AND kind IN ('message', 'publication') ORDER BY n DESC LIMIT ?`,
        message.place,
        root,
        root,
        numberOf(message.id),
        atMost,
      );
      return rows.reverse().map(messageOf);
    },
    publications: (publication, channel, since) =>
      database
        .all<Row>(
          `SELECT * FROM messages WHERE publication = ? AND place = ? AND at >= ? AND kind = 'publication' AND removed = 0 ORDER BY n`,
          publication,
          channel,
          since,
        )
        .map(messageOf),
  };
}

interface Row {
  n: number;
  place: string;
  thread: number | null;
  author: string;
  kind: MessageKind;
  text: string;
  at: number;
  details: string;
  offered: string;
}

function messageOf(row: Row): Message {
  const { place, author, kind, text, at } = row;
  const details = JSON.parse(row.details) as Details;
  const offered = JSON.parse(row.offered) as string[];
  return { id: idOf(row.n), place, thread: row.thread === null ? null : idOf(row.thread), author, kind, text, at, details, offered };
}

function idOf(n: number): string {
  return `m${n}`;
}

function numberOf(id: string): number | null {
  return /^m[1-9]\d{0,14}$/.test(id) ? Number(id.slice(1)) : null;
}

function offeredBy(details: Details): string[] {
  if (details.of === 'card') return details.card.actions.map((action) => action.id);
  if (details.of === 'publication') return details.publication.actions.map((action) => action.id);
  return [];
}

function publicationOf(details: Details): string | null {
  return details.of === 'publication' ? details.publication.metadata.publication : null;
}
