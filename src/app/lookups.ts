/** What is asked of the platforms before a decision. What they do not say is not trusted: a lookup that fails is `LookupFailed`. */
import { AdapterError, type Audience, type Forum, type Person } from '../adapter.ts';
import { type AudienceClass, isWider } from '../core/audience.ts';
import type { Actor } from '../core/command.ts';
import { type Refusal, refusal } from '../core/errors.ts';
import type { Draft } from '../core/draft.ts';
import { channelIdOf, type PersonId, type Place } from '../core/ids.ts';
import type { PeopleRef, Requirements } from '../core/requirements.ts';
import { requirementsOf } from '../core/requirements-of.ts';
import { type ChannelRule, humanOf, type RuleBook, ruleFor } from '../core/rule-book.ts';
import { fallbackAt } from '../core/timers.ts';
import { adapterOf } from './names.ts';
import type { Ports } from './ports.ts';
import { withLookupsOnce } from './recent-lookups.ts';

/** A platform did not say who is who: the caller refuses with LOOKUP_FAILED and changes nothing. */
export class LookupFailed extends Error {
  override readonly name = 'LookupFailed';
}

/** What a person is told of it: to try again helps, unless it is the rules that name somebody who does not exist. */
export function lookupRefusal({ cause }: LookupFailed): Refusal {
  const isUnknown = cause instanceof AdapterError && cause.code === 'UNKNOWN_GROUP';
  return refusal('LOOKUP_FAILED', isUnknown ? { unknown: 1 } : {});
}

async function ask<T>(what: string, lookup: () => Promise<T>): Promise<T> {
  try {
    return await lookup();
  } catch (error) {
    throw new LookupFailed(`the platform did not answer: ${what}`, { cause: error });
  }
}

/** Who can read it; class `unknown`, the widest, when the platform does not say. */
export async function audienceOf(ports: Ports, place: Place): Promise<Audience> {
  return (await audienceUnlessAway(ports, place)) ?? unknownAudience(ports, place);
}

/** The same, and null when the platform does not answer at all: then it may say so later. */
export async function audienceUnlessAway(ports: Ports, place: Place): Promise<Audience | null> {
  try {
    return await adapterOf(ports, place.platform).audienceOf(place);
  } catch (error) {
    ports.logger.warn({ error, channel: channelIdOf(place) }, 'the audience of a channel could not be found out');
    return error instanceof AdapterError && error.code === 'UNREACHABLE' ? null : unknownAudience(ports, place);
  }
}

function unknownAudience(ports: Ports, { channel, workspace }: Place): Audience {
  const observedAt = ports.clock.now();
  return { class: 'unknown', count: null, outside: [], channelName: channel, workspaceName: workspace, observedAt };
}

export const canPost = (ports: Ports, person: PersonId, place: Place): Promise<boolean> =>
  ask('who may post', () => adapterOf(ports, place.platform).canPost(person, place));

export const forumOf = (ports: Ports, channel: Place): Promise<Forum | null> =>
  ask('whether a channel is a forum', () => adapterOf(ports, channel.platform).forumOf(channel));

export const personOf = (ports: Ports, person: PersonId): Promise<Person> =>
  ask('who somebody is', () => adapterOf(ports, person).person(person));

export const membersOf = (ports: Ports, ref: PeopleRef): Promise<PersonId[]> =>
  ask(`who is ${ref}, whom the rules name`, () => adapterOf(ports, ref).members(ref));

/** The people that a list means now, without those who never review: bots, guests, people outside, accounts that are closed. */
export async function reviewersIn(ports: Ports, refs: readonly PeopleRef[]): Promise<PersonId[]> {
  const ids = new Set((await Promise.all(refs.map((ref) => membersOf(ports, ref)))).flat());
  const people = await Promise.all([...ids].map((id) => personOf(ports, id)));
  return people.filter(isOneOfUs).map((person) => person.id);
}

/** One of us: not a bot, a guest, somebody from outside, or an account that is closed. */
export function isOneOfUs(person: Person): boolean {
  return person.active && !person.bot && !person.guest && !person.external;
}

/** One of us, or whoever sits at this machine; where the platform does not say, nobody is. */
export async function isMember(ports: Ports, person: PersonId): Promise<boolean> {
  if (isLocal(person)) return true;
  try {
    return isOneOfUs(await personOf(ports, person));
  } catch (error) {
    if (!(error instanceof LookupFailed)) throw error;
    ports.logger.warn({ error, person }, 'whether somebody is a member of the company could not be found out');
    return false;
  }
}

/** Those who could review this draft now, one account a human, without whoever asked or edited. */
export async function ableToReview(ports: Ports, draft: Draft): Promise<PersonId[]> {
  if (draft.requirements.reviewers === 'not_required') return [];
  return oneAccountEach(ports, await entitledIn(ports, draft, draft.requirements.reviewers.from));
}

/** Of the people that a list means, those whom the rules let review this draft now. */
export async function entitledIn(base: Ports, draft: Draft, refs: readonly PeopleRef[]): Promise<PersonId[]> {
  const ports = withLookupsOnce(base);
  const people = await reviewersIn(ports, refs);
  const rights = await Promise.all(people.map((person) => reviewRight(ports, person, draft)));
  return people.filter((_, index) => rights[index] !== 'no');
}

