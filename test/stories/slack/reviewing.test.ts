import { describe, expect, test } from 'vitest';
import { openSlackCompany, person, storiesOver } from './company.ts';

const QUESTION = 'handbook: how do I rotate the staging database password?';
const DRAFT = /Draft from handbook\. Only you can see it\./;
const inRoom = (rules: string): string =>
  rules.replace('{ from: [leads], needed: 1 }', '{ from: [leads], needed: 1, channel: slack:T0ACME:C0REVIEW }');

describe.each(storiesOver('socket'))('reviewing on Slack (%s)', (receiver) => {
  test('reviewers may be asked together in their private channel; each decides under their own name, and strangers end that', async () => {
    const company = await openSlackCompany({ receiver, rules: inRoom });
    await company.ask('ana', 'engineering', QUESTION);
    await company.press('ana', await company.told('ana', DRAFT), 'approve');
    const review = await company.told('ben', /Ana \(ana\) asks for a review of an answer from handbook\./, 'review-room');
    expect(review.text).toContain('Only Ana (ana), Ben and Chloe can see it.');
    expect(review.text).toContain('If Ben or Chloe approves, it is posted in #engineering');
    expect((await company.sees('dan')).text).not.toContain('asks for a review');
    await company.press('chloe', review, 'approve');
    await company.told('dan', /Approved by Ana \(ana\) and Chloe\./, 'engineering');
    await company.told('ben', /It was posted in #engineering/, 'review-room');
    await company.fake.quiet(300);

    await company.world({ channel: { id: 'C0REVIEW', members: [person('ben'), person('chloe'), person('dan'), 'U0BOT'] } });
    await company.ask('ana', 'engineering', 'handbook: how do I book staging for a load test?');
    await company.press('ana', await company.told('ana', DRAFT), 'approve');
    await company.told('ben', /Ana \(ana\) asks you to review an answer from handbook\./);
    await company.told('olu', /#review-room is read by people who may not review this draft/);
    expect((await company.sees('dan')).text).not.toMatch(/asks for a review|asks you to review/);
    await company.check();
  });

  test('a user group reviews in a private channel, and whoever left it when the post is begun does not count', async () => {
    const company = await openSlackCompany({ receiver });
    await company.ask('ana', 'team-payments', QUESTION);
    await company.press('ana', await company.told('ana', DRAFT), 'approve');
    await company.press('ben', await company.told('ben', /asks you to review/), 'approve');
    await company.told('chloe', /Approved by Ana \(ana\) and Ben\./, 'team-payments');
    expect((await company.sees('dan')).text).not.toContain('Written by handbook');
    await company.check();
  });

  test('a channel that becomes shared with another company after the approval takes the approval back', async () => {
    const company = await openSlackCompany({ receiver });
    await company.ask('ana', 'engineering', QUESTION);
    await company.press('ana', await company.told('ana', DRAFT), 'approve');
    const review = await company.told('ben', /asks you to review/);
    await company.world({ channel: { id: 'C0ENG', extShared: true } });
    await company.press('ben', review, 'approve');
    await company.told('ana', /People outside Acme can now read #engineering|can be read by more people/);
    expect((await company.sees('dan')).text).not.toContain('Written by handbook');
    await company.check();
  });

  test('App Home shows whoever opens it what is theirs, and lets them retract', async () => {
    const company = await openSlackCompany({ receiver });
    await company.ask('ana', 'random', QUESTION);
    await company.press('ana', await company.told('ana', DRAFT), 'approve');
    const post = await company.told('dan', /Written by handbook/, 'random');
    await company.fake.post('open-home', { person: person('ana') });
    await company.fake.quiet(200);
    const home = (await company.sees('ana')).home;
    expect(home?.text).toContain('Only you can see this page.');
    expect(home?.text).toMatch(/handbook, posted in #random/);
    await company.fake.post('open-home', { person: person('dan') });
    await company.fake.quiet(200);
    expect((await company.sees('dan')).home?.text).not.toContain('posted in #random');
    const retract = home?.buttons.find(({ action_id }) => action_id === 'cs:retract');
    expect(retract).toBeDefined();
    await company.fake.post('click', { person: person('ana'), view: home?.id, action_id: 'cs:retract', block_id: retract?.block_id });
    await company.told('dan', (one) => one.ts === post.ts && /was retracted by Ana/.test(one.text), 'random');
    await company.check();
  });
});
