import { AgentError } from '../../agent-error.ts';
import { jsonIn, MOST_BYTES, MOST_PROGRESS, progressText } from '../../outside.ts';

export interface LineReader {
  /** True once the answer is there: nothing after it is looked at. Throws an AgentError for what no agent may write. */
  take(chunk: Buffer): boolean;
  /** The output has ended: what stands after the last line end is a line, too. Whether the answer is there. */
  end(): boolean;
  answer(): unknown;
  /** How many have come so far. */
  bytes(): number;
}

/** Lines of JSON: each that says `"kind":"progress"` is the answer so far, and the first other one is the answer. */
export function readLines(progress: (text: string) => void): LineReader {
  let rest: Buffer[] = [];
  let bytes = 0;
  let told = 0;
  let found: { answer: unknown } | null = null;

  function line(): boolean {
    const value = parsed(Buffer.concat(rest));
    rest = [];
    if (!isProgress(value)) {
      found = { answer: value };
      return true;
    }
    const text = progressText(value);
    told += 1;
    if (text === null) throw new AgentError('The program told its progress without a text.');
    if (told > MOST_PROGRESS) throw new AgentError(`The program told its progress more than ${MOST_PROGRESS} times.`);
    progress(text);
    return false;
  }

  return {
    take(chunk) {
      for (let from = 0; from < chunk.length;) {
        const at = chunk.indexOf(10, from);
        const part = chunk.subarray(from, at < 0 ? chunk.length : at);
        bytes += part.length;
        if (bytes > MOST_BYTES) throw new AgentError(`The program wrote more than ${MOST_BYTES} bytes.`);
        rest.push(part);
        if (at < 0) return false;
        if (line()) return true;
        from = at + 1;
      }
      return false;
    },
    end: () => rest.some((part) => part.length > 0) && line(),
    answer: () => found?.answer,
    bytes: () => bytes,
  };
}

function parsed(bytes: Buffer): unknown {
  try {
    return jsonIn(bytes);
  } catch {
    // What it says may be the text of an answer, so it is not quoted.
    throw new AgentError('The program wrote a line that is not JSON in UTF-8.');
  }
}

function isProgress(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'progress';
}
