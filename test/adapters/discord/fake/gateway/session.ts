import type { WebSocketConnection } from '../../../../support/websocket.ts';
import type { Fields } from '../fields.ts';

interface Kept {
  s: number;
  t: string;
  d: Fields;
}

/** One session of the bot with the gateway: it outlives its connection, keeps what was told, and tells it again after a resume. */
export function createSession(id: string, intents: number, bindTo: WebSocketConnection) {
  const kept: Kept[] = [];
  let connection: WebSocketConnection | null = bindTo;
  const push = ({ s, t, d }: Kept) => connection?.send(JSON.stringify({ op: 0, s, t, d }));
  const keep = (t: string, d: Fields): Kept => {
    const event = { s: kept.length + 1, t, d };
    kept.push(event);
    return event;
  };
  return {
    id,
    has: (intent: number) => intent === 0 || (intents & intent) !== 0,
    isConnected: () => connection !== null,
    isOn: (one: WebSocketConnection) => connection === one,
    send: (payload: Fields) => connection?.send(JSON.stringify(payload)),
    tell: (t: string, d: Fields) => push(keep(t, d)),
    /** Only a resume brings it. */
    keepBack: (t: string, d: Fields) => void keep(t, d),
    /** What came after `seen`, and what came before it as often as `again` says: Discord may tell something twice. */
    resume(on: WebSocketConnection, seen: number, again: number) {
      connection?.close(4000);
      connection = on;
      for (const event of kept.filter((one) => one.s > seen - again)) push(event);
      push(keep('RESUMED', {}));
    },
    drop(one: WebSocketConnection) {
      if (connection === one) connection = null;
    },
    close: (code: number) => connection?.close(code),
    cut: () => connection?.cut(),
  };
}

export type Session = ReturnType<typeof createSession>;
