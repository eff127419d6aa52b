import type { Card } from '../adapter.ts';
import type { Audience } from '../core/audience.ts';
import type { CardView } from '../core/card-view.ts';
import { type CardRow, type Draft, FINAL_STATES, type State } from '../core/draft.ts';
import type { NewPost } from '../core/forum.ts';
import type { DraftId, PersonId } from '../core/ids.ts';
import type { Made } from '../core/made.ts';
import { asOneName, escapeName } from '../core/post.ts';
import { requesterCard } from '../core/requester-card.ts';
import { reviewCard, sharedReviewCard } from '../core/review-card.ts';
import { platformName } from '../core/sentences.ts';
import { aboutDraft, describeFailure, describeRefusal } from './describe-refusal.ts';
import { ableToReview, audienceOf, entitledIn, reviewsStill } from './lookups.ts';
import { destinationsOf } from './destinations.ts';
import { engagementOf } from './engagement.ts';
import { adapterOf, namesOf, operatorNames } from './names.ts';
import type { Ports } from './ports.ts';
import { withLookupsOfTheMoment } from './recent-lookups.ts';
import { sharing } from './review-channel.ts';
import { readMade, readPost, readProgress, readRejection, readText, readTogether, readTree, rejectedBy } from './sealed.ts';
import { nameInWords, shortened } from './shortened.ts';

/** Looks up everything that the card says, and lets the core say it. `known`: the cards of this draft, where they were read already. */
export async function cardOf(given: Ports, draft: Draft, row: CardRow, known: CardRow[] | null = null): Promise<Card> {
  const ports = withLookupsOfTheMoment(given);
  const view = await viewOf(ports, draft, row, known ?? (await ports.store.read.cards.ofDraft(draft.id)));
  if (row.role !== 'reviewer') return requesterCard(view);
  return row.shared === null ? reviewCard(view) : sharedReviewCard(view);
}

async function viewOf(ports: Ports, draft: Draft, row: CardRow, cards: CardRow[]): Promise<CardView> {
  const { revision } = draft;
  const showings = cards.filter((card) => card.role === 'reviewer' && card.shownAt !== null);
  const peopleShown = (fits: (card: CardRow) => boolean): PersonId[] => [...new Set(showings.filter(fits).map((card) => card.person))];
  // Those who share this card are shown it at once with whoever leads.
  const sharesThis = (card: CardRow): boolean => row.shared !== null && card.shared?.lead === row.shared.lead;
  const shownTo = peopleShown((card) => card.digest === revision?.digest && (card.ref !== null || sharesThis(card)));
  const sameText = await revisionsOfSameText(ports, draft, [row, ...showings]);
  const everShownTo = peopleShown(() => true);
  const isOpen = draft.state === 'awaiting_requester' && row.role === 'requester';
  const reviewers = isOpen && draft.destination !== null ? await ableToReview(ports, draft) : [];
  const fallback = await fallbackOf(ports, draft, [...reviewers, ...shownTo]);
  const approved = draft.approvals.map((approval) => approval.person);
  const people = [draft.request.requester, row.person, ...everShownTo, ...reviewers, ...fallback, ...approved];
  if (draft.last.by !== null) people.push(draft.last.by);
  if (revision?.editor) people.push(revision.editor);
  const asked = `question:${draft.request.questionDigest}`;
  const isWorking = draft.state === 'awaiting_agent' && row.role === 'requester';
  const because = draft.last.reason?.startsWith('reason:') ? draft.last.reason : null;
  const ofRevision = revision === null ? [] : [`tree:${revision.number}`, `post:${revision.digest}`];
  const [name, operators, sealed] = await Promise.all([
    namesOf(ports, people),
    operatorNames(ports),
    readTogether(ports, draft.id, [asked, because, 'made', isWorking ? 'progress' : null, ...ofRevision]),
  ]);
  const [question, tree, stored, reason, made, progress] = await Promise.all([
    readText(sealed, draft.id, asked),
    revision === null ? null : readTree(sealed, draft.id, revision.number),
    revision === null ? null : readPost(sealed, draft.id, revision.digest),
    because === null ? null : readText(sealed, draft.id, because),
    readMade(sealed, draft.id),
    readProgress(sealed, draft.id),
  ]);
  return {
    draft: { ...draft, audience: escapedAudience(ports, await audienceNow(ports, draft, row)) },
    row,
    now: ports.clock.now(),
    timeZone: ports.timeZone,
    name,
    agent: draft.request.agent,
    channel: draft.destination === null ? null : `#${ports.text.plain(draft.audience.channelName)}`,
    askedIn: draft.request.askedIn === null ? null : `#${ports.text.plain(draft.request.askedIn)}`,
    destinations: isOpen ? (await destinationsOf(ports, draft)).map(({ name: channel }) => channel) : [],
    platform: platformName(draft.request.asked.platform),
    operators,
    question: question === null ? null : ports.text.plain(question),
    post:
      tree === null || stored === null
        ? null
        : { preview: stored.preview, tree, markdown: ports.text.print(tree), newPost: inWords(ports, stored.newPost ?? null) },
    partial: progress === null || progress.run !== draft.run ? null : partialText(ports, progress.text),
    made: made === null ? null : madeInWords(ports, made),
    shownTo,
    beingAsked: (await askedNow(ports, draft, cards)).filter((one) => !shownTo.includes(one)),
    shownText: peopleShown((card) => sameText.has(card.revision)),
    everShownTo,
    reviewers,
    fallback,
    rejectedByReader: row.role === 'reviewer' && row.shared === null ? await rejectionBy(ports, draft, row) : null,
    reason: reason === null ? null : ports.text.plain(reason),
    failure: await describeFailure(ports, draft, draft.last),
    difference:
      row.role === 'reviewer' ? await differenceForAll(ports, draft, row, cards) : await differenceForRequester(ports, draft, row),
    isSameText: revision === null || sameText.has(row.revision),
    mayReview: await mayReview(ports, draft, row),
    hasCardBelow: cards
      .slice(cards.findIndex(({ id }) => id === row.id) + 1)
      .some((card) => card.role === 'requester' && card.revision > 0),
    maxCharacters: adapterOf(ports, draft.request.asked.platform).capabilities.maxPostCharacters,
    stopped: FINAL_STATES.includes(draft.state) ? null : await stoppedWhy(ports, draft, row.person),
  };
}

