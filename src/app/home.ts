import { HOME_LISTS, type Home, type HomeItem, type HomeList, type HomeSection } from '../core/home.ts';
import { type Draft, TO_DECIDE_STATES } from '../core/draft.ts';
import { type PersonId, referenceOf } from '../core/ids.ts';
import { retractFrom } from '../core/requester-buttons.ts';
import { HOME, HOME_STANDS } from '../core/sentences.ts';
import { atTime, dayAndTime } from '../core/times.ts';
import { reviewRight } from './lookups.ts';
import { namesOf } from './names.ts';
import type { Ports } from './ports.ts';
import { readText } from './sealed.ts';

/** Lines on one page of a list: three lists of these, with their buttons, are what the smallest platform can show at once. */
const A_PAGE = 6;

const OF_THEIRS: Record<Exclude<HomeList, 'to_review'>, readonly Draft['state'][]> = {
  open: TO_DECIDE_STATES,
  published: ['published', 'retracting', 'retract_failed'],
};

/** A person's own page: what waits for their review, what is open of theirs, what was posted for them. Nothing of anybody else. */
export async function homeOf(ports: Ports, { person, pages }: { person: PersonId; pages: Record<HomeList, number> }): Promise<Home> {
  const sections = HOME_LISTS.map((list) => sectionOf(ports, person, list, Math.max(0, pages[list])));
  return { title: HOME.title(), sections: await Promise.all(sections) };
}

async function sectionOf(ports: Ports, person: PersonId, list: HomeList, page: number): Promise<HomeSection> {
  const end = (page + 1) * A_PAGE;
  // One more than is shown, which says that there is more.
  const found = await (list === 'to_review'
    ? toReview(ports, person, end + 1)
    : ports.store.read.drafts.list({ states: OF_THEIRS[list], requester: person, limit: end + 1 }));
  const shown = found.slice(page * A_PAGE, end);
  return {
    list,
    ...HOME.lists[list],
    items: await Promise.all(shown.map((draft) => itemOf(ports, person, list, draft))),
    page,
    more: found.length > end,
  };
}

/** As many as are wanted, if there are: those that may not be shown any more hide none that come after them. */
async function toReview(ports: Ports, person: PersonId, wanted: number): Promise<Draft[]> {
  for (let limit = wanted; ; limit *= 2) {
    const waiting = await ports.store.read.drafts.toReview(person, limit);
    const may = await Promise.all(waiting.map((draft) => mayStillBeShown(ports, person, draft)));
    const found = waiting.filter((_, nth) => may[nth]).slice(0, wanted);
    if (found.length === wanted || waiting.length < limit) return found;
  }
}

/** Whom no card of it has reached yet is told of it only while they may review it: their right was asked when the card was made. */
async function mayStillBeShown(ports: Ports, person: PersonId, draft: Draft): Promise<boolean> {
  const cards = await ports.store.read.cards.ofDraft(draft.id);
  const theirs = cards.filter((card) => card.person === person && card.role === 'reviewer');
  if (theirs.some((card) => card.ref !== null)) return true;
  // A card for several is shown to all of them at once, in their channel.
  if (theirs.every((card) => card.shared !== null)) return false;
  return (await reviewRight(ports, person, draft)) !== 'no';
}

async function itemOf(ports: Ports, person: PersonId, list: HomeList, draft: Draft): Promise<HomeItem> {
  const [question, cards, sentence] = await Promise.all([
    readText(ports, draft.id, `question:${draft.request.questionDigest}`),
    ports.store.read.cards.ofDraft(draft.id),
    sentenceOf(ports, list, draft),
  ]);
  const theirs = cards.findLast((card) => card.person === person && card.ref !== null);
  const { message } = draft.publishing;
  return {
    draft: draft.id,
    sentence,
    question: question ?? '',
    card: theirs?.ref ?? null,
    noCard: theirs === undefined && message === null ? HOME.noCard() : null,
    cardIn: theirs?.shared?.channel ?? null,
    publication: list === 'published' ? message : null,
    actions: list === 'published' && draft.state !== 'retracting' ? [retractFrom(channelName(ports, draft) ?? '')] : [],
  };
}

function channelName(ports: Ports, { destination, audience }: Draft): string | null {
  return destination === null ? null : `#${ports.text.plain(audience.channelName)}`;
}

async function sentenceOf(ports: Ports, list: HomeList, draft: Draft): Promise<string> {
  const { request, revision, state } = draft;
  const channel = channelName(ports, draft);
  const closes = dayAndTime(draft.expiresAt, ports.clock.now(), ports.timeZone);
  if (list === 'to_review') {
    const name = await namesOf(ports, [request.requester]);
    return HOME.toReview(name(request.requester), request.agent, channel ?? '', closes);
  }
  if (list === 'open') return HOME.open(request.agent, channel, HOME_STANDS[state]?.(closes) ?? '');
  const reference = revision === null ? '' : referenceOf(revision.publicationId);
  if (state === 'retracting') return HOME.beingTaken(request.agent, channel ?? '');
  if (state === 'retract_failed') return HOME.stillThere(request.agent, channel ?? '', reference);
  const { publishedAt } = draft.publishing;
  const time = publishedAt === null ? '' : ` ${atTime(publishedAt, ports.clock.now(), ports.timeZone)}`;
  return HOME.published(request.agent, channel ?? '', time, reference);
}
