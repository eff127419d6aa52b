import type { PublishOutcome } from '../adapter.ts';
import type { Circumstances } from '../core/command.ts';
import type { Draft } from '../core/draft.ts';
import { type AttemptId, channelIdOf, type DraftId, type EntryId, idFrom, referenceOf } from '../core/ids.ts';
import { fill, type FilledPost } from '../core/post.ts';
import { ALARM_WHAT } from '../core/sentences.ts';
import type { EffectRow, Tables } from '../store/store.ts';
import { advance, channelOf } from './advance.ts';
import { type Carried, completeWith, type NotYet } from './carried.ts';
import { aboutDraft } from './describe-refusal.ts';
import { approverName } from './prepare.ts';
import { isInDoubt, VOIDING, voidApprovals } from './void-approvals.ts';
import { engagementOf, switchEpochOf } from './engagement.ts';
import { circumstancesOf } from './circumstances.ts';
import { adapterOf, namesOf } from './names.ts';
import { addAlarm, addAllClear, addNotice } from './notices.ts';
import type { Ports } from './ports.ts';
import { readPost, readTogether } from './sealed.ts';
import { addUpdate } from './add-update.ts';

/** How old the answers about audience and roles may be when the send starts. */
const FRESH_MS = 5_000;
/** From begin to the latest start: time for a checkpoint, and no more. */
const START_WITHIN_MS = 10_000;
const SEND_WITHIN_MS = 10_000;
const AGAIN_AFTER_MS = 2_000;
/** Whoever waits longer reads on their card that it is being posted. */
const SLOW_AFTER_MS = 1_500;

interface Attempt {
  id: AttemptId;
  draft: Draft;
  intent: EntryId;
  filled: FilledPost;
  observedAt: number;
  /** Of what stops this agent or channel, at begin. */
  switchEpoch: number;
}

/** What was asked before begin, when, and under which rules. */
interface Found {
  circumstances: Omit<Circumstances, 'engaged'>;
  observedAt: number;
  version: number;
}

/**
 * Publishes one approved draft, step by step; the letters are those of docs/lifecycle.md. Whatever fails before the send leaves the
 * draft approved or back with its requester; whatever fails after it is an outcome, never a reason to send again.
 */
export async function publish(ports: Ports, effect: EffectRow): Promise<Carried> {
  const draft = await ports.store.read.drafts.get(effect.draft as DraftId);
  if (!draft || draft.state !== 'approved' || draft.destination === null) return 'done';
  // Nothing is asked of the platform as long as the switch holds.
  if (engagementOf(ports, await ports.store.read.kill.all(), stoppedWith(draft))) return heldBack(ports, draft, 'switch');
  const waitMs = await waitForSlot(ports, draft); // (a)
  if (waitMs > 0) return { laterMs: waitMs, countsAttempt: false };
  const observedAt = ports.clock.now();
  // Whatever is asked from here on is asked under these rules: others that come into force meanwhile begin anew.
  const { version } = ports.rules.current();
  const circumstances = await circumstancesOf(ports, draft); // (b)
  // Begun is not to be left half done: a process that ends leaves it to the next one.
  if (ports.stopping.aborted) return { laterMs: 0, countsAttempt: false };
  const attempt = await begin(ports, draft, { circumstances, observedAt, version }); // (c)
  if (attempt === 'done' || 'laterMs' in attempt) return attempt;
  // (d)
  if (!(await isUnderCheckpoint(ports, attempt))) {
    const laterMs = Math.min(60_000, AGAIN_AFTER_MS * effect.attempts);
    await abandon(ports, attempt, laterMs);
    return { laterMs, countsAttempt: true, code: 'NOT_UNDER_CHECKPOINT' };
  }
  const startedAt = ports.clock.now();
  // (e)
  if (!(await start(ports, attempt))) {
    await abandon(ports, attempt, 0);
    return 'done';
  }
  const outcome = await send(ports, attempt, startedAt); // (f)
  return record(ports, effect, attempt, outcome); // (g)
}

async function waitForSlot(ports: Ports, draft: Draft): Promise<number> {
  if (draft.destination === null) return 0;
  const { postIntervalMs } = adapterOf(ports, draft.destination.platform).capabilities;
  const channel = channelIdOf(draft.destination);
  return postIntervalMs === 0 ? 0 : ports.store.transact((tx) => tx.slots.take(channel, postIntervalMs));
}

