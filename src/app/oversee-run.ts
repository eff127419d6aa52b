import type { Oversight, ToolCall } from '../agents/agent.ts';
import type { Draft } from '../core/draft.ts';
import type { Fact } from '../core/fact.ts';
import type { RunId } from '../core/ids.ts';
import type { Made } from '../core/made.ts';
import type { Tables } from '../store/store.ts';
import { channelOf } from './advance.ts';
import { salted } from './compose.ts';
import { engagementOf } from './engagement.ts';
import { appendFact } from './entries.ts';
import { hashable } from './hashable.ts';
import type { Ports } from './ports.ts';
import { createProgress } from './show-progress.ts';

/** Our side of one run of an agent. */
export interface Overseen {
  oversight: Oversight;
  /** What the run has used so far, for the cards. */
  made(): Made;
  /** Resolves when nothing of the run's progress is on its way to a card any more. Called once the run is over. */
  finish(): Promise<void>;
}

/** An ending run rejects with this; whoever ended it tells the requester. */
class RunOver extends Error {
  override readonly name = 'RunOver';
  constructor() {
    super('the run is over');
  }
}

/** Enough for a card; the log has every one. */
const MOST_REFUSED = 5;

/**
 * Writes down what a run does before it does it, and ends it (`stop`) as soon as its draft has moved on or the switch is engaged: asked of
 * the database each time, because any process may have done that.
 */
export function overseeRun(ports: Ports, draft: Draft, run: RunId, model: string | null, stop: AbortController): Overseen {
  const tools = new Map<string, { calls: number; failed: number }>();
  const refused: string[] = [];
  const progress = createProgress(ports, draft, run);
  let calls = 0;

  /** Runs `work` only while the run may go on, in one transaction with what it writes. */
  async function whileWanted(work: (tx: Tables) => Promise<void>): Promise<void> {
    stop.signal.throwIfAborted();
    const isWanted = await ports.store.transact(async (tx) => {
      const kill = await tx.kill.lock('share');
      const now = await tx.drafts.hold(draft.id);
      const of = { agent: draft.request.agent, channel: channelOf(draft) };
      if (now?.run !== run || now.state !== 'awaiting_agent' || engagementOf(ports, kill, of) !== null) return false;
      await work(tx);
      return true;
    });
    if (isWanted) return;
    stop.abort();
    throw new RunOver();
  }

  const record = (tx: Tables, type: Fact['type'], refs: Fact['refs'], digests: Fact['digests']) =>
    appendFact(ports, tx, { type, draft: draft.id, refs: { ...refs, run }, digests }, ports.clock.now());

  return {
    made: () => ({
      model,
      tools: [...tools].map(([tool, counted]) => ({ tool, ...counted })),
      refused: [...refused],
    }),
    finish: () => progress.finish(),
    oversight: {
      progress: (text) => progress.take(text),
      mayGoOn: () => whileWanted(() => Promise.resolve()),

      async callTool(asked, work) {
        calls += 1;
        const call = { call: calls, tool: asked.tool };
        const counted = tools.get(asked.tool) ?? { calls: 0, failed: 0 };
        tools.set(asked.tool, { ...counted, calls: counted.calls + 1 });
        const given = salted(ports, 'arguments', hashable(asked.arguments));
        await whileWanted(async (tx) => {
          await tx.texts.put(draft.id, `arguments:${given.digest}`, given.sealed);
          await record(tx, 'tool.called', call, { arguments: given.digest });
        });
        try {
          const result = hashable(await work());
          const kept = salted(ports, 'result', result);
          await ports.store.transact(async (tx) => {
            await tx.drafts.hold(draft.id);
            await tx.texts.put(draft.id, `result:${kept.digest}`, kept.sealed);
            await record(tx, 'tool.answered', { ...call, ended: 'answered' }, { result: kept.digest });
          });
          return result;
        } catch (error) {
          const now = tools.get(asked.tool) ?? { calls: 1, failed: 0 };
          tools.set(asked.tool, { ...now, failed: now.failed + 1 });
          await ports.store.transact(async (tx) => {
            await tx.drafts.hold(draft.id);
            await record(tx, 'tool.answered', { ...call, ended: 'failed' }, {});
          });
          throw error;
        }
      },

      async refuseTool(call) {
        const wanted = salted(ports, 'arguments', hashable(wantedCall(call)));
        if (refused.length < MOST_REFUSED && !refused.includes(call.tool)) refused.push(call.tool);
        await whileWanted(async (tx) => {
          await tx.texts.put(draft.id, `arguments:${wanted.digest}`, wanted.sealed);
          await record(tx, 'tool.refused', {}, { arguments: wanted.digest });
        });
      },
    },
  };
}

/** The name is the agent's word, too, so it does not stand in the log. */
function wantedCall({ tool, arguments: given }: ToolCall): string {
  return JSON.stringify({ tool, arguments: given });
}
