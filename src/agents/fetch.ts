import { AgentError } from './agent-error.ts';
import { bytesOf, reach } from './reach.ts';

export interface FetchOptions {
  /** The only address, and whatever is below its origin, that is reached. */
  url: URL;
  mayBePrivate: boolean;
  /** How sentences about it begin: “The model’s address”. */
  who: string;
}

/**
 * What packages that speak HTTP are given in the place of `fetch`: with our limits, without redirects, and for one host. Its responses
 * stream. It rejects with AgentErrors, whose sentences hold nothing that came from the other side.
 */
export function createFetch({ url, mayBePrivate, who }: FetchOptions): typeof fetch {
  return async (input, init = {}) => {
    const asked = new URL(input instanceof Request ? input.url : input);
    if (asked.origin !== url.origin) throw new AgentError(`${who} sends us to another host, which the rules do not name.`);
    const signal = init.signal ?? new AbortController().signal;
    const headers = Object.fromEntries(new Headers(init.headers));
    // Nothing that would have to be unpacked: the limit counts what is sent.
    delete headers['accept-encoding'];
    const body = init.body ?? null;
    if (body !== null && typeof body !== 'string') throw new TypeError('only text is sent');
    const response = await reach(asked, { method: init.method ?? 'GET', headers, body, who, mayBePrivate }, signal);
    const status = response.statusCode ?? 0;
    // https://fetch.spec.whatwg.org/#null-body-status, and statuses that no Response can have.
    if (status < 200 || status > 599) {
      response.destroy();
      throw new AgentError(`${who} answered with status ${status}.`);
    }
    const isEmpty = [204, 205, 304].includes(status);
    if (isEmpty) response.resume();
    const read = isEmpty ? null : streamOf(bytesOf(response, who, signal), () => response.destroy());
    return new Response(read, { status, headers: headersOf(response.headers) });
  };
}

/** `whenLeft` when nobody reads on. */
function streamOf(chunks: AsyncGenerator<Buffer>, whenLeft: () => void): ReadableStream<Uint8Array> {
  return new ReadableStream({
    async pull(controller) {
      const next: IteratorResult<Buffer, unknown> = await chunks.next();
      if (next.done === true) controller.close();
      else controller.enqueue(next.value);
    },
    cancel: whenLeft,
  });
}

function headersOf(given: NodeJS.Dict<string | string[]>): Headers {
  const headers = new Headers();
  for (const [name, value] of Object.entries(given)) for (const one of [value ?? []].flat()) headers.append(name, one);
  return headers;
}
