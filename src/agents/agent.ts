import type { DraftId, PersonId, RunId } from '../core/ids.ts';

/** The port to one agent. It holds no platform token, has no verb that publishes, and cannot express a wide post. */
export interface Agent {
  readonly name: string;
  /**
   * Answers one question, once. What comes back is untrusted: it is parsed against the contract before anything else sees it.
   * Rejects when the agent fails. Must end soon after `signal` is aborted; whatever it says after that is refused.
   */
  run(question: AgentQuestion, signal: AbortSignal): Promise<unknown>;
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
  /** Messages of the thread, oldest first; empty unless the rule says `context: thread`. */
  thread: { from: string; text: string }[];
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
