/** Block Kit (https://docs.slack.dev/reference/block-kit), read for its words. */
import { fieldsOf, listIn, stringsOf, textIn } from '../json.ts';
import type { Fields } from '../json.ts';

export interface BlocksRead {
  /** The words of the person who asked, where the card repeats them. */
  question: string | null;
  /** The elements of the answer, which stands between two dividers. */
  answer: unknown[] | null;
  /** Everything else that can be read, a piece for each block, the words of dialogs and buttons too. */
  words: string[];
  actions: { id: string; label: string }[];
}

export function readBlocks(blocks: unknown): BlocksRead {
  const read: BlocksRead = { question: null, answer: null, words: [], actions: [] };
  let dividers = 0;
  for (const block of Array.isArray(blocks) ? blocks.map(fieldsOf) : []) {
    const type = textIn(block, 'type');
    if (type === 'divider') dividers += 1;
    else if (dividers === 1 && type === 'rich_text') read.answer = listIn(block, 'elements');
    else if (dividers === 0 && type === 'rich_text' && read.question === null && quoteOf(block) !== null) {
      read.question = quoteOf(block);
      read.words.push(wordsOf(listIn(block, 'elements')[0]));
    } else if (type === 'actions') read.actions.push(...listIn(block, 'elements').map(actionOf));
    else read.words.push(...wordsIn([block]));
    if (type === 'actions') read.words.push(...wordsIn([block]));
  }
  return read;
}

/** The second element of a block that begins with a sentence. */
function quoteOf(block: Fields | null): string | null {
  const [lead, quote] = listIn(block, 'elements').map(fieldsOf);
  return lead?.['type'] === 'rich_text_section' && quote?.['type'] === 'rich_text_quote' ? wordsOf(quote) : null;
}

function actionOf(element: unknown): { id: string; label: string } {
  const fields = fieldsOf(element);
  return { id: textIn(fields, 'action_id').replace(/^cs:/, ''), label: textIn(fieldsOf(fields?.['text']), 'text') };
}

const NOT_WORDS = ['type', 'action_id', 'block_id', 'value', 'style', 'user_id', 'url'];

/** What people can read in these blocks, a piece for each. */
export function wordsIn(blocks: unknown): string[] {
  return (Array.isArray(blocks) ? blocks : []).map(wordsOf).filter((words) => words !== '');
}

function wordsOf(value: unknown): string {
  if (Array.isArray(value)) return value.map(wordsOf).join('');
  const fields = fieldsOf(value);
  if (fields === null) return typeof value === 'string' ? value : '';
  return Object.entries(fields)
    .filter(([name]) => !NOT_WORDS.includes(name))
    .map(([, child]) => wordsOf(child))
    .join('');
}

/** Whoever a message would notify: people by their id, everything else by what it is. */
export function mentionedIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(mentionedIn);
  const fields = fieldsOf(value);
  if (fields === null) return [];
  const type = textIn(fields, 'type');
  if (type === 'user') return [textIn(fields, 'user_id')];
  if (type === 'usergroup' || type === 'broadcast') return [`${type} ${stringsOf(fields).join(' ')}`];
  return Object.values(fields).flatMap(mentionedIn);
}

/**
 * The letters and digits of an answer, in their order: of the post, whose links and people are live, and of the card, on which a link
 * is its label and its address, and a person `‹@Ana U2›`. Both must be the same. A label may begin with `@`, too: the address behind it
 * is code, which is held apart by a NUL.
 */
export function lettersOfAnswer(value: unknown): string {
  return pieces(value)
    .join('')
    .replaceAll(/‹@[^›\0]*? ([^\s\0]+)›/g, '$1')
    .replaceAll(/[^\p{L}\p{N}]/gu, '');
}

function pieces(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(pieces);
  const fields = fieldsOf(value);
  if (fields === null) return [];
  const text = textIn(fields, 'text');
  switch (fields['type']) {
    case 'link':
      return [text, textIn(fields, 'url')];
    case 'user':
      return [textIn(fields, 'user_id')];
    case 'text':
      return fieldsOf(fields['style'])?.['code'] === true ? [`\0${text}\0`] : [text];
    default:
      return pieces(fields['elements']);
  }
}
