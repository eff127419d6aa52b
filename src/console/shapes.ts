/** What the operator's corner may be sent. Everything in it is a stranger's until the app has asked what this person may. */
import { z } from 'zod';
import type { Order } from '../app/operator-orders.ts';
import type { PersonId } from '../core/ids.ts';
import { Problem } from './problem.ts';

const MALFORMED = 'must be well-formed text without NUL';
/** What can be stored as it is: no half surrogate pairs, no NUL. */
const isStorable = (text: string): boolean => text.isWellFormed() && !text.includes('\0');

const person = z.templateLiteral([z.string().min(1).max(100), ':', z.string().min(1).max(200)]).refine(isStorable, MALFORMED);
const words = z.string().max(8000).refine(isStorable, MALFORMED);
const name = z.string().min(1).max(300).refine(isStorable, MALFORMED);
const version = z.int().min(1).optional();

export const personShape = z.strictObject({ person });

type Ordered = z.ZodType<{ person: PersonId; order: Order }>;

/** By the last word of the path. An order without its shape does not compile. */
export const ORDERS: Record<Order['verb'], Ordered> = {
  engage: z.strictObject({ person, scope: name, reason: words }).transform(ordered('engage')),
  release: z.strictObject({ person, scope: name, reason: words }).transform(ordered('release')),
  withdraw: z.strictObject({ person, draft: name, reason: words }).transform(ordered('withdraw')),
  settle: z
    .strictObject({ person, draft: name, outcome: z.enum(['published', 'failed']), reason: words, version })
    .transform(ordered('settle')),
  retract: z.strictObject({ person, draft: name }).transform(ordered('retract')),
};

function ordered<V extends Order['verb']>(verb: V) {
  return <Given extends { person: PersonId }>({ person: by, ...order }: Given) => ({ person: by, order: { verb, ...order } });
}

/** A Problem that names the first thing that is wrong. */
export function parsed<Shape extends z.ZodType>(shape: Shape, value: unknown): z.infer<Shape> {
  const result = shape.safeParse(value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const where = issue?.path.length ? `"${issue.path.map(String).join('.')}"` : 'What was sent';
  throw new Problem(400, 'BAD_REQUEST', `${where} is not as it must be: ${issue?.message ?? 'wrong form'}. ${SEE}`);
}

export const SEE = 'See adapters/playground/README.md.';
