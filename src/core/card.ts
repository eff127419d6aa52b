import type { CardId, DraftId } from './ids.ts';
import type { DifferencePart, Tree } from './text.ts';
import type { State } from './draft.ts';

/** The verbs that a button can carry, and that `POST /playground/api/click` takes as `action`. */
export const VERBS = ['approve', 'edit', 'ask_again', 'stop', 'withdraw', 'reject', 'retry', 'retract', 'move'] as const;
export type Verb = (typeof VERBS)[number];

/** A button. It carries the card's id and the verb, nothing else. */
export interface Action {
  verb: Verb;
  label: string;
  tone: 'primary' | 'plain' | 'danger';
  /** Asked before the click counts. */
  confirm: { text: string; ok: string; cancel: string } | null;
  /** Words that the person gives with the click. `initial` is Markdown. */
  /** `isNeeded`: without a word it does not count. `ok` is what hands them in. */
  input: { label: string; initial: string; maxCharacters: number; isNeeded: boolean; ok: string } | null;
}

/** One piece of a card, in reading order. */
export type CardPart =
  /** A `term` is what a decision means: where, for whom, after whom, until when. It is shown in sight of the buttons. */
  | { kind: 'sentence'; text: string; role?: 'term' }
  /** Words of the requester. */
  | { kind: 'question'; lead: string; text: string }
  /** What an agent has written so far, as visible text: to its requester alone, and nothing that could be approved. */
  | { kind: 'partial'; lead: string; text: string }
  /** The whole answer: complete and injective, without a live URL. */
  | { kind: 'answer'; preview: string; tree: Tree }
  | { kind: 'difference'; lead: string; parts: DifferencePart[] };

/**
 * What a person is shown privately. A `notice` is a sentence from the fixed catalogue and holds no byte from an agent.
 * `state`, `revision` and `digest` say what the card is bound to; they are not shown.
 */
export interface Card {
  id: CardId;
  kind: 'card' | 'notice';
  title: string;
  parts: CardPart[];
  actions: Action[];
  draft: DraftId | null;
  revision: number | null;
  state: State | null;
  digest: string | null;
}

/** Where a card is shown. A surface that fails is an error; nothing ever falls back to a wider one. */
export interface CardRef {
  surface: string;
  message: string;
}
