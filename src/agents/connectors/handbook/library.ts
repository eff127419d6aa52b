import { listPages, readPage } from './folder.ts';
import type { PageProblem } from './folder.ts';
import { sectionsOf } from './page.ts';
import type { Section } from './page.ts';
import { createSectionIndex } from './section-index.ts';
import type { Query } from './section-index.ts';

export interface Library {
  /** Reads what was added, changed or taken away since the last time; looks at names, times and sizes only, when nothing was. */
  refresh(signal: AbortSignal): Promise<void>;
  rank(query: Query): Section[];
  /** The pages that are left out now. */
  problems(): PageProblem[];
}

/** The pages of one folder, kept in memory. `report` hears once of each page that is left out, until the page changes. */
export function createLibrary(folder: string, report: (problem: PageProblem) => void): Library {
  const index = createSectionIndex();
  const stamps = new Map<string, string>();
  let listed: PageProblem[] = [];
  const unread = new Map<string, PageProblem>();
  /** One at a time: people who ask at once would each read the whole folder, and an older page could come after a newer one. */
  let last: Promise<void> = Promise.resolve();

  async function readChanges(signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    const { pages, problems } = await listPages(folder, signal);
    for (const problem of problems) if (!listed.some((known) => same(known, problem))) report(problem);
    listed = problems;
    const there = new Set(pages.map((page) => page.file));
    for (const file of stamps.keys()) if (!there.has(file)) forget(file);
    for (const page of pages) {
      if (stamps.get(page.file) === page.stamp) continue;
      signal.throwIfAborted();
      forget(page.file);
      const read = await readPage(page);
      const problem = 'text' in read ? take(page.file, read.text) : read.problem;
      if (problem) {
        unread.set(page.file, { file: page.file, problem });
        report({ file: page.file, problem });
      }
      stamps.set(page.file, page.stamp);
    }
  }

  function take(file: string, text: string): PageProblem['problem'] | null {
    let sections: Section[];
    try {
      sections = sectionsOf(file, text);
    } catch {
      // The parser fails on nothing but what is nested deeper than the stack.
      return 'TOO_DEEP';
    }
    index.put(file, sections);
    return null;
  }

  function forget(file: string): void {
    stamps.delete(file);
    unread.delete(file);
    index.put(file, []);
  }

  return {
    refresh(signal) {
      const mine = last.then(() => readChanges(signal));
      last = mine.catch(() => undefined);
      return mine;
    },
    rank: (query) => index.rank(query),
    problems: () => [...listed, ...unread.values()],
  };
}

function same(a: PageProblem, b: PageProblem): boolean {
  return a.file === b.file && a.problem === b.problem;
}
