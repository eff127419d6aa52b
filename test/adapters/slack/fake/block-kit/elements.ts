/** The interactive elements that this fake knows. Any other type is refused, also one that Slack would take. */
import { z } from 'zod';
import { anyText, confirm, id, option, plainText, text } from './texts.ts';

const actionable = { action_id: id.optional() };
const confirmable = { confirm: confirm.optional() };
const focusable = { focus_on_load: z.boolean().optional() };
const placeholdable = { placeholder: plainText(150).optional() };

const button = z.strictObject({
  type: z.literal('button'),
  text: plainText(75),
  value: z.string().max(2000).optional(),
  url: z.string().max(3000).optional(),
  style: z.enum(['primary', 'danger']).optional(),
  accessibility_label: text(75).optional(),
  ...actionable,
  ...confirmable,
});

const image = z.strictObject({ type: z.literal('image'), image_url: z.string().max(3000), alt_text: text(2000) });

const plainTextInput = z.strictObject({
  type: z.literal('plain_text_input'),
  initial_value: z.string().max(3000).optional(),
  multiline: z.boolean().optional(),
  min_length: z.int().min(0).max(3000).optional(),
  max_length: z.int().min(1).max(3000).optional(),
  dispatch_action_config: z
    .strictObject({ trigger_actions_on: z.array(z.enum(['on_enter_pressed', 'on_character_entered'])).min(1) })
    .optional(),
  ...actionable,
  ...focusable,
  ...placeholdable,
});

const optionGroup = z.strictObject({ label: plainText(75), options: z.array(option).min(1).max(100) });

const staticSelect = z.strictObject({
  type: z.literal('static_select'),
  options: z.array(option).min(1).max(100).optional(),
  option_groups: z.array(optionGroup).min(1).max(100).optional(),
  initial_option: option.optional(),
  ...actionable,
  ...confirmable,
  ...focusable,
  ...placeholdable,
});

const choices = { options: z.array(option).min(1).max(10), ...actionable, ...confirmable, ...focusable };
const checkboxes = z.strictObject({ type: z.literal('checkboxes'), initial_options: z.array(option).optional(), ...choices });
const radioButtons = z.strictObject({ type: z.literal('radio_buttons'), initial_option: option.optional(), ...choices });

const overflow = z.strictObject({
  type: z.literal('overflow'),
  options: z.array(option).min(1).max(5),
  ...actionable,
  ...confirmable,
});

const picker = <Type extends string>(type: Type, initial: string) =>
  z.strictObject({ type: z.literal(type), [initial]: id.optional(), ...actionable, ...confirmable, ...focusable, ...placeholdable });

const usersSelect = picker('users_select', 'initial_user');
const channelsSelect = picker('channels_select', 'initial_channel');
const conversationsSelect = picker('conversations_select', 'initial_conversation');

const actionElements = [
  button,
  overflow,
  staticSelect,
  checkboxes,
  radioButtons,
  usersSelect,
  channelsSelect,
  conversationsSelect,
] as const;
export const actionElement = z.discriminatedUnion('type', actionElements);
export const accessory = z.discriminatedUnion('type', [...actionElements, image]);
export const inputElement = z.discriminatedUnion('type', [
  plainTextInput,
  staticSelect,
  checkboxes,
  radioButtons,
  usersSelect,
  channelsSelect,
  conversationsSelect,
]);
export const contextElement = z.union([image, anyText(3000)]);
