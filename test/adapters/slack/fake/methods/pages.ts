import type { Fields } from '../fields.ts';
import { Refusal } from '../refusal.ts';

/** One page by `limit` and `cursor`, with what leads to the next one: `next_cursor` is empty on the last. */
export function pageOf<T>(all: T[], args: Fields, usual: number, most: number): { items: T[]; hasMore: boolean; more: Fields } {
  const limit = typeof args['limit'] === 'number' ? args['limit'] : usual;
  if (limit < 1 || limit > most) throw new Refusal('invalid_limit');
  const cursor = typeof args['cursor'] === 'string' && args['cursor'] !== '' ? args['cursor'] : null;
  const start = cursor === null ? 0 : Number(Buffer.from(cursor, 'base64').toString().replace('next:', ''));
  if (!Number.isInteger(start) || start < 0) throw new Refusal('invalid_cursor');
  const end = start + limit;
  const hasMore = end < all.length;
  const next = hasMore ? Buffer.from(`next:${end}`).toString('base64') : '';
  return { items: all.slice(start, end), hasMore, more: { response_metadata: { next_cursor: next } } };
}
