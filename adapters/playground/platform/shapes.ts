/**
 * The form of everything that the platform accepts. Unknown keys are refused everywhere, and with them `__proto__`,
 * `constructor` and arrays where an object belongs.
 */
import { z } from 'zod';

/** Text that can be stored as it is: no half surrogate pairs, no NUL. `atMost` counts UTF-16 units. */
export function words(atMost: number) {
  return z
    .string()
    .max(atMost)
    .refine((text) => text.isWellFormed() && !text.includes('\0'), 'must be well-formed text without NUL');
}

const name = words(200).min(1);
const ids = z.array(name).max(1000);

/** Longer texts are 413, not 400, so the length is looked at apart from the form. */
export const MOST_CHARACTERS_SAID = 8000;

export const sayShape = z.strictObject({ person: name, channel: name, thread: name.nullish(), text: words(1_000_000) });
export const clickShape = z.strictObject({
  person: name,
  message: name,
  action: name,
  text: words(1_000_000).nullish(),
  delivery: z
    .string()
    .regex(/^[A-Za-z0-9_-]{1,64}$/)
    .optional(),
});

export const worldChangeShape = z.strictObject({
  channel: z
    .strictObject({
      id: name,
      audience: z.enum(['restricted', 'workspace', 'external', 'unknown']).optional(),
      outside: ids.optional(),
      members: ids.optional(),
      botIsIn: z.boolean().optional(),
    })
    .optional(),
  person: z
    .strictObject({
      id: name,
      name: name.optional(),
      active: z.boolean().optional(),
      bot: z.boolean().optional(),
      guest: z.boolean().optional(),
      external: z.boolean().optional(),
    })
    .optional(),
  group: z.strictObject({ id: name, members: ids.nullable() }).optional(),
});

export const OPERATIONS = [
  'publish',
  'card',
  'update',
  'retract',
  'find',
  'audience',
  'person',
  'members',
  'can_post',
  'ack',
  'delivery',
] as const;
export const MODES = ['refuse', 'rate_limit', 'hang', 'hang_after', 'cut_before', 'cut_after', 'duplicate'] as const;

export const faultsShape = z.strictObject({
  operation: z.enum(OPERATIONS).optional(),
  mode: z.enum(MODES).optional(),
  times: z.int().min(0).max(1_000_000).optional(),
  code: z
    .string()
    .regex(/^[A-Z][A-Z_]{0,60}$/)
    .optional(),
  message: words(500).optional(),
  retryAfter: z.int().min(0).max(3600).optional(),
  direct_messages: z.strictObject({ person: name, open: z.boolean() }).optional(),
  unchecked_clicks: z.boolean().optional(),
  clock: z.strictObject({ aheadMs: z.int() }).optional(),
});

const identifier = z.string().regex(/^[a-z][a-z_]{0,39}$/);
const label = words(120).min(1);

const actionShape = z.strictObject({
  id: identifier,
  label,
  tone: z.enum(['primary', 'plain', 'danger']),
  confirm: z.strictObject({ text: words(2000), ok: label, cancel: label }).nullable(),
  input: z
    .strictObject({
      label: words(500),
      initial: words(20_000),
      maxCharacters: z.int().positive(),
      isNeeded: z.boolean().optional(),
      ok: label.optional(),
    })
    .nullable(),
});

const partShape = z.discriminatedUnion('kind', [
  /** A term stands beside the buttons. */
  z.strictObject({ kind: z.literal('sentence'), text: words(20_000), role: z.literal('term').optional() }),
  z.strictObject({ kind: z.literal('question'), lead: words(2000), text: words(20_000) }),
  /** What an agent has written so far. */
  z.strictObject({ kind: z.literal('partial'), lead: words(2000), text: words(20_000) }),
  /** Where the preview stands; its text is in the card's `preview`, once. */
  z.strictObject({ kind: z.literal('answer') }),
  z.strictObject({
    kind: z.literal('difference'),
    lead: words(2000),
    parts: z.array(z.strictObject({ kind: z.enum(['same', 'removed', 'added']), text: words(100_000) })).max(20_000),
  }),
]);

export const cardShape = z
  .strictObject({
    id: name,
    kind: z.enum(['card', 'notice']),
    title: words(2000),
    parts: z.array(partShape).max(50),
    preview: words(200_000).nullable(),
    actions: z.array(actionShape).max(10),
    draft: name.nullable(),
    revision: z.int().nullable(),
    state: name.nullable(),
    digest: name.nullable(),
  })
  .refine((card) => card.parts.filter((part) => part.kind === 'answer').length === (card.preview === null ? 0 : 1), {
    message: 'a preview needs exactly one part of kind answer, and the other way round',
  });

export const MOST_CHARACTERS_POSTED = 4000;

export const publicationShape = z.strictObject({
  channel: name,
  thread: name.nullable(),
  text: words(1_000_000).min(1),
  notify: ids,
  metadata: z.strictObject({ publication: name, reference: name, draft: name, revision: z.int().min(1) }),
  actions: z.array(z.strictObject({ id: identifier, label })).max(5),
});

export const replyShape = z.discriminatedUnion('ok', [
  z.strictObject({ ok: z.literal(true), state: name.nullable(), draft: name.nullable(), message: words(8000).nullable() }),
  z.strictObject({ ok: z.literal(false), code: name, message: words(8000) }),
]);

export type Card = z.infer<typeof cardShape>;
export type Publication = z.infer<typeof publicationShape>;
export type Reply = z.infer<typeof replyShape>;
export type WorldChange = z.infer<typeof worldChangeShape>;
export type FaultsChange = z.infer<typeof faultsShape>;
export type OperationName = (typeof OPERATIONS)[number];
export type Mode = (typeof MODES)[number];
