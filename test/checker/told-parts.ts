/** The pieces that told stories are made of: people, posts, and the steps that come up again and again. For the checker's tests only. */
import { fillDigest, postDigest, requirementsDigest, saltedDigest } from './digests.ts';
import { filled, SLOT } from './fill.ts';
import type { Fields } from './json.ts';
import { hex, id } from './told.ts';
import type { Change, Step } from './told.ts';

export const PUBLISH = 'POST /playground/bot/publish';
const QUESTION = 'how do I rotate the staging database password?';
const HOUR_MS = 3_600_000;

export const person = (name: string): string => `playground:acme:${name}`;
/** The same person in the log. */
export const pseudonym = (name: string): string => hex(`pseudonym of ${name}`);

export const DEMANDS = {
  engineering: {
    v: 1,
    destination: person('engineering'),
    reviewers: { from: [person('ben'), person('group-leads')], needed: 1 },
    widestAudience: 'workspace',
    fallback: { afterMs: 4 * HOUR_MS, from: [person('olu')] },
  },
  'globex-shared': {
    v: 1,
    destination: person('globex-shared'),
    reviewers: { from: [person('ben'), person('chloe')], needed: 2 },
    widestAudience: 'external',
    fallback: null,
  },
  random: { v: 1, destination: person('random'), reviewers: 'not_required', widestAudience: 'workspace', fallback: null },
} as const;

export type ToldChannel = keyof typeof DEMANDS;
const NEEDED: Record<ToldChannel, number> = { engineering: 1, 'globex-shared': 2, random: 0 };

export interface ToldPost {
  draft: string;
  number: number;
  post: Fields & { request: { method: string; body: Change } };
  preview: string;
  /** What the entry that makes it says of it. */
  digests: { post: string; preview: string; requirements: string };
  needed: number;
}

/** A post of the draft with this number: what Ana or Dan would approve. */
export function toldPost(
  draft: number,
  number: number,
  text: string,
  more: { channel?: ToldChannel; requester?: string; notify?: string[] } = {},
): ToldPost {
  const { channel = 'engineering', requester = 'Ana', notify = [] } = more;
  const requirements = requirementsDigest(DEMANDS[channel]);
  const publication = id('pub', 10 * draft + number);
  const salt = hex(`salt of ${draft}, ${number}`);
  const credit = `Written by handbook (AI). Asked by ${requester}. Approved by ${SLOT}. cs-${publication.slice(4, 12)}`;
  const body = {
    channel: person(channel),
    thread: 'm-question',
    text: `${text}\n\n${credit}`,
    notify,
    metadata: { publication, reference: `cs-${publication.slice(4, 12)}`, draft: id('drf', draft), revision: number },
    actions: [{ id: 'retract', label: 'Retract' }],
  };
  const destination = { platform: 'playground', workspace: 'acme', channel, thread: 'm-question' };
  const request = { method: PUBLISH, body };
  const post = {
    v: 1,
    salt,
    publicationId: publication,
    destination,
    audience: DEMANDS[channel].widestAudience,
    requirementsDigest: requirements,
    request,
  };
  const preview = `${text.replaceAll('://', '[:]//')}\n\nGoes to: #${channel}`;
  const digests = { post: postDigest(post), preview: saltedDigest('preview', salt, preview), requirements };
  return { draft: id('drf', draft), number, post, preview, digests, needed: NEEDED[channel] };
}

export function filledBody(made: ToldPost, names: string[]): Change {
  return filled(made.post.request.body, names) as Change;
}

type Move = Change & { by: string; to: string; human?: string };

export function moveOf(name: string, type: string, draft: string, refs: Move, more: Change = {}): Step {
  const { human: who, ...rest } = refs;
  const acts = who === undefined ? {} : { actor: pseudonym(who) };
  const human = who === undefined ? {} : { human: pseudonym(who) };
  return { name, entry: { type, draft, ...acts, ...more, refs: { ...rest, ...human } } };
}

