import { actionsIn } from '../block-kit/check.ts';
import type { Fields } from '../fields.ts';
import { fieldsIn, isFields, listIn, textIn } from '../fields.ts';

/** What a person wrote or chose, by `block_id` and `action_id`. */
export type Values = Record<string, Record<string, string>>;

/** `state.values`: every input, with what was there at first where a person wrote nothing. */
export function stateOf(blocks: Fields[], given: Values): Record<string, Fields> {
  const state: Record<string, Fields> = {};
  for (const { block, element } of actionsIn(blocks)) {
    const [blockId, actionId] = [textIn(block, 'block_id'), textIn(element, 'action_id')];
    const value = valueOf(element, given[blockId]?.[actionId]);
    if (value !== null) state[blockId] = { ...state[blockId], [actionId]: value };
  }
  return state;
}

/** Null for what holds no value: buttons and menus of actions. */
function valueOf(element: Fields, given: string | undefined): Fields | null {
  const type = textIn(element, 'type');
  switch (type) {
    case 'plain_text_input':
      return { type, value: given ?? (typeof element['initial_value'] === 'string' ? element['initial_value'] : null) };
    case 'static_select':
    case 'radio_buttons':
      return { type, selected_option: optionOf(element, given) ?? element['initial_option'] ?? null };
    case 'checkboxes':
      return {
        type,
        selected_options: (given ?? '')
          .split(',')
          .map((one) => optionOf(element, one))
          .filter(isFields),
      };
    case 'users_select':
      return { type, selected_user: given ?? element['initial_user'] ?? null };
    case 'channels_select':
      return { type, selected_channel: given ?? element['initial_channel'] ?? null };
    case 'conversations_select':
      return { type, selected_conversation: given ?? element['initial_conversation'] ?? null };
    default:
      return null;
  }
}

function optionOf(element: Fields, value: string | undefined): Fields | undefined {
  const options = [...listIn(element, 'options'), ...listIn(element, 'option_groups').flatMap((group) => listIn(group, 'options'))];
  return options.filter(isFields).find((option) => option['value'] === value);
}

/** What a press of this element carries. */
export function actionOf(block: Fields, element: Fields, given: string | undefined, ts: string): Fields {
  const named = { action_id: element['action_id'], block_id: block['block_id'], type: element['type'], action_ts: ts };
  switch (element['type']) {
    case 'button':
      return { ...named, text: fieldsIn(element, 'text'), ...('value' in element ? { value: element['value'] } : {}), ...style(element) };
    case 'overflow':
      return { ...named, selected_option: optionOf(element, given) ?? null };
    default:
      return { ...named, ...valueOf(element, given) };
  }
}

function style(element: Fields): Fields {
  return typeof element['style'] === 'string' ? { style: element['style'] } : {};
}

/** What Slack's client does not let through: an input that must be filled in is empty, or its text too long. */
export function problemWith(blocks: Fields[], state: Record<string, Fields>): string | null {
  for (const { block, element } of actionsIn(blocks).filter(({ block: one }) => one['type'] === 'input')) {
    const value = fieldsIn(state[textIn(block, 'block_id')], textIn(element, 'action_id'))['value'];
    if (element['type'] !== 'plain_text_input') continue;
    if (block['optional'] !== true && (value === null || value === '')) return 'Please complete this required field.';
    if (typeof value !== 'string') continue;
    if (value.length > Number(element['max_length'] ?? 3000)) return 'This is too long.';
    if (value.length < Number(element['min_length'] ?? 0)) return 'This is too short.';
  }
  return null;
}
