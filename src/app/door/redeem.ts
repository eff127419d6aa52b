import { FOR_RUN, CONNECTED, GRANT_LIVES_MS, GRANT_VERBS } from '../../core/grant.ts';
import { idFrom, isId } from '../../core/ids.ts';
import type { GrantRow, KillRow } from '../../store/store.ts';
import { appendFact } from '../entries.ts';
import { engagementOf, switchEpochOf } from '../engagement.ts';
import type { Ports } from '../ports.ts';
import { type Caller, type DoorReply, type MadeGrant, refused } from './door.ts';
import { type AskedPlace, isStill, mayCall, placeOfGrant, scopeOfGrant } from './grants.ts';
import { hexHash, readCode, tokenFrom } from './tokens.ts';

/** Whatever is wrong with it, the answer is the same. */
const NO = refused('CODE_NOT_VALID');

/** A person gave this agent a code. It counts once, and only while the switch stands as it stood when it was made. */
export async function redeemCode(ports: Ports, caller: Caller, typed: string): Promise<DoorReply<MadeGrant>> {
  const code = readCode(typed);
  if (code === null || !mayCall(ports, caller.agent)) return NO;
  const token = tokenFrom('csg_', ports.randomBytes(32));
  return ports.store.transact(async (tx) => {
    const now = ports.clock.now();
    const kill = await tx.kill.lock('share');
    if (!(await isStill(tx, caller))) return NO;
    const made = { tokenHash: hexHash(ports, token), now, expiresAt: now + GRANT_LIVES_MS };
    const grant = await tx.grants.redeem(hexHash(ports, code), caller.agent, made);
    if (grant === undefined || !isOpen(ports, kill, grant.agent, placeOfGrant(grant), grant.epoch)) return NO;
    await appendFact(ports, tx, { type: 'grant.made', refs: { agent: grant.agent, grant: grant.id }, digests: {} }, now);
    return { ok: true, value: shownOnce(grant, token) };
  });
}

/** A person asked this agent, and the run waits for its answer: that is what the grant is for, and for nothing else. */
export async function grantOfRun(ports: Ports, caller: Caller, named: string): Promise<DoorReply<MadeGrant>> {
  if (!isId('run', named) || !mayCall(ports, caller.agent)) return NO;
  const token = tokenFrom('csg_', ports.randomBytes(32));
  return ports.store.transact(async (tx) => {
    const now = ports.clock.now();
    const kill = await tx.kill.lock('share');
    if (!(await isStill(tx, caller))) return NO;
    const run = await tx.runs.get(named);
    const draft = run?.agent === caller.agent ? await tx.drafts.get(run.draft) : undefined;
    if (draft === undefined || draft.run !== named || draft.state !== 'awaiting_agent') return NO;
    const { asked, how, askedIn, mentions, requester } = draft.request;
    const place: AskedPlace = {
      message: asked,
      how,
      direct: draft.destination === null,
      channelName: askedIn ?? '',
      workspaceName: draft.audience.workspaceName,
      mentions,
    };
    const epoch = switchEpochOf(kill, scopeOfGrant(caller.agent, place));
    if (!isOpen(ports, kill, caller.agent, place, epoch)) return NO;
    const grant: GrantRow = {
      id: idFrom('gra', ports.randomBytes(16)),
      agent: caller.agent,
      requester,
      asked: JSON.stringify(place),
      // The draft has the words, sealed under its own key.
      question: '',
      verbs: FOR_RUN.verbs.join(' '),
      draftsLeft: FOR_RUN.drafts,
      bytesLeft: FOR_RUN.bytes,
      epoch,
      draft: draft.id,
      run: named,
      createdAt: now,
      expiresAt: now + GRANT_LIVES_MS,
    };
    await tx.grants.insert(grant, { codeHash: null, tokenHash: hexHash(ports, token) });
    const refs = { agent: grant.agent, grant: grant.id, run: named };
    await appendFact(ports, tx, { type: 'grant.made', draft: draft.id, refs, digests: {} }, now);
    return { ok: true, value: shownOnce(grant, token) };
  });
}

function isOpen(ports: Ports, kill: readonly KillRow[], agent: string, place: AskedPlace, epoch: number): boolean {
  const scope = scopeOfGrant(agent, place);
  return engagementOf(ports, kill, scope) === null && switchEpochOf(kill, scope) === epoch;
}

function shownOnce(grant: GrantRow, token: string): MadeGrant {
  return {
    grant: token,
    request: grant.draft ?? grant.id,
    draft: grant.draft,
    expiresAt: grant.expiresAt,
    verbs: GRANT_VERBS.filter((verb) => grant.verbs.split(' ').includes(verb)),
    drafts: grant.draftsLeft,
    bytes: grant.bytesLeft,
  };
}

/** What a person's code will give: written down when it is shown. */
export const OFFERED = { verbs: CONNECTED.verbs.join(' '), draftsLeft: CONNECTED.drafts, bytesLeft: CONNECTED.bytes };
