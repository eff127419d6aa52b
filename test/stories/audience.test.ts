import { describe, expect, test } from 'vitest';
import { storiesOn } from '../support/databases.ts';
import { type Company, openCompany } from './company.ts';
import { createHold } from './gates.ts';
import { entriesOf } from './log.ts';
import { settled } from './settled.ts';
import { ask, cardAfter, cardOf, labels, press, publish, QUESTION, refused, sameCard } from './turns.ts';

const ENGINEERING = 'playground:acme:engineering';
/** A rule that accepts readers from outside, so that what matters is what was approved. */
const acceptsOutside = (rules: string): string =>
  rules.replace('widest_audience: workspace # restricted', 'widest_audience: external # restricted');
const opensUp = (company: Company): Promise<void> =>
  company.world({ channel: { id: ENGINEERING, audience: 'external', outside: ['Globex'] } });

describe.each(storiesOn('postgres'))('who can read the channel is part of what is approved (%s)', (database) => {
  test('it opens to outsiders after the requester’s approval: the reviewer’s click posts nothing, and all is asked again', async () => {
    const company = await openCompany({ database, rules: acceptsOutside });
    const draft = await ask(company);
    await press(company, 'ana', draft, 'approve');
    const forBen = await cardOf(company, 'ben', draft, { state: 'awaiting_reviewer' });
    await opensUp(company);
    const no = await refused(company, 'ben', forBen, 'approve');
    expect([no.status, no.code]).toEqual([409, 'AUDIENCE_WIDENED']);
    expect(no.message).toMatch(/^People outside Acme can now read #engineering\. .*no longer count\. Nothing was posted\./);

    const back = await cardAfter(company, 'ana', draft, 'awaiting_requester');
    expect(back.text).toContain('People outside Acme can now read #engineering.');
    expect(back.text).toContain('Who could read it: People outside Acme can read this channel: Globex.');
    expect((await refused(company, 'ben', forBen, 'approve')).code).toBe('STALE');
    await press(company, 'ana', back, 'approve');
    const again = await cardAfter(company, 'ben', forBen, 'awaiting_reviewer');
    expect(again.text).toMatch(/it is posted in #engineering, where .*Globex/);
    await press(company, 'ben', again, 'approve');
    await company.posted('dan', 'engineering', { draft: draft.draft ?? null });
    await company.check();
  });

  test('where the rule accepts no outsiders it is refused until the channel is closed again, and so is a new question', async () => {
    const company = await openCompany({ database });
    const draft = await ask(company);
    await press(company, 'ana', draft, 'approve');
    const forBen = await cardOf(company, 'ben', draft, { state: 'awaiting_reviewer' });
    await opensUp(company);
    expect((await refused(company, 'ben', forBen, 'approve')).message).toMatch(
      /^#engineering can be read by more people than its rule accepts\. Nothing was posted\./,
    );
    const back = await cardAfter(company, 'ana', draft, 'awaiting_requester');
    expect(labels(back)).toEqual(['Edit', 'Ask again', 'Keep private']);
    expect(back.text).toContain('The rule of #engineering accepts fewer readers, so it cannot be posted there.');
    await company.say('dan', 'engineering', QUESTION);
    await company.notice('dan', '#engineering can be read by more people than its rule accepts.');
    await press(company, 'ana', back, 'edit', 'It is in the vault.');
    const edited = await cardOf(company, 'ana', draft, { revision: 2 });
    expect(labels(edited)).toEqual(['Edit', 'Ask again', 'Keep private']);

    await company.world({ channel: { id: ENGINEERING, audience: 'workspace', outside: [] } });
    await company.fault({ unchecked_clicks: true });
    expect((await refused(company, 'ana', edited, 'approve')).code).toBe('AUDIENCE_TOO_WIDE');
    const anew = await cardAfter(company, 'ana', edited, 'awaiting_requester');
    expect(anew.text).toContain('Who could read it: 6 people at Acme');
    await publish(company, anew, 'ana', ['chloe'], 'engineering');
    await company.check();
  });

  test('fewer readers than before change nothing; opened to outsiders after the last approval, before it is begun, nothing is posted', async () => {
    const hold = createHold();
    const company = await openCompany({ database, rules: acceptsOutside, overrides: { wrap: hold.wrap } });
    const gate = hold.next();
    const draft = await ask(company);
    await press(company, 'ana', draft, 'approve');
    await company.world({
      channel: {
        id: ENGINEERING,
        audience: 'restricted',
        members: ['ana', 'ben', 'chloe', 'dan'].map((name) => `playground:acme:${name}`),
      },
    });
    await press(company, 'ben', await cardOf(company, 'ben', draft, { state: 'awaiting_reviewer' }), 'approve');
    await gate.reached;
    await company.world({ channel: { id: ENGINEERING, members: ['ana', 'ben', 'dan'].map((name) => `playground:acme:${name}`) } });
    gate.open();
    await company.posted('dan', 'engineering', { draft: draft.draft ?? null });

    const second = hold.next();
    const other = await ask(company, 'ana', 'engineering', '@handbook how do I book staging for a load test?');
    await press(company, 'ana', other, 'approve');
    const forBen = await cardOf(company, 'ben', other, { state: 'awaiting_reviewer' });
    await press(company, 'ben', forBen, 'approve');
    await second.reached;
    await opensUp(company);
    second.open();
    const back = await cardAfter(company, 'ana', other, 'awaiting_requester');
    expect(back.text).toContain('People outside Acme can now read #engineering.');
    await sameCard(company, 'ben', forBen, /no longer count/);
    await company.check();
  });

  test('while the platform does not say who can read it, nothing is approved or posted; afterwards it is posted, once', async () => {
    const hold = createHold();
    const company = await openCompany({ database, overrides: { wrap: hold.wrap } });
    const gate = hold.next();
    const draft = await ask(company);
    await company.fault({ operation: 'audience', mode: 'refuse' });
    expect((await refused(company, 'ana', draft, 'approve')).message).toMatch(
      /^We could not find out who can read #engineering, so it cannot be posted\. Nothing was changed\./,
    );
    await press(company, 'ana', draft, 'approve');
    const forBen = await cardOf(company, 'ben', draft, { state: 'awaiting_reviewer' });
    // Cards ask who can read it, too: those that are on their way would meet the faults that are meant for the publish.
    await settled(company);
    await press(company, 'ben', forBen, 'approve');
    await gate.reached;
    await company.fault({ operation: 'audience', mode: 'refuse', times: 3 });
    gate.open();
    for (let round = 1; round <= 4; round += 1) {
      await settled(company);
      expect(await company.sees('dan')).not.toContain('Written by handbook');
      if (round === 3) await company.fault({ operation: 'can_post', mode: 'cut_before' });
      await company.pass(10_000);
    }
    await company.posted('dan', 'engineering', { draft: draft.draft ?? null });
    expect(await (await fetch(`${company.url}/playground/api/faults`)).json()).toMatchObject({ faults: [] });
    const intents = (await entriesOf(company)).filter((entry) => entry.type === 'publication.intended');
    expect(intents).toHaveLength(1);
    await company.check();
  });
});
