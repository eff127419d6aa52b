import { GRANT_LIVES_MS, type GrantVerb } from '../../core/grant.ts';
import type { GrantRow, Tables } from '../../store/store.ts';
import { passGates, type Question, stillPasses } from '../gates.ts';
import { openRequest } from '../open-request.ts';
import type { Ports } from '../ports.ts';
import { checkAnswer } from '../submit-answer.ts';
import { type Caller, refused, Refused } from './door.ts';
import { liveGrant, placeOfGrant } from './grants.ts';
import { coveredDraft } from './look.ts';
import { recordUse } from './record.ts';
import type { Begin, Sent } from './submissions.ts';

/**
 * A new draft for the person who made the grant, in the place and with the words that they chose. Everything that is asked when a person
 * asks is asked again now; the answer then goes the way of every agent's answer.
 */
export async function beginDraft(ports: Ports, { caller, grant: token, answer }: Sent): Promise<Begin> {
  const grant = await demandGrant(ports, caller, token, 'draft');
  const place = placeOfGrant(grant);
  await demandAnswer(ports, place.message.platform, place.mentions, answer);
  const asked: Question = {
    ...place,
    deliveryId: grant.id,
    person: grant.requester,
    at: grant.createdAt,
    evidence: null,
    agent: grant.agent,
    question: grant.question,
    thread: () => Promise.resolve([]),
  };
  const passed = await passGates(ports, asked);
  if ('code' in passed) throw new Refused(refused(passed.code === 'LOOKUP_FAILED' ? 'LOOKUP_FAILED' : 'NOT_ALLOWED_NOW'));
  return async (tx, at) => {
    const now = await spend(ports, tx, caller, { token, verb: 'draft', drafts: 1, answer });
    if ((await stillPasses(ports, tx, grant.requester, passed)) !== null) throw new Refused(refused('NOT_ALLOWED_NOW'));
    const answers = { kind: 'by itself', until: at + GRANT_LIVES_MS } as const;
    const { draft, run } = await openRequest(ports, tx, asked, passed, { thread: [], answers });
    await recordUse(ports, tx, { draft: draft.id, agent: caller.agent, grant: now.id, verb: 'draft' }, at);
    return { draft: draft.id, run };
  };
}

/** The answer of a draft that waits for this agent: its first where a person asked it, the next after *Ask again*. */
export async function beginRevision(ports: Ports, { caller, grant: token, answer }: Sent, named: string): Promise<Begin> {
  const grant = await demandGrant(ports, caller, token, 'revise');
  const draft = await coveredDraft(ports, grant, named);
  if (draft === null) throw new Refused(refused('NOT_FOUND'));
  const { run } = draft;
  const isOfGrant = grant.run === null || grant.run === run;
  if (draft.state !== 'awaiting_agent' || run === null || !isOfGrant) throw new Refused(refused('NOT_AWAITED'));
  await demandAnswer(ports, draft.request.asked.platform, draft.request.mentions, answer);
  return async (tx, at) => {
    const now = await spend(ports, tx, caller, { token, verb: 'revise', drafts: 0, answer });
    await recordUse(ports, tx, { draft: draft.id, agent: caller.agent, grant: now.id, verb: 'revise' }, at);
    return { draft: draft.id, run };
  };
}

async function demandGrant(ports: Ports, caller: Caller, token: string | null, verb: GrantVerb): Promise<GrantRow> {
  const { read } = ports.store;
  const grant = await liveGrant(ports, read, await read.kill.all(), { caller, token, verb });
  if (grant === null) throw new Refused(refused('GRANT_NOT_VALID'));
  return grant;
}

/** Looked at before anything is opened: what could not become a post opens no draft, and ends no run. */
async function demandAnswer(ports: Ports, platform: string, mentions: Question['mentions'], answer: unknown): Promise<void> {
  const checked = await checkAnswer(ports, { platform, mentions }, answer);
  if (!checked.ok) throw new Refused(refused(checked.code, { detail: checked.reason }));
}

/** In the transaction that counts: the switch cannot be engaged between this and the commit. */
async function spend(
  ports: Ports,
  tx: Tables,
  caller: Caller,
  use: { token: string | null; verb: GrantVerb; drafts: number; answer: unknown },
): Promise<GrantRow> {
  const grant = await liveGrant(ports, tx, await tx.kill.lock('share'), { caller, token: use.token, verb: use.verb });
  if (grant === null) throw new Refused(refused('GRANT_NOT_VALID'));
  const bytes = Buffer.byteLength(JSON.stringify(use.answer));
  if (!(await tx.grants.spend(grant.id, { drafts: use.drafts, bytes }))) throw new Refused(refused('GRANT_SPENT'));
  return grant;
}
