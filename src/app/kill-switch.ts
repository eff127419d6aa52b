import type { Draft } from '../core/draft.ts';
import { type Refusal, refusal } from '../core/errors.ts';
import type { AttemptId, PersonId } from '../core/ids.ts';
import { NOT_NOW_BECAUSE, REASONS } from '../core/sentences.ts';
import type { KillRow, KillScope, ReadTables, Tables } from '../store/store.ts';
import { advance } from './advance.ts';
import { salted } from './compose.ts';
import { takeBackRestored, voidApprovals } from './void-approvals.ts';
import { appendFact } from './entries.ts';
import type { Ports } from './ports.ts';
import { filterOf, refreshCardsIn } from './refresh-cards.ts';
import { scopeWords } from './scope-words.ts';
import { shortened } from './shortened.ts';

export interface Switched {
  scope: KillScope;
  /** As it is kept: an empty one says that there was none, and of a long one the beginning stands there. */
  reason: string;
  isShortened: boolean;
  /** Sends that had started before: what is in flight cannot be called back. */
  inFlight: number;
  /** Never rejects. Cards are written anew meanwhile; whoever ends the process waits for it, and nobody else does: there may be many. */
  told: Promise<void>;
}

/** Everybody whom the switch stops reads it, in one sentence. */
const MOST_REASON = 500;

/**
 * Stops the way forward for everything, one agent or one channel. Takes the switch's lock, so no send starts after it returns. It is
 * never refused for its reason: stopping cannot wait for a shorter one.
 */
export async function engage(ports: Ports, order: { scope: KillScope; by: PersonId | null; reason: string }): Promise<Switched> {
  const given = order.reason.trim() || REASONS.none();
  const reason = shortened(ports, given, MOST_REASON);
  const switched = await ports.store.transact(async (tx) => {
    const before = await tx.kill.lock('exclusive');
    const at = ports.clock.now();
    await tx.kill.set({ scope: order.scope, engaged: true, epoch: nextEpoch(before, order.scope), by: order.by, reason, at });
    await appendSwitch(ports, tx, 'kill.engaged', order.scope, order.by, nextEpoch(before, order.scope), reason, at);
    const flying = await tx.attempts.inFlight();
    return { scope: order.scope, reason, isShortened: reason !== given, inFlight: flying.length };
  });
  return { ...switched, told: refreshCardsIn(ports, order.scope) };
}

/**
 * Opens the way again, and publishes nothing by itself: whatever had been approved goes back to its requester first, while the
 * switch still holds. Refused while the kill file is present, because the file would engage it again.
 */
export async function release(
  ports: Ports,
  order: { scope: KillScope; by: PersonId | null; reason: string },
): Promise<{ voided: number; told: Promise<void> } | Refusal> {
  if (order.scope === 'all' && ports.killFile.isPresent()) return refusal('NOT_NOW', { what: NOT_NOW_BECAUSE.killFile() });
  const rows = await ports.store.read.kill.all();
  if (!rows.some((row) => row.scope === order.scope && row.engaged))
    return refusal('NOT_NOW', { what: NOT_NOW_BECAUSE.notStopped(await scopeWords(ports, order.scope)) });
  let voided = 0;
  for (;;) {
    for (const draft of await inScope(ports.store.read, order.scope, 'publishing')) await giveBack(ports, draft);
    if (order.scope === 'all') voided += await takeBackRestored(ports);
    for (const draft of await inScope(ports.store.read, order.scope, 'approved')) {
      if ((await voidApprovals(ports, draft, 'SWITCH_RELEASED'))?.ok) voided += 1;
    }
    if (!(await releaseIfNoneIsLeft(ports, order))) continue;
    return { voided, told: refreshCardsIn(ports, order.scope) };
  }
}

