import type { Action } from './card.ts';
import { type CardView, channelOf } from './card-view.ts';
import { reviewersNeeded } from './requirements.ts';
import { afterEarlierAttempt, CONFIRMS, HANDS_IN, INPUTS, LABELS, readersThere, whoIsAsked } from './sentences.ts';

export function approve(view: CardView): Action {
  const { draft, reviewers } = view;
  const readers = readersThere(draft.audience);
  const needed = reviewersNeeded(draft.requirements);
  const asked = whoIsAsked(reviewers.map(view.name), needed);
  const enough = reviewers.length > 0 && reviewers.length <= needed ? 'all' : needed;
  const isAlone = needed === 0;
  const confirm = isAlone
    ? CONFIRMS.publishNow(view.question, channelOf(view), readers)
    : CONFIRMS.askReviewers(view.question, asked, Math.max(reviewers.length, needed), enough, channelOf(view), readers);
  return {
    verb: 'approve',
    label: isAlone ? LABELS.publishNow() : LABELS.askReviewers(asked),
    tone: 'primary',
    confirm: afterEarlierAttempt(confirm, draft.publishing.mayStandAlready),
    input: null,
  };
}

export function tryAgain(view: CardView): Action {
  const confirm = view.draft.publishing.mayStandAlready ? CONFIRMS.tryAgain(view.question, channelOf(view)) : null;
  return { verb: 'retry', label: LABELS.tryAgain(), tone: 'primary', confirm, input: null };
}

export function edit(view: CardView, label: 'edit' | 'editTakesBack' = 'edit'): Action {
  const handedIn = { maxCharacters: view.maxCharacters, isNeeded: true, ok: HANDS_IN.edit };
  const input = { label: INPUTS.edit(), initial: view.post?.markdown ?? '', ...handedIn };
  return { verb: 'edit', label: LABELS[label](), tone: 'plain', confirm: null, input };
}

export function move(view: CardView): Action {
  const handedIn = { maxCharacters: 200, isNeeded: true, ok: HANDS_IN.postElsewhere };
  const input = { label: INPUTS.postElsewhere(view.destinations), initial: view.destinations[0] ?? '', ...handedIn };
  return { verb: 'move', label: LABELS.postElsewhere(), tone: 'plain', confirm: null, input };
}

export const askAgain: Action = {
  verb: 'ask_again',
  label: LABELS.askAgain(),
  tone: 'plain',
  confirm: null,
  input: { label: INPUTS.askAgain(), initial: '', maxCharacters: 1000, isNeeded: false, ok: HANDS_IN.askAgain },
};
/** Where there was no answer, the same question is asked anew: there is nothing that could be different. */
export const askAfresh: Action = { ...askAgain, input: null };
export const keepPrivate: Action = { verb: 'withdraw', label: LABELS.keepPrivate(), tone: 'plain', confirm: null, input: null };
/** An answer to a direct message stays with whoever asked: there is nothing to keep from anybody. */
export const close: Action = { ...keepPrivate, label: LABELS.close() };
export const stop: Action = { verb: 'stop', label: LABELS.stop(), tone: 'plain', confirm: null, input: null };

export function retract(view: CardView): Action {
  return retractFrom(channelOf(view));
}

export function retractFrom(channel: string): Action {
  return { verb: 'retract', label: LABELS.retract(), tone: 'danger', confirm: CONFIRMS.retract(channel), input: null };
}
