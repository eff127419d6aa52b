import { writeFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { BOT_USER, CHANNELS, GUILD, TAGS } from '../../adapters/discord/fake/seed.ts';
import type { SeenChannel } from '../../adapters/discord/fake/seen/sees.ts';
import { until } from '../../support/until.ts';
import { handbookAnswers } from '../own-agents.ts';
import { type DiscordCompany, type DiscordCompanyOptions, openDiscordCompany, storiesOver } from './company.ts';
import { DISCORD_RULES } from './rules.ts';

const QUESTION = 'handbook: how do I rotate the staging database password?';
const DRAFT = /Draft from handbook\. Only you can see it\./;
const BEGIN = 'POST /channels/{channel_id}/threads';
const FORUM = `discord:${GUILD}:${CHANNELS.questions}`;

/** Answers from #engineering may go to the forum #questions, and a reviewer looks at them there. */
function rulesWith(newPost: string | null, rules = DISCORD_RULES): string {
  return rules
    .replace('    context: thread\n', `    context: thread\n    destinations: [${FORUM}]\n`)
    .replace(
      `${FORUM}\n    agents: [handbook]\n    may_ask: members\n    widest_audience: workspace\n    reviewers: not_required\n`,
      `${FORUM}\n    agents: [handbook]\n    may_ask: members\n    widest_audience: workspace\n    reviewers: { from: [leads], needed: 1 }\n${newPost === null ? '' : `    new_post: ${newPost}\n`}`,
    );
}

async function openForumCompany(transport: 'gateway' | 'http', more: Partial<DiscordCompanyOptions> = {}): Promise<DiscordCompany> {
  return openDiscordCompany({
    transport,
    rules: (rules) => rulesWith('{ tags: [runbook] }', rules),
    overrides: handbookAnswers('# How to rotate *it*\n\nAsk the platform team.'),
    ...more,
  });
}

/** Asks in #engineering, and chooses the forum. */
async function movedToForum(company: DiscordCompany) {
  await company.ask('ana', 'engineering', QUESTION);
  await company.press('ana', await company.told('ana', DRAFT), 'move', 'questions');
  return company.told('ana', ({ text, buttons }) => text.includes('as a new post') && buttons.length > 0);
}

/** Approved by both; resolves when Ben has pressed. */
async function approvedForForum(company: DiscordCompany): Promise<void> {
  await company.press('ana', await movedToForum(company), 'approve');
  await company.press('ben', await company.told('ben', /asks you to review an answer from handbook/), 'approve');
}

const postsOf = async (company: DiscordCompany): Promise<SeenChannel[]> =>
  (await company.sees('dan')).channels.filter(({ parent }) => parent === CHANNELS.questions);

const begunBy = async (company: DiscordCompany): Promise<number> =>
  (await company.fake.wire()).filter(({ method, path }) => method === 'POST' && path === `/api/v10/channels/${CHANNELS.questions}/threads`)
    .length;

/** The new post, once everybody sees it. */
const newPost = (company: DiscordCompany): Promise<SeenChannel> =>
  until(async () => (await postsOf(company)).find(({ messages }) => messages.some(({ text }) => text.includes('Written by handbook'))), {
    what: 'Dan sees a new post in the forum',
    timeoutMs: 30_000,
  });

const status = (company: DiscordCompany): Promise<string> => company.command('olu', 'random', 'status', /under the last checkpoint/);

describe.each(storiesOver('gateway'))('a forum on Discord (%s)', (transport) => {
  test('takes an answer as a new post with the title and tags that both approved, and gives it back with its title', async () => {
    const company = await openForumCompany(transport);
    const draft = await movedToForum(company);
    const where = 'a new post “How to rotate it” in #questions, tags: runbook';
    expect(draft.text).toContain(`Would be posted: as ${where} (not where you asked)`);
    await company.press('ana', draft, 'approve');
    const review = await company.told('ben', /asks you to review an answer from handbook/);
    expect(review.text).toContain(`It begins ${where}.`);
    expect(await postsOf(company)).toEqual([]);
    await company.restart();
    await company.press('ben', review, 'approve');

    const post = await newPost(company);
    expect(post).toMatchObject({ name: 'How to rotate it', tags: ['runbook'] });
    expect(post.messages).toHaveLength(1);
    expect(post.messages[0]).toMatchObject({ id: post.id, pinged: [], from: BOT_USER });
    expect(post.messages[0]?.live.filter(({ isPreviewed }) => isPreviewed)).toEqual([]);
    await company.told('ana', /Posted in #questions/);
    // The gateway has told of our own message by now, and it is accounted for.
    await company.fake.idle();
    expect(await status(company)).toContain('Publishing is not stopped.');

    await company.restart();
    const [message] = post.messages;
    if (message === undefined) throw new Error('there is no message in the post');
    await company.press('ben', message, 'retract');
    await company.told('dan', /An answer from handbook was retracted by Ben at/, post.id);
    await until(async () => (await postsOf(company)).every(({ name }) => name === 'Retracted'), { what: 'the title is gone' });
    await company.told('ana', /It no longer stands in #questions/);
    await company.check();
  });

  test('whose title Discord does not let us change has lost its text all the same, and operators hear that the title stands', async () => {
    const company = await openForumCompany(transport);
    await approvedForForum(company);
    const post = await newPost(company);
    const [message] = post.messages;
    if (message === undefined) throw new Error('there is no message in the post');
    await company.fake.fault(['PATCH /channels/{channel_id}'], 'refuse', { code: 50013 });
    // Discord tells of the change after it has answered.
    await company.fake.gateway({ hold: 'MESSAGE_UPDATE' });
    await company.press('ben', message, 'retract');
    await company.told('ana', /It no longer stands in #questions/);
    await company.told('olu', /the platform refused to change the title over it\. Change or delete it by hand/);
    expect((await company.fake.gateway({ hold: null })).count).toBeGreaterThan(0);
    await company.fake.quiet(300);
    expect(await status(company)).toContain('Publishing is not stopped.');
    expect((await postsOf(company)).map(({ name }) => name)).toEqual(['How to rotate it']);
    await company.check();
  });

  test('a title is what the text says it is: whoever edits the text edits it', async () => {
    const company = await openForumCompany(transport);
    await company.press('ana', await movedToForum(company), 'edit', 'Ask Ben first.\nThen rotate it.');
    const edited = await company.told('ana', ({ text, buttons }) => text.includes('“Ask Ben first.”') && buttons.length > 0);
    await company.press('ana', edited, 'approve');
    await company.press('ben', await company.told('ben', /asks you to review/), 'approve');
    expect((await newPost(company)).name).toBe('Ask Ben first.');
    await company.check();
  });

  test('a new post whose answer is lost is looked for among the forum’s posts, found, and never made twice', async () => {
    const company = await openForumCompany(transport);
    await company.fake.fault([BEGIN], 'cut_after', { channel: CHANNELS.questions });
    await approvedForForum(company);
    await company.told('ana', /Posted in #questions/);
    expect(await postsOf(company)).toHaveLength(1);
    expect(await begunBy(company)).toBe(1);
    await company.fake.idle();
    expect(await status(company)).toContain('Publishing is not stopped.');
    await company.check();
  });

  test('a new post whose answer never came is found by the next process, after a restart', async () => {
    const company = await openForumCompany(transport);
    await company.fake.fault([BEGIN], 'hang_after', { channel: CHANNELS.questions });
    await approvedForForum(company);
    await until(async () => (await begunBy(company)) === 1, { what: 'the post was sent' });
    await company.restart();
    await company.told('ana', /Posted in #questions/);
    expect(await begunBy(company)).toBe(1);
    await company.check();
  });

  test.each([
    [40067, /Posts in this forum need a tag, and there was none\. An operator can put that right/],
    [200001, /AutoMod of this server blocked a word in the title\. Press “Edit”/],
  ])('what Discord refuses (%i) is told in words, and posted when the requester tries again', async (code, says) => {
    const company = await openForumCompany(transport);
    await company.fake.fault([BEGIN], 'refuse', { channel: CHANNELS.questions, code });
    await approvedForForum(company);
    const failed = await company.told('ana', ({ text, buttons }) => says.test(text) && buttons.length > 0);
    expect(await postsOf(company)).toEqual([]);
    await company.press('ana', failed, 'retry');
    await newPost(company);
    await company.check();
  });

  test('a tag that is taken away after an approval takes the approval back, and says what to do', async () => {
    const company = await openForumCompany(transport);
    await company.press('ana', await movedToForum(company), 'approve');
    const review = await company.told('ben', /asks you to review/);
    const [answered, runbook] = [
      { id: TAGS.answered, name: 'answered' },
      { id: TAGS.runbook, name: 'runbook' },
    ];
    await company.world({ channel: { id: CHANNELS.questions, tags: [answered] } });
    await company.press('ben', review, 'approve');
    const lacks = 'No new post can be made in #questions: its rule names the tag “runbook”, and the forum has no such tag.';
    const back = await company.told('ana', ({ text, buttons }) => text.includes(lacks) && buttons.length > 0);
    expect(back.text).toContain('Olu can put that right; then try again.');
    await company.press('ana', back, 'approve');
    await company.told('ana', ({ text, buttons }) => text.includes(lacks) && buttons.length === 0);
    expect(await begunBy(company)).toBe(0);

    // The tag is there again, under another id: the post is made anew with it before anybody can approve it.
    await company.world({ channel: { id: CHANNELS.questions, tags: [answered, { ...runbook, id: '600000000000000009' }] } });
    const untagged = await company.told('ana', ({ text, buttons }) => text.includes('without tags') && buttons.length > 0);
    await company.press('ana', untagged, 'approve');
    const tagged = await company.told(
      'ana',
      ({ text, buttons }) => text.includes('tags: runbook') && buttons.length > 0 && text.includes('changed'),
    );
    await company.press('ana', tagged, 'approve');
    const again = await company.told('ben', ({ text, buttons }) => /asks you to review/.test(text) && buttons.length > 0);
    await company.press('ben', again, 'approve');
    expect((await newPost(company)).tags).toEqual(['runbook']);
    await company.check();
  });

  test('other tags in the rule take an approval back: both approve the post that has them', async () => {
    const company = await openForumCompany(transport);
    await company.press('ana', await movedToForum(company), 'approve');
    const review = await company.told('ben', /asks you to review/);
    await writeFile(company.config.rulesFile, rulesWith('{ tags: [runbook, answered] }'));
    await company.restart();
    await company.press('ben', review, 'approve');
    const again = await company.told('ana', ({ text, buttons }) => text.includes('tags: runbook, answered') && buttons.length > 0);
    expect(again.text).toContain('What holds for posts in #questions changed, so earlier approvals no longer count.');
    expect(await begunBy(company)).toBe(0);
    await company.check();
  });

  test('a forum whose rule says nothing of new posts takes none, and still answers within its posts', async () => {
    const company = await openForumCompany(transport, { rules: (rules) => rulesWith(null, rules) });
    await company.ask('ana', 'engineering', QUESTION);
    await company.press('ana', await company.told('ana', DRAFT), 'move', 'questions');
    await company.told(
      'ana',
      /No new post can be made in #questions: answers from elsewhere may not be posted there yet\. .* Olu .*can put that right/,
    );
    await company.fake.command('ana', 'questions', `/ask ${QUESTION.replace('handbook: ', '')}`);
    await company.told(
      'ana',
      /may not be posted there yet\. Your question went to no agent\. Olu can put that right; then try again\./,
      'questions',
    );
    const post = await company.fake.openPost('ana', 'questions', 'Rotating', 'How do I do it?');
    await company.ask('ana', 'questions', QUESTION, post);
    const draft = await company.told('ana', ({ text, buttons }) => text.includes('in your thread in #questions') && buttons.length > 0);
    await company.press('ana', draft, 'approve');
    await company.press('ben', await company.told('ben', /asks you to review/), 'approve');
    await company.told('dan', /Written by handbook/, post);
    expect(await postsOf(company)).toHaveLength(1);
    await company.check();
  });

  test('a question that is asked by command in the forum itself, outside of any post, is answered by a new post', async () => {
    const company = await openForumCompany(transport);
    await company.fake.command('ana', 'questions', `/ask ${QUESTION.replace('handbook: ', '')}`);
    const draft = await company.told('ana', ({ text, buttons }) => DRAFT.test(text) && buttons.length > 0);
    expect(draft.text).toContain('Would be posted: as a new post “How to rotate it” in #questions, tags: runbook');
    expect(draft.text).not.toContain('not where you asked');
    await company.press('ana', draft, 'approve');
    await company.press('ben', await company.told('ben', /asks you to review/), 'approve');
    expect((await newPost(company)).tags).toEqual(['runbook']);
    await company.check();
  });

  test('a new post that our own bot began by nobody’s approval stops publishing, and the operator is told', async () => {
    const company = await openForumCompany(transport);
    await company.forgePost(CHANNELS.questions, { name: 'Forged', message: { content: 'I am not by the log.' } });
    await company.told('olu', /our own bot wrote something that no entry of the log accounts for/);
    expect(await status(company)).toContain('Publishing is stopped: everything.');
  });
});
