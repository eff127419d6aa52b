/**
 * What people did, on its way to the bot. An envelope is kept in the platform's file until the bot has acknowledged it:
 * one that is not acknowledged in time, or whose connection broke, is handed out again under the same id.
 */
import type { Database } from './database.ts';
import type { Faults } from './faults.ts';
import type { Reply } from './shapes.ts';
import type { Stream } from './streams.ts';

export type Envelope = { id: string; at: string; person: string } & (
  | ({ kind: 'message'; text: string; mentions: string[]; direct: boolean; channelName: string; workspaceName: string } & Position)
  | ({ kind: 'command'; text: string } & Position)
  | { kind: 'click'; target: Target; action: string; text: string | null }
);

export type Target = { kind: 'card'; card: string; message: string } | ({ kind: 'publication' } & Position);

interface Position {
  channel: string;
  thread: string | null;
  message: string;
}

export interface Deliveries {
  /** Keeps an envelope, inside the caller's transaction. One that was acknowledged already is handed out once more. */
  keep(envelope: Envelope): void;
  /** Hands it out, after that transaction. */
  offer(envelope: Envelope): void;
  connect(stream: Stream): void;
  /** The envelope, if it still waited for this; inside the caller's transaction. */
  acknowledge(id: string): Envelope | undefined;
  /** After that transaction: tells whoever waits for the reply. */
  settle(id: string, reply: Reply): void;
  /** The bot's reply to an envelope; null when there is none within `ms`. */
  reply(id: string, ms: number): Promise<Reply | null>;
  stop(): void;
}

interface Options {
  database: Database;
  faults: Faults;
  /** What is looked up only when the envelope leaves. */
  complete(envelope: Envelope): unknown;
  redeliverAfterMs: number;
}

export function createDeliveries({ database, faults, complete, redeliverAfterMs }: Options): Deliveries {
  const connections: Stream[] = [];
  const waiting: Envelope[] = unacknowledged(database);
  /** In the order in which they were handed out. */
  const handedOut = new Map<string, { envelope: Envelope; stream: Stream; dueAt: number }>();
  const listeners = new Map<string, Set<(reply: Reply | null) => void>>();
  let timer: NodeJS.Timeout | undefined;

  const handOut = () => {
    takeBackOverdue();
    while (connections.length > 0 && waiting.length > 0) {
      const stream = connections.shift();
      const envelope = waiting.shift();
      if (!stream || !envelope) break;
      connections.push(stream);
      handedOut.delete(envelope.id);
      handedOut.set(envelope.id, { envelope, stream, dueAt: performance.now() + redeliverAfterMs });
      send(stream, envelope);
    }
    clearTimeout(timer);
    const [next] = handedOut.values();
    if (next) timer = setTimeout(handOut, Math.max(0, next.dueAt - performance.now()));
  };

  const takeBackOverdue = () => {
    for (const [id, { envelope, dueAt }] of handedOut) {
      if (dueAt > performance.now()) break;
      handedOut.delete(id);
      waiting.push(envelope);
    }
  };

  const send = (stream: Stream, envelope: Envelope) => {
    const mode = faults.take('delivery')?.mode;
    if (mode === 'hang') return;
    if (mode === 'cut_before') return stream.cut();
    const content = complete(envelope);
    stream.send('delivery', content);
    if (mode === 'duplicate') (connections[0] ?? stream).send('delivery', content);
    if (mode === 'cut_after') stream.cut();
  };

  const disconnected = (stream: Stream) => {
    const index = connections.indexOf(stream);
    if (index < 0) return;
    connections.splice(index, 1);
    for (const [id, handed] of handedOut) {
      if (handed.stream !== stream) continue;
      handedOut.delete(id);
      waiting.push(handed.envelope);
    }
    handOut();
  };

  return {
    keep: (envelope) =>
      void database.run(
        'INSERT INTO deliveries (id, envelope) VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET envelope = excluded.envelope, acked_at = NULL',
        envelope.id,
        JSON.stringify(envelope),
      ),
    offer(envelope) {
      waiting.push(envelope);
      handOut();
    },
    connect(stream) {
      stream.onClose(() => disconnected(stream));
      stream.send('hello', {});
      connections.push(stream);
      handOut();
    },
    acknowledge(id) {
      const row = database.one<{ envelope: string }>('SELECT envelope FROM deliveries WHERE id = ? AND acked_at IS NULL', id);
      if (!row) return undefined;
      database.run('UPDATE deliveries SET acked_at = ? WHERE id = ?', Date.now(), id);
      return JSON.parse(row.envelope) as Envelope;
    },
    settle(id, reply) {
      handedOut.delete(id);
      const others = waiting.filter((envelope) => envelope.id !== id);
      waiting.splice(0, waiting.length, ...others);
      for (const listener of listeners.get(id) ?? []) listener(reply);
    },
    reply: (id, ms) =>
      new Promise((resolve) => {
        const heard = listeners.get(id) ?? new Set();
        listeners.set(id, heard);
        const end = (reply: Reply | null) => {
          clearTimeout(giveUp);
          heard.delete(end);
          if (heard.size === 0) listeners.delete(id);
          resolve(reply);
        };
        const giveUp = setTimeout(() => end(null), ms);
        heard.add(end);
      }),
    stop() {
      clearTimeout(timer);
      connections.length = 0;
      waiting.length = 0;
      handedOut.clear();
      for (const heard of listeners.values()) for (const listener of heard) listener(null);
    },
  };
}

function unacknowledged(database: Database): Envelope[] {
  return database
    .all<{ envelope: string }>('SELECT envelope FROM deliveries WHERE acked_at IS NULL ORDER BY n')
    .map((row) => JSON.parse(row.envelope) as Envelope);
}
