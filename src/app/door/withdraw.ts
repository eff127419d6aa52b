import { advance } from '../advance.ts';
import type { Ports } from '../ports.ts';
import { type Caller, type DoorReply, type DraftSeen, refused, Refused } from './door.ts';
import { liveGrant } from './grants.ts';
import { coveredDraft, draftSeen } from './look.ts';
import { recordUse } from './record.ts';

/** The agent takes back what it handed in, as long as it is not on its way and nobody has written it anew. The same again changes nothing. */
export async function withdrawByAgent(ports: Ports, caller: Caller, named: string, token: string | null): Promise<DoorReply<DraftSeen>> {
  const { read } = ports.store;
  const of = { caller, token, verb: 'withdraw' } as const;
  const grant = await liveGrant(ports, read, await read.kill.all(), of);
  if (grant === null) return refused('GRANT_NOT_VALID');
  const draft = await coveredDraft(ports, grant, named);
  if (draft === null) return refused('NOT_FOUND');
  const isDone = draft.state === 'withdrawn' && draft.last.by === null && draft.last.code === null;
  if (isDone) return { ok: true, value: draftSeen(draft) };
  const done = await advance(ports, {
    draft: draft.id,
    actor: { kind: 'agent', run: draft.run },
    async command(_, { tx }) {
      if ((await liveGrant(ports, tx, await tx.kill.all(), of)) === null) throw new Refused(refused('GRANT_NOT_VALID'));
      return { kind: 'withdraw', reason: null, reasonDigest: null };
    },
    alsoSave: (tx) => recordUse(ports, tx, { draft: draft.id, agent: caller.agent, grant: grant.id, verb: 'withdraw' }, ports.clock.now()),
  });
  return done.ok ? { ok: true, value: draftSeen(done.draft) } : refused('CANNOT_WITHDRAW');
}