/** One transaction: the state, the intent entry, and the attempt with its owner and deadline. */
async function begin(ports: Ports, draft: Draft, found: Found): Promise<Attempt | 'done' | NotYet> {
  const { version, observedAt } = found;
  const filled = await fillPost(ports, draft, found.circumstances.stillReviewers);
  if (filled === null) return 'done';
  const id = idFrom('att', ports.randomBytes(16));
  const fillDigest = ports.digests.fill(filled.request);
  let switchedUnder = 0;
  let holds: 'switch' | 'rules' | 'draft' | null = null;
  const done = await advance(ports, {
    draft: draft.id,
    actor: { kind: 'system' },
    command: async (now, { engaged, epoch, switchEpoch, tx }) => {
      switchedUnder = switchEpoch;
      // A process on another version of the rules begins nothing, nor does one that looked at an earlier version of the draft.
      if (engaged !== null) holds = 'switch';
      else if ((await tx.rules.latest())?.version !== version) holds = 'rules';
      else holds = now.version === draft.version ? null : 'draft';
      const circumstances = { ...found.circumstances, engaged: holds !== null };
      return { kind: 'begin', attempt: id, fillDigest, epoch, switchEpoch, rules: version, circumstances };
    },
    async alsoSave(tx, saved) {
      for (const card of await tx.cards.ofDraft(draft.id))
        if (card.open && card.ref !== null) await addUpdate(ports, tx, card, SLOW_AFTER_MS);
      await tx.attempts.insert({
        id,
        draft: draft.id,
        owner: ports.owner,
        intent: saved.entry,
        deadlineAt: (await tx.now()) + START_WITHIN_MS,
        startedAt: null,
        ended: false,
        absentReads: 0,
        lastAbsentAt: null,
      });
    },
  });
  if (done.ok) return { id, draft: done.draft, intent: done.entry ?? ('' as EntryId), filled, observedAt, switchEpoch: switchedUnder };
  const { code } = done.refusal;
  if (code === 'ENGAGED') return heldBack(ports, draft, holds);
  if (code === 'AUDIENCE_UNKNOWN') return { laterMs: 5_000, countsAttempt: true, code };
  if (VOIDING.includes(code)) await voidApprovals(ports, draft, code);
  return 'done';
}

/** What the switch holds back spends no attempt, and its requester is told; a process with old rules is the operators' business. */
async function heldBack(ports: Ports, draft: Draft, by: 'switch' | 'rules' | 'draft' | null): Promise<NotYet> {
  if (by === 'rules') return { laterMs: AGAIN_AFTER_MS, countsAttempt: true, code: 'RULES_ARE_OLD' };
  // What stood in a restored copy goes back by itself: its requester must not read meanwhile that it is safe.
  if (by === 'switch' && !(await isInDoubt(ports, draft))) await tellEngaged(ports, draft);
  return { laterMs: AGAIN_AFTER_MS, countsAttempt: false };
}

/** The stored post with the names of those whose approvals count, as they were when they approved: the requester first. */
async function fillPost(ports: Ports, draft: Draft, stillReviewers: readonly string[]): Promise<FilledPost | null> {
  if (draft.revision === null) return null;
  const { digest } = draft.revision;
  const counted = draft.approvals.filter((approval) => approval.role === 'requester' || stillReviewers.includes(approval.person));
  const sealed = await readTogether(ports, draft.id, [`post:${digest}`, ...counted.map(({ person }) => approverName(person))]);
  const stored = await readPost(sealed, draft.id, digest);
  if (stored === null)
    throw new Error(`the post of ${draft.id} cannot be read: it was erased, or DATA_KEY is not the one it was sealed with`);
  const current = await namesOf(ports, []);
  const names = await Promise.all(
    counted.map(async ({ person }) => (await sealed.store.read.texts.get(draft.id, approverName(person))) ?? current(person)),
  );
  return fill(stored.post, names);
}

/** What the switch is asked for. */
function stoppedWith(draft: Draft): { agent: string; channel: string | null } {
  return { agent: draft.request.agent, channel: channelOf(draft) };
}

/** The requester is told once that the switch holds their post back. */
async function tellEngaged(ports: Ports, draft: Draft): Promise<void> {
  await ports.store.transact(async (tx) => {
    if (!(await tx.deliveries.put(`told-engaged:${draft.id}:${draft.version}`, '{}', ports.clock.now()))) return;
    const about = aboutDraft(draft);
    await addNotice(ports, tx, {
      to: draft.request.requester,
      code: 'ENGAGED',
      detail: {},
      about,
      draft: draft.id,
      key: `${draft.version}`,
    });
  });
}

/** I8: the intent is durable and under a signed checkpoint before the first byte is sent. */
async function isUnderCheckpoint(ports: Ports, attempt: Attempt): Promise<boolean> {
  try {
    await ports.log.checkpointed(attempt.intent, START_WITHIN_MS);
    return true;
  } catch (error) {
    ports.logger.error({ error, draft: attempt.draft.id }, 'an intent did not come under a checkpoint in time, so nothing is sent');
    return false;
  }
}

