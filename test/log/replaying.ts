import { expect } from 'vitest';
import type { Command } from '../../src/core/command.ts';
import type { Draft } from '../../src/core/draft.ts';
import type { Entry, Fact } from '../../src/core/fact.ts';
import { transition } from '../../src/core/lifecycle.ts';
import { pseudonym } from '../../src/log/digests.ts';
import { createReplay } from '../../src/log/replay.ts';
import { ACTORS, AT, walk } from '../core/lifecycle-walk.ts';
import { goldenEntries } from './copies.ts';

type Change = Omit<Partial<Entry>, 'refs' | 'digests'> & Partial<Pick<Entry, 'refs' | 'digests'>>;

/** A golden entry with some of it changed; refs and digests that are not named stay. */
export function like(index: number, change: Change = {}): Entry {
  const [entry] = goldenEntries(index);
  return { ...entry!, ...change, refs: { ...entry!.refs, ...change.refs }, digests: { ...entry!.digests, ...change.digests } };
}

/** Takes an entry; before an approval, that its person was shown what they approve, which is not what such a story is about. */
export function takeSeen(replay: ReturnType<typeof createReplay>, entry: Entry): string[] {
  const { version, ...beside } = entry;
  if (entry.type === 'draft.approved' && version !== undefined) replay.take({ ...beside, type: 'card.shown' });
  return replay.take(entry);
}

/** What is wrong with the last of these entries; nothing may be wrong with those before it. */
export function wrongWithLast(...entries: Entry[]): string[] {
  const replay = createReplay();
  const problems = entries.map((entry) => takeSeen(replay, entry));
  expect(problems.slice(0, -1).flat()).toEqual([]);
  return problems.at(-1) ?? [];
}

export function wrongWithAny(...entries: Entry[]): string[] {
  const replay = createReplay();
  return entries.flatMap((entry) => takeSeen(replay, entry));
}

/** As the one writer does it: people become pseudonyms, the rest stays. */
export function entryOf({ actor, human, refs, ...fact }: Fact): Entry {
  const key = new Uint8Array(32);
  const { id, log } = like(0);
  return {
    v: 1,
    log,
    id,
    at: new Date(AT).toISOString(),
    ...fact,
    ...(actor ? { actor: pseudonym(key, actor) } : {}),
    refs: { ...refs, ...(human ? { human: pseudonym(key, human) } : {}) },
  };
}

/** The fact of a command that the lifecycle accepts; fails when it does not. */
export function factOf(before: Draft, command: Command, who: string): Fact {
  const actor = ACTORS[who];
  if (!actor) throw new Error(`nobody is called ${who}`);
  const outcome = transition(before, command, actor, command.kind === 'expire' ? before.expiresAt : AT + 60_000);
  if (!outcome.ok) throw new Error(outcome.refusal.code);
  return outcome.fact;
}

/** Every way to write the life of a small draft: its entries so far, and the draft that they must come to. */
export function* histories(needed: number): Generator<{ entries: Entry[]; draft: Draft }> {
  const known = new Map<Draft, Entry[]>();
  for (const { before, command, who, after } of walk(needed)) {
    if (after === null) continue;
    const entries = [...(known.get(before) ?? [requested(before)]), entryOf(factOf(before, command, who))];
    known.set(after, entries);
    yield { entries, draft: after };
  }
}

function requested({ id, request }: Draft): Entry {
  const refs = { by: 'requester', from: 'none', to: 'awaiting_agent' };
  return entryOf({
    type: 'draft.requested',
    draft: id,
    version: 1,
    actor: request.requester,
    human: request.requesterHuman,
    refs,
    digests: {},
  });
}
