import { describe, expect, test } from 'vitest';
import { openSlackCompany, person, storiesOver, type SlackCompany } from './company.ts';

const QUESTION = 'handbook: how do I rotate the staging database password?';
const DRAFT = /Draft from handbook\. Only you can see it\./;

async function approved(company: SlackCompany): Promise<void> {
  await company.ask('ana', 'random', QUESTION);
  await company.press('ana', await company.told('ana', DRAFT), 'approve');
}

const postsIn = async (company: SlackCompany): Promise<number> =>
  (await company.sees('dan')).channels.flatMap(({ messages }) => messages).filter(({ text }) => text.includes('Written by handbook'))
    .length;

describe.each(storiesOver('http'))('publishing on Slack (%s)', (receiver) => {
  test('what Slack refuses is told in words, and posted when the requester tries again', async () => {
    const company = await openSlackCompany({ receiver });
    await company.fake.fault(['chat.postMessage'], 'refuse', { channel: 'C0RAND', code: 'not_in_channel' });
    await approved(company);
    const failed = await company.told('ana', ({ text, buttons }) => /Slack refused the post: I am not/.test(text) && buttons.length > 0);
    expect(await postsIn(company)).toBe(0);
    await company.press('ana', failed, 'retry');
    await company.told('dan', /Written by handbook/, 'random');
    await company.check();
  });

  test.each(['cut_after', 'internal_error_after', 'malformed'])(
    'a post whose answer is lost (%s) is looked for, found, and never sent twice',
    async (mode) => {
      const company = await openSlackCompany({ receiver });
      await company.fake.fault(['chat.postMessage'], mode, { channel: 'C0RAND' });
      await approved(company);
      if (mode === 'malformed') await company.told('ana', /did not confirm|Posted in #random/);
      else await company.told('ana', /Posted in #random/);
      expect(await postsIn(company)).toBeLessThanOrEqual(1);
      expect(
        (await company.fake.wire()).filter(
          ({ path, body }) => path === '/api/chat.postMessage' && (body as { channel: string }).channel === 'C0RAND',
        ),
      ).toHaveLength(1);
      await company.check();
    },
  );

  test('a post that comes too soon waits as long as Slack wishes, and is posted once', async () => {
    const company = await openSlackCompany({ receiver });
    await company.fake.fault(['chat.postMessage'], 'rate_limit', { channel: 'C0RAND', seconds: 1 });
    await approved(company);
    await company.told('dan', /Written by handbook/, 'random');
    expect(await postsIn(company)).toBe(1);
    await company.check();
  });

  test('a click that is delivered twice, and again after a restart, has one effect', async () => {
    const company = await openSlackCompany({ receiver });
    await company.fake.deliveryFault('duplicate');
    await company.ask('ana', 'random', QUESTION);
    const draft = await company.told('ana', DRAFT);
    await company.fake.deliveryFault('duplicate');
    await company.press('ana', draft, 'approve');
    await company.told('dan', /Written by handbook/, 'random');
    await company.restart();
    const again = await company.fake.click(person('ana'), draft.ts, 'cs:approve').catch(() => null);
    expect(again?.outcome ?? 'no button any more').toMatch(/acked|no button/);
    await company.fake.quiet(300);
    expect(await postsIn(company)).toBe(1);
    await company.check();
  });

  test('what our own bot did not write by the log stops publishing, and the operator is told', async () => {
    const company = await openSlackCompany({ receiver });
    await approved(company);
    await company.told('dan', /Written by handbook/, 'random');
    await company.fake.quiet(300);
    await company.forge({ channel: 'C0RAND', text: 'I am not by the log.' });
    await company.told('olu', /our own bot wrote something that no entry of the log accounts for/);
    expect(await company.command('olu', 'random', 'status', /under the last checkpoint/)).toContain('Publishing is stopped: everything.');
    expect(await company.command('olu', 'random', 'release', /Publishing is released/)).toContain('everything');
    expect(await company.command('dan', 'random', 'why', /In #random/)).toContain('nobody else is needed');
  });
});
