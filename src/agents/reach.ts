import { lookup } from 'node:dns';
import http, { type IncomingMessage } from 'node:http';
import https from 'node:https';
import { isIP } from 'node:net';
import { isPublic } from './addresses.ts';
import { AgentError } from './agent-error.ts';
import { MOST_BYTES } from './outside.ts';

export interface Asked {
  method: string;
  headers: Record<string, string>;
  body: string | null;
  /** How sentences about it begin: “The agent’s address”. */
  who: string;
  mayBePrivate: boolean;
}

/**
 * Sends one request and resolves with the head of what comes back. Redirects are not followed: they would take the question to somebody
 * whom nobody named. Where private addresses are refused, the address that the name stands for is looked at as the connection is made, so
 * that a name that changes meanwhile leads nowhere else. Rejects with an AgentError, or with the signal's reason.
 */
export function reach(url: URL, { method, headers, body, who, mayBePrivate }: Asked, signal: AbortSignal): Promise<IncomingMessage> {
  signal.throwIfAborted();
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
  const request = (url.protocol === 'https:' ? https : http).request(url, {
    method,
    signal,
    // A connection of its own: nothing of another question is on it.
    agent: false,
    lookup: mayBePrivate ? lookup : lookupPublic,
    headers: { ...headers, ...(body === null ? {} : { 'content-length': Buffer.byteLength(body) }) },
  });
  request.on('error', (error: NodeJS.ErrnoException) => {
    if (signal.aborted) reject(signal.reason as Error);
    else
      reject(new AgentError(error instanceof PrivateAddress ? isPrivate(who) : `${who} cannot be reached (${error.code ?? 'unknown'}).`));
  });
  request.on('response', resolve);
  request.end(body ?? undefined);
  return promise;
}

/** The body, as long as it is not too long. `who` begins the sentence of an AgentError; aborted, it throws the signal's reason. */
export async function* bytesOf(response: IncomingMessage, who: string, signal: AbortSignal): AsyncGenerator<Buffer> {
  let bytes = 0;
  try {
    for await (const chunk of response as AsyncIterable<Buffer>) {
      bytes += chunk.length;
      if (bytes > MOST_BYTES) throw new AgentError(`${who} sent more than ${MOST_BYTES} bytes.`);
      yield chunk;
    }
  } catch (error) {
    signal.throwIfAborted();
    throw error instanceof AgentError ? error : new AgentError(`${who} broke off its answer.`);
  }
}

/** An address as the rules write it; or what is wrong with it, as the rest of a sentence. */
export function addressOf(written: unknown, mayBePrivate: boolean): URL | string {
  const url = typeof written === 'string' ? URL.parse(written) : null;
  if (url === null || !['http:', 'https:'].includes(url.protocol)) return 'needs a `url:` that begins with https:// or http://.';
  if (url.username !== '' || url.password !== '') return 'has a user or a password in its `url:`; name an environment variable instead.';
  if (!mayBePrivate && url.protocol === 'http:') return 'would send questions unencrypted over the internet; use https://.';
  if (!mayBePrivate && isWrittenPrivate(url)) return 'has a private address; where that is meant, write `private_addresses: allow`.';
  return url;
}

/** An address that is written out is never looked up. */
function isWrittenPrivate({ hostname }: URL): boolean {
  const address = hostname.replace(/^\[|\]$/g, '');
  return isIP(address) !== 0 && !isPublic(address);
}

const isPrivate = (who: string): string => `${who} is a private one, which the rules do not allow.`;

class PrivateAddress extends Error {
  override readonly name = 'PrivateAddress';
}

/** Of several addresses all must be public: which of them is taken is not ours to choose. */
const lookupPublic: typeof lookup = ((host: string, options: object, done: (error: Error | null, ...found: unknown[]) => void): void => {
  lookup(host, { ...options, all: true }, (error, found) => {
    if (error) return done(error);
    if (found.length === 0 || !found.every(({ address }) => isPublic(address))) return done(new PrivateAddress());
    if ('all' in options && options.all === true) return done(null, found);
    return done(null, found[0]?.address, found[0]?.family);
  });
}) as typeof lookup;
