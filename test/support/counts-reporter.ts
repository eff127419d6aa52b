/**
 * Prints `N passed, N failed` as the very last line of a run, and makes a run in which no test ran a failed one.
 * The line is written while the process exits, because other reporters and the teardown of servers print after the end of the run.
 */
import { writeSync } from 'node:fs';
import type { Reporter, SerializedError, TestModule } from 'vitest/node';

interface Counts {
  passed: number;
  failed: number;
  skipped: number;
}

export default class CountsReporter implements Reporter {
  /** By file: of an interrupted run, what was known of each when it ended. */
  readonly #modules = new Map<string, TestModule>();
  #unhandledErrors = 0;

  onInit(): void {
    process.on('exit', (code) => {
      const counts = whenExitingWith(code, countsOf([...this.#modules.values()], this.#unhandledErrors));
      if (counts.failed > 0 || counts.passed === 0) process.exitCode = code === 0 ? 1 : code;
      writeSync(1, `${lineOf(counts)}\n`);
    });
  }

  onTestModuleCollected(module: TestModule): void {
    this.#modules.set(module.id, module);
  }

  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly SerializedError[]): void {
    for (const module of modules) this.#modules.set(module.id, module);
    this.#unhandledErrors = unhandledErrors.length;
  }
}

/** What broke outside every test (a file that does not load, a suite's hook, an error nobody caught) counts as one failure each. */
function countsOf(modules: readonly TestModule[], unhandledErrors: number): Counts {
  const counts: Counts = { passed: 0, failed: unhandledErrors, skipped: 0 };
  for (const module of modules) {
    if (module.errors().length > 0) counts.failed += 1;
    for (const suite of module.children.allSuites()) if (suite.errors().length > 0) counts.failed += 1;
    for (const test of module.children.allTests()) {
      const state = test.result().state;
      // Without a result it was cut short by the end of the run.
      counts[state === 'pending' ? 'failed' : state] += 1;
    }
  }
  return counts;
}

/** A run that passed every test and still exits with an error (a teardown that failed, a worker that would not end) has one failure. */
function whenExitingWith(code: number, counts: Counts): Counts {
  const ranWell = counts.passed > 0 && counts.failed === 0;
  return ranWell && code !== 0 ? { ...counts, failed: 1 } : counts;
}

function lineOf({ passed, failed, skipped }: Counts): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}
