/** Forms that open over the window (Discord calls them modals). Their `custom_id` holds ids only: what the button stood on. */
import type { Action, MessageRef, Verb } from '#adapter';
import { formId, OURS } from './ids.ts';
import { inert, plain } from './markdown.ts';
import { text, TYPE } from './pieces.ts';
import type { Piece } from './pieces.ts';

/** https://discord.com/developers/docs/components/reference#text-input, …#label, …/interactions/receiving-and-responding */
const LONGEST = { input: 4000, label: 45, description: 100 } as const;

export const INPUT = `${OURS}text`;
export const AGENT = `${OURS}agent`;
const ASK = `${OURS}ask:`;

/** At most 45 characters each. */
const TITLES: Partial<Record<Verb, string>> = { edit: 'Edit', ask_again: 'Ask again', reject: 'Reject', move: 'Post elsewhere' };

/** The words that a button asks for. Null when what stands in its input is too long for a form of Discord's. */
export function formOf(
  { verb, label, input, confirm }: Action & { input: NonNullable<Action['input']> },
  on: { card: string; message: string },
): Piece | null {
  const longest = Math.min(input.maxCharacters, LONGEST.input);
  if (input.initial.length > longest) return null;
  const words = [...(confirm === null ? [] : [confirm.text]), ...(input.label.length > LONGEST.label ? [input.label] : [])];
  return {
    custom_id: formId(verb, on.card, on.message),
    title: TITLES[verb] ?? shortened(label),
    components: [
      ...words.map((one) => text(plain(inert(one)))),
      labelled(input.label.length > LONGEST.label ? 'Your words' : input.label, {
        type: TYPE.input,
        custom_id: INPUT,
        style: verb === 'move' ? 1 : 2,
        max_length: Math.max(1, longest),
        required: input.isNeeded,
        ...(input.initial === '' ? {} : { value: input.initial }),
      }),
    ],
  };
}

/** “Ask an agent about this”. */
export function askForm({ workspace, channel, thread, message }: MessageRef): Piece {
  return {
    custom_id: `${ASK}${workspace}:${channel}:${thread ?? '-'}:${message}`,
    title: 'Ask about this',
    components: [
      labelled(
        'Your question',
        { type: TYPE.input, custom_id: INPUT, style: 2, max_length: 1000, required: true },
        'Only you read it and the draft. What is approved is posted in the thread of this message.',
      ),
      labelled(
        'Agent',
        { type: TYPE.input, custom_id: AGENT, style: 1, max_length: 100, required: false },
        'Its name. Left empty, the rule of the channel says who answers.',
      ),
    ],
  };
}

/** What such a form was opened on; null when it is none. */
export function askedAbout(customId: string): MessageRef | null {
  const [, workspace, channel, thread, message] = /^cs:ask:([\d@me]{1,20}):(\d{1,20}):(-|\d{1,20}):(\d{1,20})$/.exec(customId) ?? [];
  if (!workspace || !channel || !thread || !message) return null;
  return { platform: 'discord', workspace, channel, thread: thread === '-' ? null : thread, message };
}

function labelled(label: string, component: Piece, description?: string): Piece {
  return {
    type: TYPE.label,
    label,
    ...(description === undefined ? {} : { description: shortened(description, LONGEST.description) }),
    component,
  };
}

function shortened(words: string, longest: number = LONGEST.label): string {
  return words.length <= longest ? words : `${words.slice(0, longest - 1).replace(/[\uD800-\uDBFF]$/, '')}…`;
}
