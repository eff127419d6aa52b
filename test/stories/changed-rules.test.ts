import { describe, expect, test } from 'vitest';
import { storiesOn } from '../support/databases.ts';
import { type Company, openCompany } from './company.ts';
import { createHold } from './gates.ts';
import { settled } from './settled.ts';
import { ask, cardAfter, cardOf, labels, press, refused, sameCard } from './turns.ts';

const needsOne = 'reviewers: { from: [leads], needed: 1 } # never';
const needsTwo = 'reviewers: { from: [leads], needed: 2 } # never';
const outsideNeedsTwo = /(globex-shared[\s\S]*?reviewers: \{ from: \[leads\], needed: )2/;

async function change(company: Company, from: string | RegExp, to: string): Promise<void> {
  await company.writeRules((rules) => rules.replace(from, to));
  await company.bot.running().reloadRules();
}

describe.each(storiesOn('postgres'))('what the rule demands is part of what is approved (%s)', (database) => {
  test('the rule asks for more while reviewers look: their approval posts nothing, and the new rule’s bar counts', async () => {
    const company = await openCompany({ database });
    const draft = await ask(company);
    await press(company, 'ana', draft, 'approve');
    const forBen = await cardOf(company, 'ben', draft, { state: 'awaiting_reviewer' });
    await change(company, needsOne, needsTwo);
    const no = await refused(company, 'ben', forBen, 'approve');
    expect(no.code).toBe('RULE_CHANGED');
    expect(no.message).toMatch(/^What holds for posts in #engineering changed.*Nothing was posted\./);
    const back = await cardAfter(company, 'ana', draft, 'awaiting_requester');
    expect(back.text).toContain('What holds for posts in #engineering changed');
    expect(labels(back)[0]).toBe('Approve and ask Ben and Chloe');
    await press(company, 'ana', back, 'approve');
    for (const [reviewer, state] of [
      ['ben', 'awaiting_reviewer'],
      ['chloe', 'approved'],
    ] as const) {
      const card = await cardAfter(company, reviewer, back, 'awaiting_reviewer');
      expect(await press(company, reviewer, card, 'approve')).toBe(state);
    }
    const post = await company.posted('dan', 'engineering', { draft: draft.draft ?? null });
    expect(post.text).toContain('Approved by Ana (ana), Ben and Chloe.');
    await company.check();
  });

  test('the rule is taken away, or asks for somebody where it asked for nobody, after the approval: nothing is posted until all approve again', async () => {
    const hold = createHold();
    const company = await openCompany({ database, overrides: { wrap: hold.wrap } });
    const gate = hold.next();
    const draft = await ask(company, 'ana', 'random');
    await press(company, 'ana', draft, 'approve');
    await gate.reached;
    await change(company, 'playground:acme:random', 'playground:acme:random-no-more');
    gate.open();
    const back = await cardAfter(company, 'ana', draft, 'awaiting_requester');
    expect(back.text).toContain('No rule lets answers from handbook be posted in #random any more. Nothing was posted.');
    expect((await refused(company, 'ana', back, 'approve')).code).toBe('RULE_GONE');
    await change(company, 'playground:acme:random-no-more', 'playground:acme:random');
    const newest = await cardAfter(company, 'ana', back, 'awaiting_requester');
    await press(company, 'ana', newest, 'approve');
    await company.posted('dan', 'random', { draft: draft.draft ?? null });

    const second = hold.next();
    const other = await ask(company, 'ana', 'random');
    await press(company, 'ana', other, 'approve');
    await second.reached;
    await change(company, 'reviewers: not_required #', 'reviewers: { from: [leads], needed: 1 } #');
    second.open();
    const again = await cardAfter(company, 'ana', other, 'awaiting_requester');
    expect(again.text).toContain('What holds for posts in #random changed');
    expect(labels(again)[0]).toBe('Approve and ask Ben or Chloe');
    await settled(company);
    expect(await company.sees('dan')).not.toContain(`"draft":"${other.draft}"`);
    await company.check();
  });

  test('a looser rule lowers no bar of a draft under way: two are still needed, and one who was asked for', async () => {
    const company = await openCompany({ database });
    const outside = await ask(company, 'ana', 'globex-shared');
    const inside = await ask(company);
    await press(company, 'ana', outside, 'approve');
    await press(company, 'ana', inside, 'approve');
    const outsideForBen = await cardOf(company, 'ben', outside, { state: 'awaiting_reviewer' });
    const insideForBen = await cardOf(company, 'ben', inside, { state: 'awaiting_reviewer' });
    await change(company, outsideNeedsTwo, '$11');
    await change(company, /(needed: 1 \} # never)/, '$1 nobody');
    expect(await press(company, 'ben', outsideForBen, 'approve')).toBe('awaiting_reviewer');
    await sameCard(company, 'ana', outside, 'Waiting for Chloe.');
    await settled(company);
    expect(await company.sees('gil')).not.toContain('Written by handbook');
    expect(await press(company, 'chloe', await cardOf(company, 'chloe', outside, { state: 'awaiting_reviewer' }), 'approve')).toBe(
      'approved',
    );
    await company.posted('gil', 'globex-shared', { draft: outside.draft ?? null });
    await press(company, 'ben', insideForBen, 'approve');
    const post = await company.posted('dan', 'engineering', { draft: inside.draft ?? null });
    expect(post.text).toContain('Approved by Ana (ana) and Ben.');
    await company.check();
  });
});
