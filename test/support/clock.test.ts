import { expect, it } from 'vitest';
import { createManualClock } from './clock.ts';

it('wakes sleepers in the order of their times, and shows each the time of its waking', async () => {
  const clock = createManualClock(1_000);
  const woken: [string, number][] = [];
  const sleepThen = async (name: string, ms: number): Promise<void> => {
    await clock.sleep(ms);
    woken.push([name, clock.now()]);
  };
  const all = Promise.all([sleepThen('late', 300), sleepThen('early', 100), sleepThen('not yet', 301)]);
  await clock.advance(300);
  expect(woken).toEqual([
    ['early', 1_100],
    ['late', 1_300],
  ]);
  expect(clock.sleepers()).toBe(1);
  await clock.advance(1);
  await all;
  expect(clock.now()).toBe(1_301);
});

it('drives a loop that sleeps again and again over hours in one call', async () => {
  const clock = createManualClock(0);
  const ticks: number[] = [];
  const stop = new AbortController();
  const loop = (async () => {
    for (;;) {
      await clock.sleep(3_600_000, stop.signal);
      ticks.push(clock.now() / 3_600_000);
    }
  })();
  await clock.advance(4 * 3_600_000);
  stop.abort(new Error('the story is over'));
  await expect(loop).rejects.toThrow('the story is over');
  expect(ticks).toEqual([1, 2, 3, 4]);
  expect(clock.sleepers()).toBe(0);
});

it('does not sleep for someone who has left already', async () => {
  const clock = createManualClock();
  await expect(clock.sleep(1, AbortSignal.abort(new Error('left')))).rejects.toThrow('left');
  await expect(clock.sleep(0)).resolves.toBeUndefined();
  expect(clock.sleepers()).toBe(0);
});
