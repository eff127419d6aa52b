import { AdapterError } from '#adapter';
import type { Card, CardPart } from '#adapter';
import { buttonsOf, wholeWordsOf } from './blocks/buttons.ts';
import { divider, escaped, inert, quote, refusalId, richText, section, sentence, text } from './blocks/rich-text.ts';
import type { Piece, TextStyle } from './blocks/rich-text.ts';
import { layOut } from './blocks/tree.ts';
import type { Leaves } from './blocks/tree.ts';

/** https://docs.slack.dev/reference/block-kit/blocks */
const MOST_BLOCKS = 50;

/** What a message of ours holds beside its channel: nothing in it is read as marks, and nothing is fetched. */
export interface Message {
  text: string;
  blocks: Piece[];
  mrkdwn: false;
  parse: 'none';
  link_names: false;
  unfurl_links: false;
  unfurl_media: false;
  metadata?: Piece;
}

/** What our cards are told by, for whoever checks afterwards what was shown to whom: ids and a digest, and no word of a text. */
export const CARD = 'countersign_card';

/**
 * A card as a message. What pops up on a screen is its title alone; the words of an agent are in the message only. It holds no live
 * address and no mention: nothing is fetched, and nobody is told, before a text is approved.
 */
export function cardMessage(card: Card): Message {
  const blocks = [
    sentence(inert(card.title), { bold: true }),
    ...card.parts.flatMap(partBlocks),
    ...wholeWordsOf(card.actions),
    ...buttonsOf(card.actions, card.id),
  ];
  if (blocks.length > MOST_BLOCKS) {
    throw new AdapterError(
      'REFUSED',
      'The card is too long for one message in Slack, so it was not shown. Ask again, and ask for a shorter answer.',
    );
  }
  return { ...message(card.title, blocks), metadata: { event_type: CARD, event_payload: boundTo(card) } };
}

/** Slack keeps no empty values. */
function boundTo({ id, kind, draft, revision, digest }: Card): Piece {
  const bound = { id, kind, draft, revision, digest };
  return Object.fromEntries(Object.entries(bound).filter(([, value]) => value !== null));
}

/** A sentence of ours as a message. `code` where it is a refusal. */
export function sentenceMessage(words: string, code: string | null = null): Message {
  return message(words, [{ ...sentence(inert(words)), ...(code === null ? {} : { block_id: refusalId(code) }) }]);
}

function message(words: string, blocks: Piece[]): Message {
  return { text: escaped(inert(words)), blocks, mrkdwn: false, parse: 'none', link_names: false, unfurl_links: false, unfurl_media: false };
}

function partBlocks(part: CardPart): Piece[] {
  switch (part.kind) {
    case 'sentence':
      return part.text === '' ? [] : [sentence(inert(part.text))];
    case 'question':
    case 'partial':
      return [richText([...lead(part.lead), ...(part.text === '' ? [] : [quote(text(inert(part.text)))])])];
    case 'answer':
      return [divider, richText(layOut(part.tree, INERT)), divider];
    case 'difference':
      return [richText([...lead(part.lead), section(part.parts.flatMap(({ kind, text: words }) => changed(kind, inert(words))))])];
  }
}

function lead(words: string): Piece[] {
  return words === '' ? [] : [section(text(inert(words)))];
}

/** In words, too: who listens to a card hears no strike. */
function changed(kind: 'same' | 'removed' | 'added', words: string): Piece[] {
  if (kind === 'same') return text(words);
  const style: TextStyle = kind === 'removed' ? { strike: true } : { bold: true };
  return [...text(`[${kind}: `), ...text(words, style), ...text(']')];
}

/**
 * The same words without effect. What is ours among them stands in `‹ ›`: a link is `‹label` and its address as code, a person
 * `‹@Ana U2›`, because people may have the same name. Marks that were theirs have a backslash before them, so two texts never look alike.
 */
const INERT: Leaves = {
  text: (words, style) => text(marked(words), style),
  code: (words, style) => text(withoutAddress(words), { ...style, code: true }),
  link: (label, url, style) => [
    ...text(`‹${label === '' || label === url ? '' : `${marked(label)} `}`, style),
    ...text(withoutAddress(url), { ...style, code: true }),
    ...text('›', style),
  ],
  mention: (person, name, style) => text(`‹@${marked(name)} ${person.replace(/^slack:[^:]*:/, '')}›`, style),
  mark: (words) => text(words.replace(/\S+/, '‹$&›')),
  block: withoutAddress,
};

/** Each step can be undone, the last one first. */
function marked(words: string): string {
  return withoutAddress(words)
    .replace(/(\\*)([‹›])/g, (_whole, before: string, mark: string) => `${before}${before}\\${mark}`)
    .replace(/\\+$/, (end) => end + end);
}

/** `[:]` that was theirs becomes `[\:]`. */
function withoutAddress(words: string): string {
  return inert(words.replace(/\[(\\*:\])/g, '[\\$1'));
}
