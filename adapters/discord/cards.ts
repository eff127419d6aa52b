import { AdapterError } from '#adapter';
import type { Card, CardId, CardPart, DraftId, Tree } from '#adapter';
import { buttonsOf, openButton, wholeWordsOf } from './components/buttons.ts';
import { nonceOf } from './components/ids.ts';
import { bold, code, escaped, inert, linesEscaped, plain, quoted } from './components/markdown.ts';
import { container, fits, FLAGS, NOBODY, refusalId, text } from './components/pieces.ts';
import type { Piece } from './components/pieces.ts';
import { layOut } from './components/tree.ts';
import type { Leaves } from './components/tree.ts';
import { SAID } from './errors.ts';

/** What a message of ours holds: nothing is fetched for it, and nobody is told by it. */
export type Message = Piece & { components: Piece[]; flags: number; allowed_mentions: Piece };

/**
 * A card as a message of components: words above, the answer in a box of its own, words and buttons below. It holds no live address and
 * no mention: nothing is fetched, and nobody is told, before a text is approved. `openedBy`: the message by which it was opened. What
 * does not fit is left out, in words (`SHORTER`); the text that is approved never is.
 */
export function cardMessage(card: Card, openedBy: string | null = null): Message {
  for (const shorter of SHORTER) {
    const components = componentsOf(shorter(card), openedBy);
    if (fits(components)) return message(components);
  }
  throw new AdapterError(
    'REFUSED',
    'The card is too long for one message in Discord, so it was not shown. Ask again, and ask for a shorter answer.',
  );
}

/** What a card says beside its answer has the rest, whatever is left out of it. */
const MOST_OF_ANSWER = 2600;

/** Whether a card can hold this text whole. */
export function answerFits(tree: Tree): boolean {
  return layOut(tree, INERT).length <= MOST_OF_ANSWER;
}

/** The same as it is sent the first time: Discord hands the card's id back to us with the message. */
export function newCardMessage(card: Card): Piece {
  return { ...cardMessage(card), nonce: nonceOf(card.kind, card.id) };
}

/** Read by everybody in the channel: it says that there is something, and for whom only by who may open it. */
export function pointerMessage({ draft, card }: { draft: DraftId; card: CardId }): Piece {
  return { ...changedPointer(draft, 'pointer'), nonce: nonceOf('notice', card), enforce_nonce: true };
}

/** The same message later: there is something new, or it was looked at. */
export function changedPointer(draft: DraftId, says: 'pointer' | 'news'): Message {
  return message([text(SAID[says].words), ...openButton(draft)]);
}

/** Read by everybody there, too, below the question of which it says that it has no answer. Nobody is called by it. */
export function noAnswerMessage(card: CardId, question: string): Piece {
  return {
    ...message([text(SAID.noAnswer.words)]),
    message_reference: { message_id: question, fail_if_not_exists: false },
    nonce: nonceOf('notice', card),
    enforce_nonce: true,
  };
}

/** A sentence of ours as a message. `code` where it is a refusal. */
export function sentenceMessage(words: string, refusal: string | null = null): Message {
  return message([{ ...text(plain(inert(words))), ...(refusal === null ? {} : { id: refusalId(refusal) }) }]);
}

export function message(components: Piece[]): Message {
  return { components, flags: FLAGS.components, allowed_mentions: NOBODY };
}

/** One after the other, until it fits: the card as it is, and what may be missing on it. */
const SHORTER: ((card: Card) => Card)[] = [
  (card) => card,
  (card) => ({ ...card, parts: card.parts.map(withoutDifference) }),
  (card) => ({ ...card, parts: card.parts.map(withoutDifference).map(withoutQuestion) }),
  (card) => bare(card),
];

function withoutDifference(part: CardPart): CardPart {
  if (part.kind === 'difference') return sentence(SAID.differenceTooLong.words);
  if (part.kind === 'partial') return sentence(SAID.partialTooLong.words);
  return part;
}

function withoutQuestion(part: CardPart): CardPart {
  return part.kind === 'question' ? sentence(SAID.questionLeftOut.words) : part;
}

/** What a decision would mean does not fit beside the text: so nobody can decide here but against it. */
function bare(card: Card): Card {
  const answers = card.parts.filter(({ kind }) => kind === 'answer');
  const actions = card.actions.filter(({ verb }) => verb !== 'approve' && verb !== 'retry');
  const isReview = actions.some(({ verb }) => verb === 'reject');
  return { ...card, parts: [sentence((isReview ? SAID.termsTooLongToReview : SAID.termsTooLong).words), ...answers], actions };
}

const sentence = (words: string): CardPart => ({ kind: 'sentence', text: words });

/** Words that follow each other are one component. */
function componentsOf(card: Card, openedBy: string | null): Piece[] {
  const components: Piece[] = [];
  let words = [bold(escaped(inert(card.title)))];
  const end = () => {
    const said = words.filter((one) => one !== '').join('\n');
    if (said !== '') components.push(text(said));
    words = [];
  };
  for (const part of card.parts) {
    if (part.kind !== 'answer') {
      words.push(wordsOf(part));
      continue;
    }
    end();
    components.push(container([text(layOut(part.tree, INERT) || ' ')]));
  }
  words.push(...wholeWordsOf(card.actions));
  end();
  return [...components, ...buttonsOf(card.actions, card.id, openedBy)];
}

function wordsOf(part: Exclude<CardPart, { kind: 'answer' }>): string {
  switch (part.kind) {
    case 'sentence':
      return plain(inert(part.text));
    case 'question':
    case 'partial':
      return [lead(part.lead), part.text === '' ? '' : quoted(plain(inert(part.text)))].filter((one) => one !== '').join('\n');
    case 'difference':
      return [lead(part.lead), linesEscaped(part.parts.map(({ kind, text: words }) => changed(kind, inert(words))).join(''))]
        .filter((one) => one !== '')
        .join('\n');
  }
}

const lead = (words: string): string => plain(inert(words));

/** In words, too: who listens to a card hears no strike. */
function changed(kind: 'same' | 'removed' | 'added', words: string): string {
  if (kind === 'same' || words === '') return escaped(words);
  const mark = kind === 'removed' ? '~~' : '**';
  return `\\[${kind}: ${mark}${escaped(words)}${mark}\\]`;
}

/**
 * The same words without effect. What is ours among them stands in `‹ ›`: a link is `‹label` and its address as code, a person
 * `‹@Ana 123›`, because people may have the same name. Marks that were theirs have a backslash before them, so two texts never look alike.
 */
const INERT: Leaves = {
  text: (words) => escaped(marked(words)),
  code: (words) => code(withoutAddress(words)),
  link: (label, url) => `‹${label === '' || label === url ? '' : `${escaped(marked(label))} `}${code(withoutAddress(url))}›`,
  mention: (person, name) => `‹${escaped(`@${marked(name)} ${person.replace(/^discord:/, '')}`)}›`,
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
