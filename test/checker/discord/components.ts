/** Components (https://discord.com/developers/docs/components/reference), read for their words. */
import { fieldsOf, listIn, stringsOf, textIn } from '../json.ts';
import type { Fields } from '../json.ts';
import { plainWordsOf } from './markdown.ts';

const BUTTON = 2;
const TEXT = 10;
const CONTAINER = 17;

export interface MessageRead {
  /** The words of the person who asked, where the card repeats them. */
  question: string | null;
  /** The Markdown of the answer, which stands in a box. */
  answer: string | null;
  /** Everything else that can be read, a piece for each paragraph, the words of buttons too. */
  words: string[];
  actions: { id: string; label: string; customId: string }[];
}

/** Of a body: its content, or its components. */
export function readMessage(body: Fields): MessageRead {
  const components = listIn(body, 'components').map(fieldsOf);
  const boxes = components.filter((one) => one?.['type'] === CONTAINER);
  const texts = [textIn(body, 'content'), ...textsIn(components.filter((one) => one?.['type'] !== CONTAINER))];
  const actions = buttonsIn(components);
  const read: MessageRead = { question: null, answer: null, words: [...actions.map(({ label }) => label), ...othersIn(body)], actions };
  if (boxes.length > 0) read.answer = textsIn(boxes).join('\n');
  for (const text of texts.filter((one) => one !== '')) readText(text, read);
  return read;
}

/** The Markdown of the answer in a post: all but its last line, which is the credit in small print. */
export function answerOfPost(body: Fields): string {
  const content = contentOfPost(body);
  const lines = content.split('\n');
  return lines.at(-1)?.startsWith('-# ') ? lines.slice(0, -1).join('\n') : content;
}

/** The line of the credit. */
export function creditOfPost(body: Fields): string {
  const line = contentOfPost(body).split('\n').at(-1) ?? '';
  return line.startsWith('-# ') ? plainWordsOf(line.slice(3)) : '';
}

/** A post in a forum begins a thread, and its message stands within. */
export function messageOf(body: Fields): Fields {
  return fieldsOf(body['message']) ?? body;
}

function contentOfPost(body: Fields): string {
  return textsOf(messageOf(body)).find((one) => one !== '') ?? '';
}

/** All of its Markdown. */
export function textsOf(body: Fields): string[] {
  return [textIn(body, 'content'), ...textsIn(listIn(body, 'components').map(fieldsOf))];
}

/** Whatever else of a body could hold words: embeds, polls, names of files, addresses of buttons. */
function othersIn(body: Fields): string[] {
  const { content: _content, nonce: _nonce, allowed_mentions: _mentions, components: _components, ...rest } = body;
  return [...stringsOf(rest), ...listIn(body, 'components').flatMap(othersOf)];
}

function othersOf(component: unknown): string[] {
  const fields = fieldsOf(component) ?? {};
  const { type, custom_id: _id, label, content, components: _components, ...rest } = fields;
  const own = stringsOf([rest, type === BUTTON ? null : label, type === TEXT ? null : content]);
  return [...own, ...listIn(fields, 'components').flatMap(othersOf)];
}

/** Lines that are quoted are somebody’s own words: the first of them the question, those after it whatever else is told. */
function readText(text: string, read: MessageRead): void {
  let quote: string[] = [];
  const end = () => {
    const words = plainWordsOf(quote.join('\n'));
    if (quote.length > 0 && read.question === null) read.question = words;
    else if (quote.length > 0) read.words.push(words);
    quote = [];
  };
  const plain: string[] = [];
  for (const line of text.split('\n')) {
    if (line.startsWith('> ')) quote.push(line.slice(2));
    else {
      end();
      plain.push(line);
    }
  }
  end();
  if (plain.some((line) => line !== '')) read.words.push(plainWordsOf(plain.join('\n')));
}

function textsIn(components: readonly (Fields | null)[]): string[] {
  return components.flatMap((one) =>
    one?.['type'] === TEXT ? [textIn(one, 'content')] : textsIn(listIn(one, 'components').map(fieldsOf)),
  );
}

/** `cs:<verb>:<id>`. */
function buttonsIn(components: readonly (Fields | null)[]): MessageRead['actions'] {
  return components.flatMap((one) => {
    if (one?.['type'] !== BUTTON) return buttonsIn(listIn(one, 'components').map(fieldsOf));
    const customId = textIn(one, 'custom_id');
    return [{ id: customId.split(':')[1] ?? '', label: textIn(one, 'label'), customId }];
  });
}
