import type { Draft } from '../core/draft.ts';
import type { DraftId, RunId } from '../core/ids.ts';
import { isPlain } from '../core/made.ts';
import type { EffectRow } from '../store/store.ts';
import { channelOf } from './advance.ts';
import { completeWith } from './carried.ts';
import type { SealedTexts } from './compose.ts';
import { engagementOf } from './engagement.ts';
import { type Overseen, overseeRun } from './oversee-run.ts';
import type { Ports } from './ports.ts';
import { questionFor, startRun, toldTo } from './start-run.ts';
import { failRun, submitAnswer } from './submit-answer.ts';

const LOOK_EVERY_MS = 250;

/** Runs an agent for one draft, once, within its time; stops it when the draft moves on or the switch is engaged. */
export async function askAgent(ports: Ports, effect: EffectRow): Promise<'done' | 'ended'> {
  const run = String(effect.payload.run) as RunId;
  const draft = await ports.store.read.drafts.get(effect.draft as DraftId);
  if (!draft || draft.run !== run || draft.state !== 'awaiting_agent') return 'done';

  const rule = ports.rules.current().book.agents[draft.request.agent];
  const agent = ports.agents.get(draft.request.agent);
  const timeLimitMs = rule?.timeLimitMs ?? 0;
  const question = await questionFor(ports, draft, run);
  const told = agent && (await toldTo(ports, agent, question));
  if (!(await startRun(ports, draft, run, timeLimitMs, told ?? null))) return fail(ports, draft, run, 'RUN_LOST');
  if (!agent || !rule || !told) return fail(ports, draft, run, 'AGENT_FAILED');
  if (await isEngaged(ports, draft)) return fail(ports, draft, run, 'ENGAGED');

  const stopped = new AbortController();
  const over = new AbortController();
  const watching = stopWhenMovedOn(ports, draft, run, stopped, over.signal);
  const overseen = overseeRun(ports, draft, run, told.model, stopped);
  const result = await ports.agents.run(agent, question, { timeLimitMs, signal: stopped.signal, oversight: overseen.oversight });
  over.abort();
  await Promise.all([watching, overseen.finish()]);
  if (result.ok) {
    const isEnded = await submitAnswer(
      ports,
      draft,
      run,
      result.output,
      (tx) => completeWith(ports, tx, effect),
      madeTexts(draft, overseen),
    );
    return isEnded ? 'ended' : 'done';
  }
  if (result.code === 'AGENT_ABORTED') return fail(ports, draft, run, (await isEngaged(ports, draft)) ? 'ENGAGED' : 'RUN_LOST');
  ports.logger.warn(
    { draft: draft.id, run, agent: draft.request.agent, code: result.code, detail: result.detail },
    'an agent gave no answer',
  );
  return fail(ports, draft, run, result.code, madeTexts(draft, overseen));
}

/** What the answer was made with, for its cards. */
function madeTexts(draft: Draft, overseen: Overseen): SealedTexts {
  const made = overseen.made();
  return isPlain(made) && draft.revision === null ? [] : [['made', JSON.stringify(made)]];
}

async function fail(ports: Ports, draft: Draft, run: RunId, code: Parameters<typeof failRun>[3], texts: SealedTexts = []): Promise<'done'> {
  // A draft that has a text keeps it, and its card goes on to say how that one was made.
  await failRun(ports, draft.id, run, code, draft.revision === null ? texts : []);
  return 'done';
}

async function isEngaged(ports: Ports, draft: Draft): Promise<boolean> {
  return engagementOf(ports, await ports.store.read.kill.all(), { agent: draft.request.agent, channel: channelOf(draft) }) !== null;
}

/** The draft may be moved on by any process (stop, withdraw, expiry, the switch): so the database is asked, not this process. */
async function stopWhenMovedOn(ports: Ports, draft: Draft, run: RunId, stopped: AbortController, over: AbortSignal): Promise<void> {
  const early = AbortSignal.any([over, ports.stopping]);
  while (!over.aborted) {
    await ports.clock.sleep(LOOK_EVERY_MS, early);
    if (over.aborted) return;
    // Whatever the database says: a process that ends waits for no agent.
    if (ports.stopping.aborted) return stopped.abort();
    try {
      const now = await ports.store.read.drafts.get(draft.id);
      const isWanted = now?.run === run && now.state === 'awaiting_agent';
      if (isWanted && !(await isEngaged(ports, draft))) continue;
    } catch (error) {
      ports.logger.warn({ error, draft: draft.id }, 'could not look whether a run is still wanted');
      continue;
    }
    stopped.abort();
    return;
  }
}