/** Of what is not finished, the beginning is enough: nobody decides by it. */
const MOST_PARTIAL = 1_500;

function partialText(ports: Ports, text: string): string | null {
  const shown = ports.text.plain(shortened(ports, text, MOST_PARTIAL)).trim();
  return shown === '' ? null : shown;
}

function inWords(ports: Ports, newPost: NewPost | null): NewPost | null {
  if (newPost === null) return null;
  const tags = newPost.tags.map(({ id, name }) => ({ id, name: nameInWords(ports, name) }));
  return { title: ports.text.plain(newPost.title), tags };
}

function madeInWords(ports: Ports, { model, tools, refused }: Made): Made {
  return {
    model: model === null ? null : nameInWords(ports, model),
    tools: tools.map((used) => ({ ...used, tool: nameInWords(ports, used.tool) })),
    refused: refused.map((tool) => nameInWords(ports, tool)),
  };
}

/** Between an approval and the arrival of the reviewers' cards: those whom it goes to. */
async function askedNow(ports: Ports, draft: Draft, cards: readonly CardRow[]): Promise<PersonId[]> {
  if (draft.state !== 'awaiting_reviewer') return [];
  const theirs = cards.filter(({ role, digest }) => role === 'reviewer' && digest === draft.revision?.digest);
  if (theirs.length === 0) return ableToReview(ports, draft);
  return theirs.filter(({ open, ref }) => open && ref === null).map(({ person }) => person);
}

/** Why nothing of this can be approved or posted now. */
async function stoppedWhy(ports: Ports, draft: Draft, reader: PersonId): Promise<string | null> {
  const about = aboutDraft(draft);
  const rows = await ports.store.read.kill.all();
  if (engagementOf(ports, rows, about) === null) return null;
  const waits = draft.state === 'awaiting_requester' || reader !== draft.request.requester ? {} : { waits: 1 };
  return describeRefusal(ports, { code: 'ENGAGED', detail: waits }, about, draft, reader);
}

/** Whether whoever has this card rejected the post that it shows. */
async function rejectionBy(ports: Ports, draft: Draft, { person, digest }: CardRow): Promise<CardView['rejectedByReader']> {
  const rejection = await readRejection(ports, draft.id, rejectedBy(person, digest));
  if (rejection === null) return null;
  const words = await readText(ports, draft.id, `reason:${rejection.reason}`);
  return { at: rejection.at, reason: words === null ? null : ports.text.plain(words) };
}

