import { afterAll, expect, test } from 'vitest';
import { createPlaygroundAdapter } from '../../adapters/playground/adapter.ts';
import { openPlaygroundToken } from '../../src/keys.ts';
import { createLogger } from '../../src/logger.ts';
import { type Company, type CompanyOptions, openCompany } from '../stories/company.ts';
import { handbookAnswers } from '../stories/own-agents.ts';
import { QUESTION } from '../stories/turns.ts';
import { openCorner } from './corner.ts';
import { besides, closeBrowser, there, visit } from './visit.ts';

afterAll(closeBrowser);

const STOPPED = /^Olu stopped publishing at \d\d:\d\d: “wrong payroll answers”\. This draft stays private and safe\./;

test('Olu stops everything in her corner while Ana is asked whether she means it: Ana is refused in words, until Olu releases', async () => {
  const company = await openCompany({ database: 'sqlite', hosted: true });
  const [ana, olu] = await Promise.all([visit(company, 'ana'), visit(company, 'olu')]);
  const corner = await openCorner(olu);
  await there(corner.root.getByText('You act as Olu here.'));
  await there(corner.kill.getByRole('heading', { name: 'Publishing is not stopped.' }));
  await ana.open('random');
  await ana.say(QUESTION);
  const draft = ana.card('Draft from handbook.');
  await there(draft);
  await draft.getByRole('button', { name: 'Approve and publish now' }).click();

  await corner.kill.getByLabel('What to stop').selectOption('everything');
  await corner.press('Stop it…', 'wrong payroll answers');
  await there(corner.told.getByText('Publishing is stopped (everything): “wrong payroll answers”.'));
  await there(corner.kill.getByRole('heading', { name: 'Publishing is stopped.' }));
  await there(corner.kill.getByText(/^Olu stopped everything at \d\d:\d\d: “wrong payroll answers”\.$/));

  await ana.page.getByRole('dialog').getByRole('button', { name: 'Publish now' }).click();
  await there(draft.getByText(STOPPED).first());
  await there(corner.draft('Ana (ana) asked handbook').getByText('Publishing is stopped for it.'));
  expect((await company.view('dan')).channels.flatMap(({ messages }) => messages).filter(({ kind }) => kind === 'publication')).toEqual([]);

  await corner.press('Release everything…');
  await there(corner.told.getByText('Publishing is released (everything).'));
  await there(corner.kill.getByRole('heading', { name: 'Publishing is not stopped.' }));
  await ana.press(draft, 'Approve and publish now');
  await there(ana.posted('Approved by Ana (ana).'));
  await company.check();
});

test('the corner lists open drafts without their text, closes one with a reason that its requester reads, and says that the log fits', async () => {
  const company = await openCompany({ database: 'sqlite', hosted: true, overrides: handbookAnswers('A secret about kumquats.') });
  const [ana, olu] = await Promise.all([visit(company, 'ana'), visit(company, 'olu')]);
  const corner = await openCorner(olu);
  await there(corner.root.getByText('None.'));
  await ana.mine.getByRole('textbox').fill('tell me about kumquats');
  await ana.mine.getByRole('button', { name: 'Send privately' }).click();
  await there(ana.card('Draft from handbook.').getByText('A secret about kumquats.'));

  const line = corner.draft('Ana (ana) asked handbook privately. Waits for Ana (ana).');
  await there(line);
  expect(await line.textContent()).toMatch(/^rq-[0-9A-Z]{8} /);
  await corner.press('Close…', 'asked twice', line);
  await there(corner.told.getByText(/rq-[0-9A-Z]{8} is closed\. Nothing was posted\./));
  await there(corner.root.getByText('None.'));
  await there(ana.card(/^Closed by Olu: “asked twice”/));

  await there(corner.root.getByRole('cell', { name: 'draft.withdrawn' }));
  await corner.press('Verify');
  await there(corner.root.getByText(/^Everything fits: \d+ entries under the last checkpoint/));
  expect(await olu.page.content()).not.toContain('kumquats');
  await corner.close();
  await company.check();
});

