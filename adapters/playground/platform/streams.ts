import type { ServerResponse } from 'node:http';

/** A server-sent event stream to one reader, who is cut off when they stop reading. */
export interface Stream {
  send(event: string, data: unknown): void;
  /** Breaks the connection, after everything that was sent has left. */
  cut(): void;
  onClose(listener: () => void): void;
}

const HEARTBEAT_MS = 10_000;
const MOST_UNREAD_BYTES = 4_000_000;

export function openStream(outgoing: ServerResponse, headers: Record<string, string>): Stream {
  outgoing.writeHead(200, { ...headers, 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
  outgoing.flushHeaders();
  // A reader who has just left is no error, and writing to them is none.
  outgoing.on('error', () => outgoing.destroy());
  const write = (chunk: string) => {
    if (outgoing.destroyed) return;
    outgoing.write(chunk);
    if (outgoing.writableLength > MOST_UNREAD_BYTES) outgoing.destroy();
  };
  // Tells the reader that the connection is alive, and us when it is not.
  const heartbeat = setInterval(() => write(': alive\n\n'), HEARTBEAT_MS);
  outgoing.on('close', () => clearInterval(heartbeat));
  return {
    send: (event, data) => write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`),
    cut: () => void outgoing.write(': \n\n', () => outgoing.destroy()),
    onClose: (listener) => void outgoing.on('close', listener),
  };
}