/** Those who will be asked as well when it waits for long; nobody once they can decide, because then they are reviewers like others. */
async function fallbackOf(ports: Ports, draft: Draft, known: readonly PersonId[]): Promise<PersonId[]> {
  const { fallback } = draft.requirements;
  if (fallback === null || draft.destination === null) return [];
  if (draft.state !== 'awaiting_requester' && draft.state !== 'awaiting_reviewer') return [];
  // They may not review yet, so that is asked as if nobody had been asked.
  const people = await entitledIn(ports, { ...draft, state: 'awaiting_requester' }, fallback.from);
  return people.filter((person) => !known.includes(person));
}

/** The revisions of these cards whose text is the current one: an edit may change nothing, and a move is a new post of the same text. */
async function revisionsOfSameText(ports: Ports, { id, revision }: Draft, cards: readonly CardRow[]): Promise<Set<number>> {
  if (revision === null) return new Set();
  const textOf = (number: number): Promise<string | undefined> => ports.store.read.texts.get(id, `tree:${number}`);
  const others = [...new Set(cards.map((card) => card.revision))].filter((number) => number > 0 && number !== revision.number);
  if (others.length === 0) return new Set([revision.number]);
  const [now, ...earlier] = await Promise.all([revision.number, ...others].map(textOf));
  return new Set([revision.number, ...others.filter((_, index) => now !== undefined && earlier[index] === now)]);
}

/**
 * The readers that the post was made for, as many as they are now while it can still be decided; the class is what an approval is
 * bound to. Where the platform does not say how many they are now, no number is given.
 */
async function audienceNow(ports: Ports, { audience, destination, state, revision }: Draft, row: CardRow): Promise<Audience> {
  const isOpen = state === 'awaiting_requester' || state === 'awaiting_reviewer';
  if (!isOpen || destination === null || row.digest === null || row.digest !== revision?.digest) return audience;
  const now = await audienceOf(ports, destination);
  if (now.class === 'unknown') return { ...audience, count: null };
  return now.class === audience.class ? { ...audience, count: now.count } : audience;
}

const WITH_REQUESTER: readonly State[] = ['awaiting_agent', 'awaiting_requester'];

/** Whether somebody is told that they get another card. */
async function mayReview(ports: Ports, draft: Draft, row: CardRow): Promise<boolean> {
  const isOver = FINAL_STATES.includes(draft.state) || (row.digest === draft.revision?.digest && !WITH_REQUESTER.includes(draft.state));
  if (row.role !== 'reviewer' || isOver) return true;
  return reviewsStill(ports, row.person, draft);
}

/** Names of channels and companies are other people's words: those outside chose theirs themselves. */
function escapedAudience(ports: Ports, audience: Audience): Audience {
  const { plain } = ports.text;
  return {
    ...audience,
    channelName: plain(audience.channelName),
    workspaceName: plain(audience.workspaceName),
    outside: audience.outside.map((name) => asOneName(escapeName(name))),
  };
}

/** On a card that several share, only what changed for all of them alike can be shown. */
async function differenceForAll(ports: Ports, draft: Draft, row: CardRow, cards: CardRow[]): Promise<CardView['difference']> {
  const each = await Promise.all(sharing(row, cards).map((one) => differenceFor(ports, draft, one, cards)));
  const [first = null] = each;
  return each.every((one) => one?.since === first?.since) ? first : null;
}

/** After an agent was asked again: against the revision that it was to do again. What people change themselves they know. */
async function differenceForRequester(ports: Ports, { id, state, revision, last }: Draft, row: CardRow): Promise<CardView['difference']> {
  if (state !== 'awaiting_requester' || revision === null || row.digest !== revision.digest) return null;
  if (revision.editor !== null || revision.number === 1 || last.by !== null || last.code !== null) return null;
  return differenceBetween(ports, id, revision.number - 1, revision.number);
}

async function differenceBetween(ports: Ports, draft: DraftId, since: number, until: number): Promise<CardView['difference']> {
  const [old, now] = await Promise.all([readTree(ports, draft, since), readTree(ports, draft, until)]);
  return old === null || now === null ? null : { since, parts: ports.text.differencesBetween(old, now) };
}

/** Against the last revision that this reviewer was shown: nothing in between is theirs to see. */
async function differenceFor(ports: Ports, draft: Draft, row: CardRow, cards: CardRow[]): Promise<CardView['difference']> {
  const wasShown = (card: CardRow): boolean => card.role === 'reviewer' && card.ref !== null && card.shownAt !== null;
  const before = cards
    .filter((card) => card.person === row.person && card.id !== row.id && card.revision <= row.revision && wasShown(card))
    .at(-1);
  if (!before || draft.revision === null) return null;
  const since = before.revision;
  if (since === draft.revision.number) return { since, parts: [] };
  return differenceBetween(ports, draft.id, since, draft.revision.number);
}
