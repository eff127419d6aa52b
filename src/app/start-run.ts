import type { Agent, AgentQuestion, Told } from '../agents/agent.ts';
import type { Draft } from '../core/draft.ts';
import type { RunId } from '../core/ids.ts';
import { salted } from './compose.ts';
import { conversationOf } from './conversation.ts';
import { appendFact } from './entries.ts';
import { hashable } from './hashable.ts';
import { ruleNow } from './lookups.ts';
import { adapterOf } from './names.ts';
import type { Ports } from './ports.ts';
import { readText } from './sealed.ts';

/** Sources stand in the post as well, under the text. */
const ROOM_FOR_SOURCES = 400;

/** Everything that the agent is asked with; at the door, also of a draft that no run is about now. */
export async function questionFor<Run extends RunId | null>(
  ports: Ports,
  draft: Draft,
  run: Run,
): Promise<Omit<AgentQuestion, 'run'> & { run: Run }> {
  const { texts } = ports.store.read;
  const [question, thread, asked] = await Promise.all([
    readText(ports, draft.id, `question:${draft.request.questionDigest}`),
    texts.get(draft.id, 'thread'),
    conversationOf(ports, draft),
  ]);
  return {
    run,
    draft: draft.id,
    question: question ?? '',
    requester: draft.request.requester,
    ...asked,
    tools: toolsFor(ports, draft),
    thread: thread === undefined ? [] : (JSON.parse(thread) as { from: string; text: string }[]),
    maxCharacters: roomFor(ports, draft.request.asked.platform),
  };
}

/** The longest answer that can be posted there, in characters. */
export function roomFor(ports: Ports, platform: string): number {
  return adapterOf(ports, platform).capabilities.maxPostCharacters - ROOM_FOR_SOURCES;
}

/** Both the agent's own list and that of the place must name a tool; what neither names, nobody is offered. */
function toolsFor(ports: Ports, { destination, request, audience }: Draft): string[] {
  const { book } = ports.rules.current();
  const here = destination === null ? book.directMessages?.tools : ruleNow(book, destination, audience.channelName)?.rule.tools;
  return (book.agents[request.agent]?.tools ?? []).filter((tool) => here?.includes(tool));
}

/** Null when the agent cannot even be told the question. */
export async function toldTo(ports: Ports, agent: Agent, question: AgentQuestion): Promise<Told | null> {
  const found = await ports.agents.told(agent, question);
  if (found.ok) return found.told;
  const { draft, run } = question;
  ports.logger.warn({ draft, run, agent: agent.name, detail: found.detail }, 'an agent could not be told the question');
  return null;
}

/** True for the one process that starts the run. What the agent is told is in the log before it is told. */
export async function startRun(ports: Ports, draft: Draft, run: RunId, timeLimitMs: number, told: Told | null): Promise<boolean> {
  const now = ports.clock.now();
  return ports.store.transact(async (tx) => {
    const held = await tx.drafts.hold(draft.id);
    if (!(await tx.runs.start(run, ports.owner, now, now + timeLimitMs))) return false;
    if (told === null || held?.run !== run || held.state !== 'awaiting_agent') return true;
    const prompt = salted(ports, 'prompt', hashable(told.prompt));
    const refs = { agent: draft.request.agent, run, ...(told.model === null ? {} : { model: told.model }) };
    await tx.texts.put(draft.id, `prompt:${prompt.digest}`, prompt.sealed);
    await appendFact(ports, tx, { type: 'run.started', draft: draft.id, refs, digests: { prompt: prompt.digest } }, now);
    return true;
  });
}
