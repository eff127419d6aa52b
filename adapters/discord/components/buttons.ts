import type { Action, DraftId, Verb } from '#adapter';
import { buttonId, CANCEL, confirmId, openedId, openId, pageId } from './ids.ts';
import { inert, plain } from './markdown.ts';
import { rows, TYPE } from './pieces.ts';
import type { Piece } from './pieces.ts';

/** https://discord.com/developers/docs/components/reference#button-button-structure */
const LONGEST_LABEL = 80;
const STYLES: Record<Action['tone'], number> = { primary: 1, plain: 2, danger: 4 };

/** Buttons carry the verb and one id of ours, nothing else. */
export function buttonsOf(actions: Action[], id: string, openedBy: string | null = null): Piece[] {
  const idOf = (verb: Verb) => (openedBy === null ? buttonId(verb, id) : openedId(verb, id, openedBy));
  return rows(actions.map(({ verb, label, tone }) => button(label, STYLES[tone], idOf(verb))));
}

export function openButton(draft: DraftId): Piece[] {
  return rows([button('Open', STYLES.primary, openId(draft))]);
}

/** Of a list that has more than one page. */
export function turningButtons(to: { label: string; command: string; pages: readonly number[] }[]): Piece[] {
  return rows(to.map(({ label, command, pages }) => button(label, STYLES.plain, pageId(command, pages))));
}

/** Discord asks nothing before a click counts: we do, in a message that only this person sees. */
export function confirmButtons(
  { verb, tone }: Action,
  { ok, cancel }: NonNullable<Action['confirm']>,
  on: { card: string; message: string },
): Piece[] {
  const isDangerous = tone === 'danger';
  return rows([
    button(ok, STYLES[isDangerous ? 'danger' : 'primary'], confirmId(verb, on.card, on.message)),
    button(cancel, STYLES.plain, CANCEL),
  ]);
}

function button(label: string, style: number, customId: string): Piece {
  return { type: TYPE.button, style, label: shortened(label), custom_id: customId };
}

/** What is too long for a button stands on the card, whole. */
export function wholeWordsOf(actions: { verb: Verb; label: string }[]): string[] {
  return actions
    .filter(({ label }) => label.length > LONGEST_LABEL)
    .map(({ label }) => plain(inert(`The button “${shortened(label)}” reads in full: ${label}.`)));
}

/** Ends in an ellipsis; never between the two halves of one character. */
function shortened(words: string, longest = LONGEST_LABEL): string {
  if (words.length <= longest) return words;
  return `${words.slice(0, longest - 1).replace(/[\uD800-\uDBFF]$/, '')}…`;
}
