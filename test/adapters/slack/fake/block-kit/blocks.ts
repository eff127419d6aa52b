/** Blocks, and what may stand where. */
import { z } from 'zod';
import { accessory, actionElement, contextElement, inputElement } from './elements.ts';
import { richText } from './rich-text.ts';
import { anyText, id, plainText, text } from './texts.ts';

const named = { block_id: id.optional() };

const section = z
  .strictObject({
    type: z.literal('section'),
    text: anyText(3000).optional(),
    fields: z.array(anyText(2000)).min(1).max(10).optional(),
    accessory: accessory.optional(),
    expand: z.boolean().optional(),
    ...named,
  })
  .refine((block) => block.text !== undefined || block.fields !== undefined, { message: 'missing required field: text', path: ['text'] });

const header = z.strictObject({ type: z.literal('header'), text: plainText(150), ...named });
const divider = z.strictObject({ type: z.literal('divider'), ...named });
const context = z.strictObject({ type: z.literal('context'), elements: z.array(contextElement).min(1).max(10), ...named });
const actions = z.strictObject({ type: z.literal('actions'), elements: z.array(actionElement).min(1).max(25), ...named });
const image = z.strictObject({
  type: z.literal('image'),
  image_url: z.string().max(3000),
  alt_text: text(2000),
  title: plainText(2000).optional(),
  ...named,
});
const input = z.strictObject({
  type: z.literal('input'),
  label: plainText(2000),
  element: inputElement,
  hint: plainText(2000).optional(),
  optional: z.boolean().optional(),
  dispatch_action: z.boolean().optional(),
  ...named,
});
const markdown = z.strictObject({ type: z.literal('markdown'), text: text(12_000), ...named });

const everywhere = [section, header, divider, context, actions, image, input, richText] as const;

/** A message has at most 50 blocks. */
export const messageBlocks = z.array(z.discriminatedUnion('type', [...everywhere, markdown])).max(50);

/** A view has at most 100. */
const viewBlocks = z.array(z.discriminatedUnion('type', everywhere)).max(100);

const common = {
  blocks: viewBlocks,
  private_metadata: z.string().max(3000).optional(),
  callback_id: z.string().max(255).optional(),
  external_id: z.string().max(255).optional(),
};

const modal = z
  .strictObject({
    type: z.literal('modal'),
    title: plainText(24),
    submit: plainText(24).optional(),
    close: plainText(24).optional(),
    clear_on_close: z.boolean().optional(),
    notify_on_close: z.boolean().optional(),
    submit_disabled: z.boolean().optional(),
    ...common,
  })
  .refine((view) => view.submit !== undefined || !view.blocks.some((block) => block.type === 'input'), {
    message: 'missing required field: submit, because there are input blocks',
    path: ['submit'],
  });

export const anyView = z.discriminatedUnion('type', [modal, z.strictObject({ type: z.literal('home'), ...common })]);
