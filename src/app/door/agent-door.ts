import type { DoorCode } from '../../core/sentences.ts';
import type { Ports } from '../ports.ts';
import { type AgentDoor, type Caller, type DoorRefusal, type DoorReply, refused, Refused } from './door.ts';
import { createLimiter } from './limits.ts';
import { readRequest, stateOf, waitingFor } from './look.ts';
import { recordCallRefused } from './record.ts';
import { grantOfRun, redeemCode } from './redeem.ts';
import { beginDraft, beginRevision } from './submit.ts';
import { createSubmissions } from './submissions.ts';
import { keyIdOf } from './tokens.ts';
import { withdrawByAgent } from './withdraw.ts';

const MINUTE_MS = 60_000;
/** What one agent may ask of one process. Whoever is nobody shares one such measure with all who are. */
const CALLS_A_MINUTE = 120;
/** 80 bits are not guessed at this pace within five minutes, nor within an age. */
const TRIES_A_MINUTE = 10;

/** Every reply of the door: refusals are counted and logged here, whoever drives it. */
export function createAgentDoor(ports: Ports, isOpen: () => boolean): AgentDoor {
  const calls = createLimiter(ports.clock, { count: CALLS_A_MINUTE, perMs: MINUTE_MS });
  const tries = createLimiter(ports.clock, { count: TRIES_A_MINUTE, perMs: MINUTE_MS });
  const submissions = createSubmissions(ports);

  /** A no that was thrown to take a transaction back is a no like any other. */
  async function answered<T>(agent: string | null, verb: string, work: () => Promise<DoorReply<T>>): Promise<DoorReply<T>> {
    const reply = await work().catch((error: unknown): DoorRefusal => {
      if (error instanceof Refused) return error.refusal;
      throw error;
    });
    // A flood costs no entry and no write; nor does what was not looked at.
    if (!reply.ok && !UNRECORDED.includes(reply.code)) await recordCallRefused(ports, { agent, code: reply.code, verb });
    return reply;
  }

  return {
    identify: (secret) =>
      answered(null, 'call', async () => {
        if (!isOpen()) return refused('UNAVAILABLE');
        const known = await whose(ports, secret);
        const waitMs = calls.take(known?.agent ?? '');
        if (waitMs !== null) return refused('TOO_MANY_CALLS', { retryAfterMs: waitMs });
        return known === null ? refused('AGENT_NOT_KNOWN') : { ok: true, value: known };
      }),

    redeem: (caller, by) =>
      answered(caller.agent, 'redeem', async () => {
        const waitMs = tries.take(caller.agent);
        if (waitMs !== null) return refused('TOO_MANY_CALLS', { retryAfterMs: waitMs });
        return 'code' in by ? redeemCode(ports, caller, by.code) : grantOfRun(ports, caller, by.run);
      }),

    submit: (caller, handedIn) =>
      answered(caller.agent, 'draft', () => {
        const sent = { caller, to: 'draft', ...handedIn };
        return submissions.hand(sent, () => beginDraft(ports, sent));
      }),

    revise: (caller, draft, handedIn) =>
      answered(caller.agent, 'revise', () => {
        const sent = { caller, to: draft, ...handedIn };
        return submissions.hand(sent, () => beginRevision(ports, sent, draft));
      }),

    withdraw: (caller, draft, grant) => answered(caller.agent, 'withdraw', () => withdrawByAgent(ports, caller, draft, grant)),
    state: (caller, draft) => answered(caller.agent, 'state', () => stateOf(ports, caller, draft)),
    waiting: (caller) => answered(caller.agent, 'state', () => waitingFor(ports, caller)),
    request: (caller, id, grant) => answered(caller.agent, 'read', () => readRequest(ports, caller, id, grant)),
    settled: () => submissions.settled(),
  };
}

const UNRECORDED: readonly DoorCode[] = ['TOO_MANY_CALLS', 'UNAVAILABLE', 'SUBMISSION_UNDER_WAY'];

const NO_HASH = new Uint8Array(32);

/** An unknown key costs the same comparison as a known one, and a revoked secret is nobody's. */
async function whose(ports: Ports, secret: string | null): Promise<Caller | null> {
  const keyId = secret === null ? null : keyIdOf(secret);
  const known = await ports.store.read.agents.byKey(keyId ?? '');
  const isSame = ports.secrets.same(ports.secrets.hash(secret ?? ''), known?.secretHash ?? NO_HASH);
  return isSame && known !== undefined && known.revokedAt === null ? { agent: known.name, keyId: known.keyId } : null;
}
