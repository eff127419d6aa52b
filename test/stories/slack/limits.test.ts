import { expect, test } from 'vitest';
import { openSlackCompany } from './company.ts';
import { wholeFlow } from './whole-flow.ts';

/** At most so often in a whole flow with two reviewers; docs/slack.md says what that means beside Slack's limits. */
const MOST = { 'usergroups.users.list': 7, 'conversations.info': 13, 'conversations.members': 12, 'users.info': 36 };

test('from the question to the tombstone Slack is asked so few times who is who that its limits let three in a minute through', async () => {
  const company = await openSlackCompany({ receiver: 'socket' });
  await company.fake.quiet(100);
  const before = (await company.fake.wire()).length;
  await wholeFlow(company, 1);
  const asked = (await company.fake.wire(before)).map(({ path }) => path.split('/').at(-1));
  const tooOften = Object.entries(MOST).filter(([method, most]) => asked.filter((one) => one === method).length > most);
  expect(tooOften, `Slack was asked:\n${asked.join('\n')}`).toEqual([]);
  await company.check();
});