test('where Countersign runs in another process, the corner says so, and still has what goes wrong', async () => {
  const company = await openCompany({ database: 'sqlite' });
  const ana = await visit(company, 'ana');
  const corner = await openCorner(ana);
  await there(corner.root.getByText('Countersign runs in another process than this chat.'));
  expect(await corner.kill.isVisible()).toBe(false);
  await there(corner.root.getByText('Nothing is set to go wrong.'));
  await corner.press('Refuse the next post');
  await there(corner.root.getByText('Set: the next post is refused.'));

  await ana.open('random');
  await ana.say(QUESTION);
  await ana.press(ana.card('Draft from handbook.'), 'Approve and publish now');
  const failed = ana.card(/^The playground refused the post: /);
  await there(failed);
  await there(corner.root.getByText('Nothing is set to go wrong.'));
  await ana.press(failed, 'Try again');
  await there(ana.posted('Approved by Ana (ana).'));
  await company.check();
});

test('posted, but not confirmed: Ana’s card says that nobody knows; Olu looks and says in her corner that it is there; the card says posted', async () => {
  const company = await openCompany({ database: 'sqlite', hosted: true });
  const [ana, olu] = await Promise.all([visit(company, 'ana', { beside: 'ben' }), visit(company, 'olu')]);
  const ben = besides(ana);
  const corner = await openCorner(olu);
  await corner.press('Post it, but do not answer');
  await there(corner.root.getByText('Set: the next post is posted, and its answer is lost.'));
  await corner.press('Do not say what was posted');
  await there(corner.root.getByText('Set: whoever looks for a post is told nothing.'));

  await ana.say(QUESTION);
  await ana.press(ana.card('Draft from handbook.'), 'Approve and ask Ben or Chloe');
  await ben.press(ben.card('Ana (ana) asks you to review'), 'Approve and publish');
  const unknown = ana.card('The playground did not confirm. The post may or may not be in #engineering.');
  await there(unknown);
  expect(await unknown.getByRole('button').count()).toBe(0);
  await there(olu.posted('Approved by Ana (ana) and Ben.'));

  const line = corner.draft(/^rq-[0-9A-Z]{8} Ana \(ana\) asked handbook for #engineering\. .*did not confirm the post/);
  await corner.press('It is there…', 'I looked: it is there', line);
  await there(ana.card(/^Posted in #engineering/));
  await there(ana.mine.getByText('Olu looked and settled it: the answer from handbook was posted in #engineering.'));
  await corner.press('Nothing goes wrong');
  await there(corner.root.getByText('Nothing is set to go wrong.'));
  await company.check();
});

test('hung, and not posted: Olu settles it as not there, and Ana’s Try again posts it once', async () => {
  const company = await openImpatientCompany({ database: 'sqlite', hosted: true });
  const [ana, olu] = await Promise.all([visit(company, 'ana'), visit(company, 'olu')]);
  const corner = await openCorner(olu);
  await corner.press('Hang the next post');
  await there(corner.root.getByText('Set: the next post gets no answer, and is not posted.'));
  await corner.press('Do not say what was posted');
  await there(corner.root.getByText('Set: whoever looks for a post is told nothing.'));

  await ana.open('random');
  await ana.say(QUESTION);
  await ana.press(ana.card('Draft from handbook.'), 'Approve and publish now');
  await there(ana.card('The playground did not confirm. The post may or may not be in #random.'));
  await corner.press('It is not there…', 'I looked: it is not there', corner.draft('did not confirm the post'));
  await there(ana.mine.getByText('Olu looked and settled it: the answer from handbook was not posted in #random.'));
  await corner.press('Nothing goes wrong');

  const failed = ana.mine.locator('.is-card').last();
  await ana.press(failed, 'Try again');
  await there(ana.card(/^Posted in #random/));
  expect(await ana.channel.locator('.is-publication').count()).toBe(1);
  const sent = (await company.record()).wire.filter(({ path }) => path === '/playground/bot/publish');
  expect(sent.map(({ stored }) => stored)).toEqual([false, true]);
  await company.check();
});

/** Its bot waits half a second for the answer to a post instead of ten. */
async function openImpatientCompany(options: CompanyOptions): Promise<Company> {
  const impatient = (): ReturnType<typeof createPlaygroundAdapter> =>
    createPlaygroundAdapter({
      url: company.url,
      token: openPlaygroundToken(company.config),
      now: () => company.clock.now(),
      logger: createLogger('silent'),
      timeouts: { publishMs: 500, otherMs: 5_000 },
    });
  const company = await openCompany({
    ...options,
    overrides: {
      wrap: (given) => ({
        ...given,
        adapters: new Map(
          [...given.adapters].map(([name, adapter]) => [name, { ...adapter, publish: (post) => impatient().publish(post) }]),
        ),
      }),
    },
  });
  return company;
}
