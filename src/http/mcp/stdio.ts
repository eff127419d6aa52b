import { serveStdio } from '@modelcontextprotocol/server/stdio';
import { sendThrough } from './send.ts';
import { createDoorServer } from './server.ts';

/**
 * Speaks MCP on standard input and output, and /v1 to a Countersign that runs at `url`. Resolves when whoever started it closes its input.
 * Rejects before it begins when nobody there knows this secret.
 */
export async function serveOverStdio(url: URL, secret: string, onerror: (error: Error) => void): Promise<void> {
  const send = sendThrough((path, init) => fetch(new URL(path, url), init), secret);
  const known = await send({ method: 'GET', path: '/v1/runs' });
  if (!known.ok) throw new Error(known.problem);
  const ended = new Promise<void>((resolve) => process.stdin.once('end', resolve).once('close', resolve));
  const served = serveStdio(() => createDoorServer(send), { onerror });
  await ended;
  await served.close();
}