export function asks(name: string, draft: string, who: string, channel: ToldChannel, run: number): Step {
  const needed = NEEDED[channel];
  const refs = {
    agent: 'handbook',
    channel: person(channel),
    needed,
    rules: 1,
    run: id('run', run),
    by: 'requester',
    human: who,
    to: 'awaiting_agent',
  };
  const digests = { question: hex('question'), requirements: requirementsDigest(DEMANDS[channel]) };
  return moveOf(name, 'draft.requested', draft, refs, { digests });
}

export function answers(name: string, made: ToldPost, run: number): Step {
  const refs = { by: 'agent', to: 'awaiting_requester', needed: made.needed, number: made.number, run: id('run', run) };
  const digests = { ...made.digests, output: hex(`output ${name}`), text: hex(`text ${name}`) };
  return moveOf(name, 'draft.answered', made.draft, refs, { digests, revision: id('rev', made.number) });
}

export function approves(name: string, made: ToldPost, who: string, by: 'requester' | 'reviewer', to: string): Step {
  const { post, preview } = made.digests;
  const refs = { by, human: who, to, audience: made.post['audience'], fallback: 0, number: made.number };
  return moveOf(name, 'draft.approved', made.draft, refs, { digests: { post, preview }, revision: id('rev', made.number) });
}

/** The card is logged as shown, and then put into the person's private place. */
export function shows(name: string, made: ToldPost, who: string, role: 'requester' | 'reviewer', card: number, more: Change = {}): Step[] {
  const { post, preview } = made.digests;
  const refs = { card: id('crd', card), number: made.number, role };
  const entry = {
    type: 'card.shown',
    draft: made.draft,
    revision: id('rev', made.number),
    actor: pseudonym(who),
    refs,
    digests: { post, preview },
  };
  const shown = cardOf(card, made.draft, {
    preview: made.preview,
    revision: made.number,
    digest: post,
    parts: [QUESTION_PART, { kind: 'answer' }],
    ...more,
  });
  return [
    { name: `${name} logged`, entry },
    { name, wire: { operation: 'card', message: name, body: { recipient: person(who), card: shown } } },
  ];
}

export const QUESTION_PART = { kind: 'question', lead: 'You asked in #engineering:', text: QUESTION };

export function cardOf(card: number, draft: string, more: Change = {}): Change {
  const empty = { parts: [], preview: null, actions: [], revision: null, state: null, digest: null };
  return { id: id('crd', card), kind: 'card', title: 'A card of a draft.', draft, ...empty, ...more };
}

export function updates(name: string, original: string, who: string, card: Change): Step {
  return { name, wire: { operation: 'update', message: original, body: { recipient: person(who), message: original, card } } };
}

export function tells(name: string, who: string, title: string): Step {
  const card = { ...cardOf(900, ''), kind: 'notice', draft: null, title };
  return { name, wire: { operation: 'card', message: name, body: { recipient: person(who), card } } };
}

export function intends(name: string, made: ToldPost, names: string[], attempt: number, epoch = 0): Step {
  const publication = made.post['publicationId'];
  const refs = { by: 'system', to: 'publishing', attempt: id('att', attempt), epoch, publication, rules: 1 };
  const fill = fillDigest({ method: PUBLISH, body: filledBody(made, names) });
  return moveOf(name, 'publication.intended', made.draft, refs, {
    digests: { fill, post: made.digests.post },
    revision: id('rev', made.number),
  });
}

export function publishes(name: string, made: ToldPost, names: string[], more: Change = {}): Step {
  return { name, wire: { operation: 'publish', status: 201, message: name, body: filledBody(made, names), ...more } };
}

export function ends(name: string, type: string, draft: string, to: string, attempt: number, more: Change = {}): Step {
  return moveOf(name, type, draft, { by: 'system', to, attempt: id('att', attempt), ...more });
}

export function signs(name: string): Step {
  return { name, checkpoint: true };
}
