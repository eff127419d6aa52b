import type { Actor, Command, Effect } from '../core/command.ts';
import type { Draft, State } from '../core/draft.ts';
import { type Refusal, refusal } from '../core/errors.ts';
import { channelIdOf, type DraftId, type EntryId, idFrom } from '../core/ids.ts';
import type { Fact } from '../core/fact.ts';
import { transition } from '../core/lifecycle.ts';
import { NOT_NOW_BECAUSE } from '../core/sentences.ts';
import type { KillRow, Tables } from '../store/store.ts';
import { addUpdate, SOON_MS } from './add-update.ts';
import { aboutDraft } from './describe-refusal.ts';
import { engagementOf, epochOf, switchEpochOf } from './engagement.ts';
import { appendFact, recordRefusal } from './entries.ts';
import type { MoveSeen, Ports } from './ports.ts';

/** What the switch says in the transaction in which the draft is saved. */
export interface Moment {
  at: number;
  engaged: KillRow | null;
  epoch: number;
  /** Of what stops this draft's agent or channel. */
  switchEpoch: number;
  tx: Tables;
}

export interface Advance {
  draft: DraftId;
  actor: Actor;
  /** Made inside the transaction, from the draft as it is then. It may be called again when somebody was faster. */
  command(draft: Draft, now: Moment): Command | Promise<Command>;
  /** Sealed with the draft. */
  texts?: readonly (readonly [name: string, text: string])[];
  /** The delivery that caused it: the same one again gets the same answer and no effect. */
  delivery?: string;
  /** What else is saved in the same transaction. */
  alsoSave?(tx: Tables, saved: { draft: Draft; entry: EntryId }): Promise<void>;
}

/** What is kept under a delivery's id: enough to answer the same delivery again in the same words. */
export interface StoredReply {
  draft: DraftId | null;
  state: State | null;
  refusal?: Refusal;
}

export type Advanced =
  /** `entry` and `move` are null when the same delivery came again. */
  { ok: true; draft: Draft; entry: EntryId | null; move: MoveSeen | null } | { ok: false; refusal: Refusal; draft: Draft | null };

/**
 * The one writer: loads the draft, asks the pure `transition`, and saves draft, entry, effects, texts and the delivery's key in one
 * transaction, comparing and setting the version. Zero rows changed: somebody was faster, so it looks again and may refuse in words.
 */
export async function advance(ports: Ports, step: Advance): Promise<Advanced> {
  for (let tries = 0; tries < 8; tries += 1) {
    const result = await ports.store.transact((tx) => advanceOnce(ports, tx, step));
    if (result === 'raced') continue;
    // After the commit: what was taken back must not count, and what is run again must not count twice.
    if (result.ok && result.move !== null) ports.meter.moved(result.move);
    return result;
  }
  return { ok: false, refusal: refusal('NOT_NOW', { what: NOT_NOW_BECAUSE.tooManyAtOnce() }), draft: null };
}

async function advanceOnce(ports: Ports, tx: Tables, step: Advance): Promise<Advanced | 'raced'> {
  const known = step.delivery === undefined ? undefined : await tx.deliveries.get(step.delivery);
  if (known !== undefined) return replayed(tx, known);
  const draft = await tx.drafts.get(step.draft);
  if (!draft) return { ok: false, refusal: refusal('UNKNOWN_CARD'), draft: null };

  const at = ports.clock.now();
  const kill = await tx.kill.lock('share');
  const of = { agent: draft.request.agent, channel: channelOf(draft) };
  const engaged = engagementOf(ports, kill, of);
  const command = await step.command(draft, { at, engaged, epoch: epochOf(kill), switchEpoch: switchEpochOf(kill, of), tx });
  const outcome = transition(draft, command, step.actor, at);
  if (!outcome.ok) {
    await refuse(ports, tx, step, draft, command, outcome.refusal, at);
    return { ok: false, refusal: outcome.refusal, draft };
  }
  if (!(await tx.drafts.save(outcome.draft))) return 'raced';
  const entry = await save(ports, tx, outcome.draft, outcome.fact, outcome.effects, step.texts ?? [], at);
  await step.alsoSave?.(tx, { draft: outcome.draft, entry });
  if (step.delivery !== undefined)
    await tx.deliveries.put(step.delivery, JSON.stringify({ draft: draft.id, state: outcome.draft.state } satisfies StoredReply), at);
  return { ok: true, draft: outcome.draft, entry, move: seenOf(draft, outcome.fact, at) };
}

function seenOf(before: Draft, { type, refs }: Fact, at: number): MoveSeen {
  const code = typeof refs.code === 'string' ? refs.code : null;
  return { fact: type, from: before.state, afterMs: Math.max(0, at - before.last.at), by: String(refs.by), code };
}

