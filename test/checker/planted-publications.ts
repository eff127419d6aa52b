/** One story for every way in which something reaches a channel that must not. */
import { fillDigest } from './digests.ts';
import { POST_2, POST_3, SECOND } from './honest-story.ts';
import { body, card, gone, line, moved, followed, wire } from './planted.ts';
import type { Planted } from './planted.ts';
import { DEMANDS, ends, filledBody, intends, moveOf, person, PUBLISH, publishes, signs } from './told-parts.ts';
import { continued, changed, id, without } from './told.ts';
import type { Change, Step, Told } from './told.ts';

const NAMES = ['Ana', 'Ben'];

/** What is sent and what the log says will be sent are changed alike: only the approved post says otherwise. */
const sentAs =
  (change: Change) =>
  (told: Told): Told => {
    const sent = { ...filledBody(POST_2, NAMES), ...change };
    const fill = fillDigest({ method: PUBLISH, body: sent });
    return changed(changed(told, 'intent', { entry: { digests: { fill } } }), 'post', { wire: { body: change } });
  };

/** Dan's publication is settled as failed and tried again: by him, or by nobody. */
const secondTry =
  (...retried: Step[]) =>
  (told: Told): Told =>
    continued(
      without(told, 'found'),
      'lost',
      ends('not there', 'publication.refused', POST_3.draft, 'publish_failed', 3, { code: 'NOT_FOUND_THERE', platform: 'absent' }),
      ...retried,
      intends('third intent for Dan', POST_3, ['Dan'], 4),
      signs('checkpoint over the third'),
      publishes('second-post', POST_3, ['Dan']),
      ends('confirmed again', 'publication.confirmed', POST_3.draft, 'published', 4, { message: 'second-post' }),
    );
const retriedBy = (human: string): Step =>
  moveOf('retried', 'publication.retried', POST_3.draft, { by: 'requester', human, to: 'approved' });
/** The first text stands although it was looked for in vain: it came late, from a process that was paused. */
export const triedAgain = (told: Told): Told => {
  const late = moved('dans-post', 'lost')(told);
  return moved('dans-post', 'not there')(secondTry(retriedBy('dan'))(late));
};

export const PLANTED_AMONG_PUBLICATIONS: Planted[] = [
  {
    rule: 'wire.sorted',
    what: 'a write by an operation that nobody knows',
    story: followed('post', { name: 'shout', wire: { operation: 'shout', body: {}, stored: true } }),
  },
  { rule: 'wire.sorted', what: 'a card of an unknown kind', story: card('notice to Ana', { kind: 'sermon' }) },
  { rule: 'wire.sorted', what: 'a write by another method', story: wire('notice to Ana', { method: 'PUT' }) },
  { rule: 'wire.sorted', what: 'a write to another path', story: wire('notice to Ana', { path: '/elsewhere/bot/card' }) },

  { rule: 'publication.intent', what: 'a post that nobody intended', story: body('post', { text: `${SECOND}!` }) },
  {
    rule: 'publication.intent',
    what: 'a post that was refused, and that nobody intended',
    story: body('too often', { text: 'Something else' }),
  },
  { rule: 'publication.intent', what: 'a post before its intent was written', story: moved('post', 'Ben approves') },
  {
    rule: 'publication.intent',
    what: 'a body that is no object',
    story: (told) => ({
      ...told,
      steps: told.steps.map((one) => (one.name === 'post' && 'wire' in one ? { ...one, wire: { ...one.wire, body: [1.5] } } : one)),
    }),
  },
  {
    rule: 'publication.signed',
    what: 'an intent that no checkpoint ever covered',
    story: (told) => ({ ...told, steps: told.steps.filter((step) => !('checkpoint' in step)) }),
  },
  {
    rule: 'publication.signed',
    what: 'an intent that stands right behind what was signed',
    story: moved('checkpoint over the intent', 'card of Ben over'),
  },
  {
    rule: 'publication.signed',
    what: 'an intent that was signed only together with its end',
    story: gone('checkpoint over the intent'),
  },
  {
    rule: 'publication.signed',
    what: 'an intent without a place in the log',
    story: (told) => changed(told, 'intent', { unsigned: true }),
  },
  {
    rule: 'publication.bytes',
    what: 'a name more than approved',
    story: sentAs({ text: filledBody(POST_2, ['Ana', 'Ben', 'Chloe'])['text'] }),
  },
  { rule: 'publication.bytes', what: 'the names in another order', story: sentAs({ text: filledBody(POST_2, ['Ben', 'Ana'])['text'] }) },
  { rule: 'publication.bytes', what: 'one letter more', story: sentAs({ text: `${filledBody(POST_2, NAMES)['text'] as string}.` }) },
  { rule: 'publication.bytes', what: 'one field more', story: sentAs({ unfurl: true }) },
  { rule: 'publication.place', what: 'another channel', story: sentAs({ channel: person('random') }) },
  {
    rule: 'publication.place',
    what: 'an answer to a direct message, which is published nowhere',
    story: line('requirements', { requirements: { ...DEMANDS.engineering, destination: null } }, { draft: POST_2.draft }),
  },
  { rule: 'publication.place', what: 'another thread', story: sentAs({ thread: null }) },
  { rule: 'publication.notify', what: 'six people', story: sentAs({ notify: ['ana', 'ben', 'chloe', 'dan', 'olu', 'ana'].map(person) }) },
  { rule: 'publication.notify', what: 'a group', story: sentAs({ notify: [person('group-leads')] }) },
  {
    rule: 'publication.reference',
    what: 'the reference of another publication',
    story: sentAs({ metadata: { ...(filledBody(POST_2, NAMES)['metadata'] as Change), reference: 'cs-12345678' } }),
  },
  {
    rule: 'publication.reference',
    what: 'the id of another publication',
    story: (told) => changed(told, 'intent', { entry: { refs: { publication: id('pub', 99) } } }),
  },
  {
    rule: 'publication.sends',
    what: 'an attempt that sends twice',
    story: followed('post', publishes('post again', POST_2, NAMES, { status: 409, stored: false, message: undefined })),
  },
  { rule: 'publication.once', what: 'a second try that nobody wanted', story: secondTry() },
  { rule: 'publication.once', what: 'a second try that somebody else wanted', story: secondTry(retriedBy('ben')) },
  {
    rule: 'publication.outcome',
    what: 'a message that the platform does not have',
    story: (told) => changed(told, 'confirmed', { entry: { refs: { message: 'elsewhere' } } }),
  },
  {
    rule: 'publication.outcome',
    what: 'the message of another publication',
    story: (told) => changed(told, 'found', { entry: { refs: { message: 'post' } } }),
  },
  { rule: 'publication.outcome', what: 'refused, and yet there', story: secondTry(retriedBy('dan')) },
  {
    rule: 'publication.outcome',
    what: 'abandoned, and yet there',
    story: wire('too often', { stored: true, status: 0, message: 'there' }),
  },
];
