import type { Commanded } from '../../adapter.ts';
import { CODE_LIVES_MS } from '../../core/grant.ts';
import { refusal } from '../../core/errors.ts';
import { channelIdOf, idFrom } from '../../core/ids.ts';
import { duration } from '../../core/times.ts';
import { appendFact } from '../entries.ts';
import { type Passed, passGates, type Question, stillPasses } from '../gates.ts';
import { switchEpochOf } from '../engagement.ts';
import { audienceOf } from '../lookups.ts';
import type { Told } from '../operator-orders.ts';
import type { Ports } from '../ports.ts';
import { type AskedPlace, mayCall, scopeOfGrant } from './grants.ts';
import { OFFERED } from './redeem.ts';
import { CODE_BYTES, codeFrom, hexHash } from './tokens.ts';

/**
 * `/countersign connect AGENT QUESTION`: what would let the question through lets the agent in, for drafts of this person in this place,
 * with these words as their question. The code is told once; the same delivery again is told that it was.
 */
export async function connectAgent(ports: Ports, commanded: Commanded, words: string): Promise<Told> {
  const [, named = '', question = ''] = /^(\S*)\s*([\s\S]*)$/.exec(words.trim()) ?? [];
  const asked = await questionOf(ports, commanded, named.replace(/^@/, ''), question);
  const passed = await passGates(ports, asked);
  // Whoever wrote too little is not told to write more for an agent that can never be connected.
  const meant = 'code' in passed ? (passed.code === 'EMPTY_QUESTION' ? String(passed.detail.agent) : null) : passed.agent;
  if (meant !== null && !mayCall(ports, meant)) return { ok: false, ...refusal('AGENT_CANNOT_CONNECT', { agent: meant, calls: 0 }) };
  if ('code' in passed) return { ok: false, ...passed, detail: { ...passed.detail, connecting: 1 } };
  const identity = await ports.store.read.agents.get(passed.agent);
  if (identity === undefined || identity.revokedAt !== null)
    return { ok: false, ...refusal('AGENT_CANNOT_CONNECT', { agent: passed.agent, calls: 1 }) };
  return offer(ports, commanded, asked, passed);
}

async function offer(ports: Ports, commanded: Commanded, asked: Question, passed: Passed): Promise<Told> {
  const code = codeFrom(ports.randomBytes(CODE_BYTES));
  const { agent } = passed;
  return ports.store.transact(async (tx) => {
    const at = ports.clock.now();
    const known = await tx.deliveries.get(commanded.deliveryId);
    if (known !== undefined) return JSON.parse(known) as Told;
    const no = await stillPasses(ports, tx, asked.person, passed);
    if (no !== null) return { ok: false, ...no, detail: { ...no.detail, connecting: 1 } };
    // What is kept of the answer is not the code.
    const kept: Told = { ok: true, code: 'CONNECT_CODE_SHOWN', detail: { agent } };
    if (!(await tx.deliveries.put(commanded.deliveryId, JSON.stringify(kept), at))) return kept;
    const place = placeOf(asked);
    const scope = scopeOfGrant(agent, place);
    const id = idFrom('gra', ports.randomBytes(16));
    await tx.grants.dropOffers(asked.person, agent);
    await tx.grants.insert(
      {
        id,
        agent,
        requester: asked.person,
        asked: JSON.stringify(place),
        question: asked.question.trim(),
        ...OFFERED,
        epoch: switchEpochOf(await tx.kill.lock('share'), scope),
        draft: null,
        run: null,
        createdAt: at,
        expiresAt: at + CODE_LIVES_MS,
      },
      { codeHash: hexHash(ports, code), tokenHash: null },
    );
    const refs = { agent, channel: asked.direct ? 'direct' : channelIdOf(asked.message), grant: id };
    await appendFact(ports, tx, { type: 'grant.offered', actor: asked.person, refs, digests: {} }, at);
    return { ok: true, code: 'CONNECT_CODE', detail: { agent, code, within: duration(CODE_LIVES_MS) } };
  });
}

/** As if it had been asked by command in this place: nothing stands there, and nobody there reads the question. */
async function questionOf(
  ports: Ports,
  { deliveryId, person, at, message }: Commanded,
  named: string,
  question: string,
): Promise<Question> {
  const audience = await audienceOf(ports, { ...message, thread: null });
  return {
    deliveryId,
    person,
    at,
    evidence: null,
    message,
    how: 'privately',
    direct: audience.class === 'requester',
    channelName: audience.channelName,
    workspaceName: audience.workspaceName,
    agent: named === '' ? null : named,
    question,
    mentions: [],
    thread: () => Promise.resolve([]),
  };
}

function placeOf({ message, how, direct, channelName, workspaceName, mentions }: Question): AskedPlace {
  return { message, how, direct, channelName, workspaceName, mentions };
}
