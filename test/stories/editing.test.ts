import { describe, expect, test } from 'vitest';
import { storiesOn } from '../support/databases.ts';
import { openCompany } from './company.ts';
import { ask, cardOf, cardsOf, labels, press, publish, refused, sameCard } from './turns.ts';

describe.each(storiesOn('postgres'))('editing a draft (%s)', (database) => {
  test('the text by Ana’s own hand is what is approved and posted; a button on the old text does nothing', async () => {
    const company = await openCompany({ database });
    const first = await ask(company);
    expect(labels(first)).toEqual(['Approve and ask Ben or Chloe', 'Edit', 'Ask again', 'Keep private']);
    expect(await press(company, 'ana', first, 'edit', 'Run `acme db rotate` on **staging**.')).toBe('awaiting_requester');

    const second = await cardOf(company, 'ana', first, { revision: 2 });
    expect(second.title).toBe('Draft from handbook. Edited by you. Only you can see it.');
    expect(second.text).not.toContain('Rotating passwords');
    await sameCard(company, 'ana', first, 'This card is no longer current. The newest card is below.');
    expect(await refused(company, 'ana', first, 'approve')).toEqual({
      status: 409,
      code: 'STALE',
      message: 'The draft has changed since this card. Your click did nothing. The newest card is below.',
    });

    const post = await publish(company, second, 'ana', ['ben'], 'engineering');
    expect(post.text).toMatch(
      /^Run `acme db rotate` on \*\*staging\*\*\.\n\nWritten by handbook \(AI\)\. Asked by Ana \(ana\)\. Edited by Ana \(ana\)\. Approved by Ana \(ana\) and Ben\. cs-/,
    );
    expect((await cardsOf(company, 'ben', first)).map((card) => card.revision)).toEqual([2]);
    await company.check();
  });

  test('an edit takes the draft back from the reviewers: their card closes, and they get a fresh one for the new text', async () => {
    const company = await openCompany({ database });
    const first = await ask(company);
    await press(company, 'ana', first, 'approve');
    const forBen = await cardOf(company, 'ben', first, { state: 'awaiting_reviewer' });
    await cardOf(company, 'chloe', first, { state: 'awaiting_reviewer' });
    const waiting = await sameCard(company, 'ana', first, 'Waiting for Ben or Chloe.');
    expect(waiting.text).toContain('You, Ben and Chloe can see this draft.');
    expect(labels(waiting)).toEqual(['Edit (takes it back)', 'Keep private']);
    expect(await press(company, 'ana', waiting, 'edit', 'Ask #oncall, they rotate it.')).toBe('awaiting_requester');

    const second = await cardOf(company, 'ana', first, { revision: 2 });
    expect(second.title).toBe('Draft from handbook. Edited by you. Only you can see it; Ben and Chloe saw an earlier revision.');
    const closed = await sameCard(company, 'ben', forBen, 'Ana (ana) changed the text. If Ana (ana) approves it, you get a new card.');
    expect(labels(closed)).toEqual([]);
    expect(closed.text).not.toContain('oncall');
    expect((await refused(company, 'ben', forBen, 'approve')).code).toBe('STALE');
    expect((await refused(company, 'ben', forBen, 'reject', 'too late')).code).toBe('STALE');

    await press(company, 'ana', second, 'approve');
    const fresh = await cardOf(company, 'ben', first, { revision: 2 });
    expect(fresh.id).not.toBe(forBen.id);
    expect(fresh.text).toContain('Ana (ana) edited it. One more approval is needed');
    await press(company, 'ben', fresh, 'approve');
    const post = await company.posted('dan', 'engineering', { draft: first.draft ?? null });
    expect(post.text).toContain('Ask #oncall, they rotate it.');
    await company.check();
  });

  test('rejected with a reason, edited, approved, published; the second card compares with what that reviewer was shown', async () => {
    const company = await openCompany({ database });
    const first = await ask(company);
    await press(company, 'ana', first, 'edit', 'The password is in the vault under staging/postgres.');
    const shown = await cardOf(company, 'ana', first, { revision: 2 });
    await press(company, 'ana', shown, 'approve');
    const forBen = await cardOf(company, 'ben', first, { revision: 2 });
    await cardOf(company, 'chloe', first, { revision: 2 });
    expect(forBen.text).not.toContain('Changed since');

    expect((await refused(company, 'ben', forBen, 'reject', '  ')).code).toBe('REASON_NEEDED');
    expect(await press(company, 'ben', forBen, 'reject', 'wrong vault path')).toBe('rejected');
    const rejected = await sameCard(company, 'ana', shown, 'Ben did not approve: “wrong vault path”. Nothing was posted.');
    expect(labels(rejected)).toEqual(['Edit', 'Ask again', 'Keep private']);
    await company.notice('ana', 'Ben did not approve your answer from handbook for #engineering: “wrong vault path”. Nothing was posted.');
    await sameCard(company, 'chloe', await cardOf(company, 'chloe', first, {}), /^Ben rejected this at .*: “wrong vault path”/);

    await press(company, 'ana', rejected, 'edit', 'Zebra zebra zebra, an unfinished thought.');
    const third = await cardOf(company, 'ana', first, { revision: 3 });
    await press(company, 'ana', third, 'edit', 'The password is in the vault under staging/mysql.');
    const fourth = await cardOf(company, 'ana', first, { revision: 4 });
    await press(company, 'ana', fourth, 'approve');
    const again = await cardOf(company, 'ben', first, { revision: 4 });
    expect(again.text).toContain('Changed since the text that you saw before:');
    expect(again.text).toMatch(/\[removed: [^\]]*postgres[^\]]*\]/);
    expect(again.text).toMatch(/\[added: [^\]]*mysql[^\]]*\]/);
    for (const reviewer of ['ben', 'chloe']) {
      await cardOf(company, reviewer, first, { revision: 4 });
      expect(await company.sees(reviewer)).not.toMatch(/zebra|Rotating passwords/i);
    }
    await press(company, 'ben', again, 'approve');
    await company.posted('dan', 'engineering', { draft: first.draft ?? null, revision: 4 });
    await sameCard(company, 'ana', fourth, /^Posted in #engineering at .* Approved by you and Ben\. Proof: cs-/);
    await company.check();
  });
});
