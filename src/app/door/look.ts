import { isId } from '../../core/ids.ts';
import type { Draft } from '../../core/draft.ts';
import type { GrantRow } from '../../store/store.ts';
import { questionFor, roomFor } from '../start-run.ts';
import type { Ports } from '../ports.ts';
import { type Caller, type DoorReply, type DraftSeen, refused, type RequestSeen } from './door.ts';
import { covers, liveGrant, placeOfGrant } from './grants.ts';

/** What every agent may know of its own draft. */
export function draftSeen({ id, state, revision, createdAt, last, run }: Draft): DraftSeen {
  return { id, state, revision: revision?.number ?? 0, createdAt, changedAt: last.at, run: state === 'awaiting_agent' ? run : null };
}

/** Somebody else's draft is told like one that never was. */
export async function stateOf(ports: Ports, caller: Caller, named: string): Promise<DoorReply<DraftSeen>> {
  const draft = isId('drf', named) ? await ports.store.read.drafts.get(named) : undefined;
  return draft?.request.agent === caller.agent ? { ok: true, value: draftSeen(draft) } : refused('NOT_FOUND');
}

const MOST_WAITING = 50;

export async function waitingFor(ports: Ports, { agent }: Caller): Promise<DoorReply<DraftSeen[]>> {
  const drafts = await ports.store.read.drafts.list({ agent, states: ['awaiting_agent'], limit: MOST_WAITING });
  return { ok: true, value: drafts.map(draftSeen) };
}

/** The draft of this id, where the grant covers it. */
export async function coveredDraft(ports: Ports, grant: GrantRow, named: string): Promise<Draft | null> {
  const draft = isId('drf', named) ? await ports.store.read.drafts.get(named) : undefined;
  return draft !== undefined && covers(grant, draft) ? draft : null;
}

/** By the grant's own id before there is a draft, by the draft's afterwards. */
export async function readRequest(ports: Ports, caller: Caller, named: string, token: string | null): Promise<DoorReply<RequestSeen>> {
  const { read } = ports.store;
  const grant = await liveGrant(ports, read, await read.kill.all(), { caller, token, verb: 'read' });
  if (grant === null) return refused('GRANT_NOT_VALID');
  if (named === grant.id && grant.draft === null) {
    const { message } = placeOfGrant(grant);
    const first = { wish: null, previous: null, rejection: null, conversation: [], thread: [] };
    return { ok: true, value: { id: grant.id, question: grant.question, ...first, maxCharacters: roomFor(ports, message.platform) } };
  }
  const draft = await coveredDraft(ports, grant, named);
  if (draft === null) return refused('NOT_FOUND');
  const { question, wish, previous, rejection, conversation, thread, maxCharacters } = await questionFor(ports, draft, draft.run);
  return { ok: true, value: { id: draft.id, question, wish, previous, rejection, conversation, thread, maxCharacters } };
}
