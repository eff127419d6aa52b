import { afterAll, expect, test } from 'vitest';
import { openCompany } from '../stories/company.ts';
import { QUESTION } from '../stories/turns.ts';
import { expectFocus, focusOf, tabTo } from './keys.ts';
import { closeBrowser, gone, there, visit } from './visit.ts';

afterAll(closeBrowser);

test('asked, rejected, edited, approved, published and retracted, by the keyboard alone', async () => {
  const company = await openCompany({ database: 'sqlite', hosted: true });
  const [ana, ben] = await Promise.all([visit(company, 'dan'), visit(company, 'ben')]);
  const [hers, his] = [ana.page.keyboard, ben.page.keyboard];

  await tabTo(ana.page, /^You are/);
  await hers.type('Ana (ana)');
  await there(ana.page.getByRole('heading', { name: 'What Ana (ana) sees' }));
  await expectFocus(ana.page, { tag: 'select' });
  await tabTo(ana.page, /^Message to the channel/);
  await hers.type(QUESTION);
  await hers.press('Enter');
  await there(ana.card(/^Draft from handbook/));
  await expectFocus(ana.page, { tag: 'textarea' });

  // What she writes next stays, and so does the place where she writes, whatever comes in.
  await hers.type('half a thought');
  await company.say('dan', 'engineering', 'Good morning');
  await there(ana.channel.getByText('Good morning'));
  await expectFocus(ana.page, { tag: 'textarea' });
  expect(await ana.channel.getByRole('textbox').inputValue()).toBe('half a thought');

  await tabTo(ana.page, 'Approve and ask Ben or Chloe');
  await hers.press('Enter');
  await expectFocus(ana.page, { name: 'Ask for review' });
  await hers.press('Escape');
  await expectFocus(ana.page, { name: 'Approve and ask Ben or Chloe' });
  await hers.press('Enter');
  await hers.press('Enter');
  await there(ana.card('Waiting for Ben or Chloe.'));
  await expectFocus(ana.page);

  await there(ben.card(/asks you to review/));
  await tabTo(ben.page, 'Reject…');
  await his.press('Space');
  await expectFocus(ben.page, { tag: 'textarea' });
  await his.type('wrong vault path');
  await tabTo(ben.page, 'Reject');
  await his.press('Enter');
  await there(ben.card(/^You rejected this/));
  await expectFocus(ben.page);

  await there(ana.card(/^Ben did not approve: “wrong vault path”/));
  await expectFocus(ana.page);
  await tabTo(ana.page, 'Edit');
  await hers.press('Enter');
  await expectFocus(ana.page, { tag: 'textarea' });
  await hers.press('Control+End');
  await hers.type(' It takes a minute.');
  await tabTo(ana.page, 'Save');
  await hers.press('Enter');
  const edited = ana.card(/^Draft from handbook. Edited by you/);
  await there(edited);
  await expect
    .poll(() => focusOf(ana.page), { message: 'the focus goes on to the new card' })
    .toMatchObject({ key: await edited.getAttribute('data-key') });
  await expectFocus(ana.page);
  await tabTo(ana.page, 'Approve and ask Ben or Chloe');
  await hers.press('Enter');
  await hers.press('Enter');
  await there(ana.card('Waiting for Ben or Chloe.'));

  await there(ben.card(/asks you to review/));
  await tabTo(ben.page, 'Approve and publish');
  await his.press('Enter');
  await his.press('Enter');
  await there(ben.card(/^You approved this/));
  await expectFocus(ben.page);

  await there(ana.posted('It takes a minute.'));
  await expectFocus(ana.page);
  await tabTo(ana.page, 'Retract', { back: true });
  await hers.press('Enter');
  await expectFocus(ana.page, { name: 'Retract' });
  await hers.press('Enter');
  await there(ana.posted('was retracted by Ana'));
  await expectFocus(ana.page);
  await company.check();
});

test('the operator’s corner opens and closes by the keyboard, and gives the focus back', async () => {
  const company = await openCompany({ database: 'sqlite', hosted: true });
  const { page } = await visit(company, 'ana');
  const corner = page.locator('#corner');
  for (const close of ['Escape', 'Enter']) {
    await tabTo(page, 'Operator’s corner');
    await page.keyboard.press('Enter');
    await there(corner.getByRole('button', { name: 'Stop it…' }));
    await expectFocus(page, { name: 'Close' });
    await page.keyboard.press(close);
    await gone(corner);
    await expectFocus(page, { name: 'Operator’s corner' });
    await page.keyboard.press('Shift+Tab');
  }

  await company.say('ana', 'engineering', QUESTION);
  await company.card('ana', { state: 'awaiting_requester' });
  await tabTo(page, 'Operator’s corner');
  await page.keyboard.press('Enter');
  await there(corner.getByRole('button', { name: 'Stop it…' }));
  await tabTo(page, 'Stop it…');
  await page.keyboard.press('Enter');
  await page.keyboard.type('wrong payroll answers');
  await tabTo(page, /^Stop /);
  await page.keyboard.press('Enter');
  await there(corner.getByText('Publishing is stopped.', { exact: true }));
  await expectFocus(page, { name: 'Stop it…' });
  await tabTo(page, /^Release /, { back: true });
  await page.keyboard.press('Enter');
  await page.keyboard.press('Enter');
  await there(corner.getByText('Publishing is not stopped.'));
  await expectFocus(page);

  const close = corner.getByRole('button', { name: 'Close…' });
  await there(close);
  await tabTo(page, 'Close…');
  const { key } = await focusOf(page);
  await page.keyboard.press('Enter');
  await company.say('ben', 'engineering', QUESTION);
  await there(close.nth(1));
  await page.keyboard.press('Escape');
  await expect.poll(() => focusOf(page)).toMatchObject({ key, isSeen: true });
});