async function releaseIfNoneIsLeft(ports: Ports, order: { scope: KillScope; by: PersonId | null; reason: string }): Promise<boolean> {
  return ports.store.transact(async (tx) => {
    const before = await tx.kill.lock('exclusive');
    if (await isAnyLeft(tx, order.scope)) return false;
    const at = ports.clock.now();
    const row = before.find((one) => one.scope === order.scope);
    await tx.kill.set({
      scope: order.scope,
      engaged: false,
      epoch: nextEpoch(before, order.scope),
      by: order.by,
      reason: row?.reason ?? '',
      at,
    });
    await appendSwitch(ports, tx, 'kill.released', order.scope, order.by, nextEpoch(before, order.scope), order.reason, at);
    return true;
  });
}

/** What was begun cannot start while the switch holds, and must not start afterwards: it goes back with what had been approved. */
async function giveBack(ports: Ports, { id, publishing }: Draft): Promise<void> {
  const { attempt } = publishing;
  if (attempt === null) return;
  await advance(ports, {
    draft: id,
    actor: { kind: 'system' },
    // One that has started, or could because somebody else has released it meanwhile, is left alone: no attempt has an empty name.
    command: async (_draft, { engaged, tx }) => {
      const isHeld = engaged !== null && !(await hasStarted(tx, attempt));
      return { kind: 'abandon', attempt: isHeld ? attempt : ('' as AttemptId), retryInMs: 0 };
    },
    alsoSave: (tx) => tx.attempts.end(attempt),
  });
}

async function isAnyLeft(tx: Tables, scope: KillScope): Promise<boolean> {
  for (const { publishing } of await inScope(tx, scope, 'publishing')) {
    if (publishing.attempt !== null && !(await hasStarted(tx, publishing.attempt))) return true;
  }
  return (await inScope(tx, scope, 'approved')).length > 0;
}

async function hasStarted(tx: Tables, attempt: AttemptId): Promise<boolean> {
  return (await tx.attempts.get(attempt))?.startedAt !== null;
}

function inScope({ drafts }: Pick<ReadTables, 'drafts'>, scope: KillScope, state: 'approved' | 'publishing'): Promise<Draft[]> {
  return drafts.list({ ...filterOf(scope, [state]), limit: 200 });
}

/**
 * The file engages by itself, even when the database does not answer. Once it is seen it is written into the switch as well, so that
 * removing the file opens nothing: somebody releases it, and what was approved goes back first.
 */
export async function latchKillFile(ports: Ports): Promise<void> {
  if (!ports.killFile.isPresent()) return;
  const rows = await ports.store.read.kill.all();
  if (rows.some((row) => row.scope === 'all' && row.engaged)) return;
  await engage(ports, { scope: 'all', by: null, reason: REASONS.killFile() });
  ports.logger.warn({}, 'the kill file was found, and the switch is engaged');
}

function nextEpoch(rows: readonly KillRow[], scope: KillScope): number {
  return (rows.find((row) => row.scope === scope)?.epoch ?? 0) + 1;
}

async function appendSwitch(
  ports: Ports,
  tx: Tables,
  type: 'kill.engaged' | 'kill.released',
  scope: KillScope,
  by: PersonId | null,
  epoch: number,
  reason: string,
  at: number,
): Promise<void> {
  const digests = { reason: salted(ports, 'reason', reason).digest };
  await appendFact(ports, tx, { type, ...(by === null ? {} : { actor: by }), refs: { scope, epoch }, digests }, at);
}

/** What the log can hold as a scope: visible ASCII, without a space. */
const SCOPE = /^[\x21-\x7e]{1,250}$/;

/** `all`, `agent:handbook`, `channel:playground:acme:engineering`; a known agent's bare name and a channel's id are understood too. */
export function scopeOf(ports: Pick<Ports, 'rules'>, words: string): KillScope | null {
  const { book } = ports.rules.current();
  if (words === 'all' || words === 'everything' || words === '') return 'all';
  const agent = words.replace(/^agent:/, '');
  const channel = words.replace(/^channel:/, '');
  const scope: KillScope = Object.hasOwn(book.agents, agent) ? `agent:${agent}` : `channel:${channel}`;
  const isScope = scope.startsWith('agent:') || channel.split(':').length >= 3;
  return isScope && SCOPE.test(scope) ? scope : null;
}
