import type { Reply } from '../adapter.ts';
import type { Refusal } from '../core/errors.ts';
import { channelIdOf } from '../core/ids.ts';
import { escapeName } from '../core/post.ts';
import { POINTER } from '../core/sentences.ts';
import type { Tables } from '../store/store.ts';
import type { StoredReply } from './advance.ts';
import { type About, describeRefusal } from './describe-refusal.ts';
import { recordRefusal } from './entries.ts';
import { type Passed, passGates, type Question, stillPasses } from './gates.ts';
import { openRequest } from './open-request.ts';
import type { Ports } from './ports.ts';

/**
 * A person asks. Everything that can refuse is asked before the agent is: the rule, who may ask, who can read the place, whether
 * anybody could review, the limits. A refusal is told to the person alone, and leaves an entry, never a draft.
 */
export async function handleRequest(ports: Ports, asked: Question): Promise<Reply> {
  const passed = await passGates(ports, asked);
  const thread = 'code' in passed || passed.context === 'none' ? [] : await asked.thread();
  const about = aboutPlace(asked, 'code' in passed ? (asked.agent ?? 'the agent') : passed.agent);
  const stored = await once(ports, asked.deliveryId, (tx) => decideInside(ports, tx, asked, passed, thread));
  if (!stored.refusal)
    return { ok: true, state: stored.state, draft: stored.draft, message: null, pointer: pointerFor(asked, about.agent) };
  return { ok: false, code: stored.refusal.code, message: await describeRefusal(ports, stored.refusal, about) };
}

/** Another process took the same delivery at the same moment: what this one did is taken back. */
class TakenMeanwhile extends Error {}

/** One effect a delivery, also when two processes get it at once; the same delivery again gets the same answer. */
async function once(ports: Ports, delivery: string, work: (tx: Tables) => Promise<StoredReply>): Promise<StoredReply> {
  const attempt = (): Promise<StoredReply> =>
    ports.store.transact(async (tx) => {
      const known = await tx.deliveries.get(delivery);
      if (known !== undefined) return JSON.parse(known) as StoredReply;
      const reply = await work(tx);
      if (!(await tx.deliveries.put(delivery, JSON.stringify(reply), ports.clock.now()))) throw new TakenMeanwhile();
      return reply;
    });
  return attempt().catch((error: unknown) => {
    if (error instanceof TakenMeanwhile) return attempt();
    throw error;
  });
}

async function decideInside(
  ports: Ports,
  tx: Tables,
  asked: Question,
  passed: Passed | Refusal,
  thread: { from: string; text: string }[],
): Promise<StoredReply> {
  if ('code' in passed) return refuse(ports, tx, asked, passed);
  const no = await stillPasses(ports, tx, asked.person, passed);
  if (no) return refuse(ports, tx, asked, no);
  const { draft } = await openRequest(ports, tx, asked, passed, { thread, answers: { kind: 'when asked' } });
  return { draft: draft.id, state: draft.state };
}

/** Told by the reply: the adapter shows it to the person alone, and the same delivery again gets the same words. */
async function refuse(ports: Ports, tx: Tables, asked: Question, refused: Refusal): Promise<StoredReply> {
  const now = ports.clock.now();
  await recordRefusal(ports, tx, { person: asked.person, draft: null, code: refused.code, verb: 'ask' }, now);
  return { draft: null, state: null, refusal: refused };
}

function aboutPlace(asked: Question, agent: string): About {
  return {
    agent: escapeName(agent),
    channelName: asked.direct ? null : asked.channelName,
    channel: asked.direct ? null : channelIdOf(asked.message),
    workspace: asked.workspaceName,
    person: asked.person,
  };
}

/** Asked in a place whose readers must not have the answer: it says where the answer will be, and nothing of it. */
function pointerFor({ direct }: Question, agent: string): string | null {
  return direct ? null : POINTER.toDraft(agent);
}
