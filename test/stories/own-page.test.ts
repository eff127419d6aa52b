import { describe, expect, test } from 'vitest';
import type { Home, HomeList } from '../../src/adapter.ts';
import { storiesOn } from '../support/databases.ts';
import { personId } from './chat.ts';
import { openCompany } from './company.ts';
import { handIn, type HandedIn } from './handed-in.ts';
import { ask, cardOf, press, publish } from './turns.ts';

const FIRST: Record<HomeList, number> = { to_review: 0, open: 0, published: 0 };

async function pageOf(handed: HandedIn, name: string, pages: Partial<Record<HomeList, number>> = {}): Promise<Home> {
  return handed.inbound().home({ person: personId(name) as `${string}:${string}`, pages: { ...FIRST, ...pages } });
}

function linesOf(home: Home, list: HomeList): string[] {
  return (home.sections.find((one) => one.list === list)?.items ?? []).map(({ sentence }) =>
    sentence.replaceAll(/\b(tomorrow|today), \d\d:\d\d|\bat \d\d:\d\d/g, 'then'),
  );
}

describe.each(storiesOn('sqlite'))('a person’s own page (%s)', (database) => {
  test('shows what is open of theirs, what waits for their review and what was posted for them, and nothing of anybody else', async () => {
    const handed = handIn();
    const company = await openCompany({ database, overrides: { wrap: handed.wrap } });
    const waiting = await ask(company);
    await press(company, 'ana', waiting, 'approve');
    await cardOf(company, 'ben', waiting, { state: 'awaiting_reviewer' });
    const posted = await ask(company, 'chloe', 'random');
    const post = await publish(company, posted, 'chloe', [], 'random');

    const ana = await pageOf(handed, 'ana');
    expect(linesOf(ana, 'open')).toEqual(['handbook, for #engineering. Waits for its reviewers. Closes then.']);
    expect([...linesOf(ana, 'to_review'), ...linesOf(ana, 'published')]).toEqual([]);
    const ben = await pageOf(handed, 'ben');
    expect(linesOf(ben, 'to_review')).toEqual(['Ana (ana) asks you to review an answer from handbook for #engineering. Closes then.']);
    expect(ben.sections.find(({ list }) => list === 'to_review')?.items[0]?.card).not.toBeNull();
    const chloe = await pageOf(handed, 'chloe');
    expect(linesOf(chloe, 'published')).toEqual([expect.stringMatching(/^handbook, posted in #random then\. Reference: cs-/)]);
    expect(JSON.stringify(await pageOf(handed, 'dan'))).not.toMatch(/staging|handbook/);

    const [item] = chloe.sections.find(({ list }) => list === 'published')?.items ?? [];
    expect(item?.actions.map(({ verb }) => verb)).toEqual(['retract']);
    const target = { kind: 'draft' as const, draft: item!.draft };
    const click = { at: Date.now(), evidence: null, target, verb: 'retract' as const, text: null };
    const stranger = await handed.inbound().click({ ...click, deliveryId: 'd1', person: 'playground:acme:dan' });
    expect(stranger).toMatchObject({ ok: false, code: 'NOT_YOURS' });
    const forged = await handed.inbound().click({ ...click, verb: 'approve', deliveryId: 'd2', person: 'playground:acme:chloe' });
    expect(forged).toMatchObject({ ok: false, code: 'UNKNOWN_CARD' });
    expect(await handed.inbound().click({ ...click, deliveryId: 'd3', person: 'playground:acme:chloe' })).toMatchObject({ ok: true });
    await company.posted('dan', 'random', { id: post.id, kind: 'tombstone' });
    await company.check();
  });

  test('says on the line of a draft whose card did not reach them how it does', async () => {
    const handed = handIn();
    const company = await openCompany({ database, overrides: { wrap: handed.wrap } });
    await company.fault({ direct_messages: { person: 'playground:acme:ben', open: false } });
    const draft = await ask(company);
    await press(company, 'ana', draft, 'approve');
    await cardOf(company, 'chloe', draft, { state: 'awaiting_reviewer' });
    const saysTo = async (name: string) => (await pageOf(handed, name)).sections.flatMap(({ items }) => items.map(({ noCard }) => noCard));
    expect(await saysTo('ben')).toEqual([expect.stringContaining('allow direct messages from Countersign')]);
    expect(await saysTo('chloe')).toEqual([null]);
    expect(await saysTo('ana')).toEqual([null]);
    await company.check();
  });

  test('has pages, and a page beyond the end is empty', async () => {
    const handed = handIn();
    const rules = (example: string): string => example.replace('open_drafts: 10', 'open_drafts: 100');
    const company = await openCompany({ database, rules, overrides: { wrap: handed.wrap } });
    for (let nth = 0; nth < 7; nth += 1) await ask(company, 'ana', 'random');
    const first = (await pageOf(handed, 'ana')).sections.find(({ list }) => list === 'open');
    expect([first?.items.length, first?.page, first?.more]).toEqual([6, 0, true]);
    const second = (await pageOf(handed, 'ana', { open: 1 })).sections.find(({ list }) => list === 'open');
    expect([second?.items.length, second?.page, second?.more]).toEqual([1, 1, false]);
    expect((await pageOf(handed, 'ana', { open: 9 })).sections.find(({ list }) => list === 'open')?.items).toEqual([]);
    await company.check();
  });
});
