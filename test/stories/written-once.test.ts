import { describe, expect, test } from 'vitest';
import type { Clock } from '../../src/app/ports.ts';
import { systemClock } from '../../src/installation.ts';
import { storiesOn } from '../support/databases.ts';
import { openCompany } from './company.ts';
import { requests } from './publishing.ts';
import { settled } from './settled.ts';
import { ask, cardOf, press } from './turns.ts';

const QUARTER_SECOND_MS = 250;

describe.each(storiesOn('sqlite'))('a card that changes three times shortly (%s)', (database) => {
  test('is written once: that reviewers are asked, that Ben has his card, and that Chloe has hers', async () => {
    const clock = clockThatStops();
    const company = await openCompany({ database, hosted: true, overrides: { clock } });
    const draft = await ask(company);
    await settled({ ...company, clock });
    const written = async () => (await requests(company, 'update')).filter(({ message }) => message === draft.id).length;
    const before = await written();

    clock.stop();
    await press(company, 'ana', draft, 'approve');
    for (const reviewer of ['ben', 'chloe']) await cardOf(company, reviewer, draft, { state: 'awaiting_reviewer' });
    await settled({ ...company, clock });
    // What she pressed, at once. What came of it has not been written yet.
    expect((await written()) - before).toBe(1);
    expect((await cardOf(company, 'ana', draft, { state: 'awaiting_reviewer' })).text).not.toContain('Ben and Chloe can see');

    clock.goOn(QUARTER_SECOND_MS);
    await company.card('ana', ({ id, text }) => id === draft.id && text.includes('You, Ben and Chloe can see this draft.'));
    await settled({ ...company, clock });
    expect((await written()) - before).toBe(2);
    await company.check();
  });
});

/** Goes as the machine's does, until it stands. */
function clockThatStops(): Clock & { stop(): void; goOn(ms: number): void } {
  let standsAt: number | null = null;
  const now = (): number => standsAt ?? systemClock.now();
  return {
    now,
    sleep: systemClock.sleep,
    stop: () => void (standsAt = now()),
    /** It stands again, so much later. */
    goOn: (ms) => void (standsAt = now() + ms),
  };
}