/** Everything that a move leaves behind besides the draft's own row. */
export async function save(
  ports: Ports,
  tx: Tables,
  draft: Draft,
  fact: Fact,
  effects: readonly Effect[],
  texts: readonly (readonly [string, string])[],
  at: number,
): Promise<EntryId> {
  for (const [name, text] of texts) await tx.texts.put(draft.id, name, text);
  const entry = await appendFact(ports, tx, fact, at);
  for (const effect of effects) await addEffect(ports, tx, draft, effect, at);
  return entry;
}

async function refuse(
  ports: Ports,
  tx: Tables,
  step: Advance,
  draft: Draft,
  command: Command,
  refused: Refusal,
  at: number,
): Promise<void> {
  if (step.actor.kind === 'person') {
    await recordRefusal(ports, tx, { person: step.actor.person, draft: draft.id, code: refused.code, verb: command.kind }, at);
  }
  if (step.actor.kind === 'agent') {
    const fact: Fact = {
      type: 'attempt.refused',
      draft: draft.id,
      refs: { code: refused.code, count: 1, verb: command.kind, ...(step.actor.run === null ? {} : { run: step.actor.run }) },
      digests: {},
    };
    await appendFact(ports, tx, fact, at);
  }
  if (step.delivery !== undefined)
    await tx.deliveries.put(
      step.delivery,
      JSON.stringify({ draft: draft.id, state: draft.state, refusal: refused } satisfies StoredReply),
      at,
    );
}

/** The same delivery again: the same answer, and no effect. */
export async function replayed(tx: Tables, known: string): Promise<Advanced> {
  const { draft: id, state, refusal: refused } = JSON.parse(known) as StoredReply;
  const draft = id === null ? undefined : await tx.drafts.get(id);
  if (refused !== undefined || draft === undefined) return { ok: false, refusal: refused ?? refusal('UNKNOWN_CARD'), draft: draft ?? null };
  // The answer of then, whatever became of the draft since.
  return { ok: true, draft: { ...draft, state: state ?? draft.state }, entry: null, move: null };
}

/** The channel whose switch counts for this draft; null for a draft of a direct message. */
export function channelOf(draft: Draft): string | null {
  return draft.destination === null ? null : channelIdOf(draft.destination);
}

/** Core effects become rows. A key makes it one at a time: one update a card, one publish a draft. */
async function addEffect(ports: Ports, tx: Tables, draft: Draft, effect: Effect, at: number): Promise<void> {
  const digest = draft.revision?.digest ?? '';
  const add = (kind: Parameters<Tables['effects']['add']>[0]['kind'], key: string, payload: Record<string, string | boolean>, dueAt = at) =>
    tx.effects.add({ id: idFrom('eff', ports.randomBytes(16)), kind, key: `${kind}:${draft.id}:${key}`, draft: draft.id, payload, dueAt });
  switch (effect.kind) {
    case 'ask_agent':
      return add('ask_agent', effect.run, { run: effect.run });
    case 'show_requester':
      return showRequester(ports, tx, draft, add);
    case 'show_reviewers':
      return add('show_reviewers', `${digest}:${effect.fallback}`, { digest, fallback: effect.fallback }, effect.dueAt);
    case 'remind_reviewers':
      return add('remind_reviewers', digest, { digest }, effect.dueAt);
    case 'refresh_cards':
      for (const card of await tx.cards.ofDraft(draft.id)) {
        if (card.open && card.ref !== null) await addUpdate(ports, tx, card, draft.state === 'approved' ? SOON_MS : 0);
      }
      return;
    case 'tell_requester':
      return add('tell', `requester:${effect.code}:${draft.version}`, { to: 'requester', code: effect.code, ...asItIs(draft) });
    case 'tell_operators':
      return add('tell', `operators:${effect.code}:${draft.version}`, { to: 'operators', code: effect.code });
    case 'publish':
      return add('publish', '', {}, effect.dueAt);
    case 'find':
    case 'retract':
      return add(effect.kind, '', {});
  }
}

/** What a notice of this move speaks of, however late it is told: the platform may be away while the draft moves on. */
function asItIs(draft: Draft): { about: string; last: string } {
  return { about: JSON.stringify(aboutDraft(draft)), last: JSON.stringify(draft.last) };
}

type AddEffect = (kind: 'show_card', key: string, payload: Record<string, string>) => Promise<void>;

/**
 * Every text gets a card of its own, which nobody can press before it is shown: a card that already stands, like the one that says
 * that the agent works, is never bound to a text that it may not show yet. And a new card calls its person; an update does not.
 */
async function showRequester(ports: Ports, tx: Tables, draft: Draft, add: AddEffect): Promise<void> {
  const isWorking = draft.state === 'awaiting_agent';
  const bound = isWorking
    ? { revision: 0, digest: null }
    : { revision: draft.revision?.number ?? 0, digest: draft.revision?.digest ?? null };
  const card = idFrom('crd', ports.randomBytes(16));
  const person = draft.request.requester;
  await tx.cards.insert({
    id: card,
    draft: draft.id,
    person,
    role: 'requester',
    ...bound,
    ref: null,
    shared: null,
    open: true,
    shownAt: null,
  });
  await add('show_card', card, { card });
}
