import { createHmac, randomBytes } from 'node:crypto';
import { lookup } from 'node:dns';
import http from 'node:http';
import https from 'node:https';
import { isIP } from 'node:net';
import { AgentError } from '../../agent-error.ts';
import { untilAborted } from '../api.ts';
import { isPublic } from './addresses.ts';

export interface Endpoint {
  url: URL;
  /** What the other side checks our signature with. */
  secret: Uint8Array;
  mayBePrivate: boolean;
}

/** More than this is no answer that anybody could post: bytes. */
const MOST_BYTES = 1024 * 1024;

/**
 * Sends one signed POST (https://www.standardwebhooks.com) and resolves with the JSON that comes back. Redirects are not followed: they
 * would take the question to somebody whom nobody named. Where private addresses are refused, the address that the name stands for is
 * looked at as the connection is made, so that a name that changes meanwhile leads nowhere else.
 */
export function post({ url, secret, mayBePrivate }: Endpoint, body: string, signal: AbortSignal): Promise<unknown> {
  signal.throwIfAborted();
  const id = `msg_${randomBytes(16).toString('hex')}`;
  const seconds = String(Math.floor(Date.now() / 1000));
  const signature = createHmac('sha256', secret).update(`${id}.${seconds}.${body}`).digest('base64');
  const { promise, resolve, reject } = Promise.withResolvers<unknown>();
  const fail = (message: string): void => reject(new AgentError(message));
  const request = (url.protocol === 'https:' ? https : http).request(url, {
    method: 'POST',
    signal,
    // A connection of its own: nothing of another question is on it.
    agent: false,
    lookup: mayBePrivate ? lookup : lookupPublic,
    headers: {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
      accept: 'application/json',
      'webhook-id': id,
      'webhook-timestamp': seconds,
      'webhook-signature': `v1,${signature}`,
    },
  });
  request.on('error', (error: NodeJS.ErrnoException) => {
    if (signal.aborted) reject(signal.reason as Error);
    else fail(error instanceof AgentError ? error.message : `The agent’s address cannot be reached (${error.code ?? 'unknown'}).`);
  });
  request.on('response', (response) => {
    // It answers by itself, through the door: whatever ends the run then ends this.
    if (response.statusCode === 202) {
      response.resume();
      untilAborted(signal).catch(reject);
      return;
    }
    const type = response.headers['content-type']?.split(';', 1)[0]?.trim().toLowerCase();
    const wrong =
      response.statusCode !== 200
        ? `The agent’s address answered with status ${response.statusCode}.`
        : type !== 'application/json'
          ? 'The agent’s address answered with something that is not application/json.'
          : null;
    if (wrong !== null) {
      fail(wrong);
      return void request.destroy();
    }
    const chunks: Buffer[] = [];
    let bytes = 0;
    response.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      chunks.push(chunk);
      if (bytes <= MOST_BYTES) return;
      fail(`The agent’s address sent more than ${MOST_BYTES} bytes.`);
      request.destroy();
    });
    response.on('error', () => fail('The agent’s address broke off its answer.'));
    response.on('end', () => {
      try {
        resolve(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks))) as unknown);
      } catch {
        // What came may be the text of an answer, so it is not quoted.
        fail('The agent’s address sent something that is not JSON in UTF-8.');
      }
    });
  });
  request.end(body);
  return promise;
}

/** Of several addresses all must be public: which of them is taken is not ours to choose. */
const lookupPublic: typeof lookup = ((host: string, options: object, done: (error: Error | null, ...found: unknown[]) => void): void => {
  lookup(host, { ...options, all: true }, (error, found) => {
    if (error) return done(error);
    if (found.length === 0 || !found.every(({ address }) => isPublic(address))) return done(new AgentError(PRIVATE));
    if ('all' in options && options.all === true) return done(null, found);
    return done(null, found[0]?.address, found[0]?.family);
  });
}) as typeof lookup;

const PRIVATE = 'The agent’s address is a private one, which the rules do not allow.';

/** An address that is written out is never looked up. */
export function isWrittenPrivate({ hostname }: URL): boolean {
  const address = hostname.replace(/^\[|\]$/g, '');
  return isIP(address) !== 0 && !isPublic(address);
}
