/** A story in which nothing is wrong. What is planted in the tests is planted here. */
import {
  answers,
  approves,
  asks,
  cardOf,
  DEMANDS,
  ends,
  intends,
  moveOf,
  person,
  pseudonym,
  publishes,
  QUESTION_PART,
  shows,
  signs,
  tells,
  toldPost,
  updates,
} from './told-parts.ts';
import { requirementsDigest } from './digests.ts';
import type { Fields } from './json.ts';
import { hex, id, ORIGIN } from './told.ts';
import type { Step, Told } from './told.ts';

const FIRST = 'The staging password is rotated with rotate-staging-db. Then the API has to be started once more.';
export const SECOND =
  'Rotate it with rotate-staging-db in the vault under team/staging. Then start the API once more: https://vault.example/run';

/** Ana's draft in engineering: answered, edited, approved by her and Ben, published and retracted. */
export const POST_1 = toldPost(1, 1, FIRST);
export const POST_2 = toldPost(1, 2, SECOND, {
  notify: ['ana', 'ben', 'chloe', 'dan', 'olu'].map(person),
});
/** Dan's in random, where nobody else is needed; the platform's answer to its publication is lost. */
export const POST_3 = toldPost(2, 1, 'Lunch is at twelve in the large kitchen, as on every other day.', {
  channel: 'random',
  requester: 'Dan',
});
/** Ana's second one in engineering: rejected, asked again, kept private. */
export const POST_4 = toldPost(3, 1, 'The payroll runs on the last Thursday of a month, and never before.');
export const POST_5 = toldPost(3, 2, 'The payroll runs on the last working day.');

/** Ana's in a channel that people from outside read: two reviewers. */
const POST_6 = toldPost(4, 1, 'The invoice for Globex leaves on the fifth of April.', { channel: 'globex-shared' });

const { draft: D1 } = POST_1;
const { draft: D2 } = POST_3;
const { draft: D3 } = POST_4;
const { draft: D4 } = POST_6;
const NAMES = ['Ana', 'Ben'];

export function honestStory(): Told {
  const steps = [...opening(), ...firstDraft(), ...secondDraft(), ...thirdDraft(), ...fourthDraft(), ...ending()];
  return { steps, disclosed: disclosed(), world: world(), origin: ORIGIN };
}

function opening(): Step[] {
  return [
    { name: 'open', entry: { type: 'log.opened' } },
    { name: 'rules', entry: { type: 'rules.loaded', refs: { version: 1 }, digests: { rules: hex('rules') } } },
    signs('first checkpoint'),
    { name: 'looking', wire: { operation: 'audience', body: { channel: person('engineering') } } },
  ];
}

function firstDraft(): Step[] {
  const working = cardOf(1, D1, { title: 'handbook is looking for an answer. Only you can see this.', parts: [QUESTION_PART] });
  const edited = { by: 'requester', human: 'ana', to: 'awaiting_requester', needed: 1, number: 2 };
  const edit = { id: 'edit', label: 'Edit', input: { label: 'The answer, in Markdown', initial: SECOND } };
  return [
    asks('ask', D1, 'ana', 'engineering', 1),
    {
      name: 'reply',
      wire: { operation: 'ack', body: { id: 'd1', reply: { ok: true, state: 'awaiting_agent', draft: D1, message: null } } },
    },
    { name: 'working card', wire: { operation: 'card', message: 'working card', body: { recipient: person('ana'), card: working } } },
    answers('answer', POST_1, 1),
    updates('working card over', 'working card', 'ana', cardOf(1, D1, { title: 'This is over. The newest card is below.' })),
    ...shows('card of Ana', POST_1, 'ana', 'requester', 2),
    moveOf('edit', 'draft.edited', D1, edited, { digests: { ...POST_2.digests, text: hex('text 2') }, revision: id('rev', 2) }),
    ...shows('second card of Ana', POST_2, 'ana', 'requester', 3, { actions: [edit] }),
    approves('Ana approves', POST_2, 'ana', 'requester', 'awaiting_reviewer'),
    ...shows('card of Ben', POST_2, 'ben', 'reviewer', 4),
    ...shows('card of Chloe', POST_2, 'chloe', 'reviewer', 5),
    approves('Ben approves', POST_2, 'ben', 'reviewer', 'approved'),
    updates('card of Ben over', 'card of Ben', 'ben', cardOf(4, D1, { title: 'Closed: you approved this.' })),
    intends('intent', POST_2, NAMES, 1),
    signs('checkpoint over the intent'),
    publishes('post', POST_2, NAMES),
    ends('confirmed', 'publication.confirmed', D1, 'published', 1, { message: 'post' }),
    signs('checkpoint over the end'),
    tells('notice to Ana', 'ana', 'Your answer from handbook is posted in #engineering. Proof: cs-00000000.'),
    moveOf('retract', 'retraction.intended', D1, { by: 'reviewer', human: 'ben', to: 'retracting' }),
    taken('tombstone', 'post', 'engineering', 'An answer from handbook was retracted by Ben at 15:10.'),
    moveOf('retracted', 'retraction.confirmed', D1, { by: 'system', to: 'retracted' }),
  ];
}

export function taken(name: string, message: string, channel: string, tombstone: string | null): Step {
  return { name, wire: { operation: 'retract', message, body: { channel: person(channel), message, tombstone } } };
}

