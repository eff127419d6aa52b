/** What operators order, from chat or from the operator's corner: the same rights, checks, deeds and sentences either way. */
import type { Draft } from '../core/draft.ts';
import { type Refusal, type RefusalCode, refusal } from '../core/errors.ts';
import { type DraftId, isId, type PersonId, requestReferenceOf } from '../core/ids.ts';
import { type NoticeCode, NOTICES, ORDERED, type Words } from '../core/sentences.ts';
import { type About, describeRefusal, wordsFor } from './describe-refusal.ts';
import { engage, release } from './kill-switch.ts';
import { type KnownScope, knownScope, scopeToRelease } from './known-scope.ts';
import { isNamedOperator, LookupFailed } from './lookups.ts';
import { findDraft, type Operated, retractByOperator, settleDraft, withdrawDraft } from './operate.ts';
import type { Ports } from './ports.ts';
import { scopeWords } from './scope-words.ts';
import { nameInWords } from './shortened.ts';

/** `scope` and `draft` are an operator's words: what they name is found out here. */
export type Order =
  | { verb: 'engage'; scope: string; reason: string }
  | { verb: 'release'; scope: string; reason: string }
  | { verb: 'withdraw'; draft: string; reason: string }
  /** `version`: of the draft that the operator looked at; where it is given, an order that comes too late settles nothing newer. */
  | { verb: 'settle'; draft: string; outcome: 'published' | 'failed'; reason: string; version?: number | undefined }
  | { verb: 'retract'; draft: string };

/** A sentence of the catalogue and what it needs. `draft`: the refused order was about this one. */
export type Told =
  | { ok: true; code: NoticeCode; detail: Words['detail'] }
  | { ok: false; code: RefusalCode; detail: Words['detail']; draft?: DraftId };

export async function carryOut(ports: Ports, by: PersonId, order: Order): Promise<Told> {
  if (!isNamedOperator(ports, by)) return refused(refusal('NOT_AN_OPERATOR'));
  try {
    const deed = DEEDS[order.verb] as (ports: Ports, by: PersonId, order: Order) => Promise<Told>;
    return await deed(ports, by, order);
  } catch (error) {
    if (!(error instanceof LookupFailed)) throw error;
    ports.logger.warn({ error, verb: order.verb }, 'an order was refused because the platform did not answer');
    return refused(refusal('LOOKUP_FAILED'));
  }
}

/** As the operator reads it. Names, and how the draft stands, are looked up now. */
export async function inWords(ports: Ports, told: Told, about: About): Promise<string> {
  if (told.ok) return NOTICES[told.code](await wordsFor(ports, about, told.detail));
  const draft = told.draft === undefined ? undefined : await ports.store.read.drafts.get(told.draft);
  return describeRefusal(ports, told, about, draft ?? null);
}

type Deeds = { [V in Order['verb']]: (ports: Ports, by: PersonId, order: Extract<Order, { verb: V }>) => Promise<Told> };

const DEEDS: Deeds = {
  engage: async (ports, by, { scope, reason }) => engageNamed(ports, by, { named: scope, known: await knownScope(ports, scope), reason }),

  release: releaseNamed,

  withdraw: async (ports, by, { draft: named, reason }) =>
    toldOf(ports, named, await withdrawDraft(ports, { named, by, reason }), (name, { publishing }) =>
      ORDERED.withdrawn(name, publishing.mayStandAlready),
    ),

  settle: async (ports, by, { draft: named, outcome, reason, version }) =>
    toldOf(
      ports,
      named,
      await settleDraft(ports, { named, by, outcome: outcome === 'published' ? 'published' : 'publish_failed', reason, version }),
      (name) => ORDERED.settled(name, outcome),
    ),

  retract: async (ports, by, { draft: named }) => toldOf(ports, named, await retractByOperator(ports, { named, by }), ORDERED.retracting),
};

/**
 * `known` is what `named` was found to mean; null where it means nothing. The reason is read by everybody whom the switch stops. With
 * `waits`, also until every card is on its way to be written anew: for a process that ends afterwards.
 */
export async function engageNamed(
  ports: Ports,
  by: PersonId,
  order: { named: string; known: KnownScope | null; reason: string; waits?: boolean },
): Promise<Told> {
  if (order.known === null) return unknownScope(ports, order.named);
  const { scope, reason, isShortened, inFlight, told } = await engage(ports, { scope: order.known.scope, by, reason: order.reason });
  if (order.waits) await told;
  const noted = { ...(isShortened ? { shortened: 1 } : {}), ...(order.known.isUnchecked ? { unchecked: 1 } : {}) };
  const detail = { scope: await scopeWords(ports, scope), reason: ports.text.plain(reason), inFlight, ...noted };
  return { ok: true, code: 'SWITCH_ENGAGED', detail };
}

export async function releaseNamed(ports: Ports, by: PersonId, order: { scope: string; reason: string; waits?: boolean }): Promise<Told> {
  const scope = await scopeToRelease(ports, order.scope);
  if (scope === null) return unknownScope(ports, order.scope);
  const done = await release(ports, { scope, by, reason: order.reason });
  if ('code' in done) return refused(done);
  if (order.waits) await done.told;
  return { ok: true, code: 'SWITCH_IS_RELEASED', detail: { scope: await scopeWords(ports, scope), voided: done.voided } };
}

async function toldOf(ports: Ports, named: string, done: Operated, what: (name: string, draft: Draft) => string): Promise<Told> {
  if (done.ok) {
    const name = isId('drf', named) ? requestReferenceOf(named) : named;
    return { ok: true, code: 'DONE', detail: { what: what(name, done.draft) } };
  }
  const draft = await findDraft(ports, named);
  return { ...refused(done.refusal), ...(draft ? { draft: draft.id } : {}) };
}

function refused({ code, detail }: Refusal): Told & { ok: false } {
  return { ok: false, code, detail };
}

function unknownScope(ports: Ports, words: string): Told {
  return refused(refusal('UNKNOWN_SCOPE', { named: nameInWords(ports, words) }));
}
