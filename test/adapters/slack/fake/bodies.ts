import type { IncomingMessage } from 'node:http';
import type { Fields } from './fields.ts';
import { isFields } from './fields.ts';
import { Refusal } from './refusal.ts';

const MOST_BYTES = 1_000_000;

export async function bytesOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MOST_BYTES) throw new Refusal('request_too_large');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** A body as `WebClient` sends it: form fields whose structures are JSON. JSON bodies are taken as well. */
export function parseBody(contentType: string, raw: string): Fields {
  if (raw === '') return {};
  const type = contentType.split(';', 1)[0]?.trim().toLowerCase();
  if (type === 'application/json') {
    const value = parseJson(raw);
    if (!isFields(value)) throw new Refusal('invalid_json');
    return value;
  }
  if (type !== 'application/x-www-form-urlencoded') throw new Refusal('invalid_post_type');
  return Object.fromEntries(new URLSearchParams(raw));
}

/** Undefined when it is not JSON. */
export function parseJson(raw: string): unknown {
  try {
    return JSON.parse(raw) as unknown;
  } catch {
    // Whoever sent it is told that it is none.
    return undefined;
  }
}
