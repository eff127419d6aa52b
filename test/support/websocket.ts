/**
 * The server's side of a WebSocket (RFC 6455): text frames out, masked frames in, pings answered. No extension is agreed on, and a
 * frame may come in pieces. It is written here because the one package that does this is not among those that the project uses.
 */
import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';

export interface WebSocketConnection {
  send(text: string): void;
  ping(): void;
  /** With a close frame; the other side answers with its own. */
  close(code: number): void;
  /** As a cable that is pulled. */
  cut(): void;
  onText(listener: (text: string) => void): void;
  onClose(listener: () => void): void;
}

/** RFC 6455, section 1.3. */
const GUID = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';
const TEXT = 0x1;
const CLOSE = 0x8;
const PING = 0x9;
const PONG = 0xa;

export function acceptWebSocket(request: IncomingMessage, socket: Duplex): WebSocketConnection {
  const key = request.headers['sec-websocket-key'] ?? '';
  const accept = createHash('sha1')
    .update(key + GUID)
    .digest('base64');
  socket.write(`HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`);
  const textListeners: ((text: string) => void)[] = [];
  const closeListeners: (() => void)[] = [];
  let unread: Buffer = Buffer.alloc(0);
  let pieces: Buffer[] = [];
  let isClosing = false;

  const write = (opcode: number, payload: Buffer) => {
    if (socket.writable) socket.write(frame(opcode, payload));
  };
  const take = ({ opcode, isLast, payload }: Frame) => {
    if (opcode === PING) return write(PONG, payload);
    if (opcode === PONG) return;
    if (opcode === CLOSE) {
      if (!isClosing) write(CLOSE, payload);
      return void socket.end();
    }
    pieces.push(payload);
    if (!isLast) return;
    const text = Buffer.concat(pieces).toString('utf8');
    pieces = [];
    for (const listener of textListeners) listener(text);
  };

  socket.on('data', (chunk: Buffer) => {
    unread = Buffer.concat([unread, chunk]);
    for (let next = readFrame(unread); next !== null; next = readFrame(unread)) {
      unread = unread.subarray(next.length);
      take(next);
    }
  });
  // A connection that breaks is closed, which is all that anybody here wants to know.
  socket.on('error', () => socket.destroy());
  // A server's sockets stay half open else: whoever vanishes without a word would count as there.
  socket.on('end', () => socket.destroy());
  socket.on('close', () => closeListeners.forEach((listener) => listener()));

  return {
    send: (text) => write(TEXT, Buffer.from(text, 'utf8')),
    ping: () => write(PING, Buffer.from('Ping from applink-0')),
    close(code) {
      isClosing = true;
      const payload = Buffer.alloc(2);
      payload.writeUInt16BE(code);
      write(CLOSE, payload);
    },
    cut: () => void socket.destroy(),
    onText: (listener) => void textListeners.push(listener),
    onClose: (listener) => void closeListeners.push(listener),
  };
}

interface Frame {
  opcode: number;
  isLast: boolean;
  payload: Buffer;
  /** In bytes, with its head. */
  length: number;
}

/** Null while a part of it is missing. */
function readFrame(bytes: Buffer): Frame | null {
  if (bytes.length < 2) return null;
  const [first, second] = [bytes.readUInt8(0), bytes.readUInt8(1)];
  const short = second & 0x7f;
  const extra = short === 126 ? 2 : short === 127 ? 8 : 0;
  const maskAt = 2 + extra;
  const isMasked = (second & 0x80) !== 0;
  const start = maskAt + (isMasked ? 4 : 0);
  if (bytes.length < start) return null;
  const size = extra === 0 ? short : extra === 2 ? bytes.readUInt16BE(2) : Number(bytes.readBigUInt64BE(2));
  if (bytes.length < start + size) return null;
  const payload = Buffer.from(bytes.subarray(start, start + size));
  if (isMasked) for (let i = 0; i < size; i += 1) payload[i] = payload.readUInt8(i) ^ bytes.readUInt8(maskAt + (i % 4));
  return { opcode: first & 0x0f, isLast: (first & 0x80) !== 0, payload, length: start + size };
}

function frame(opcode: number, payload: Buffer): Buffer {
  const { length } = payload;
  const head = length < 126 ? Buffer.alloc(2) : length < 65_536 ? Buffer.alloc(4) : Buffer.alloc(10);
  head.writeUInt8(0x80 | opcode, 0);
  if (head.length === 2) head.writeUInt8(length, 1);
  else if (head.length === 4) {
    head.writeUInt8(126, 1);
    head.writeUInt16BE(length, 2);
  } else {
    head.writeUInt8(127, 1);
    head.writeBigUInt64BE(BigInt(length), 2);
  }
  return Buffer.concat([head, payload]);
}
