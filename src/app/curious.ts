/** What anybody of the company may ask: the rule of the channel they are in, and what the log holds of a post that they read. */
import type { Commanded } from '../adapter.ts';
import { approvers } from '../core/approvals.ts';
import type { Draft } from '../core/draft.ts';
import { refusal } from '../core/errors.ts';
import { channelIdOf, type PersonId, referenceOf } from '../core/ids.ts';
import { joinNames } from '../core/post.ts';
import type { Reviewers } from '../core/requirements.ts';
import { type ChannelRule, ruleFor } from '../core/rule-book.ts';
import { PROOF, WHY } from '../core/sentences.ts';
import { atTime, duration } from '../core/times.ts';
import { audienceOf, canPost, isNamedOperator, reviewersIn } from './lookups.ts';
import { namesOf } from './names.ts';
import { findDraft } from './operate.ts';
import type { Told } from './operator-orders.ts';
import type { Ports } from './ports.ts';
import { nameInWords } from './shortened.ts';
import { readsChannel } from './who-may-retract.ts';

/** `/countersign why`: what the rule of this channel means. Of a channel that they do not read, nobody learns anything. */
export async function why(ports: Ports, { message, person }: Commanded): Promise<Told> {
  const place = { ...message, thread: null };
  const { channelName, class: readers } = await audienceOf(ports, place);
  const { directMessages } = ports.rules.current().book;
  if (readers === 'requester' && directMessages !== null)
    return { ok: true, code: 'CHANNEL_RULE', detail: { says: WHY.direct(joinNames(directMessages.agents, 'or')) } };
  const found = ruleFor(ports.rules.current().book, channelIdOf(message), channelName);
  if (found.kind === 'none') return { ok: false, ...refusal('NO_RULE') };
  if (found.kind === 'ambiguous') return { ok: false, ...refusal('RULE_AMBIGUOUS') };
  if (!(await canPost(ports, person, place))) return { ok: false, ...refusal('NO_RULE') };
  return { ok: true, code: 'CHANNEL_RULE', detail: { says: await ruleInWords(ports, found.rule, `#${ports.text.plain(channelName)}`) } };
}

async function ruleInWords(ports: Ports, rule: ChannelRule, channel: string): Promise<string> {
  const who = typeof rule.mayAsk === 'string' ? WHY.who[rule.mayAsk] : WHY.who.listed;
  return WHY.rule(channel, joinNames(rule.agents, 'or'), who, await reviewersInWords(ports, rule.reviewers), duration(rule.expiresMs));
}

async function reviewersInWords(ports: Ports, reviewers: Reviewers): Promise<string> {
  if (reviewers === 'not_required') return WHY.notRequired();
  const people = await reviewersIn(ports, reviewers.from);
  const name = await namesOf(ports, people);
  return WHY.reviewed(reviewers.needed, joinNames(people.map(name)));
}

/** `/countersign proof cs-…`: for whoever reads the channel. To everybody else there is no such publication. */
export async function proof(ports: Ports, person: PersonId, named: string): Promise<Told> {
  const draft = await findDraft(ports, named);
  const isTheirs = draft !== undefined && (draft.request.requester === person || isNamedOperator(ports, person));
  const [attempt] = draft === undefined ? [] : (await ports.store.read.attempts.ofDraft(draft.id)).toReversed();
  if (!draft?.revision || attempt === undefined || !(isTheirs || (await readsChannel(ports, draft, person, true)))) {
    return { ok: false, ...refusal('UNKNOWN_DRAFT', { named: nameInWords(ports, named) }) };
  }
  const approved = draft.approvals.length === 0 ? [] : [draft.request.requester, ...approvers(draft)];
  const [name, entry, checkpoint] = await Promise.all([
    namesOf(ports, [draft.request.requester, ...approved]),
    ports.store.read.entries.get(attempt.intent),
    ports.store.read.checkpoints.latest(),
  ]);
  const size = checkpoint?.size ?? 0;
  const index = entry?.index ?? null;
  const says = PROOF.of({
    reference: referenceOf(draft.revision.publicationId),
    stands: stands(ports, draft),
    credit: PROOF.credit(name(draft.request.requester), joinNames(approved.map(name))),
    entry: index !== null && index < size ? PROOF.entry(index, size) : PROOF.notYet(),
    digest: draft.revision.digest,
  });
  return { ok: true, code: 'PROOF', detail: { says } };
}

function stands(ports: Ports, { audience, publishing, state, last }: Draft): string {
  const channel = `#${ports.text.plain(audience.channelName)}`;
  const at = (time: number): string => atTime(time, ports.clock.now(), ports.timeZone);
  if (state === 'retracted') return PROOF.retracted(channel, at(last.at));
  const isPosted = state === 'published' || state === 'retracting' || state === 'retract_failed';
  return isPosted
    ? PROOF.posted(channel, publishing.publishedAt === null ? '' : ` ${at(publishing.publishedAt)}`)
    : PROOF.notPosted(channel);
}
