/** What Discord delivers, as far as we read it. Whatever does not have its form is nobody's question and nobody's click. */
import { z } from 'zod';
import { messageShape } from '../facts/find.ts';
import { memberShape, userShape } from '../facts/shapes.ts';

const id = z.string().regex(/^\d{1,20}$/);

/** `MESSAGE_CREATE` (https://discord.com/developers/docs/events/gateway-events#message-create). */
export const saidShape = messageShape.extend({
  id,
  channel_id: id,
  guild_id: id.nullish(),
  author: userShape,
});
export type Said = z.infer<typeof saidShape>;

/** https://discord.com/developers/docs/interactions/receiving-and-responding#interaction-object */
const common = {
  id,
  application_id: id,
  token: z.string().min(1),
  guild_id: id.nullish(),
  channel_id: id.nullish(),
  channel: z.object({ id, type: z.int(), parent_id: id.nullish() }).nullish(),
  member: memberShape.extend({ user: userShape }).nullish(),
  user: userShape.nullish(),
  message: messageShape.extend({ id, channel_id: id }).nullish(),
};

interface Option {
  name: string;
  value?: string | number | boolean | null | undefined;
  options?: Option[] | null | undefined;
}
const optionShape: z.ZodType<Option> = z.object({
  name: z.string(),
  value: z.union([z.string(), z.number(), z.boolean()]).nullish(),
  get options() {
    return z.array(optionShape).nullish();
  },
});

export const commandShape = z.object({
  ...common,
  type: z.literal(2),
  data: z.object({
    /** 1 by slash, 3 in a message's menu. */
    type: z.int(),
    name: z.string(),
    options: z.array(optionShape).nullish(),
    target_id: id.nullish(),
    resolved: z.object({ messages: z.record(z.string(), messageShape).nullish() }).nullish(),
  }),
});
export type Command = z.infer<typeof commandShape>;
export type { Option };

export const pressShape = z.object({ ...common, type: z.literal(3), data: z.object({ custom_id: z.string().min(1) }) });
export type Press = z.infer<typeof pressShape>;

export const submissionShape = z.object({
  ...common,
  type: z.literal(5),
  data: z.object({ custom_id: z.string().min(1), components: z.array(z.unknown()) }),
});
export type Submission = z.infer<typeof submissionShape>;

export type Interaction = Command | Press | Submission;

/** The words in a field of a form, wherever it stands. */
export function inputIn(components: readonly unknown[], name: string): string {
  for (const one of components) {
    const { custom_id: customId, value, components: within, component } = (one ?? {}) as { [key: string]: unknown };
    if (customId === name && typeof value === 'string') return value;
    const found = inputIn([...(Array.isArray(within) ? (within as unknown[]) : []), ...(component ? [component] : [])], name);
    if (found !== '') return found;
  }
  return '';
}
