/** One story for every way in which a card, a notice or a tombstone says what it must not, or to whom it must not. */
import { POST_1, POST_2, POST_4, POST_5, SECOND, taken } from './honest-story.ts';
import { body, card, gone, moved, followed, wire } from './planted.ts';
import type { Planted } from './planted.ts';
import { cardOf, person, QUESTION_PART, tells, updates } from './told-parts.ts';
import { continued, id } from './told.ts';

const { draft: D1 } = POST_1;

export const PLANTED_IN_PRIVATE: Planted[] = [
  { rule: 'card.draft', what: 'a card of no draft', story: card('working card', { draft: id('drf', 77) }) },
  { rule: 'card.draft', what: 'a card before its draft', story: moved('working card', 'rules') },
  { rule: 'card.shown', what: 'a text that the log does not know as shown', story: gone('card of Chloe logged') },
  {
    rule: 'card.shown',
    what: 'a text that is logged only afterwards',
    story: moved('card of Chloe logged', 'card of Chloe'),
  },
  {
    rule: 'card.shown',
    what: 'a reviewer’s card in somebody else’s private place',
    story: body('card of Ben', { recipient: person('dan') }),
  },
  {
    rule: 'card.shown',
    what: 'a card of the requester in somebody else’s private place',
    story: body('card of Ana', { recipient: person('dan') }),
  },
  {
    rule: 'card.shown',
    what: 'a card without a text to somebody who was never asked',
    story: body('working card', { recipient: person('dan') }),
  },
  { rule: 'card.shown', what: 'the text of another revision', story: card('card of Ben', { digest: POST_1.digests.post }) },
  { rule: 'card.preview', what: 'a preview that is cut', story: card('card of Ben', { preview: POST_2.preview.slice(0, 40) }) },
  {
    rule: 'card.preview',
    what: 'a preview that is not the one of its post',
    story: card('second card of Ana', { preview: POST_1.preview }),
  },
  { rule: 'card.preview', what: 'a revision that it is not', story: card('card of Ben', { revision: 1 }) },
  {
    rule: 'card.question',
    what: 'other words in the place of the question',
    story: card('card of Ben', { parts: [{ ...QUESTION_PART, text: 'wishes of Ana' }, { kind: 'answer' }] }),
  },
  {
    rule: 'card.partial',
    what: 'an unfinished text on a reviewer’s card',
    story: card('card of Ben', { parts: [QUESTION_PART, { kind: 'answer' }, { kind: 'partial', lead: 'So far:', text: 'Well' }] }),
  },
  {
    rule: 'card.bytes',
    what: 'the revision before, on a reviewer’s card',
    story: card('card of Ben', { title: POST_1.preview.slice(0, 60) }),
  },
  {
    rule: 'card.bytes',
    what: 'the text of somebody else’s draft, on a requester’s card',
    story: card('card of Dan', { parts: [{ kind: 'sentence', text: POST_2.preview }, { kind: 'answer' }] }),
  },
  {
    rule: 'card.bytes',
    what: 'what an agent answered to somebody else, on a requester’s card',
    story: card('card of Dan', { parts: [{ kind: 'sentence', text: 'Staging runbook, rotating of passwords' }, { kind: 'answer' }] }),
  },
  {
    rule: 'card.bytes',
    what: 'a draft in the difference, that its reviewer was not shown',
    story: card('second card of Ben', { parts: [{ kind: 'difference', parts: [{ text: POST_5.preview }] }, { kind: 'answer' }] }),
  },
  {
    rule: 'card.bytes',
    what: 'the text in the edit field of somebody who was shown nothing',
    story: followed(
      'answer',
      updates('leak', 'working card', 'ben', cardOf(1, D1, { actions: [{ id: 'edit', input: { initial: POST_1.preview } }] })),
    ),
  },
  {
    rule: 'card.bytes',
    what: 'a text with other marks and line breaks',
    story: card('card of Dan', { title: 'Rotate\n**it** with: “rotate-staging-db” in the vault' }),
  },
  { rule: 'card.address', what: 'a live address in a preview', story: card('second card of Ana', { preview: SECOND }) },
  {
    rule: 'card.address',
    what: 'a live address in the edit field of a reviewer',
    story: card('card of Ben', { actions: [{ id: 'edit', input: { initial: SECOND } }] }),
  },
  { rule: 'card.address', what: 'a live address in a notice', story: card('notice to Ana', { title: 'See https://vault.example' }) },
  {
    rule: 'card.address',
    what: 'a live address in a reply',
    story: body('reply to Dan', { reply: { message: 'See https://vault.example' } }),
  },
  {
    rule: 'card.update',
    what: 'an update in the place of another person’s card',
    story: body('card of Ben over', { message: 'card of Chloe', recipient: person('chloe') }),
  },
  { rule: 'card.update', what: 'an update with the card of another draft', story: card('card of Ben over', { draft: POST_4.draft }) },
  { rule: 'card.update', what: 'an update of what never stood there', story: gone('working card') },

  {
    rule: 'notice.form',
    what: 'a notice with a text to read',
    story: card('notice to Ana', { preview: 'Read this.', parts: [{ kind: 'answer' }] }),
  },
  { rule: 'notice.form', what: 'a notice with a question in it', story: card('notice to Ana', { parts: [QUESTION_PART] }) },
  { rule: 'notice.form', what: 'a notice that is bound to a post', story: card('notice to Ana', { digest: POST_2.digests.post }) },
  {
    rule: 'notice.bytes',
    what: 'a piece of a draft in a notice',
    story: card('notice to Ana', { title: `About “${POST_4.preview.slice(0, 30)}”` }),
  },
  {
    rule: 'notice.bytes',
    what: 'a piece of an agent’s output in a reply',
    story: body('reply to Dan', { reply: { message: 'Staging runbook, rotating of passwords' } }),
  },
  {
    rule: 'notice.bytes',
    what: 'a piece in a reply to which no answer came back',
    story: wire('reply', { status: 0, body: { reply: { message: POST_5.preview } } }),
  },
  {
    rule: 'notice.bytes',
    what: 'a short answer as a whole',
    story: (told) => {
      const output = { kind: 'output', draft: D1, text: '{"kind":"answer","text":"On Friday"}' };
      return {
        ...continued(told, 'notice to Ana', tells('notice to Dan', 'dan', 'It says: On Friday.')),
        disclosed: [...told.disclosed, output],
      };
    },
  },
  { rule: 'tombstone.words', what: 'other words than the fixed ones', story: body('tombstone', { tombstone: 'This was wrong.' }) },
  {
    rule: 'tombstone.words',
    what: 'the name of another agent',
    story: body('tombstone', { tombstone: 'An answer from oracle was retracted by Ben at 15:10.' }),
  },
  {
    rule: 'tombstone.words',
    what: 'a text in the place of a name',
    story: body('tombstone', { tombstone: `An answer from handbook was retracted by ${POST_4.preview.slice(0, 40)} at 15:10.` }),
  },
  {
    rule: 'retraction.intended',
    what: 'a post that nobody wanted gone',
    story: followed('found', taken('gone', 'dans-post', 'random', null)),
  },
  {
    rule: 'retraction.intended',
    what: 'a post that is gone before it was written down',
    story: moved('tombstone', 'checkpoint over the end'),
  },
  { rule: 'retraction.intended', what: 'what is no publication of ours', story: body('tombstone', { message: 'somebody-elses' }) },
  {
    rule: 'retraction.outcome',
    what: 'retracted, and the platform refused',
    story: wire('tombstone', { status: 403, stored: false, message: undefined }),
  },
  {
    rule: 'retraction.outcome',
    what: 'retracted, and the post of another draft was taken away',
    story: (told) => followed('found', taken('gone', 'dans-post', 'random', null))(gone('tombstone')(told)),
  },
  { rule: 'retraction.outcome', what: 'retracted, and nothing was taken away', story: gone('tombstone') },
];
