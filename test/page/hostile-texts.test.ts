import { afterAll, expect, test } from 'vitest';
import { openCompany } from '../stories/company.ts';
import { answer, handbookRuns } from '../stories/own-agents.ts';
import { personId } from '../stories/chat.ts';
import { openCorner } from './corner.ts';
import { closeBrowser, there, visit } from './visit.ts';

afterAll(closeBrowser);

const MARKUP = '<img src="https://evil.example/pixel" onerror="alert(1)"><script>alert(2)</script><b>bold</b>';
const SHORT = '<img src=x onerror=alert(3)>';
const HOSTILE_ANSWER = [
  `kumquat ${MARKUP}`,
  '![pixel](https://evil.example/pixel.png) [click](javascript:alert(4)) [wiki](https://evil.example/login)',
  '</p></div><iframe src="https://evil.example"></iframe><style>*{background:url(https://evil.example/a)}</style>',
].join('\n\n');

test('whatever people and agents write is text: no element, no link, no script, and no other host is asked for anything', async () => {
  const overrides = handbookRuns(() =>
    Promise.resolve(answer(HOSTILE_ANSWER, { sources: [{ title: MARKUP, url: 'https://evil.example/source' }] })),
  );
  const company = await openCompany({ database: 'sqlite', hosted: true, overrides });
  await company.world({ person: { id: personId('ben'), name: `Ben ${SHORT}` } });
  const [ana, ben, olu] = await Promise.all([visit(company, 'ana'), visit(company, 'ben'), visit(company, 'olu')]);
  const everyone = [ana, ben, olu];
  const asked: string[] = [];
  const ran: string[] = [];
  for (const { page } of everyone) {
    page.on('request', (request) => asked.push(request.url()));
    page.on('dialog', (alert) => {
      ran.push(alert.message());
      void alert.dismiss();
    });
  }

  await company.say('ben', 'engineering', MARKUP);
  for (const { channel } of everyone) await there(channel.getByText(MARKUP));
  await there(ana.channel.getByText(`Ben ${SHORT}`));

  await ana.say(`@handbook ${SHORT} [x](https://evil.example/q)?`);
  const draft = ana.card('Draft from handbook.');
  await there(draft.getByText('kumquat <img src='));
  await ana.press(draft, /^Approve and ask /);
  const review = ben.card('Ana (ana) asks you to review');
  await there(review.getByText('kumquat <img src='));
  await ben.press(review, 'Reject…', `no ${SHORT}`);
  await ana.press(ana.card(`did not approve: “no ${SHORT}”`), 'Edit', `pomelo ${MARKUP}`);
  await ana.press(ana.card('Draft from handbook. Edited by you.'), /^Approve and ask /);
  await there(review.locator('ins').first());
  await ben.press(review, 'Approve and publish');
  for (const visitor of everyone) await there(visitor.posted('pomelo <img src='));

  await company.say('olu', 'direct', `/countersign engage ${SHORT}`);
  const corner = await openCorner(olu);
  await there(corner.kill.getByText(SHORT));

  for (const { page } of everyone) {
    expect(
      await page.locator('main, aside, #announcements, dialog').locator('img, script, iframe, style, b, a, link, object, embed').count(),
    ).toBe(0);
  }
  expect(ran).toEqual([]);
  expect(asked.filter((url) => !url.startsWith(company.url))).toEqual([]);
  expect(asked.length).toBeGreaterThan(0);
  await company.check();
});
