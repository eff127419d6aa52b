/** One story for every way in which the wrong people approve, are shown something, or are told of: and for the switch. */
import { POST_1, POST_2, POST_3, POST_4, POST_5 } from './honest-story.ts';
import { entry, gone, hidden, line, somebody, followed } from './planted.ts';
import type { Planted } from './planted.ts';
import { approves, DEMANDS, moveOf, person, pseudonym, shows } from './told-parts.ts';
import { continued, preceded, hex, id, stepOf, without } from './told.ts';
import type { Told } from './told.ts';

const post = (made: typeof POST_1) => ({ post: made.digests.post, preview: made.digests.preview });
/** Olu is asked in Ben's place, so many hours after Ana approved. */
const oluAfter =
  (hours: number) =>
  (told: Told): Told => {
    const [shown, card] = shows('card of Olu', POST_2, 'olu', 'reviewer', 20);
    const at = Date.parse('2026-03-02T14:00:00.000Z') + hours * 3_600_000;
    return continued(told, 'card of Chloe', { ...shown, at } as Told['steps'][number], { ...card, at } as Told['steps'][number]);
  };
export const oluAfterFourHours = oluAfter(5);

export const PLANTED_AMONG_PEOPLE: Planted[] = [
  { rule: 'approval.post', what: 'an approval of the revision before', story: entry('Ana approves', { digests: post(POST_1) }) },
  {
    rule: 'approval.post',
    what: 'an approval of another post under the same preview',
    story: entry('Ana approves', { digests: { post: hex('another') } }),
  },
  { rule: 'approval.post', what: 'an approval of another preview', story: entry('Ana approves', { digests: { preview: hex('another') } }) },
  { rule: 'approval.seen', what: 'an approval of what was never shown', story: gone('second card of Ana logged') },
  {
    rule: 'approval.person',
    what: 'a review by the requester',
    story: entry('Ben approves', { actor: pseudonym('ana'), refs: { human: pseudonym('ana') } }),
  },
  {
    rule: 'approval.person',
    what: 'a review by a second account of the requester',
    story: entry('Ben approves', { refs: { human: pseudonym('ana') } }),
  },
  {
    rule: 'approval.person',
    what: 'a review by an account that was linked with the requester’s meanwhile',
    story: (told) =>
      ['Ana approves', 'Ben approves'].reduce((later, name) => entry(name, { refs: { human: pseudonym('dan') } })(later), told),
  },
  {
    rule: 'approval.person',
    what: 'a review by whoever edited the text',
    story: entry('edit', { actor: pseudonym('ben'), refs: { human: pseudonym('ben') } }),
  },
  {
    rule: 'approval.person',
    what: 'the requester’s approval by somebody else',
    story: entry('Ana approves', { actor: pseudonym('ben'), refs: { human: pseudonym('ben') } }),
  },
  {
    rule: 'approval.person',
    what: 'the requester’s approval from another account',
    story: entry('Ana approves', { actor: pseudonym('ben') }),
  },
  {
    rule: 'approval.person',
    what: 'two accounts of one human, where two people are demanded',
    story: entry('Chloe approves for Globex', { refs: { human: pseudonym('ben') } }),
  },
  {
    rule: 'approval.person',
    what: 'one human who approves twice',
    story: followed('Ben approves', approves('again', POST_2, 'ben', 'reviewer', 'approved')),
  },
  {
    rule: 'approval.person',
    what: 'a review before the requester approved',
    story: (told) => preceded(told, 'Ana approves', approves('early', POST_2, 'chloe', 'reviewer', 'awaiting_reviewer')),
  },
  {
    rule: 'approval.quorum',
    what: 'approved by the requester alone, where one more is demanded',
    story: entry('Ana approves', { refs: { to: 'approved' } }),
  },
  {
    rule: 'approval.quorum',
    what: 'approved at the first of two votes',
    story: entry('Ben approves for Globex', { refs: { to: 'approved' } }),
  },
  { rule: 'approval.quorum', what: 'not approved by enough people', story: entry('Ben approves', { refs: { to: 'awaiting_reviewer' } }) },
  {
    rule: 'approval.audience',
    what: 'an approval for readers from outside',
    story: entry('Ben approves', { refs: { audience: 'external' } }),
  },
  {
    rule: 'approval.audience',
    what: 'a post for more readers than its rule allows',
    story: line('requirements', { requirements: { ...DEMANDS.engineering, widestAudience: 'restricted' } }, { draft: POST_1.draft }),
  },
  {
    rule: 'approval.entitled',
    what: 'a review by somebody whom nobody named',
    story: entry('Ben approves', { actor: pseudonym('dan'), refs: { human: pseudonym('dan') } }),
  },
  {
    rule: 'approval.entitled',
    what: 'a review by a fallback as if it were none',
    story: (told) => entry('Ben approves', { actor: pseudonym('olu'), refs: { human: pseudonym('olu') } })(oluAfterFourHours(told)),
  },
  {
    rule: 'approval.entitled',
    what: 'a review by a bot',
    story: somebody(person('ben'), { bot: true }),
  },
  { rule: 'intent.approved', what: 'a publication without the requester', story: gone('Dan approves') },
  {
    rule: 'intent.approved',
    what: 'a publication with one human’s two accounts as two reviewers',
    story: entry('Chloe approves for Globex', { refs: { human: pseudonym('ben') } }),
  },
  {
    rule: 'intent.approved',
    what: 'a publication that somebody else approved as its requester',
    story: entry('Dan approves', { actor: pseudonym('ben'), refs: { human: pseudonym('ben') } }),
  },
  { rule: 'intent.approved', what: 'a publication without the reviewer', story: gone('Ben approves') },
  {
    rule: 'intent.approved',
    what: 'a publication of what was approved before the edit',
    story: entry('intent', { digests: { post: POST_1.digests.post } }),
  },
  {
    rule: 'intent.approved',
    what: 'a publication of what was voided after it was approved',
    story: (told) =>
      continued(
        told,
        'Ben approves',
        moveOf(
          'voided',
          'draft.voided',
          POST_2.draft,
          { by: 'system', to: 'approved', code: 'RULE_CHANGED', needed: 1, number: 2 },
          { digests: POST_2.digests, revision: id('rev', 2) },
        ),
      ),
  },

  { rule: 'kill.engaged', what: 'an intent while everything is stopped', story: (told) => preceded(told, 'intent', switchedOn('all')) },
  {
    rule: 'kill.engaged',
    what: 'an intent while its channel is stopped',
    story: (told) => preceded(told, 'intent', switchedOn(`channel:${person('engineering')}`)),
  },
  {
    rule: 'kill.engaged',
    what: 'an answer while its agent is stopped',
    story: (told) => preceded(told, 'answer', switchedOn('agent:handbook')),
  },
  { rule: 'kill.epoch', what: 'an intent that knows nothing of a change', story: entry('intent', { refs: { epoch: 7 } }) },

  {
    rule: 'disclosure.true',
    what: 'another post than the one of its digest',
    story: line('post', { post: POST_1.post }, { digest: POST_2.digests.post }),
  },
  { rule: 'disclosure.true', what: 'another preview', story: line('post', { preview: 'nothing' }, { digest: POST_2.digests.post }) },
  {
    rule: 'disclosure.true',
    what: 'a post that the draft never had',
    story: line('post', { digest: hex('no post') }, { digest: POST_5.digests.post }),
  },
  {
    rule: 'disclosure.true',
    what: 'other requirements',
    story: line('requirements', { requirements: { ...DEMANDS.engineering, reviewers: 'not_required' } }, { draft: POST_1.draft }),
  },
  {
    rule: 'disclosure.true',
    what: 'the requirements of another draft',
    story: line('requirements', { digest: POST_3.digests.requirements, requirements: DEMANDS.random }, { draft: POST_1.draft }),
  },
  {
    rule: 'disclosure.true',
    what: 'a post with other readers',
    story: line('post', { post: { ...POST_2.post, audience: 'restricted' } }, { digest: POST_2.digests.post }),
  },
  {
    rule: 'disclosure.true',
    what: 'somebody else as the requester',
    story: line('draft', { requester: person('ben') }, { draft: POST_1.draft }),
  },
  {
    rule: 'disclosure.true',
    what: 'a draft that is not in the log',
    story: (told) => ({ ...told, disclosed: [...told.disclosed, { kind: 'draft', draft: id('drf', 9), requester: '', state: '' }] }),
  },
  { rule: 'disclosure.whole', what: 'a post that is not disclosed', story: hidden('post', { digest: POST_1.digests.post }) },
  { rule: 'disclosure.whole', what: 'a draft that is not disclosed', story: hidden('draft', { draft: POST_4.draft }) },
  { rule: 'disclosure.whole', what: 'people who are not disclosed', story: hidden('person') },
  { rule: 'disclosure.whole', what: 'requirements that are not disclosed', story: hidden('requirements') },
  { rule: 'disclosure.whole', what: 'a name that is not disclosed', story: hidden('approver', { person: person('ben') }) },
  { rule: 'post.requirements', what: 'fewer reviewers in the log than in the rules', story: entry('edit', { refs: { needed: 0 } }) },
  {
    rule: 'post.requirements',
    what: 'an entry under other requirements than its post',
    story: entry('edit', { digests: { requirements: hex('others') } }),
  },

  {
    rule: 'post.requirements',
    what: 'a post to another channel than its requirements name',
    story: line('requirements', { requirements: { ...DEMANDS.engineering, destination: person('lobby') } }, { draft: POST_1.draft }),
  },

  {
    rule: 'showing.approved',
    what: 'a showing before the requester approved',
    story: (told) => preceded(without(told, 'card of Ben logged'), 'Ana approves', stepOf(told, 'card of Ben logged')),
  },
  {
    rule: 'showing.approved',
    what: 'a showing of another preview',
    story: entry('card of Ben logged', { digests: { preview: hex('another') } }),
  },
  { rule: 'showing.approved', what: 'a showing of another number', story: entry('card of Ben logged', { refs: { number: 1 } }) },
  {
    rule: 'showing.approved',
    what: 'a showing of the text before',
    story: entry('card of Ben logged', { digests: post(POST_1), refs: { number: 1 } }),
  },
  {
    rule: 'showing.approved',
    what: 'a showing after the requester asked again',
    story: followed('asked again', ...shows('late', POST_4, 'chloe', 'reviewer', 21)),
  },
  {
    rule: 'showing.entitled',
    what: 'a showing to somebody whom nobody named',
    story: followed('card of Ben', ...shows('card of Dan for review', POST_2, 'dan', 'reviewer', 22)),
  },
  {
    rule: 'showing.entitled',
    what: 'a showing to a reviewer where nobody reviews',
    story: followed('card of Dan', ...shows('card of Ben at random', POST_3, 'ben', 'reviewer', 24)),
  },
  { rule: 'showing.entitled', what: 'a showing to a fallback before its time', story: oluAfter(1) },
  {
    rule: 'showing.entitled',
    what: 'a showing to somebody else as to the requester',
    story: followed('card of Ana', ...shows('card of a stranger', POST_1, 'dan', 'requester', 23)),
  },
  {
    rule: 'showing.entitled',
    what: 'a showing to a guest',
    story: somebody(person('chloe'), { guest: true }),
  },
];

function switchedOn(scope: string): Told['steps'][number] {
  return { name: `stop ${scope}`, entry: { type: 'kill.engaged', refs: { epoch: 1, scope } } };
}
