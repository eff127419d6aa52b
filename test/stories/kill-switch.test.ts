import { describe, expect } from 'vitest';
import { BOTH, storyOn } from '../support/databases.ts';
import { openCompany } from './company.ts';
import { createGate, createHold, slowAgents } from './gates.ts';
import { entriesOf } from './log.ts';
import { settled } from './settled.ts';
import { ask, cardAfter, cardOf, engage, isAfter, labels, press, publish, QUESTION, refused, release, sameCard } from './turns.ts';

const STOPPED = /^Olu stopped publishing at \d\d:\d\d: “wrong payroll answers”\. /;

describe.each(BOTH)('the kill switch (%s)', (database) => {
  const story = storyOn(database);
  story('engaged by Olu it blocks every way forward, with her words, and none of the ways out', async () => {
    const company = await openCompany({ database });
    const fresh = await ask(company);
    const kept = await ask(company, 'ana', 'engineering', '@handbook how do I book staging for a load test?');
    const reviewed = await ask(company, 'ana', 'engineering', '@handbook how do I request a refund for a customer?');
    await press(company, 'ana', reviewed, 'approve');
    const forBen = await cardOf(company, 'ben', reviewed, { state: 'awaiting_reviewer' });
    await company.fault({ operation: 'publish', mode: 'refuse' });
    const failing = await ask(company, 'chloe', 'random');
    await press(company, 'chloe', failing, 'approve');
    const failed = await cardOf(company, 'chloe', failing, { state: 'publish_failed' });
    expect(labels(failed)).toEqual(['Try again', 'Edit', 'Keep private']);
    const posted = await ask(company, 'ben', 'random');
    const post = await publish(company, posted, 'ben', [], 'random');

    for (const nobody of ['ana', 'ben', 'dan']) {
      await company.say(nobody, 'engineering', '/countersign engage because I can');
      await company.notice(nobody, 'Only operators can do that. Nothing was changed. Operators here: Olu.');
    }
    const told = await engage(company, 'wrong payroll answers');
    expect(told.text).toBe('Publishing is stopped (everything): “wrong payroll answers”. Posts that were already on their way: 0.');
    expect(await company.sees('dan')).not.toContain('payroll');

    for (const [person, card] of [
      ['ana', fresh],
      ['ben', forBen],
      ['chloe', failed],
    ] as const) {
      const held = await company.card(person, ({ id, text }) => id === card.id && text.includes('Olu stopped publishing'));
      expect(labels(held).filter((label) => /^(Approve|Try again|Ask again)/.test(label))).toEqual([]);
      expect(held.text).not.toContain('it is posted in');
    }

    await company.say('ana', 'engineering', QUESTION);
    const asking = await company.notice('ana', 'Your question went to no agent.');
    expect(asking.text).toMatch(STOPPED);
    const blocked = [
      await refused(company, 'ana', fresh, 'approve'),
      await refused(company, 'ana', fresh, 'ask_again', 'shorter'),
      await refused(company, 'ben', forBen, 'approve'),
      await refused(company, 'chloe', failed, 'retry'),
    ];
    for (const { status, code, message } of blocked) {
      expect([status, code]).toEqual([409, 'ENGAGED']);
      expect(message).toMatch(STOPPED);
      expect(message).toContain('This draft stays private and safe.');
    }
    const ways = blocked.map(({ message }) => / (You can .*)$/.exec(message)?.[1]);
    const keep = 'You can keep it private now, or approve it when Olu releases publishing.';
    expect(ways).toEqual([keep, keep, 'You can reject it now, or approve it when Olu releases publishing.', keep]);

    await press(company, 'ana', fresh, 'edit', 'A better text, for later.');
    await cardOf(company, 'ana', fresh, { revision: 2 });
    expect(await press(company, 'ana', kept, 'withdraw')).toBe('withdrawn');
    expect(await press(company, 'ben', forBen, 'reject', 'not now')).toBe('rejected');
    expect(await press(company, 'ben', post, 'retract')).toBe('retracting');
    await company.posted('dan', 'random', { id: post.id, kind: 'tombstone' });
    await company.pass(25 * 3_600_000);
    await cardOf(company, 'chloe', failing, { state: 'expired' });
    await cardOf(company, 'ana', fresh, { state: 'expired' });

    await company.say('ben', 'direct', '/countersign release');
    await company.notice('ben', 'Only operators can do that.');
    expect((await release(company)).text).toBe(
      'Publishing is released (everything). Drafts that had been approved went back to the people who asked: 0.',
    );
    await publish(company, await ask(company, 'dan', 'random'), 'dan', [], 'random');
    await company.check();
  });

  story('release publishes nothing by itself: what had been approved is back with its requester, as a new post', async () => {
    const hold = createHold();
    const company = await openCompany({ database, overrides: { wrap: hold.wrap } });
    const gate = hold.next();
    const own = await ask(company, 'dan', 'random');
    const draft = await ask(company);
    await press(company, 'ana', draft, 'approve');
    const forBen = await cardOf(company, 'ben', draft, { state: 'awaiting_reviewer' });
    expect(await press(company, 'ben', forBen, 'approve')).toBe('approved');
    await gate.reached;
    await engage(company, 'wrong payroll answers');
    gate.open();
    expect((await company.notice('ana', 'stopped publishing')).text).toMatch(STOPPED);
    await cardOf(company, 'ana', draft, { state: 'approved' });
    expect((await refused(company, 'dan', own, 'approve')).code).toBe('ENGAGED');

    expect((await release(company)).text).toContain('went back to the people who asked: 1.');
    const back = await cardAfter(company, 'ana', draft, 'awaiting_requester');
    expect(back.id).not.toBe(draft.id);
    expect(back.text).toContain(
      'Publishing was stopped for a while and is released now. Approvals from before no longer count. Nothing was posted.',
    );
    await sameCard(company, 'ben', forBen, /no longer count/);
    expect((await refused(company, 'ana', draft, 'approve')).code).toBe('STALE');
    expect((await refused(company, 'ben', forBen, 'approve')).code).toBe('STALE');
    const posts = (await entriesOf(company)).filter((entry) => entry.draft === draft.draft && entry.digests['post'] !== undefined);
    expect(new Set(posts.map((entry) => entry.digests['post'])).size).toBe(2);
    await settled(company);
    for (const channel of (await company.view('dan')).channels) expect(channel.messages.filter(({ from }) => from === 'bot')).toEqual([]);

    await press(company, 'ana', back, 'approve');
    const again = await cardAfter(company, 'ben', forBen, 'awaiting_reviewer');
    await press(company, 'ben', again, 'approve');
    await company.posted('dan', 'engineering', { draft: draft.draft ?? null });
    await company.check();
  });

  story(
    'an agent at work is stopped, and what it says afterwards is nothing; its requester can ask again when it is released',
    async () => {
      const gate = createGate();
      const company = await openCompany({ database, overrides: { wrap: slowAgents(gate) } });
      await company.say('ana', 'engineering', QUESTION);
      await gate.reached;
      await engage(company, 'wrong payroll answers');
      const stopped = await company.card(
        'ana',
        (card) => card.title?.startsWith('Publishing was stopped before handbook answered.') ?? false,
      );
      expect(stopped.title).toBe('Publishing was stopped before handbook answered. Nothing was posted. Ask again when Olu releases it.');
      expect(stopped.state).toBe('withdrawn');
      gate.open();
      expect((await refused(company, 'ana', stopped, 'ask_again')).code).toBe('ENGAGED');
      await settled(company);
      expect((await company.view('ana')).direct.filter(({ kind }) => kind === 'card')).toHaveLength(1);

      await release(company);
      await press(company, 'ana', stopped, 'ask_again');
      const answered = await company.card('ana', (card) => isAfter(card, stopped.id) && card.state === 'awaiting_requester');
      expect(answered.text).toContain('Rotating passwords');
      await company.check();
    },
  );
});
