import { isAbsolute } from 'node:path';
import type { Agent, Answer } from '../agent.ts';
import type { Connector } from '../connector.ts';
import { choose } from './handbook/choose.ts';
import type { PageProblem } from './handbook/folder.ts';
import { createLibrary } from './handbook/library.ts';
import { titleOf } from './handbook/passage.ts';
import { toldOutside } from '../told.ts';

export type { PageProblem } from './handbook/folder.ts';

export interface HandbookOptions {
  name: string;
  /** An absolute path. Read at the first question, and again whenever something in it has changed. */
  folder: string;
  /** Hears of pages that are left out, for the operator's log. */
  report?: (problem: PageProblem) => void;
}

export interface HandbookAgent extends Agent {
  /** The pages that were left out at the last question. */
  problems(): PageProblem[];
}

/**
 * Answers from a folder of Markdown by quoting the passage that fits best, word for word, and naming it as its source. It makes
 * nothing up: what no page is about is `nothing_found`.
 */
export function createHandbookAgent({ name, folder, report = () => undefined }: HandbookOptions): HandbookAgent {
  const library = createLibrary(folder, report);
  return {
    name,
    told: toldOutside,
    problems: () => library.problems(),
    async run(asked, signal) {
      await orAborted(library.refresh(signal), signal);
      const found = choose(asked, (query) => library.rank(query));
      if (!found) return NOTHING_FOUND;
      const answer: Answer = { kind: 'answer', audience: 'requester_only', text: found.text, sources: [{ title: titleOf(found.section) }] };
      return answer;
    },
  };
}

/** `connector: handbook` in the rules file, with `folder:` as an absolute path. */
export function createHandbookConnector(report: (agent: string, problem: PageProblem) => void): Connector {
  return {
    create({ name, settings: { folder, ...others } }) {
      if (typeof folder !== 'string' || !isAbsolute(folder)) {
        return {
          ok: false,
          sentence: `The agent ${name} needs a \`folder:\` of Markdown pages${folder === undefined ? '' : ', as an absolute path'}.`,
        };
      }
      const [unknown] = Object.keys(others);
      if (unknown !== undefined)
        return { ok: false, sentence: `The agent ${name} has a setting \`${unknown}:\`, which a handbook does not know.` };
      return { ok: true, agent: createHandbookAgent({ name, folder, report: (problem) => report(name, problem) }) };
    },
  };
}

const NOTHING_FOUND: Answer = { kind: 'nothing_found', audience: 'requester_only', text: '', sources: [] };

/** The folder may be slow, or another question may be reading it: nobody who has stopped waits for that. */
function orAborted(work: Promise<void>, signal: AbortSignal): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const stop = () => reject(signal.reason);
  signal.addEventListener('abort', stop, { once: true });
  if (signal.aborted) stop();
  work.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
  return promise;
}
