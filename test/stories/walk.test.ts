import { describe, expect, test } from 'vitest';
import { BOTH } from '../support/databases.ts';
import { openCompany } from './company.ts';
import { QUESTION } from './turns.ts';

describe.each(BOTH)('one question, asked to published (%s)', (database) => {
  test('Ana alone gets the card; after her approval Ben and Chloe do; after Ben’s the post stands in her thread', async () => {
    const company = await openCompany({ database });
    const asked = await company.say('ana', 'engineering', QUESTION);
    const draft = await company.card('ana', { state: 'awaiting_requester' });
    expect(draft.text).toContain('Rotating passwords');
    for (const other of ['ben', 'chloe', 'dan', 'olu', 'ana-sales']) {
      expect((await company.view(other)).direct.filter((message) => message.kind === 'card')).toEqual([]);
    }

    expect((await company.click('ana', draft, 'approve')).body).toEqual({ state: 'awaiting_reviewer' });
    const forBen = await company.card('ben', { state: 'awaiting_reviewer' });
    await company.card('chloe', { state: 'awaiting_reviewer' });
    expect(forBen.title).toBe('Ana (ana) asks you to review an answer from handbook.');

    const approved = await company.click('ben', forBen, 'approve');
    expect(approved.status).toBe(200);
    const post = await company.posted('dan', 'engineering');
    expect(post.thread).toBe(asked);
    expect(post.text).toMatch(/Written by handbook \(AI\)\. Asked by Ana \(ana\)\. Approved by Ana \(ana\) and Ben\. cs-[0-9A-Z]{8}$/);
    await company.card('ana', { state: 'published' });
    await company.check();
  });
});
