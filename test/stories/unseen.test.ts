import { expect, test } from 'vitest';
import { order } from '../console/corner.ts';
import { personId } from './chat.ts';
import { openCompany } from './company.ts';
import { ask, cardAfter, cardOf, press, publish, QUESTION, refused } from './turns.ts';

test('an approval counts only for a text whose card the platform took', async () => {
  const company = await openCompany({ database: 'sqlite', hosted: true });
  await company.fault({ unchecked_clicks: true });

  // The card of the working agent stands as it was, because the platform takes no updates: it has shown nothing to approve.
  await company.fault({ operation: 'update', mode: 'refuse', times: 1000 });
  await company.say('ana', 'random', QUESTION);
  const working = await company.card('ana', { title: 'handbook is looking for an answer. Only you can see this.' });
  const draft = await cardAfter(company, 'ana', working, 'awaiting_requester');
  expect((await refused(company, 'ana', working, 'approve')).code).toBe('STALE');
  await company.fault({ operation: 'update', times: 0 });

  // The platform stored the card of the new text, and nobody heard of it: it is shown again, and that card counts.
  await company.fault({ operation: 'card', mode: 'cut_after', times: 1 });
  await press(company, 'ana', draft, 'edit', 'Ask Ben.');
  const lost = await cardOf(company, 'ana', draft, { revision: 2 });
  expect((await refused(company, 'ana', lost, 'approve')).code).toBe('UNKNOWN_CARD');
  const shown = await cardAfter(company, 'ana', lost, 'awaiting_requester');
  await press(company, 'ana', shown, 'approve');
  await company.posted('dan', 'random', { kind: 'publication' });
  expect((await order(company, 'verify', {})).body).toMatchObject({ problems: [] });
  await company.check();
});

test('nobody’s name makes a credit that reads like another’s', async () => {
  const company = await openCompany({ database: 'sqlite', hosted: true });
  const creditOf = async (person: string): Promise<string | undefined> => {
    const { text } = await publish(company, await ask(company, person, 'random'), person, [], 'random');
    return /Asked by (.*)\. Approved by \1\. cs-/.exec(text)?.[1];
  };
  expect(await creditOf('ana')).toBe('Ana (ana)');
  for (const [name, credit] of [
    ['Ana (ana)', '“Ana （ana）” (dan)'],
    ['2 reviewers', '“2 reviewers” (dan)'],
    ['Ben аnd Chloe', '“Ben аnd Chloe” (dan)'],
    ['Dan de la Cruz', 'Dan de la Cruz'],
  ] as const) {
    await company.world({ person: { id: personId('dan'), name } });
    expect(await creditOf('dan')).toBe(credit);
  }
  await company.check();
});
