import { BaseSequencer, type TestSpecification } from 'vitest/node';

/**
 * What takes longest on a machine of its own, by the time it took there. Without it a fresh clone begins with the largest files, and ends
 * with one worker that waits for the time-outs of the adapters' contract while the others have nothing to do.
 */
const LONG = [
  'adapters/contract',
  'stories/processes-',
  'stories/sick-database',
  'bench/',
  'stories/publishing-',
  'adapters/playground/deliveries',
  'cli/backup',
  'start',
  'stories/slack/',
  'adapters/slack/contract-http',
  'house/counts',
  'text/bounds',
  'stories/',
  'store/postgres',
  'house/',
  'http/',
];

/** A browser keeps more than one processor busy: between two of its files come others, which mostly wait. */
const BROWSER = 'page/';
const BETWEEN = 3;

export default class LongestFirst extends BaseSequencer {
  override sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = files.toSorted((one, other) => rankOf(one) - rankOf(other) || (one.moduleId < other.moduleId ? -1 : 1));
    const inBrowser = sorted.filter((file) => nameOf(file).startsWith(BROWSER));
    const rest = sorted.filter((file) => !nameOf(file).startsWith(BROWSER));
    const mixed = inBrowser.flatMap((file, nth) => [...rest.slice(nth * BETWEEN, (nth + 1) * BETWEEN), file]);
    return Promise.resolve([...mixed, ...rest.slice(inBrowser.length * BETWEEN)]);
  }
}

const nameOf = ({ moduleId }: TestSpecification): string => moduleId.split('/test/').at(-1) ?? '';

function rankOf(file: TestSpecification): number {
  const rank = LONG.findIndex((long) => nameOf(file).startsWith(long));
  return rank < 0 ? LONG.length : rank;
}
