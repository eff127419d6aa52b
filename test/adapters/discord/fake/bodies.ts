import type { IncomingMessage } from 'node:http';

const MOST_BYTES = 10_000_000;

export async function bytesOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MOST_BYTES) throw new Error('the request is too large');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** JSON, or the part `payload_json` of a form with files. Undefined when it is neither. */
export async function parseBody(contentType: string, raw: Buffer): Promise<unknown> {
  if (raw.length === 0) return null;
  if (contentType.startsWith('multipart/form-data')) {
    const form = await new Response(new Uint8Array(raw), { headers: { 'content-type': contentType } }).formData();
    const payload = form.get('payload_json');
    return typeof payload === 'string' ? parseJson(payload) : undefined;
  }
  return contentType.startsWith('application/json') ? parseJson(raw.toString('utf8')) : undefined;
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
