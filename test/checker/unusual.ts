/** Stories with an unusual turn, in which nothing is wrong all the same. */
import { POST_1, POST_2, POST_3, taken } from './honest-story.ts';
import { body, card, followed, gone, hidden, wire } from './planted.ts';
import { oluAfterFourHours } from './planted-people.ts';
import { triedAgain } from './planted-publications.ts';
import { filledBody, intends, moveOf, person, pseudonym, QUESTION_PART, shows, updates } from './told-parts.ts';
import { BEGIN, changed, continued, hex, preceded, without } from './told.ts';
import type { Change, Step, Told } from './told.ts';

export const UNUSUAL: { what: string; story: (honest: Told) => Told }[] = [
  { what: 'a post that came late and stands twice, after its requester wanted another try', story: triedAgain },
  { what: 'an attempt that was given back before it sent anything', story: gone('too often') },
  { what: 'an attempt whose outcome nobody knows yet', story: (told) => ['too often', 'found'].reduce(without, told) },
  { what: 'an outcome that an operator settled, of a post that was not there to be taken away', story: settled },
  {
    what: 'a platform whose clock goes ahead',
    story: (told) => at(told, (step, nth) => BEGIN + nth * 1000 + ('wire' in step ? 300_000 : 0)),
  },
  { what: 'everything in one millisecond', story: (told) => at(told, () => BEGIN) },
  { what: 'a fallback who is asked and approves when their time has come', story: byFallback },
  {
    what: 'accounts that the rules link while the draft is under way, so that another account stands for its requester',
    story: (told) => changed(told, 'Ana approves', { entry: { refs: { human: pseudonym('ana-sales') } } }),
  },
  { what: 'a retraction that was refused at first', story: (told) => preceded(told, 'tombstone', refusedFirst()) },
  {
    what: 'a source that only its requester reads',
    story: card('card of Ana', {
      parts: [QUESTION_PART, { kind: 'answer' }, { kind: 'sentence', text: 'Staging runbook, rotating of passwords' }],
    }),
  },
  { what: 'a short answer on the card of its requester, and in no notice', story: (told) => shortAnswer(told) },
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
  { what: 'a draft that was forgotten', story: (told) => forgotten(told) },
  {
    what: 'a switch that is released before the last approval',
    story: (told) =>
      ['intent', 'first intent for Dan', 'second intent for Dan', 'intent for Globex'].reduce(
        (later, name) => changed(later, name, { entry: { refs: { epoch: 2 } } }),
        preceded(told, 'Ben approves', ...switched()),
      ),
  },
];

function shownAgain(): Change {
  const [, shown] = shows('card of Ben', POST_2, 'ben', 'reviewer', 4);
  return shown && 'wire' in shown ? ((shown.wire.body as Change)['card'] as Change) : {};
}

/** Engaged and released again. */
export function switched(): Step[] {
  return ['kill.engaged', 'kill.released'].map((type, nth) => ({ name: type, entry: { type, refs: { epoch: nth + 1, scope: 'all' } } }));
}

/** The key of the first draft's texts is gone: its posts, outputs and names can be disclosed no more. */
function erased(told: Told): Told {
  const { draft } = POST_2;
  const later = followed('retracted', { name: 'erased', entry: { type: 'text.erased', draft, refs: { why: 'retention' } } })(told);
  return ['post', 'output', 'approver'].reduce((hiding, kind) => hidden(kind, { draft })(hiding), later);
}

/** Long after that, its row is gone. */
function forgotten(told: Told): Told {
  const { draft } = POST_2;
  return ['draft', 'requirements'].reduce((hiding, kind) => hidden(kind, { draft })(hiding), erased(told));
}

/** Somebody found it in the channel, and yet it was not there: nothing is on the wire that could be taken away. */
export function settled(told: Told): Told {
  const { draft } = POST_3;
  const refs = { by: 'operator', human: 'olu', to: 'published', outcome: 'published' };
  return continued(
    ['dans-post', 'found'].reduce(without, told),
    'lost',
    moveOf('settled', 'publication.settled', draft, refs, { digests: { reason: hex('seen') } }),
    moveOf('Dan retracts', 'retraction.intended', draft, { by: 'requester', human: 'dan', to: 'retracting' }),
    moveOf('nothing to retract', 'retraction.confirmed', draft, { by: 'system', to: 'retracted' }),
  );
}

function byFallback(told: Told): Told {
  const [names, name] = [['Ana', 'Olu'], { kind: 'approver', draft: POST_2.draft, person: person('olu'), name: 'Olu' }];
  const olu = { actor: pseudonym('olu'), refs: { human: pseudonym('olu'), fallback: 1 } };
  const asked = changed(oluAfterFourHours(told), 'Ben approves', { at: BEGIN + 5 * 3_600_000, entry: olu });
  const intended = changed(asked, 'intent', intends('intent', POST_2, names, 1));
  const published = changed(intended, 'post', { wire: { body: filledBody(POST_2, names) } });
  return { ...published, disclosed: [...published.disclosed, name] };
}

function shortAnswer(told: Told): Told {
  const output = { kind: 'output', draft: POST_1.draft, text: '{"kind":"answer","text":"On Friday"}' };
  const word = { kind: 'output', draft: POST_1.draft, text: '{"kind":"answer","text":"Ben"}' };
  const shown = card('card of Ana', { title: 'handbook answers: On Friday.' })(
    card('notice to Ana', { title: 'On Fridays Ben is away.' })(told),
  );
  return { ...shown, disclosed: [...shown.disclosed, output, word] };
}

function refusedFirst(): Step {
  const step = taken('refused at first', 'post', 'engineering', null);
  return 'wire' in step ? { ...step, wire: { ...step.wire, status: 429, stored: false } } : step;
}

function at(told: Told, time: (step: Step, nth: number) => number): Told {
  return { ...told, steps: told.steps.map((step, nth) => ({ ...step, at: time(step, nth) })) };
}
