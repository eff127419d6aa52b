/** Forms that open over the window (Slack calls them modals). `private_metadata` holds ids only: what the button stood on. */
import type { Action, Json, MessageRef, Target, Verb } from '#adapter';
import { actionId, OURS } from './buttons.ts';
import { inert, plain, refusalId, sentence } from './rich-text.ts';
import type { Piece } from './rich-text.ts';

/** https://docs.slack.dev/reference/block-kit/block-elements/plain-text-input-element */
const LONGEST_INPUT = 3000;

export const INPUT = { block: `${OURS}input`, action: `${OURS}text` } as const;
export const AGENT = { block: `${OURS}agent`, action: `${OURS}agent_name` } as const;

/** The form of “Ask an agent about this”. */
export const ASK = `${OURS}ask`;

/** Where a form was opened: what its answer is about, and where the person is told the outcome. */
export interface Opened {
  target: Target | null;
  verb: Verb | null;
  /** Null for the person's own page, on which no message can be shown. */
  place: { channel: string; thread: string | null } | null;
}

/** The words that a button asks for. Null when what stands in its input is too long for a form of Slack's. */
export function formOf({ verb, input }: Action & { input: NonNullable<Action['input']> }, opened: Opened): Piece | null {
  const longest = Math.min(input.maxCharacters, LONGEST_INPUT);
  if (input.initial.length > longest) return null;
  const element: Piece = {
    type: 'plain_text_input',
    action_id: INPUT.action,
    multiline: verb !== 'move',
    max_length: longest,
    ...(input.initial === '' ? {} : { initial_value: input.initial }),
  };
  return {
    type: 'modal',
    callback_id: actionId(verb),
    title: plain(TITLES[verb] ?? 'Countersign'),
    submit: plain(input.ok),
    close: plain('Cancel'),
    private_metadata: JSON.stringify(opened satisfies object),
    blocks: labelled(input.label, { block_id: INPUT.block, element, optional: !input.isNeeded }),
  };
}

/** At most 24 characters each. */
const TITLES: Partial<Record<Verb, string>> = { edit: 'Edit', ask_again: 'Ask again', reject: 'Reject', move: 'Post elsewhere' };

const LONGEST_LABEL = 2000;

/** A label that is too long for the field stands above it, whole. */
function labelled(label: string, input: Piece): Piece[] {
  const words = inert(label);
  if (words.length <= LONGEST_LABEL) return [{ type: 'input', label: plain(words), ...input }];
  return [sentence(words), { type: 'input', label: plain('Your words'), ...input }];
}

export function askForm(about: MessageRef): Piece {
  const metadata: Json = { ...about };
  return {
    type: 'modal',
    callback_id: ASK,
    title: plain('Ask about this'),
    submit: plain('Ask'),
    close: plain('Cancel'),
    private_metadata: JSON.stringify(metadata),
    blocks: [
      {
        type: 'input',
        block_id: INPUT.block,
        label: plain('Your question'),
        hint: plain('Nobody but you reads the question and the draft. An answer that is approved is posted in the thread of this message.'),
        element: { type: 'plain_text_input', action_id: INPUT.action, multiline: true, max_length: LONGEST_INPUT },
      },
      {
        type: 'input',
        block_id: AGENT.block,
        optional: true,
        label: plain('Agent'),
        hint: plain('Its name. Left empty, the rule of the channel says who answers.'),
        element: { type: 'plain_text_input', action_id: AGENT.action, multiline: false, max_length: 100 },
      },
    ],
  };
}

/** A sentence where no message can be shown. */
export function noticeForm(words: string, code: string | null = null): Piece {
  const shown: Piece = { ...sentence(inert(words)), ...(code === null ? {} : { block_id: refusalId(code) }) };
  return {
    type: 'modal',
    callback_id: `${OURS}notice`,
    title: plain('Countersign'),
    close: plain('Close'),
    blocks: [shown],
  };
}
