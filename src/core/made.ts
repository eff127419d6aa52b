/** What a run used to make an answer: what the card says of it besides the text. */
export interface Made {
  /** As the rules name it. Null where there is none, or where nobody but the agent knows. */
  model: string | null;
  /** The tools that it called, as the rules name them, in the order of the first call. */
  tools: { tool: string; calls: number; failed: number }[];
  /** What it wanted and was refused, in its own words: at most a requester reads them. */
  refused: string[];
}

/** Nothing besides the agent itself: then the card says nothing of it. */
export function isPlain({ model, tools, refused }: Made): boolean {
  return model === null && tools.length === 0 && refused.length === 0;
}
