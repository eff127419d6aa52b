import type { Action, Verb } from '#adapter';
import { inert, plain, sentence } from './rich-text.ts';
import type { Piece } from './rich-text.ts';

/** https://docs.slack.dev/reference/block-kit/block-elements/button-element, …/composition-objects/confirmation-dialog-object */
const LONGEST = { button: 75, title: 100, text: 300, answer: 30 } as const;

/** Begins every action id and callback id of ours. */
export const OURS = 'cs:';

export const actionId = (verb: Verb): string => `${OURS}${verb}`;

/** Buttons carry the verb and one id of ours, nothing else. */
export function buttonsOf(actions: Action[], value: string): Piece[] {
  if (actions.length === 0) return [];
  return [{ type: 'actions', elements: actions.map((action) => button(action, value)) }];
}

function button(action: Action, value: string): Piece {
  const { verb, label, tone, confirm } = action;
  return {
    type: 'button',
    action_id: actionId(verb),
    text: plain(shortened(label, LONGEST.button)),
    value,
    ...(tone === 'plain' ? {} : { style: tone }),
    ...(confirm === null ? {} : { confirm: dialogOf(action, confirm) }),
  };
}

function dialogOf({ label, tone }: Action, { text, ok, cancel }: NonNullable<Action['confirm']>): Piece {
  return {
    title: plain(shortened(label, LONGEST.title)),
    text: plain(isTooLong(text) ? 'What happens then stands on the card, above the buttons. Read it there before you go on.' : inert(text)),
    confirm: plain(shortened(ok, LONGEST.answer)),
    deny: plain(shortened(cancel, LONGEST.answer)),
    ...(tone === 'danger' ? { style: 'danger' } : {}),
  };
}

/** What is too long for a button or its dialog stands on the card, whole. */
export function wholeWordsOf(actions: Action[]): Piece[] {
  return actions.flatMap(({ label, confirm }) => {
    const isLabelLong = label.length > LONGEST.button;
    if (confirm !== null && isTooLong(confirm.text)) return [sentence(inert(`“${label}”: ${confirm.text}`))];
    return isLabelLong ? [sentence(inert(`The button “${shortened(label, LONGEST.button)}” reads in full: ${label}.`))] : [];
  });
}

function isTooLong(words: string): boolean {
  return inert(words).length > LONGEST.text;
}

/** Ends in an ellipsis; never between the two halves of one character. */
function shortened(words: string, longest: number): string {
  if (words.length <= longest) return words;
  return `${words.slice(0, longest - 1).replace(/[\uD800-\uDBFF]$/, '')}…`;
}
