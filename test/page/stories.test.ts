import { afterAll, expect, test } from 'vitest';
import { openCompany } from '../stories/company.ts';
import { createGate } from '../stories/gates.ts';
import { answer, handbookAnswers, handbookRuns } from '../stories/own-agents.ts';
import { QUESTION } from '../stories/turns.ts';
import { besides, closeBrowser, gone, there, visit } from './visit.ts';

afterAll(closeBrowser);

test('Ana asks and approves on her page, Ben reviews on his, and Dan reads the post without a reload', async () => {
  const company = await openCompany({ database: 'sqlite', hosted: true });
  const [ana, ben, dan] = await Promise.all([visit(company, 'ana'), visit(company, 'ben'), visit(company, 'dan')]);

  await ana.say(QUESTION);
  const draft = ana.card('Draft from handbook. Only you can see it.');
  await there(draft.getByText('Who could read it: 6 people at Acme'));
  await ana.press(draft, 'Approve and ask Ben or Chloe');
  await there(ana.card('Waiting for Ben or Chloe.'));

  const review = ben.card('Ana (ana) asks you to review an answer from handbook.');
  await ben.press(review, 'Approve and publish');
  await there(dan.posted('Approved by Ana (ana) and Ben.'));
  await there(ana.card(/^Posted in #engineering/));
  await there(dan.mine.getByText('Nothing yet.'));
  await company.check();
});

test('Ana and Ben side by side: each half is that person, a button asks before it counts, and where nobody reviews one press posts', async () => {
  const company = await openCompany({ database: 'sqlite', hosted: true });
  const ana = await visit(company, 'ana', { beside: 'ben' });
  const ben = besides(ana);
  const dialog = ana.page.getByRole('dialog');

  await ana.say(QUESTION);
  await there(ben.channel.getByText(QUESTION));
  const draft = ana.card('Draft from handbook. Only you can see it.');
  await there(draft);
  await draft.getByRole('button', { name: 'Approve and ask Ben or Chloe' }).click();
  await there(dialog.getByText('You are Ana (ana)'));
  await there(
    dialog.getByText(
      /^Ask Ben or Chloe to review .+\? They will see your question and this draft\. If one of them approves, it is posted in #engineering, where 6 people can read it\.$/,
    ),
  );
  await dialog.getByRole('button', { name: 'Not yet' }).click();
  await gone(dialog);
  await there(ben.mine.getByText('Nothing yet.'));

  await ana.press(draft, 'Approve and ask Ben or Chloe');
  await ben.press(ben.card('Ana (ana) asks you to review an answer from handbook.'), 'Approve and publish');
  for (const half of [ana, ben]) await there(half.posted('Approved by Ana (ana) and Ben.'));

  await ben.open('random');
  await ben.say(QUESTION);
  await ben.press(ben.card('Draft from handbook. Only you can see it.'), 'Approve and publish now');
  await there(ben.posted('Asked by Ben. Approved by Ben.'));
  await there(ben.card(/^Posted in #random/));
  expect(await ana.mine.getByText('#random').count()).toBe(0);
  await there(ana.page.locator('#first').getByRole('button', { name: '# random 2 new' }));
  await ana.open('random');
  await there(ana.posted('Asked by Ben. Approved by Ben.'));
  await company.check();
});

test('Ben rejects with a reason; Ana edits and asks again; on a new card Ben sees what was removed and what was added, and approves', async () => {
  const overrides = handbookAnswers('Open the vault at staging/old and rotate the password.');
  const company = await openCompany({ database: 'sqlite', hosted: true, overrides });
  const [ana, ben] = await Promise.all([visit(company, 'ana'), visit(company, 'ben')]);
  const dialog = ana.page.getByRole('dialog');

  await ana.say('@handbook how do I rotate it?');
  await ana.press(ana.card('Draft from handbook.'), 'Approve and ask Ben or Chloe');
  const first = ben.card('Ana (ana) asks you to review an answer from handbook.');
  await ben.press(first, 'Reject…', 'wrong vault path');
  const rejected = ana.card(/^Ben did not approve: “wrong vault path”/);
  await there(rejected);

  await rejected.getByRole('button', { name: 'Edit' }).click();
  const text = await dialog.getByRole('textbox', { name: 'The answer, in Markdown' }).inputValue();
  await dialog.getByRole('textbox').fill(text.replace('staging/old', 'staging/new'));
  await dialog.getByRole('button', { name: 'Save' }).click();
  await gone(rejected);
  await ana.press(ana.card('Draft from handbook. Edited by you.'), 'Approve and ask Ben or Chloe');

  const second = ben.card('Ana (ana) asks you to review an answer from handbook.');
  const changes = second.locator('.answer').filter({ has: ben.page.locator('del') });
  await there(changes);
  expect(await changes.locator('del').textContent()).toMatch(/^removed: old\b/);
  expect(await changes.locator('ins').textContent()).toMatch(/^added: new\b/);
  await there(changes.getByText(/^Open the vault at staging\/.* and rotate the password\.$/));
  expect(await ben.mine.locator('.is-card').count()).toBe(2);
  await ben.press(second, 'Approve and publish');
  await there(ana.posted('Open the vault at staging/new and rotate the password.'));
  await there(ana.posted('Edited by Ana (ana). Approved by Ana (ana) and Ben.'));
  await company.check();
});

test('Ana asks again with a wish and gets another answer; she stops the agent at work, and what it says then is nothing', async () => {
  const gate = createGate();
  const wishes: (string | null)[] = [];
  const overrides = handbookRuns(async ({ wish }) => {
    wishes.push(wish);
    if (wish === 'take your time') await gate.pass();
    return answer(wish === null ? 'A long answer about kumquats.' : `Kumquats, as you wished: ${wish}.`);
  });
  const company = await openCompany({ database: 'sqlite', hosted: true, overrides });
  const ana = await visit(company, 'ana');

  await ana.say('@handbook what about kumquats?');
  const draft = ana.card('Draft from handbook. Only you can see it.');
  await there(draft.getByText('A long answer about kumquats.'));
  await ana.press(draft, 'Ask again', 'shorter');
  await there(draft.getByText('Kumquats, as you wished: shorter.'));

  await ana.press(draft, 'Ask again', 'take your time');
  await gate.reached;
  const working = ana.card('handbook is looking for an answer. Only you can see this.');
  await ana.press(working, 'Stop');
  await gone(working);
  gate.open();
  expect(wishes).toEqual([null, 'shorter', 'take your time']);
  await ana.press(ana.card('Draft from handbook.'), 'Keep private');
  await there(ana.card('Kept private. Only you saw it.'));
  expect(await ana.mine.textContent()).not.toContain('as you wished: take your time');
  await company.check();
});

test('Dan is offered nothing that he may not do; Ana is asked before she retracts the post there, and Dan reads the tombstone and nothing of the answer', async () => {
  const company = await openCompany({ database: 'sqlite', hosted: true, overrides: handbookAnswers('Kumquats are out of season.') });
  const [ana, dan] = await Promise.all([visit(company, 'ana'), visit(company, 'dan')]);
  await Promise.all([ana.open('random'), dan.open('random')]);
  await ana.say('@handbook kumquats?');
  await ana.press(ana.card('Draft from handbook.'), 'Approve and publish now');

  await there(dan.posted('Kumquats are out of season.'));
  expect(await dan.posted('Kumquats are out of season.').getByRole('button', { name: 'Retract' }).count()).toBe(0);
  await ana.posted('Kumquats are out of season.').getByRole('button', { name: 'Retract' }).click();
  await there(ana.page.getByRole('dialog').getByText(/^Take this answer away from #random\?/));
  await ana.page.getByRole('dialog').getByRole('button', { name: 'Not yet' }).click();
  await ana.press(ana.posted('Kumquats are out of season.'), 'Retract');
  const tombstone = dan.posted(/An answer from handbook was retracted by Ana \(ana\) at \d\d:\d\d\./);
  await there(tombstone);
  expect(await tombstone.getByRole('button', { name: 'Retract' }).count()).toBe(0);
  expect(await dan.page.locator('main').textContent()).not.toContain('Kumquats are out of season.');
  await there(ana.card(/^You retracted it at/));
  await company.check();
});
