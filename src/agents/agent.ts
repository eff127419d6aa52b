import type { DraftId, PersonId, RunId } from '../core/ids.ts';

/** The port to one agent. It holds no platform token, has no verb that publishes, and cannot express a wide post. */
export interface Agent {
  readonly name: string;
  /** What this question will be answered from, before anybody is asked: the log is bound to it. Rejects when that cannot be read. */
  told(question: AgentQuestion): Promise<Told>;
  /**
   * Answers one question, once. What comes back is untrusted: it is parsed against the contract before anything else sees it.
   * Rejects when the agent fails. Must end soon after `signal` is aborted; whatever it says after that is refused.
   */
  run(question: AgentQuestion, signal: AbortSignal, oversight: Oversight): Promise<unknown>;
}

export interface Told {
  /** The model behind the agent, as the rules name it: visible ASCII. Null where there is none, or where nobody but the agent knows. */
  model: string | null;
  /** The whole of what the agent is told first, as text: the question and what stands around it. */
  prompt: string;
}

/** What a run does besides thinking, it does through this: each thing is recorded before it happens, and may be refused. */
export interface Oversight {
  /** The answer so far, whole each time, as Markdown. Its requester alone sees it, without effect, and may see none or the last of many. */
  progress(text: string): void;
  /** Before a further step, such as the next call of a model. Rejects when a person or the kill switch has ended the run. */
  mayGoOn(): Promise<void>;
  /**
   * Carries out the call of a tool that the rules allow. The call is recorded before it, and what came of it before the agent learns it.
   * Rejects when the run is over, and with whatever `work` rejects.
   */
  callTool(call: ToolCall, work: () => Promise<string>): Promise<string>;
  /** Records that the agent wanted what it may not; its requester is shown that. Rejects when the run is over. */
  refuseTool(call: ToolCall): Promise<void>;
}

export interface ToolCall {
  /** `server/tool`, as the rules name it; of a refused call, whatever the agent said. */
  tool: string;
  /** JSON, as the agent gave it. */
  arguments: string;
}

/** One turn of a draft's conversation before this question. */
export interface Turn {
  /** `agent`: an earlier answer, as Markdown; `requester`: their words when they asked again, or their own edit; `reviewer`: why it was rejected. */
  by: 'agent' | 'requester' | 'reviewer';
  text: string;
}

export interface AgentQuestion {
  run: RunId;
  draft: DraftId;
  question: string;
  requester: PersonId;
  /** The words of the requester who asked again; null at the first run. */
  wish: string | null;
  /** The answer that they asked to have done again, as Markdown. */
  previous: string | null;
  /** Why a reviewer rejected that answer; null where none did. */
  rejection: string | null;
  /** What this draft went through before that, oldest first. */
  conversation: Turn[];
  /** Messages of the thread, oldest first; empty unless the rule says `context: thread`. */
  thread: { from: string; text: string }[];
  /** The tools that the rules allow this agent here, as `server/tool`. Any other is refused. */
  tools: readonly string[];
  /** The longest answer that can be posted, in characters. */
  maxCharacters: number;
}

/** The output contract, as an agent must keep it. Anything else is a coded failure that only the requester is shown. */
export interface Answer {
  kind: 'answer' | 'nothing_found';
  audience: 'requester_only';
  /** Markdown. Empty for `nothing_found`. */
  text: string;
  sources: { title: string; url?: string }[];
  suggested_destination?: string;
}
