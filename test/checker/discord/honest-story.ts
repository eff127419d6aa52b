/** A story on Discord in which nothing is wrong. What is planted in the tests is planted here. */
import { fillDigest, postDigest, requirementsDigest, saltedDigest } from '../digests.ts';
import { filled, SLOT } from '../fill.ts';
import type { Fields } from '../json.ts';
import { ends, moveOf, pseudonym, signs } from '../told-parts.ts';
import { hex, id, ORIGIN } from '../told.ts';
import type { Change, Step, Told } from '../told.ts';
import { nonceOf } from './nonces.ts';

const SERVER = '200';
export const ENGINEERING = '401';
export const REVIEW_ROOM = '402';
export const THREAD = '900';
const PEOPLE = { ana: '101', ben: '102', chloe: '103', dan: '104' } as const;
export type Name = keyof typeof PEOPLE;
const BOT = 'discord:500';

const person = (name: Name): string => `discord:${PEOPLE[name]}`;
/** Of our direct conversation with them. */
export const direct = (name: Name): string => `7${PEOPLE[name].slice(1)}`;
const channelId = (channel: string): string => `discord:${SERVER}:${channel}`;

/** Ids are 16 bytes, so the last of their 26 characters ends in two bits of nothing: their numbers here end in 0, 4 or 8. */
const DRAFT = id('drf', 1);
const PUBLICATION = id('pub', 4);
const PUBLISH = `POST /channels/${THREAD}/messages`;
const PUBLISH_IN_FORUM = `POST /channels/${ENGINEERING}/threads`;
const NOBODY = { parse: [] };
const V2 = 1 << 15;

const QUESTION = 'how do I rotate the staging database password?';
/** As the agent wrote it, as it is posted, and as a card shows it. */
export const TEXT = 'Rotate it with rotate-staging-db_2, ask Chloe, and run it: https://vault.example/run';
const POSTED = `Rotate it with \`rotate-staging-db_2\`, ask <@${PEOPLE.chloe}>, and __run__ it: <https://vault.example/run>`;
export const SHOWN = `Rotate it with \`rotate-staging-db_2\`, ask ‹\\@Chloe ${PEOPLE.chloe}›, and __run__ it: ‹\`https[:]//vault.example/run\`›`;

interface Revision {
  number: number;
  publication: string;
  text: string;
  posted: string;
  shown: string;
  users: string[];
}

const EARLIER = 'Rotate it by hand, as ever, and tell everybody of it.';
const FIRST: Revision = { number: 1, publication: id('pub', 8), text: EARLIER, posted: EARLIER, shown: EARLIER, users: [] };
const SECOND: Revision = { number: 2, publication: PUBLICATION, text: TEXT, posted: POSTED, shown: SHOWN, users: [PEOPLE.chloe] };

const DEMANDS = {
  v: 1,
  destination: channelId(ENGINEERING),
  reviewers: { from: [person('ben'), `discord:${SERVER}:301`], needed: 1 },
  widestAudience: 'workspace',
  fallback: null,
};

export interface Variant {
  nonce?: unknown;
  /** Null: it is not said. */
  allowed?: Change | null;
  credit?: string;
  /** It goes into a forum as a post of its own. */
  isForum?: boolean;
}

