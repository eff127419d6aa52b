import type { Draft } from '../core/draft.ts';
import type { DraftId, RunId } from '../core/ids.ts';
import type { EffectRow } from '../store/store.ts';
import { channelOf } from './advance.ts';
import { completeWith } from './carried.ts';
import { engagementOf } from './engagement.ts';
import type { Ports } from './ports.ts';
import { readText } from './sealed.ts';
import { failRun, submitAnswer } from './submit-answer.ts';
import { adapterOf } from './names.ts';

const LOOK_EVERY_MS = 250;
/** Sources stand in the post as well, under the text. */
const ROOM_FOR_SOURCES = 400;

/** Runs an agent for one draft, once, within its time; stops it when the draft moves on or the switch is engaged. */
export async function askAgent(ports: Ports, effect: EffectRow): Promise<'done' | 'ended'> {
  const run = String(effect.payload.run) as RunId;
  const draft = await ports.store.read.drafts.get(effect.draft as DraftId);
  if (!draft || draft.run !== run || draft.state !== 'awaiting_agent') return 'done';

  const rule = ports.rules.current().book.agents[draft.request.agent];
  const agent = ports.agents.get(draft.request.agent);
  const timeLimitMs = rule?.timeLimitMs ?? 0;
  const now = ports.clock.now();
  const isFirst = await ports.store.transact((tx) => tx.runs.start(run, ports.owner, now, now + timeLimitMs));
  if (!isFirst) return fail(ports, draft, run, 'RUN_LOST');
  if (!agent || !rule) return fail(ports, draft, run, 'AGENT_FAILED');
  if (await isEngaged(ports, draft)) return fail(ports, draft, run, 'ENGAGED');

  const stopped = new AbortController();
  const over = new AbortController();
  const watching = stopWhenMovedOn(ports, draft, run, stopped, over.signal);
  const result = await ports.agents.run(agent, await questionFor(ports, draft, run), { timeLimitMs, signal: stopped.signal });
  over.abort();
  await watching;
  if (result.ok) {
    const isEnded = await submitAnswer(ports, draft, run, result.output, (tx) => completeWith(ports, tx, effect));
    return isEnded ? 'ended' : 'done';
  }
  if (result.code === 'AGENT_ABORTED') return fail(ports, draft, run, (await isEngaged(ports, draft)) ? 'ENGAGED' : 'RUN_LOST');
  ports.logger.warn(
    { draft: draft.id, run, agent: draft.request.agent, code: result.code, detail: result.detail },
    'an agent gave no answer',
  );
  return fail(ports, draft, run, result.code);
}

async function fail(ports: Ports, draft: Draft, run: RunId, code: Parameters<typeof failRun>[3]): Promise<'done'> {
  await failRun(ports, draft.id, run, code);
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

async function questionFor(ports: Ports, draft: Draft, run: RunId): Promise<Parameters<Ports['agents']['run']>[1]> {
  const { texts } = ports.store.read;
  const [question, wish, previous, thread] = await Promise.all([
    readText(ports, draft.id, `question:${draft.request.questionDigest}`),
    draft.last.reason?.startsWith('wish:') ? readText(ports, draft.id, draft.last.reason) : null,
    draft.revision === null ? null : texts.get(draft.id, `tree:${draft.revision.number}`),
    texts.get(draft.id, 'thread'),
  ]);
  return {
    run,
    draft: draft.id,
    question: question ?? '',
    requester: draft.request.requester,
    wish,
    previous: previous ? ports.text.print(JSON.parse(previous) as Parameters<Ports['text']['print']>[0]) : null,
    thread: thread === undefined ? [] : (JSON.parse(thread) as { from: string; text: string }[]),
    maxCharacters: adapterOf(ports, draft.request.asked.platform).capabilities.maxPostCharacters - ROOM_FOR_SOURCES,
  };
}
