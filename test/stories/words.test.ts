import { describe, expect, test } from 'vitest';
import { openCompany } from './company.ts';
import { ask, cardAfter, cardOf, engage, labels, noticesTo, press, publish, QUESTION, refused, sameCard, UNANSWERABLE } from './turns.ts';

const HOUR = 3_600_000;
const person = (name: string): string => `playground:acme:${name}`;

describe('the words on a card are true', () => {
  test('two people called Ana are told apart as requester and reviewer; a name that reads as two people is quoted, also in the credit', async () => {
    const rules = (example: string): string => example.replace('leads: [', 'leads: [playground:acme:ana-sales, ');
    const company = await openCompany({ database: 'sqlite', rules });
    await company.world({ person: { id: person('ben'), name: 'Ben and Chloe' } });
    const draft = await ask(company);
    expect(labels(draft)[0]).toBe('Approve and ask Ana (ana-sales), “Ben and Chloe” (ben) or Chloe');
    await press(company, 'ana', draft, 'approve');
    const reviewers = ['ben', 'chloe', 'ana-sales'];
    for (const reviewer of reviewers) await cardOf(company, reviewer, draft, { state: 'awaiting_reviewer' });
    const forTheOther = await company.card('ana-sales', (card) => card.text.includes('“Ben and Chloe” (ben), Chloe and you can see it'));
    expect(forTheOther.title).toBe('Ana (ana) asks you to review an answer from handbook.');
    expect(forTheOther.text).toContain('Ana (ana) approved this text');
    await press(company, 'ben', await cardOf(company, 'ben', draft, { state: 'awaiting_reviewer' }), 'approve');
    const post = await company.posted('dan', 'engineering', { draft: draft.draft ?? null });
    expect(post.text).toContain('Asked by Ana (ana). Approved by Ana (ana) and “Ben and Chloe” (ben). cs-');
    await sameCard(company, 'ana-sales', forTheOther, /^“Ben and Chloe” \(ben\) approved this at .*\. It was posted in #engineering\.$/);
    await company.check();
  });

  test('who will see it if nobody decides is said before anybody is asked; what expires after all approvals was not left undecided', async () => {
    const company = await openCompany({ database: 'sqlite' });
    const draft = await ask(company);
    expect(draft.text).toContain('If it still waits after 4 hours, Olu can see and review it as well.');
    await press(company, 'ana', draft, 'approve');
    const waiting = await sameCard(company, 'ana', draft, 'Waiting for Ben or Chloe.');
    expect(waiting.text).toMatch(/If it still waits (at|tomorrow,) \d\d:\d\d, Olu can see and review it as well\./);
    await company.fault({ operation: 'publish', mode: 'rate_limit', retryAfter: 3600 });
    await press(company, 'ben', await cardOf(company, 'ben', draft, { state: 'awaiting_reviewer' }), 'approve');
    await sameCard(company, 'ana', draft, 'Approved. It waits to be posted in #engineering.');
    await engage(company, 'let me look');
    await company.pass(25 * HOUR);
    const closed = await cardOf(company, 'ana', draft, { state: 'expired' });
    expect(closed.title).toMatch(/^Closed without posting: it was approved, but could not be posted before \d\d:\d\d\. Ask again/);
    await company.notice('ana', 'closed without posting: it was approved, but could not be posted in time. Ask again');
    await company.check();
  });

  test('one who was rejected and did nothing more is not told that nobody decided', async () => {
    const company = await openCompany({ database: 'sqlite' });
    const draft = await ask(company);
    await press(company, 'ana', draft, 'approve');
    const forBen = await cardOf(company, 'ben', draft, { state: 'awaiting_reviewer' });
    const late = await cardOf(company, 'chloe', draft, { state: 'awaiting_reviewer' });
    await press(company, 'ben', forBen, 'reject', 'wrong vault path');
    expect((await refused(company, 'chloe', late, 'approve')).message).toBe('Ben rejected this just now. Your click did nothing.');
    expect((await refused(company, 'ben', forBen, 'approve')).message).toBe('You rejected this just now. Your click did nothing.');
    await company.pass(25 * HOUR);
    await sameCard(company, 'ana', draft, /^Closed without posting: it was rejected, and nothing else was approved before/);
    await company.notice('ana', 'closed without posting: it was rejected, and nothing else was approved in time.');
    await company.check();
  });

  test('a refused post after an attempt that was never confirmed does not claim that nothing stands there', async () => {
    const company = await openCompany({ database: 'sqlite' });
    const draft = await ask(company, 'ana', 'random');
    await company.fault({ operation: 'find', mode: 'refuse', times: 1000 });
    await company.fault({ operation: 'publish', mode: 'cut_before' });
    await press(company, 'ana', draft, 'approve');
    await cardOf(company, 'ana', draft, { state: 'outcome_unknown' });
    const reference = `rq-${draft.draft?.slice(4, 12)}`;
    await company.say('olu', 'direct', `/countersign settle ${reference} failed I cannot see it`);
    const failed = await cardOf(company, 'ana', draft, { state: 'publish_failed' });
    expect(failed.text).toMatch(/Settled by Olu at \d\d:\d\d: “I cannot see it”\./);
    await company.fault({ operation: 'publish', mode: 'refuse', code: 'NOT_A_MEMBER' });
    await press(company, 'ana', failed, 'retry');
    const again = await sameCard(company, 'ana', draft, /^The playground refused the post/);
    expect(again.title).toContain('Nothing more was posted, but an earlier attempt may stand in #random: look there first.');
    expect(await press(company, 'ana', again, 'withdraw')).toBe('withdrawn');
    await sameCard(
      company,
      'ana',
      draft,
      /^Kept private\. No reviewer saw it\. It may stand in #random all the same\. The playground never confirmed it: look there\./,
    );
    await company.check();
  });

  test('a reviewer of what moved on reads where it went, and on the next card that the text is the same', async () => {
    const rules = (example: string): string => example.replace('destinations: []', 'destinations: [playground:acme:random]');
    const company = await openCompany({ database: 'sqlite', rules });
    const draft = await ask(company);
    await press(company, 'ana', draft, 'approve');
    const forBen = await cardOf(company, 'ben', draft, { state: 'awaiting_reviewer' });
    const forChloe = await cardOf(company, 'chloe', draft, { state: 'awaiting_reviewer' });
    await company.writeRules((now) => now.replace('needed: 1', 'needed: 2'));
    await company.bot.running().reloadRules();
    expect((await refused(company, 'ben', forBen, 'approve')).message).toBe(
      'What holds for posts in #engineering changed, so earlier approvals no longer count. Nothing was posted. If Ana (ana) approves it again, you get a new card.',
    );
    const back = await cardAfter(company, 'ana', draft, 'awaiting_requester');
    expect(back.title).toBe('Draft from handbook. Only you, Ben and Chloe have seen it.');
    await press(company, 'ana', back, 'approve');
    const again = await cardAfter(company, 'ben', forBen, 'awaiting_reviewer');
    expect(again.text).toContain('The text is the same as on your earlier card.');
    await press(company, 'ben', again, 'approve');
    const second = await cardAfter(company, 'chloe', forChloe, 'awaiting_reviewer');
    await press(company, 'chloe', second, 'reject', 'this belongs into #random');
    await press(company, 'ana', await sameCard(company, 'ana', back, /^Chloe did not approve/), 'edit', 'Ask Ben. He knows.');
    expect((await refused(company, 'ben', again, 'approve')).message).toBe(
      'The draft has changed since this card. Your click did nothing. If Ana (ana) has approved what it is now, its card is below.',
    );
    const edited = await cardOf(company, 'ana', draft, { revision: 2 });
    await press(company, 'ana', edited, 'move', 'random');
    const moved = await cardOf(company, 'ana', draft, { revision: 3 });
    expect(moved.text).toContain('Would be posted: in #random, not where you asked');
    expect(moved.title).toBe('Draft from handbook. Edited by you. Only you can see it; Ben and Chloe saw an earlier revision.');
    await company.check();
  });

  test('the requester is told in a message of its own when the agent gave no answer, and when it is posted at once', async () => {
    const company = await openCompany({ database: 'sqlite' });
    await company.say('ana', 'engineering', UNANSWERABLE);
    const card = await company.card('ana', { title: 'handbook found nothing about this. There is nothing to post.' });
    expect(labels(card)).toEqual(['Ask again']);
    expect(card.actions[0]?.input).toBeNull();
    expect(card.text).toContain('To ask in other words, write a new question.');
    await company.notice('ana', `handbook gave no answer to your question in #engineering. ${card.title}`);
    await publish(company, await ask(company, 'ana', 'random', QUESTION), 'ana', [], 'random');
    await company.notice('ana', 'Your answer from handbook is posted in #random. Proof: cs-');
    expect(await noticesTo(company, 'ana', 'is posted in')).toHaveLength(1);
    await company.check();
  });
});