export function honestStory(variant: Variant = {}): Told {
  const first = postOf({}, FIRST);
  const made = postOf(variant, SECOND);
  const body = filled(made.post.request.body, ['Ana', 'Ben']) as Change;
  const requirements = requirementsDigest(DEMANDS);
  const asked = {
    agent: 'handbook',
    channel: channelId(ENGINEERING),
    needed: 1,
    rules: 1,
    run: id('run', 1),
    by: 'requester',
    human: 'ana',
  };
  const answered = { by: 'agent', to: 'awaiting_requester', needed: 1, number: 1, run: id('run', 1) };
  const edited = { by: 'requester', human: 'ana', to: 'awaiting_requester', needed: 1, number: 2 };
  // A forum post and its first message have one id.
  const message = variant.isForum === true ? THREAD : '1005';
  const begun = sends('thread', `POST ${messages(ENGINEERING)}/${THREAD}/threads`, { name: 'Answer' }, { message: THREAD, status: 201 });
  const retracts = { by: 'reviewer', human: 'ben', to: 'retracting' };
  const steps: Step[] = [
    { name: 'open', entry: { type: 'log.opened' } },
    { name: 'rules', entry: { type: 'rules.loaded', refs: { version: 1 }, digests: { rules: hex('rules') } } },
    moveOf('ask', 'draft.requested', DRAFT, { ...asked, to: 'awaiting_agent' }, { digests: { question: hex('question'), requirements } }),
    sends('deferred', callback('deferred'), { type: 5, data: { flags: 64 } }, { person: PEOPLE.ana, message: 'm-deferred' }),
    sends('working card', `POST ${messages(direct('ana'))}`, cardBody(4, { title: 'handbook is looking for an answer.' }), {
      message: '1001',
    }),
    moveOf('answer', 'draft.answered', DRAFT, answered, {
      digests: { ...first.digests, output: hex('output'), text: hex('text') },
      revision: id('rev', 1),
    }),
    sends('working card over', `PATCH ${messages(direct('ana'))}/1001`, cardBody(4, { title: 'This is over.' }), { message: '1001' }),
    ...shows('first card of Ana', first, 'ana', 'requester', 18, { message: '1000' }),
    moveOf('edit', 'draft.edited', DRAFT, edited, { digests: { ...made.digests, text: hex('text 2') }, revision: id('rev', 2) }),
    ...shows('card of Ana', made, 'ana', 'requester', 8, { message: '1002' }),
    // The older card is put anew with what it always showed.
    sends('first card of Ana anew', `PATCH ${messages(direct('ana'))}/1000`, cardBody(18, { title: 'Replaced.', answer: FIRST.shown }), {
      message: '1000',
    }),
    sends('deferred answer', 'PATCH /webhooks/500/{token}/messages/@original', words('Your draft is in our direct message.'), {
      person: PEOPLE.ana,
      message: 'm-deferred',
    }),
    sends('form of Ana', callback('edit'), { type: 9, data: formData(TEXT) }, { person: PEOPLE.ana, message: 'f-1' }),
    approves('Ana approves', made, 'ana', 'requester', 'awaiting_reviewer'),
    ...shows('card of Ben', made, 'ben', 'reviewer', 10, { message: '1003' }),
    ...shows('card of Chloe', made, 'chloe', 'reviewer', 14, { message: '1004' }),
    approves('Ben approves', made, 'ben', 'reviewer', 'approved'),
    sends('card of Ben over', `PATCH ${messages(direct('ben'))}/1003`, cardBody(10, { title: 'Closed: you approved this.' }), {
      message: '1003',
    }),
    moveOf(
      'intent',
      'publication.intended',
      DRAFT,
      { by: 'system', to: 'publishing', attempt: id('att', 1), epoch: 0, publication: PUBLICATION, rules: 1 },
      {
        digests: { fill: fillDigest({ method: made.post.request.method, body }), post: made.digests.post },
        revision: id('rev', 2),
      },
    ),
    signs('checkpoint over the intent'),
    ...(variant.isForum === true ? [] : [begun]),
    sends('post', made.post.request.method, body, { message }),
    ends('confirmed', 'publication.confirmed', DRAFT, 'published', 1, { message }),
    signs('checkpoint over the end'),
    sends('notice', `POST ${messages(direct('ana'))}`, words('Your answer from handbook is posted in #engineering.'), { message: '1006' }),
    moveOf('retract', 'retraction.intended', DRAFT, retracts),
    sends('tombstone', `PATCH ${messages(THREAD)}/${message}`, gravestone('An answer from handbook was retracted by Ben at 15:10.'), {
      message,
    }),
    moveOf('retracted', 'retraction.confirmed', DRAFT, { by: 'system', to: 'retracted' }),
    signs('last checkpoint'),
  ];
  return { steps, disclosed: disclosed([first, made]), world: world(), origin: ORIGIN };
}

/** A request of ours. */
export function sends(name: string, route: string, body: unknown, more: Change = {}): Step {
  const [method = '', path = ''] = route.split(' ');
  return { name, wire: { operation: '', method, path: `/api/v10${path}`, body, stored: true, ...more } };
}

export function messages(channel: string): string {
  return `/channels/${channel}/messages`;
}

export function callback(interaction: string): string {
  return `POST /interactions/8${interaction.length}/{token}/callback`;
}

export function words(text: string, actions: object[] = []): Change {
  const rows = actions.length === 0 ? [] : [{ type: 1, components: actions }];
  return { flags: V2, allowed_mentions: NOBODY, components: [{ type: 10, content: text }, ...rows] };
}

export function gravestone(text: string): Change {
  return { content: text, components: [], flags: 4, allowed_mentions: NOBODY };
}

export function cardBody(
  card: number,
  { title, question = QUESTION, answer }: { title: string; question?: string; answer?: string },
): Change {
  const said = `**${title}**\nYou asked in \\#engineering:\n> ${question}\nNobody else reads this.`;
  const components = [
    { type: 10, content: said },
    ...(answer === undefined ? [] : [{ type: 17, components: [{ type: 10, content: answer }] }]),
    { type: 1, components: [{ type: 2, style: 1, label: 'Approve', custom_id: `cs:approve:${id('crd', card)}` }] },
  ];
  return { flags: V2, allowed_mentions: NOBODY, nonce: nonceOf(id('crd', card)), components };
}

