import type { Fact } from '../core/fact.ts';
import { type EntryId, idFrom, type PersonId, type DraftId } from '../core/ids.ts';
import type { RefusalWindow, Tables } from '../store/store.ts';
import type { Ports } from './ports.ts';

/** All that writing an entry needs of the ports. */
interface Recorder {
  log: Pick<Ports['log'], 'encode'>;
  randomBytes: Ports['randomBytes'];
}

/** Writes one fact as an entry of the log, without a position: the sequencer gives it one after the commit. */
export async function appendFact(ports: Recorder, tx: Tables, fact: Fact, at: number): Promise<EntryId> {
  const id = idFrom('ent', ports.randomBytes(16));
  const actor = fact.actor === undefined ? {} : { actor: await tx.people.pseudonym(fact.actor) };
  // Mostly one and the same.
  const human =
    fact.human === undefined
      ? {}
      : { human: fact.human === fact.actor && actor.actor ? actor.actor : await tx.people.pseudonym(fact.human) };
  const { bytes, leafHash } = ports.log.encode(
    {
      type: fact.type,
      id,
      ...(fact.draft ? { draft: fact.draft } : {}),
      ...(fact.version ? { version: fact.version } : {}),
      ...(fact.revision ? { revision: fact.revision } : {}),
      ...actor,
      refs: { ...fact.refs, ...human },
      digests: fact.digests,
    },
    at,
  );
  await tx.entries.append({ id, draft: fact.draft ?? null, bytes, leafHash });
  return id;
}

export const REFUSALS_LOGGED_A_MINUTE = 10;

/** Logs a refused attempt, at most ten a minute for a person and draft; the sweep logs how many more there were. */
export async function recordRefusal(
  ports: Ports,
  tx: Tables,
  refused: { person: PersonId; draft: DraftId | null; code: string; verb: string },
  at: number,
): Promise<void> {
  const count = await tx.refusals.count(refused.person, refused.draft, at, 60_000);
  if (count > REFUSALS_LOGGED_A_MINUTE) return;
  await appendFact(ports, tx, refusedFact(refused, 1), at);
}

/** Closes the windows that are over: one entry with the count of what was not logged one by one. */
export async function closeRefusalWindows(ports: Ports): Promise<void> {
  const at = ports.clock.now();
  await ports.store.transact(async (tx) => {
    for (const window of await tx.refusals.close(at - 60_000)) {
      const more = window.count - REFUSALS_LOGGED_A_MINUTE;
      if (more > 0) await appendFact(ports, tx, moreRefused(window, more), at);
    }
  });
}

function moreRefused({ person, draft }: RefusalWindow, more: number): Fact {
  const agent = agentOfWindow(person);
  if (agent !== undefined) return callRefused({ agent, code: 'MORE', verb: 'any' }, more);
  return refusedFact({ person, draft, code: 'MORE', verb: 'any' }, more);
}

/** Windows of agents' refused calls are kept beside those of people: no platform is called `agent`. Empty: nobody's secret. */
export function windowOfAgent(agent: string | null): PersonId {
  return `agent:${agent ?? ''}`;
}

function agentOfWindow(person: PersonId): string | null | undefined {
  return person.startsWith('agent:') ? person.slice('agent:'.length) || null : undefined;
}

export function callRefused({ agent, code, verb }: { agent: string | null; code: string; verb: string }, count: number): Fact {
  return { type: 'agent.refused', refs: { ...(agent === null ? {} : { agent }), code, count, verb }, digests: {} };
}

function refusedFact(refused: { person: PersonId; draft: DraftId | null; code: string; verb: string }, count: number): Fact {
  return {
    type: 'attempt.refused',
    ...(refused.draft ? { draft: refused.draft } : {}),
    actor: refused.person,
    refs: { code: refused.code, count, verb: refused.verb },
    digests: {},
  };
}
