import { type JSONRPCMessage, ReadBuffer, serializeMessage, type Transport } from '@modelcontextprotocol/client';
import { killGroup, type Program, startProgram } from '../connectors/command/run-program.ts';
import { MOST_BYTES } from '../outside.ts';

/** As much as the most calls of a run could answer with. */
const MOST_BYTES_OF_A_RUN = 50 * MOST_BYTES;

/**
 * MCP over the standard streams of a program (https://modelcontextprotocol.io/specification/2025-06-18/basic/transports#stdio), which runs
 * as an agent's program does: with nothing of our environment, as another user where the rules say so, in a process group of its own. When
 * the connection is closed, all of the group is killed.
 */
export function createStdioTransport(program: Program): Transport {
  let child: ReturnType<typeof startProgram> | null = null;
  let isClosed = false;
  let bytes = 0;
  const buffer = new ReadBuffer({ maxBufferSize: MOST_BYTES });

  const transport: Transport = {
    async start() {
      const started = startProgram(program);
      child = started;
      const { promise, resolve, reject } = Promise.withResolvers<void>();
      started.on('spawn', resolve);
      started.on('error', (error) => {
        reject(error);
        void transport.close();
      });
      // Not `close`: what it started and left behind may hold its output open.
      started.on('exit', () => void transport.close());
      // It may end without reading: that it is closed says all.
      started.stdin.on('error', () => {});
      started.stdout.on('error', () => {});
      started.stdout.on('data', (chunk: Buffer) => take(chunk));
      await promise;
    },
    async send(message) {
      if (child === null || isClosed) throw new Error('not connected');
      // It does not read what it is told.
      if (child.stdin.writableLength > MOST_BYTES) return transport.close();
      child.stdin.write(serializeMessage(message));
    },
    async close() {
      if (isClosed) return;
      isClosed = true;
      child?.stdin.destroy();
      child?.stdout.destroy();
      killGroup(child?.pid);
      buffer.clear();
      transport.onclose?.();
    },
  };

  function take(chunk: Buffer): void {
    bytes += chunk.length;
    if (bytes > MOST_BYTES_OF_A_RUN) return void transport.close();
    try {
      buffer.append(chunk);
      for (let message = buffer.readMessage(); message !== null; message = buffer.readMessage()) hear(message);
    } catch {
      // A message that is too long, or none of the protocol: what comes after it could mean anything.
      void transport.close();
    }
  }

  function hear(message: JSONRPCMessage): void {
    if (!isClosed) transport.onmessage?.(message);
  }

  return transport;
}