/** One compare-and-set under the switch's lock: mine, not started, in time, the switch released, the lookups still fresh. */
async function start(ports: Ports, attempt: Attempt): Promise<boolean> {
  const of = stoppedWith(attempt.draft);
  return ports.store.transact(async (tx) => {
    const kill = await tx.kill.lock('share');
    // Engaged and released meanwhile is no better than engaged: what was approved before goes back first.
    if (engagementOf(ports, kill, of) || switchEpochOf(kill, of) !== attempt.switchEpoch) return false;
    const ageMs = ports.clock.now() - attempt.observedAt;
    // A clock that was set back says nothing about the age of an answer.
    if (ageMs > FRESH_MS || ageMs < 0) return false;
    return tx.attempts.start(attempt.id, ports.owner);
  });
}

/** A process that stood still since it started does not send so late: others may have given the attempt up long ago. */
async function send(ports: Ports, attempt: Attempt, startedAt: number): Promise<PublishOutcome> {
  if (ports.clock.now() - startedAt > SEND_WITHIN_MS) return { kind: 'unknown' };
  const over = new AbortController();
  const late = ports.clock.sleep(SEND_WITHIN_MS, over.signal).then((): PublishOutcome => ({ kind: 'unknown' }));
  try {
    return await Promise.race([adapterOf(ports, attempt.filled.destination.platform).publish(attempt.filled), late]);
  } catch (error) {
    ports.logger.error({ error, draft: attempt.draft.id }, 'a publish ended without a clear outcome');
    return { kind: 'unknown' };
  } finally {
    over.abort();
  }
}

async function record(ports: Ports, effect: EffectRow, attempt: Attempt, outcome: PublishOutcome): Promise<'done' | 'ended'> {
  const base = { draft: attempt.draft.id, actor: { kind: 'system' } } as const;
  const end = async (tx: Tables): Promise<void> => {
    await tx.attempts.end(attempt.id);
    await completeWith(ports, tx, effect);
  };
  if (outcome.kind === 'accepted') {
    let wasGivenUp = false;
    const command = ({ state }: Draft) => {
      wasGivenUp = state !== 'publishing';
      return { kind: 'confirm', attempt: attempt.id, message: outcome.message } as const;
    };
    const done = await advance(ports, {
      ...base,
      command,
      async alsoSave(tx, saved) {
        await end(tx);
        if (wasGivenUp) await addAllClear(ports, tx, saved.draft);
      },
    });
    const isKnown = done.draft?.publishing.message?.message === outcome.message.message;
    if (!done.ok && !isKnown) await tellLate(ports, attempt);
    return done.ok ? 'ended' : 'done';
  }
  if (outcome.kind === 'unknown') {
    const done = await advance(ports, { ...base, command: () => ({ kind: 'lose', attempt: attempt.id }), alsoSave: end });
    return done.ok ? 'ended' : 'done';
  }
  // "Not now" with a time is a clear no that passes by itself: nothing was posted, so the same approvals may begin again.
  if (outcome.retryAfterMs !== null) {
    await abandon(ports, attempt, outcome.retryAfterMs);
    return 'done';
  }
  const done = await advance(ports, {
    ...base,
    command: () => ({ kind: 'refuse', attempt: attempt.id, code: 'PUBLISH_FAILED', platformCode: outcome.code }),
    texts: [['platform-said', outcome.sentence]],
    alsoSave: end,
  });
  return done.ok ? 'ended' : 'done';
}

/** A machine stood still with its clock: the attempt was given up, and now the post stands all the same. Nobody else would find out. */
async function tellLate(ports: Ports, { id, draft }: Attempt): Promise<void> {
  const about = aboutDraft(draft);
  const reference = draft.revision === null ? '' : referenceOf(draft.revision.publicationId);
  const what = ALARM_WHAT.confirmedLate(`#${ports.text.plain(draft.audience.channelName)}`, reference);
  await ports.store.transact(async (tx) => {
    await addNotice(ports, tx, { to: draft.request.requester, code: 'PUBLISHED', detail: { reference }, about, draft: draft.id, key: id });
    await addAlarm(ports, tx, { code: 'ALARM', detail: { what, code: 'CONFIRMED_LATE' }, about, draft: draft.id, key: id });
  });
}

async function abandon(ports: Ports, attempt: Attempt, retryInMs: number): Promise<void> {
  await advance(ports, {
    draft: attempt.draft.id,
    actor: { kind: 'system' },
    command: () => ({ kind: 'abandon', attempt: attempt.id, retryInMs }),
    alsoSave: (tx) => tx.attempts.end(attempt.id),
  });
}
