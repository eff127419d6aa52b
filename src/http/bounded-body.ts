/**
 * The same request with its body read, or null where it is longer than `most` bytes. However long it says it is, it is counted: hono's own
 * limit cannot count a body that comes in pieces over our server.
 */
export async function boundedBody(request: Request, most: number): Promise<Request | null> {
  if (Number(request.headers.get('content-length') ?? 0) > most) return null;
  if (request.method === 'GET' || request.method === 'HEAD' || request.body === null) return request;
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of request.body as ReadableStream<Uint8Array>) {
    bytes += chunk.length;
    if (bytes > most) return null;
    chunks.push(chunk);
  }
  const { url, method, headers } = request;
  return new Request(url, { method, headers, body: bytes === 0 ? null : Buffer.concat(chunks) });
}
