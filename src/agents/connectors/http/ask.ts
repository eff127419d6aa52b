import { createHmac, randomBytes } from 'node:crypto';
import { AgentError } from '../../agent-error.ts';
import { jsonIn } from '../../outside.ts';
import { bytesOf, reach } from '../../reach.ts';
import { untilAborted } from '../api.ts';
import { readEvents } from './read-events.ts';

export interface Endpoint {
  url: URL;
  /** What the other side checks our signature with. */
  secret: Uint8Array;
  mayBePrivate: boolean;
}

const WHO = 'The agent’s address';

/**
 * Sends one signed POST (https://www.standardwebhooks.com) and resolves with the JSON that comes back: as the whole of what is sent, or as
 * the first event `answer` of a stream (https://html.spec.whatwg.org/multipage/server-sent-events.html). Status 202: it answers by itself.
 */
export async function post(
  { url, secret, mayBePrivate }: Endpoint,
  body: string,
  signal: AbortSignal,
  progress: (text: string) => void,
): Promise<unknown> {
  const headers = { 'content-type': 'application/json', accept: 'application/json, text/event-stream', ...signed(body, secret) };
  const response = await reach(url, { method: 'POST', headers, body, who: WHO, mayBePrivate }, signal);
  try {
    // It answers by itself, through the door: whatever ends the run then ends this.
    if (response.statusCode === 202) {
      response.destroy();
      return await untilAborted(signal);
    }
    if (response.statusCode !== 200) throw new AgentError(`${WHO} answered with status ${response.statusCode}.`);
    const type = response.headers['content-type']?.split(';', 1)[0]?.trim().toLowerCase();
    if (type === 'application/json') return parsed(await whole(bytesOf(response, WHO, signal)));
    if (type === 'text/event-stream') return await readEvents(bytesOf(response, WHO, signal), WHO, progress);
    throw new AgentError(`${WHO} answered with something that is neither application/json nor text/event-stream.`);
  } finally {
    // What it says after its answer is nothing.
    response.destroy();
  }
}

function signed(body: string, secret: Uint8Array): Record<string, string> {
  const id = `msg_${randomBytes(16).toString('hex')}`;
  const seconds = String(Math.floor(Date.now() / 1000));
  const signature = createHmac('sha256', secret).update(`${id}.${seconds}.${body}`).digest('base64');
  return { 'webhook-id': id, 'webhook-timestamp': seconds, 'webhook-signature': `v1,${signature}` };
}

async function whole(chunks: AsyncIterable<Buffer>): Promise<Buffer> {
  const all: Buffer[] = [];
  for await (const chunk of chunks) all.push(chunk);
  return Buffer.concat(all);
}

function parsed(bytes: Uint8Array): unknown {
  try {
    return jsonIn(bytes);
  } catch {
    // What came may be the text of an answer, so it is not quoted.
    throw new AgentError(`${WHO} sent something that is not JSON in UTF-8.`);
  }
}
