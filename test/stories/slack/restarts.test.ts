import { describe, expect, test } from 'vitest';
import { openSlackCompany, RECEIVERS } from './company.ts';

const QUESTION = 'handbook: how do I rotate the staging database password?';

describe.each(RECEIVERS)('restarts on Slack (%s)', (receiver) => {
  test('between every two steps, right after each press and again when it had its effect: one post, one card each, and it is taken away', async () => {
    const company = await openSlackCompany({ receiver });
    await company.restart();
    await company.ask('ana', 'engineering', QUESTION);
    const draft = await company.told('ana', /Draft from handbook\. Only you can see it\./);
    await company.restart();

    await company.press('ana', draft, 'approve');
    await company.restart();
    const review = await company.told('ben', /asks you to review an answer from handbook/);
    await company.restart();

    await company.press('ben', review, 'approve');
    await company.restart();
    const post = await company.told('dan', /Written by handbook \(AI\)\./, 'engineering');
    await company.told('ana', /Posted in #engineering/);
    await company.restart();

    const { channels } = await company.sees('dan');
    const posts = channels.flatMap(({ messages }) => messages).filter(({ text }) => text.includes('Written by handbook'));
    expect(posts.map(({ ts }) => ts)).toEqual([post.ts]);
    for (const [who, card] of [
      ['ana', /Rotating passwords|Rotate a database password/],
      ['ben', /You approved this/],
    ] as const) {
      const own = (await company.sees(who)).channels.filter(({ kind }) => kind === 'im').flatMap(({ messages }) => messages);
      expect(own.filter(({ text }) => card.test(text)).map(({ ts }) => ts)).toHaveLength(1);
    }

    await company.press('ben', post, 'retract');
    await company.restart();
    await company.told('dan', /An answer from handbook was retracted by Ben at/, 'engineering');
    await company.check();
  });
});