function secondDraft(): Step[] {
  return [
    asks('Dan asks', D2, 'dan', 'random', 2),
    answers('answer to Dan', POST_3, 2),
    ...shows('card of Dan', POST_3, 'dan', 'requester', 6),
    approves('Dan approves', POST_3, 'dan', 'requester', 'approved'),
    intends('first intent for Dan', POST_3, ['Dan'], 2),
    signs('checkpoint over the first intent for Dan'),
    publishes('too often', POST_3, ['Dan'], { status: 429, stored: false, message: undefined }),
    ends('abandoned', 'publication.abandoned', D2, 'approved', 2),
    intends('second intent for Dan', POST_3, ['Dan'], 3),
    signs('checkpoint over the second intent for Dan'),
    publishes('dans-post', POST_3, ['Dan'], { status: 0 }),
    ends('lost', 'publication.lost', D2, 'outcome_unknown', 3),
    ends('found', 'publication.confirmed', D2, 'published', 3, { message: 'dans-post' }),
  ];
}

function thirdDraft(): Step[] {
  const asked = { by: 'requester', human: 'ana', to: 'awaiting_agent', run: id('run', 4) };
  return [
    asks('Ana asks again', D3, 'ana', 'engineering', 3),
    answers('third answer', POST_4, 3),
    ...shows('third card of Ana', POST_4, 'ana', 'requester', 7),
    approves('Ana approves the third', POST_4, 'ana', 'requester', 'awaiting_reviewer'),
    ...shows('second card of Ben', POST_4, 'ben', 'reviewer', 8),
    moveOf('Ben rejects', 'draft.rejected', D3, { by: 'reviewer', human: 'ben', to: 'rejected' }, { digests: { reason: hex('reason') } }),
    moveOf('asked again', 'draft.asked_again', D3, asked),
    answers('fourth answer', POST_5, 4),
    ...shows('fourth card of Ana', POST_5, 'ana', 'requester', 9),
    moveOf('kept private', 'draft.withdrawn', D3, { by: 'requester', human: 'ana', to: 'withdrawn' }),
  ];
}

function fourthDraft(): Step[] {
  const names = ['Ana', 'Ben', 'Chloe'];
  return [
    asks('Ana asks for Globex', D4, 'ana', 'globex-shared', 5),
    answers('answer for Globex', POST_6, 5),
    ...shows('Globex card of Ana', POST_6, 'ana', 'requester', 10),
    approves('Ana approves for Globex', POST_6, 'ana', 'requester', 'awaiting_reviewer'),
    ...shows('Globex card of Ben', POST_6, 'ben', 'reviewer', 11),
    ...shows('Globex card of Chloe', POST_6, 'chloe', 'reviewer', 12),
    approves('Ben approves for Globex', POST_6, 'ben', 'reviewer', 'awaiting_reviewer'),
    approves('Chloe approves for Globex', POST_6, 'chloe', 'reviewer', 'approved'),
    intends('intent for Globex', POST_6, names, 5),
    signs('checkpoint over the intent for Globex'),
    publishes('globex-post', POST_6, names),
    ends('confirmed for Globex', 'publication.confirmed', D4, 'published', 5, { message: 'globex-post' }),
  ];
}

function ending(): Step[] {
  const refused = { code: 'NOT_YOURS', count: 1, verb: 'approve' };
  return [
    { name: 'refused', entry: { type: 'attempt.refused', draft: D3, actor: pseudonym('dan'), refs: refused } },
    {
      name: 'reply to Dan',
      wire: {
        operation: 'ack',
        message: 'reply to Dan',
        stored: true,
        body: { id: 'd2', reply: { ok: false, code: 'NOT_YOURS', message: 'This button is not for you.' } },
      },
    },
    {
      name: 'engaged',
      entry: { type: 'kill.engaged', actor: pseudonym('olu'), refs: { epoch: 1, scope: 'all' }, digests: { reason: hex('why') } },
    },
    { name: 'released', entry: { type: 'kill.released', actor: pseudonym('olu'), refs: { epoch: 2, scope: 'all' } } },
    signs('last checkpoint'),
  ];
}

function disclosed(): Fields[] {
  const people = ['ana', 'ben', 'chloe', 'dan', 'olu'].map((name) => ({
    kind: 'person',
    pseudonym: pseudonym(name),
    person: person(name),
  }));
  const posts = [POST_1, POST_2, POST_3, POST_4, POST_5, POST_6].map(({ draft, post, preview, digests }) => ({
    kind: 'post',
    draft,
    digest: digests.post,
    post,
    preview,
  }));
  const named = (draft: string, name: string) => ({ kind: 'approver', draft, person: person(name.toLowerCase()), name });
  const owned = (draft: string, name: string, channel: keyof typeof DEMANDS) => [
    { kind: 'draft', draft, requester: person(name) },
    { kind: 'requirements', draft, digest: requirementsDigest(DEMANDS[channel]), requirements: DEMANDS[channel] },
  ];
  return [
    ...people,
    ...owned(D1, 'ana', 'engineering'),
    ...owned(D2, 'dan', 'random'),
    ...owned(D3, 'ana', 'engineering'),
    ...owned(D4, 'ana', 'globex-shared'),
    ...posts,
    named(D1, 'Ana'),
    named(D1, 'Ben'),
    named(D2, 'Dan'),
    named(D3, 'Ana'),
    named(D4, 'Ana'),
    named(D4, 'Ben'),
    named(D4, 'Chloe'),
    {
      kind: 'output',
      draft: D1,
      text: JSON.stringify({ kind: 'answer', text: `**${FIRST}**`, sources: [{ title: 'Staging runbook, rotating of passwords' }] }),
    },
  ];
}

function world(): Told['world'] {
  const somebody = { active: true, bot: false, guest: false, external: false };
  const people = ['ana', 'ben', 'chloe', 'dan', 'olu'].map((name) => ({ id: person(name), name, ...somebody }));
  return { people, groups: [{ id: person('group-leads'), members: [person('ben'), person('chloe')] }] };
}
