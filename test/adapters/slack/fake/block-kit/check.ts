import type { z } from 'zod';
import type { Fields } from '../fields.ts';
import { isFields, listIn, textIn } from '../fields.ts';
import { Refusal } from '../refusal.ts';
import { anyView, messageBlocks } from './blocks.ts';

/** The text of all blocks of a message together; Slack's documentation gives 12,000 for `markdown` blocks and none for the rest. */
const MOST_TEXT = 12_000;
const MOST_VIEW_BYTES = 250_000;

/** The blocks of a message, or `invalid_blocks` with the places that are wrong. */
export function checkedBlocks(given: unknown): Fields[] {
  const result = messageBlocks.safeParse(given);
  if (!result.success) throw refused('invalid_blocks', problemsOf(result.error, '/blocks'));
  const blocks = given as Fields[];
  const twice = repeated(blocks);
  if (twice.length > 0) throw refused('invalid_blocks', twice);
  if (textsIn(blocks).join('').length > MOST_TEXT) throw new Refusal('msg_blocks_too_long');
  return blocks;
}

/** A view, or `invalid_arguments` as `views.*` refuse it. */
export function checkedView(given: unknown): Fields {
  if (!isFields(given)) throw refused('invalid_arguments', ['[ERROR] must be an object [json-pointer:/view]']);
  if (Buffer.byteLength(JSON.stringify(given)) > MOST_VIEW_BYTES) throw new Refusal('view_too_large');
  const result = anyView.safeParse(given);
  const problems = result.success ? repeated(listIn(given, 'blocks') as Fields[]) : problemsOf(result.error, '/view');
  if (problems.length > 0) throw refused('invalid_arguments', problems);
  return given;
}

function refused(code: string, messages: string[]): Refusal {
  return new Refusal(code, { errors: messages, response_metadata: { messages } });
}

function problemsOf(error: z.ZodError, start: string): string[] {
  return error.issues.map((issue) => `[ERROR] ${issue.message} [json-pointer:${[start, ...issue.path.map(String)].join('/')}]`);
}

/** A `block_id` may stand once in a message or view, an `action_id` once in a block; here, to be strict, once in all. */
function repeated(blocks: Fields[]): string[] {
  const blockIds = blocks.map((block) => textIn(block, 'block_id')).filter((one) => one !== '');
  const actionIds = actionsIn(blocks)
    .map(({ element }) => textIn(element, 'action_id'))
    .filter((one) => one !== '');
  return [
    ...duplicatesOf(blockIds).map((one) => `[ERROR] \`block_id\` ${one} already exists [json-pointer:/blocks]`),
    ...duplicatesOf(actionIds).map((one) => `[ERROR] \`action_id\` ${one} already exists [json-pointer:/blocks]`),
  ];
}

function duplicatesOf(ids: string[]): string[] {
  return [...new Set(ids.filter((one, index) => ids.indexOf(one) !== index))];
}

/** Every element that a person can act on, with its block. */
export function actionsIn(blocks: Fields[]): { block: Fields; element: Fields }[] {
  return blocks.flatMap((block) => {
    const single = [block['accessory'], block['element']].filter(isFields);
    const many = block['type'] === 'actions' ? listIn(block, 'elements').filter(isFields) : [];
    return [...single, ...many].filter((element) => element['type'] !== 'image').map((element) => ({ block, element }));
  });
}

/** Ids that were not given are made, as Slack does. */
export function withIds(blocks: Fields[], makeId: () => string): Fields[] {
  const named = (element: unknown): unknown =>
    isFields(element) && element['type'] !== 'image' && !('action_id' in element) ? { ...element, action_id: makeId() } : element;
  return blocks.map((block) => {
    const next: Fields = { ...block, block_id: block['block_id'] ?? makeId() };
    if (block['type'] === 'actions') next['elements'] = listIn(block, 'elements').map(named);
    if (isFields(block['accessory'])) next['accessory'] = named(block['accessory']);
    if (isFields(block['element'])) next['element'] = named(block['element']);
    return next;
  });
}

/** Every string under the name `text`, at any depth. */
function textsIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(textsIn);
  if (!isFields(value)) return [];
  return Object.entries(value).flatMap(([name, one]) => (name === 'text' && typeof one === 'string' ? [one] : textsIn(one)));
}
