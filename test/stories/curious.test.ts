import { expect, test } from 'vitest';
import { openCompany } from './company.ts';
import { handIn } from './handed-in.ts';
import { ask, isAfter, publish } from './turns.ts';

test('whoever asks why reads what the rule of their channel means, and in a channel without a rule, that there is none', async () => {
  const company = await openCompany({ database: 'sqlite' });
  await company.say('dan', 'engineering', '/countersign why');
  expect((await company.notice('dan', 'In #engineering')).text).toBe(
    'In #engineering, its members may ask handbook. The answer comes to whoever asked, alone. It is posted when whoever asked approves it, and then 1 reviewer of: Ben and Chloe. Nobody reviews their own question. Without a decision it closes after 1 day and stays private.',
  );
  await company.say('dan', 'random', '/countersign why');
  expect((await company.notice('dan', 'In #random')).text).toContain('nobody else is needed');
  await company.say('dan', 'direct', '/countersign why');
  await company.notice('dan', 'Here you may ask handbook. The answer stays with you.');
  const said = await company.say('dan', 'lobby', '/countersign why');
  expect((await company.notice('dan', (one) => isAfter(one, said) && one.code === 'NO_RULE')).text).toContain('#lobby');
  await company.check();
});

test('whoever reads a post reads its proof: by whom it was approved, and where the log has it; to others there is no such post', async () => {
  const company = await openCompany({ database: 'sqlite' });
  const post = await publish(company, await ask(company, 'ana', 'team-payments'), 'ana', ['ben'], 'team-payments');
  const [reference = ''] = /cs-[0-9A-Z]{8}/.exec(post.text) ?? [];
  await company.say('ben', 'team-payments', `/countersign proof ${reference}`);
  const told = (await company.notice('ben', `${reference}: posted in #team-payments`)).text;
  expect(told).toMatch(
    /Asked by Ana \(ana\), approved by Ana \(ana\) and Ben\. Its intent is entry \d+ of the log, which has \d+ entries under a signed checkpoint\. Digest of what was approved: [0-9a-f]{64}\./,
  );
  const said = await company.say('dan', 'engineering', `/countersign proof ${reference}`);
  expect((await company.notice('dan', (one) => isAfter(one, said) && one.code === 'UNKNOWN_DRAFT')).text).toContain('I know no draft');
  await company.check();
});

test('somebody without a private place is told where they asked, and by nothing of the draft', async () => {
  const handed = handIn();
  const company = await openCompany({ database: 'sqlite', overrides: { wrap: handed.wrap } });
  await company.fault({ direct_messages: { person: 'playground:acme:ana', open: false } });
  await company.say('ana', 'engineering', '@handbook how do I rotate the staging database password?');
  await company.notice('olu', 'cannot be sent a direct message');
  expect(handed.whispered).toEqual([
    {
      person: 'playground:acme:ana',
      channel: 'engineering',
      sentence: expect.stringContaining('I cannot send you a direct message, so I showed the draft to nobody.'),
    },
  ]);
  await company.check();
});
