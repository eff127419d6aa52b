/** A bot in a process of its own, which a story can end or stop at one step of a publish. Speaks with the story by messages. */
import { readConfig } from '../../src/config.ts';
import { start } from '../../src/main.ts';
import { createShiftedClock } from '../support/shifted-clock.ts';
import { type StepName, withSteps } from './steps.ts';

const { AT_STEP, THEN, AHEAD_MS = '0' } = process.env;
const clock = createShiftedClock();
clock.advance(Number(AHEAD_MS));
let isPassed = false;

async function at(step: StepName): Promise<void> {
  if (step !== AT_STEP || isPassed) return;
  isPassed = true;
  process.send?.({ passed: step });
  if (THEN === 'die') process.kill(process.pid, 'SIGKILL');
  // Gives the message time to leave; the story then stops this process, and wakes it when it likes.
  if (THEN === 'wait') await new Promise<void>((resolve) => process.once('message', () => resolve()));
}

process.on('message', (message: { advanceMs?: number }) => {
  if (message.advanceMs !== undefined) clock.advance(message.advanceMs);
});

const running = await start(readConfig(), {
  clock,
  skewMs: () => clock.ahead(),
  ...(AT_STEP === undefined ? {} : { wrap: (given) => withSteps(given, at) }),
});
process.send?.({ ready: true, verifierKey: running.verifierKey });
process.once('SIGTERM', () => {
  void running.stop().then(() => process.exit(0));
});
