/** Stories with an unusual turn, in which nothing is wrong all the same. */
import { POST_2 } from './honest-story.ts';
import { body, card, followed, hidden, wire } from './planted.ts';
import { triedAgain } from './planted-publications.ts';
import { QUESTION_PART, shows, updates } from './told-parts.ts';
import { preceded, changed, hex } from './told.ts';
import type { Change, Step, Told } from './told.ts';

export const UNUSUAL: { what: string; story: (honest: Told) => Told }[] = [
  { what: 'a post that came late and stands twice, after its requester wanted another try', story: triedAgain },
  { what: 'a post that is removed without a trace', story: body('tombstone', { tombstone: null }) },
  {
    what: 'a post that was gone already when it was taken away',
    story: wire('tombstone', { status: 404, stored: false, message: undefined }),
  },
  {
    what: 'a reviewer’s card that shows what was removed from a text that they were shown',
    story: card('card of Ben', {
      parts: [QUESTION_PART, { kind: 'answer' }, { kind: 'difference', parts: [{ text: POST_2.preview.slice(0, 70) }] }],
    }),
  },
  {
    what: 'a card that is shown once more, as an update',
    story: followed('card of Ben', updates('once more', 'card of Ben', 'ben', shownAgain())),
  },
  {
    what: 'entries that no checkpoint covers yet',
    story: followed('last checkpoint', {
      name: 'rules again',
      entry: { type: 'rules.loaded', refs: { version: 2 }, digests: { rules: hex('2') } },
      unsigned: true,
    }),
  },
  { what: 'texts that were erased', story: (told) => erased(told) },
  {
    what: 'a switch that is released before the intent',
    story: (told) =>
      ['intent', 'first intent for Dan', 'second intent for Dan'].reduce(
        (later, name) => changed(later, name, { entry: { refs: { epoch: 2 } } }),
        preceded(told, 'intent', ...switched()),
      ),
  },
];

function shownAgain(): Change {
  const [, shown] = shows('card of Ben', POST_2, 'ben', 'reviewer', 4);
  return shown && 'wire' in shown ? ((shown.wire.body as Change)['card'] as Change) : {};
}

function switched(): Step[] {
  return ['kill.engaged', 'kill.released'].map((type, nth) => ({ name: type, entry: { type, refs: { epoch: nth + 1, scope: 'all' } } }));
}

/** The key of the first draft's texts is gone: its posts, outputs and names can be disclosed no more. */
function erased(told: Told): Told {
  const { draft } = POST_2;
  const later = followed('retracted', { name: 'erased', entry: { type: 'text.erased', draft, refs: { why: 'retention' } } })(told);
  return ['post', 'output', 'approver'].reduce((hiding, kind) => hidden(kind, { draft })(hiding), later);
}
