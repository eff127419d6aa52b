import { BaseSequencer, type TestSpecification } from 'vitest/node';

/**
 * What takes longest on a machine of its own, by the time it took there. Without it a fresh clone begins with the largest files, and ends
 * with one worker that waits for the time-outs of the adapters' contract while the others have nothing to do.
 */
const LONG = [
  'adapters/contract',
  'stories/processes-',
  'page/',
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

export default class LongestFirst extends BaseSequencer {
  override sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return Promise.resolve(files.toSorted((one, other) => rankOf(one) - rankOf(other) || (one.moduleId < other.moduleId ? -1 : 1)));
  }
}

function rankOf({ moduleId }: TestSpecification): number {
  const name = moduleId.split('/test/').at(-1) ?? '';
  const rank = LONG.findIndex((long) => name.startsWith(long));
  return rank < 0 ? LONG.length : rank;
}
