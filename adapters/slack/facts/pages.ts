import { z } from 'zod';
import { errorOf, isNotLetIn, read, refusalOf } from '../errors.ts';
import type { Method, Wire } from '../wire.ts';

const cursorShape = z.object({ response_metadata: z.object({ next_cursor: z.string().nullish() }).nullish() });

/** A platform that goes on for ever is not followed. */
const MOST_PAGES = 200;

/**
 * Every page of a list, each read in its form; Slack's word where it refuses to tell. An AdapterError when a page does not come, so that
 * no part passes for the whole, and when Slack does not let us in at all.
 */
export async function pagesOf<Shape extends z.ZodType>(
  wire: Wire,
  method: Method,
  body: { [key: string]: unknown },
  shape: Shape,
): Promise<z.infer<Shape>[] | { refusal: string }> {
  const pages: z.infer<Shape>[] = [];
  for (let cursor: string | undefined; pages.length < MOST_PAGES;) {
    const answer = await wire.call(method, cursor === undefined ? body : { ...body, cursor });
    const refusal = refusalOf(answer);
    if (refusal !== null && !isNotLetIn(refusal)) return { refusal };
    pages.push(read(answer, shape));
    cursor = read(answer, cursorShape).response_metadata?.next_cursor || undefined;
    if (cursor === undefined) return pages;
  }
  throw errorOf({ kind: 'unanswered', cause: new Error('too many pages') });
}
