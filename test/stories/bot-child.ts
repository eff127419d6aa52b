/** A bot in a process of its own, which a story can end or stop at one step of a publish, or whose disk it can spoil. Speaks with the story by messages. */
import { flushCompileCache } from 'node:module';
import { readConfig } from '../../src/config.ts';
import { start } from '../../src/main.ts';
import { createShiftedClock } from '../support/shifted-clock.ts';
import { setPragma, watchConnections } from '../support/sqlite-connections.ts';
import { type PlaceName, withSteps } from './steps.ts';

const { AT_STEP, THEN, AHEAD_MS = '0' } = process.env;
const clock = createShiftedClock();
clock.advance(Number(AHEAD_MS));
let isPassed = false;

async function at(place: PlaceName): Promise<void> {
  if (place !== AT_STEP || isPassed) return;
  isPassed = true;
  if (THEN === 'die') process.kill(process.pid, 'SIGKILL');
  process.send?.({ passed: place });
  if (THEN === 'wait') await new Promise<void>((resolve) => (goOn = resolve));
}

let goOn = (): void => {};

process.on('message', (message: { advanceMs?: number; goOn?: true; pragma?: string }) => {
  if (message.advanceMs !== undefined) {
    clock.advance(message.advanceMs);
    process.send?.({ aheadMs: clock.ahead() });
  }
  if (message.goOn) goOn();
  if (message.pragma !== undefined) {
    setPragma('countersign.sqlite', message.pragma);
    process.send?.({ isSet: message.pragma });
  }
});

watchConnections();
const running = await start(readConfig(), {
  clock,
  skewMs: () => clock.ahead(),
  ...(AT_STEP === undefined ? {} : { wrap: (given) => withSteps(given, at) }),
});
process.once('SIGTERM', () => {
  process.send?.({ stopping: true });
  void running.stop().then(() => process.exit(0));
});
// So that the next process of this kind starts in half the time; one that is killed writes nothing by itself.
flushCompileCache();
process.send?.({ ready: true });