/** By today's rules: two accounts that were linked meanwhile are one human from now on. */
export function oneAccountEach(ports: Ports, people: readonly PersonId[]): PersonId[] {
  const { book } = ports.rules.current();
  const humans = new Map<PersonId, PersonId>();
  for (const person of people) if (!humans.has(humanOf(book, person))) humans.set(humanOf(book, person), person);
  return [...humans.values()];
}

/** The requester's or the editor's own human, as it was and as today's rules link accounts. */
function isOwn(book: RuleBook, person: PersonId, { request, revision }: Draft): boolean {
  const human = humanOf(book, person);
  const own = [request.requester, request.requesterHuman, revision?.editor, revision?.editorHuman];
  return own.some((one) => one !== null && one !== undefined && (one === human || humanOf(book, one) === human));
}

export type RuleNow = { rule: ChannelRule; requirements: Requirements } | null;

/** What today's rules demand of this draft's destination; null when no single rule covers it any more. */
export function ruleNow(book: RuleBook, destination: Place, channelName: string): RuleNow {
  const channel = channelIdOf(destination);
  const found = ruleFor(book, channel, channelName);
  return found.kind === 'rule' ? { rule: found.rule, requirements: requirementsOf(found.rule, channel) } : null;
}

/** Who acts on a draft, with what they may do there, looked up afresh. */
export async function actorOn(ports: Ports, person: PersonId, draft: Draft): Promise<Actor> {
  const { book } = ports.rules.current();
  const isRequester = person === draft.request.requester;
  const mayReview = isRequester || isLocal(person) ? 'no' : await reviewRight(ports, person, draft);
  // However the rules link accounts meanwhile, who asked is one human under one name for the whole life of the draft.
  const human = isRequester ? draft.request.requesterHuman : humanOf(book, person);
  return { kind: 'person', person, human, mayReview, mayOperate: mayOperate(ports, person) };
}

/** Operators are named in the rules; whoever sits at this machine's command line holds its files anyway. */
function mayOperate(ports: Ports, person: PersonId): boolean {
  return isLocal(person) || isNamedOperator(ports, person);
}

/** By the rules alone: what anybody can claim to be over a network is no seat at this machine. */
export function isNamedOperator(ports: Ports, person: PersonId): boolean {
  return ports.rules.current().book.operators.people.includes(person);
}

function isLocal(person: PersonId): boolean {
  return person.startsWith('local:');
}

/** Both the rule under which it was asked and today's rule must name the person, who is nobody's second account. */
export async function reviewRight(base: Ports, person: PersonId, draft: Draft): Promise<'no' | 'reviewer' | 'fallback'> {
  const ports = withLookupsOnce(base);
  const { book } = ports.rules.current();
  if (draft.destination === null || isOwn(book, person, draft)) return 'no';
  const now = ruleNow(book, draft.destination, draft.audience.channelName);
  if (now === null) return 'no';
  const given = await namedBy(ports, person, draft.requirements, draft);
  if (given === 'no' || !isOneOfUs(await personOf(ports, person))) return 'no';
  const today = now.requirements.reviewers === 'not_required' ? given : await namedBy(ports, person, now.requirements, draft);
  return today === 'no' ? 'no' : given === 'reviewer' && today === 'reviewer' ? 'reviewer' : 'fallback';
}

/** For a sentence that promises somebody another card: where nobody knows, nothing is promised. */
export async function reviewsStill(ports: Ports, person: PersonId, draft: Draft): Promise<boolean> {
  try {
    return (await reviewRight(ports, person, draft)) !== 'no';
  } catch (error) {
    if (!(error instanceof LookupFailed)) throw error;
    ports.logger.warn({ error, draft: draft.id }, 'whether somebody may still review could not be found out');
    return false;
  }
}

async function namedBy(ports: Ports, person: PersonId, requirements: Requirements, draft: Draft): Promise<'no' | 'reviewer' | 'fallback'> {
  if (requirements.reviewers === 'not_required') return 'no';
  if (await isNamed(ports, person, requirements.reviewers.from)) return 'reviewer';
  const from = fallbackAt(draft);
  const isOver = from === null ? draft.state !== 'awaiting_reviewer' : from <= ports.clock.now();
  return requirements.fallback !== null && isOver && (await isNamed(ports, person, requirements.fallback.from)) ? 'fallback' : 'no';
}

async function isNamed(ports: Ports, person: PersonId, refs: readonly PeopleRef[]): Promise<boolean> {
  if (refs.includes(person)) return true;
  for (const ref of refs) {
    if ((await membersOf(ports, ref)).includes(person)) return true;
  }
  return false;
}

/** Of two restricted places nobody knows which is narrower, and of one whose readers are unknown everything must be feared. */
export function comesFromNarrower(origin: AudienceClass, destination: AudienceClass): boolean {
  return origin === 'restricted' || origin === 'unknown' || isWider(destination, origin);
}
