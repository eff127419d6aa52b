import { expect, test } from 'vitest';
import { oneAtATime } from '../../adapters/playground/platform/page/one-at-a-time.js';

test('the page reads one answer after the other, and once more for all that was asked for meanwhile', async () => {
  const runs: PromiseWithResolvers<void>[] = [];
  const read = oneAtATime(() => {
    const run = Promise.withResolvers<void>();
    runs.push(run);
    return run.promise;
  });
  const all = Promise.all([read(), read(), read()]);
  expect(runs).toHaveLength(1);
  runs[0]?.resolve();
  await expect.poll(() => runs).toHaveLength(2);
  runs[1]?.resolve();
  await all;
  expect(runs).toHaveLength(2);
});

test('a reading that fails is told to whoever waits for it, and the next one is as any other', async () => {
  const outcomes = [() => Promise.reject(new TypeError('a mistake in the page')), () => Promise.resolve()];
  const read = oneAtATime(() => outcomes.shift()?.() ?? expect.fail('read too often'));
  await expect(read()).rejects.toThrow('a mistake in the page');
  await read();
  expect(outcomes).toEqual([]);
});