export function formData(value: string): Change {
  const input = { type: 4, custom_id: 'cs:text', style: 2, value };
  return { custom_id: 'cs:form', title: 'Edit', components: [{ type: 18, label: 'The answer, in Markdown', component: input }] };
}

type Made = ReturnType<typeof postOf>;

function postOf(variant: Variant, { number, publication, text, posted, shown, users }: Revision) {
  const { nonce = nonceOf(publication), allowed = { ...NOBODY, users }, credit, isForum = false } = variant;
  const salt = hex(`salt ${number}`);
  const line = credit ?? `Written by handbook (AI). Asked by Ana. Approved by ${SLOT}. cs-${publication.slice(4, 12)}`;
  const retract = { type: 2, style: 2, label: 'Retract', custom_id: `cs:retract:${publication}` };
  const body: Change = {
    content: `${posted}\n-# ${line}`,
    components: [{ type: 1, components: [retract] }],
    flags: 4,
    ...(allowed === null ? {} : { allowed_mentions: allowed }),
  };
  const once = { ...body, nonce, enforce_nonce: true };
  const requirements = requirementsDigest(DEMANDS);
  const post = {
    v: 1,
    salt,
    publicationId: publication,
    destination: { platform: 'discord', workspace: SERVER, channel: ENGINEERING, thread: isForum ? null : THREAD },
    audience: 'workspace',
    requirementsDigest: requirements,
    request: isForum ? { method: PUBLISH_IN_FORUM, body: { name: 'Passwords', message: body } } : { method: PUBLISH, body: once },
  };
  const preview = `${text.replaceAll('://', '[:]//')}\n\nGoes to: #engineering`;
  const digests = { post: postDigest(post), preview: saltedDigest('preview', salt, preview), requirements };
  return { number, shown, post, preview, digests };
}

function shows(name: string, { number, shown, digests }: Made, who: Name, role: string, card: number, more: Change): Step[] {
  const refs = { card: id('crd', card), number, role };
  const { post, preview } = digests;
  const entry = { type: 'card.shown', draft: DRAFT, revision: id('rev', number), actor: pseudonym(who), refs, digests: { post, preview } };
  const whole = cardBody(card, { title: 'A draft from handbook.', answer: shown });
  return [{ name: `${name} logged`, entry }, sends(name, `POST ${messages(direct(who))}`, whole, more)];
}

function approves(name: string, { number, digests: { post, preview } }: Made, who: Name, by: string, to: string): Step {
  const refs = { by, human: who, to, audience: 'workspace', fallback: 0, number };
  return moveOf(name, 'draft.approved', DRAFT, refs, { digests: { post, preview }, revision: id('rev', number) });
}

function disclosed(made: Made[]): Fields[] {
  const people = (Object.keys(PEOPLE) as Name[]).map((name) => ({ kind: 'person', pseudonym: pseudonym(name), person: person(name) }));
  return [
    ...people,
    { kind: 'draft', draft: DRAFT, requester: person('ana') },
    { kind: 'requirements', draft: DRAFT, digest: requirementsDigest(DEMANDS), requirements: DEMANDS },
    ...made.map(({ post, preview, digests }) => ({ kind: 'post', draft: DRAFT, digest: digests.post, post, preview })),
    { kind: 'approver', draft: DRAFT, person: person('ana'), name: 'Ana' },
    { kind: 'approver', draft: DRAFT, person: person('ben'), name: 'Ben' },
    { kind: 'output', draft: DRAFT, text: JSON.stringify({ kind: 'answer', text: TEXT }) },
  ];
}

/** As the fake Discord tells it. */
function world(): Told['world'] {
  const somebody = { active: true, bot: false, guest: false, external: false };
  const names = Object.keys(PEOPLE) as Name[];
  const people = [
    ...names.map((name) => ({ id: person(name), name, ...somebody })),
    { id: BOT, name: 'Countersign', ...somebody, bot: true },
  ];
  const everybody = people.map(({ id: one }) => one);
  const channel = (ids: string, kind: string, members: string[], parent: string | null = null) => ({ id: ids, kind, members, parent });
  const channels = [
    channel(channelId(ENGINEERING), 'public', everybody),
    channel(channelId(THREAD), 'public', everybody, ENGINEERING),
    channel(channelId(REVIEW_ROOM), 'private', [person('ben'), person('dan'), BOT]),
    ...names.map((name) => channel(`discord:@me:${direct(name)}`, 'im', [person(name), BOT])),
  ];
  const groups = [{ id: `discord:${SERVER}:301`, members: [person('ben'), person('chloe')] }];
  return { people, groups, channels } as Told['world'];
}
