import { describe, expect, test } from 'vitest';
import { openDiscordCompany, TRANSPORTS } from './company.ts';

const QUESTION = 'handbook: how do I rotate the staging database password?';

describe.each(TRANSPORTS)('a question on Discord (%s)', (transport) => {
  test('is answered to whoever asked alone, then reviewed, then posted in its thread with its credit, and taken away again', async () => {
    const company = await openDiscordCompany({ transport });
    const asked = await company.ask('ana', 'engineering', QUESTION);
    const draft = await company.told('ana', /Draft from handbook\. Only you can see it\./);
    expect(draft.live).toEqual([]);
    for (const other of ['ben', 'dan']) expect((await company.sees(other)).text).not.toMatch(/Draft from|rotate the password/i);

    await company.press('ana', draft, 'approve');
    const review = await company.told('ben', /asks you to review an answer from handbook/);
    expect((await company.sees('dan')).text).not.toContain('asks you to review');
    await company.press('ben', review, 'approve');
    // The thread of the question has the question's own id.
    const post = await company.told('dan', /Written by handbook \(AI\)\./, asked);
    expect(post.text).toMatch(/Asked by Ana （?\(?ana.*Approved by Ana .* and Ben\. cs-/);
    expect(post.pinged).toEqual([]);
    await company.told('ana', /Posted in #engineering/);
    await company.told('chloe', /Ben approved this/);

    await company.press('dan', post, 'retract');
    await company.told('dan', /You may not retract this/, asked);
    await company.press('ben', post, 'retract');
    await company.told('dan', /An answer from handbook was retracted by Ben at/, asked);
    await company.check();
  });

  test('can be edited, asked again, rejected and kept private by forms and buttons, and every end is told', async () => {
    const company = await openDiscordCompany({ transport });
    await company.ask('ana', 'engineering', QUESTION);
    const draft = await company.told('ana', /Draft from handbook\. Only you can see it\./);
    await company.press('ana', draft, 'edit', 'Ask the **platform** team, see https://example.com/rota.');
    const edited = await company.told('ana', /Edited by you/);
    expect(edited.live).toEqual([]);
    await company.press('ana', edited, 'approve');
    const review = await company.told('ben', /asks you to review/);
    await company.press('ben', review, 'reject', 'wrong team');
    const rejected = await company.told('ana', /Ben did not approve: “wrong team”/);
    await company.press('ana', rejected, 'ask_again', 'in more detail');
    const again = await company.told(
      'ana',
      (one) => /Draft from handbook/.test(one.text) && one.id > rejected.id && one.buttons.length > 0,
    );
    await company.press('ana', again, 'withdraw');
    await company.told('ana', /Kept private\./);
    expect((await company.sees('dan')).text).not.toMatch(/platform team/);
    await company.check();
  });
});
