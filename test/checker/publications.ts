import { creditedApprovals } from './approvals.ts';
import { canonical } from './canonical-json.ts';
import { channelOf } from './disclosures.ts';
import type { Entry } from './entry.ts';
import type { DisclosedPost } from './export.ts';
import { nameKey } from './export.ts';
import { filled } from './fill.ts';
import { momentsOf } from './history.ts';
import type { History, Moment } from './history.ts';
import { isDiscord } from './discord/requests.ts';
import { fieldsOf, textIn } from './json.ts';
import { isEndOf, matchIntents } from './sent.ts';
import type { Sent } from './sent.ts';
import { personOf, postOf, requirementsOf } from './story.ts';
import type { Story } from './story.ts';

const MOST_NOTIFIED = 5;

/** Holds everything that was sent to be published against what was approved. Returns it, with the intents that it carried out. */
export function checkPublications(story: Story): Sent[] {
  const sent = matchIntents(story);
  for (const one of sent) checkSent(story, one);
  checkOnce(story, sent);
  return sent;
}

function checkSent(story: Story, sent: Sent): void {
  checkSigned(story, sent);
  checkReference(story, sent);
  checkNotified(story, sent);
  const { history, intent, request } = sent;
  const post = postOf(story, history.draft, intent.entry.digests['post'] ?? '');
  // An erased post is judged by the digests alone; that one is missing otherwise is told by `disclosure.whole`.
  if (!post) return;
  checkBytes(story, sent, post);
  const thread = fieldsOf(post.post['destination'])?.['thread'];
  const isNowhere = requirementsOf(story, history.draft, textIn(post.post, 'requirementsDigest'))?.['destination'] === null;
  if (isNowhere || textIn(request.fields, 'channel') !== channelOf(post.post) || request.fields?.['thread'] !== thread) {
    story.report('publication.place', 'it went to another place than the one that was approved', request.n);
  }
}

/** I8: the intent is under a checkpoint that was signed before the outcome was written, and so before anything had come of it. */
function checkSigned({ sizes, report }: Story, { request, history, intent }: Sent): void {
  const { entry } = intent;
  const outcome = history.moments.find((one) => isEndOf(one, intent));
  const isSigned = sizes.some((size) => size > entry.index && size <= (outcome?.entry.index ?? Infinity));
  if (!isSigned) report('publication.signed', `no checkpoint covered the intent at ${entry.index} when it was sent`, request.n);
}

/**
 * I10: from the message one can walk to the publication, the draft and the revision. Where the platform lets a message carry the first
 * alone, the log leads to the others.
 */
function checkReference({ report }: Story, { request, history, intent }: Sent): void {
  const publication = String(intent.entry.refs['publication']);
  const revision = history.posts.get(intent.entry.digests['post'] ?? '')?.number;
  const carried = { publication, reference: `cs-${publication.slice(4, 12)}` };
  const expected = isDiscord(request) ? carried : { ...carried, draft: history.draft, revision };
  const metadata = fieldsOf(request.fields?.['metadata']);
  if (!Object.entries(expected).every(([name, value]) => metadata?.[name] === value)) {
    report('publication.reference', `it does not carry the ids of ${publication} and its draft`, request.n);
  }
}

function checkNotified({ report, world }: Story, { request }: Sent): void {
  const notify = request.fields?.['notify'];
  const isFine =
    Array.isArray(notify) && notify.length <= MOST_NOTIFIED && notify.every((one) => typeof one === 'string' && world.isPerson(one));
  if (!isFine) report('publication.notify', 'it notifies more than five, or something that is no person', request.n);
}

function checkBytes(story: Story, { request, history, intent }: Sent, { post }: DisclosedPost): void {
  const { draft } = history;
  const people = creditedApprovals(intent).map((approval: Entry) => personOf(story, approval));
  const names = people.map((person) => story.disclosed.names.get(nameKey(draft, person)));
  if (names.includes(undefined)) {
    story.report('disclosure.whole', `a name is not disclosed under which ${draft} was approved`, request.n);
    return;
  }
  const approved = fieldsOf(post['request']);
  const expected = filled(approved?.['body'], names as string[]);
  const isSame = approved?.['method'] === request.sent?.method && canonical(expected) === canonical(request.sent?.body);
  const isIts = textIn(post, 'publicationId') === intent.entry.refs['publication'];
  if (!isSame || !isIts)
    story.report('publication.bytes', `it is not the approved post of ${draft} with the names of its approvers`, request.n);
}

/** I6: between the intents of two that stand there lies another try that the requester wanted. */
function checkOnce({ report }: Story, sent: readonly Sent[]): void {
  const stored = sent.filter(({ request }) => request.stored).toSorted((a, b) => a.intent.entry.index - b.intent.entry.index);
  const last = new Map<string, Sent>();
  for (const one of stored) {
    const publication = String(one.intent.entry.refs['publication']);
    const before = last.get(publication);
    last.set(publication, one);
    if (before && (before.history !== one.history || !isRetried(one.history, before.intent, one.intent))) {
      report('publication.once', `${publication} was stored a second time, and nobody had asked for that`, one.request.n);
    }
  }
}

function isRetried(history: History, from: Moment, to: Moment): boolean {
  return momentsOf(history, 'publication.retried').some(
    ({ entry }) => entry.index > from.entry.index && entry.index < to.entry.index && entry.actor === history.opened.actor,
  );
}
