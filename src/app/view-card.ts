import type { Card } from '../adapter.ts';
import type { CardView } from '../core/card-view.ts';
import type { CardRow, Draft } from '../core/draft.ts';
import { escapeName } from '../core/post.ts';
import { requesterCard } from '../core/requester-card.ts';
import { reviewCard } from '../core/review-card.ts';
import type { DifferencePart } from '../core/text.ts';
import { aboutDraft, describe, isRefusalCode, platformName } from './describe-refusal.ts';
import { ableToReview } from './lookups.ts';
import { destinationsOf } from './destinations.ts';
import { adapterOf, namesOf, operatorNames } from './names.ts';
import type { Ports } from './ports.ts';
import { readPost, readText, readTree } from './sealed.ts';

/** Looks up everything that the card says, and lets the core say it. */
export async function cardOf(ports: Ports, draft: Draft, row: CardRow): Promise<Card> {
  const view = await viewOf(ports, draft, row);
  return row.role === 'reviewer' ? reviewCard(view) : requesterCard(view);
}

async function viewOf(ports: Ports, draft: Draft, row: CardRow): Promise<CardView> {
  const { revision } = draft;
  const cards = await ports.store.read.cards.ofDraft(draft.id);
  const showings = cards.filter((card) => card.role === 'reviewer' && card.shownAt !== null);
  const shownTo = [...new Set(showings.filter((card) => card.digest === revision?.digest).map((card) => card.person))];
  const everShownTo = [...new Set(showings.map((card) => card.person))];
  const isOpen = draft.state === 'awaiting_requester' && row.role === 'requester';
  const reviewers = isOpen && draft.destination !== null ? await ableToReview(ports, draft) : [];
  const people = [draft.request.requester, row.person, ...everShownTo, ...reviewers, ...draft.approvals.map((approval) => approval.person)];
  if (draft.last.by !== null) people.push(draft.last.by);
  if (revision?.editor) people.push(revision.editor);
  const [name, operators, question, tree, stored, reason] = await Promise.all([
    namesOf(ports, people),
    operatorNames(ports),
    readText(ports, draft.id, `question:${draft.request.questionDigest}`),
    revision === null ? null : readTree(ports, draft.id, revision.number),
    revision === null ? null : readPost(ports, draft.id, revision.digest),
    draft.last.reason?.startsWith('reason:') ? readText(ports, draft.id, draft.last.reason) : null,
  ]);
  return {
    draft: { ...draft, audience: escapedAudience(ports, draft) },
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
    question: question === null ? 'the question was erased' : ports.text.plain(question),
    post: tree === null || stored === null ? null : { preview: stored.preview, tree, markdown: ports.text.print(tree) },
    shownTo,
    everShownTo,
    reviewers,
    reason: reason === null ? null : ports.text.plain(reason),
    failure: await failureOf(ports, draft),
    difference: row.role === 'reviewer' ? await differenceFor(ports, draft, row, cards) : null,
    maxCharacters: adapterOf(ports, draft.request.asked.platform).capabilities.maxPostCharacters,
  };
}

/** Names of channels and companies are other people's words: those outside chose theirs themselves. */
function escapedAudience(ports: Ports, { audience }: Draft): Draft['audience'] {
  const { plain } = ports.text;
  return {
    ...audience,
    channelName: plain(audience.channelName),
    workspaceName: plain(audience.workspaceName),
    outside: audience.outside.map(escapeName),
  };
}

/** Why it came back or ended, as a sentence. */
async function failureOf(ports: Ports, draft: Draft): Promise<string | null> {
  const { code } = draft.last;
  if (code === null || !isRefusalCode(code)) return null;
  // What it says must stay true when the switch is released: a run that the switch ended, not a switch that is engaged.
  return describe(ports, code, code === 'ENGAGED' ? { run: 1 } : {}, aboutDraft(draft), draft);
}

/** Against the last revision that this reviewer was shown: nothing in between is theirs to see. */
async function differenceFor(
  ports: Ports,
  draft: Draft,
  row: CardRow,
  cards: CardRow[],
): Promise<{ since: number; parts: DifferencePart[] } | null> {
  const before = cards
    .filter(
      (card) =>
        card.person === row.person &&
        card.role === 'reviewer' &&
        card.ref !== null &&
        card.shownAt !== null &&
        card.revision < row.revision,
    )
    .at(-1);
  if (!before || draft.revision === null) return null;
  const [old, now] = await Promise.all([readTree(ports, draft.id, before.revision), readTree(ports, draft.id, draft.revision.number)]);
  return old === null || now === null ? null : { since: before.revision, parts: ports.text.differencesBetween(old, now) };
}
