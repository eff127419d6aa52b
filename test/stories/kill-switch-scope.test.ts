import { rm, writeFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { storiesOn } from '../support/databases.ts';
import { openCompany } from './company.ts';
import { createHold } from './gates.ts';
import { manyDrafts } from './publishing.ts';
import { settled } from './settled.ts';
import { ask, cardAfter, cardOf, engage, press, publish, QUESTION, refused, release } from './turns.ts';

/** A second agent, in random only. */
const withGuide = (rules: string): string =>
  rules
    .replace(
      /( {2}handbook: [\s\S]*?)(limits:)/,
      (_, agent: string, next: string) => `${agent}${agent.replace('handbook:', 'guide:')}${next}`,
    )
    .replace(/(random\n {4}agents: )\[handbook\]/, '$1[handbook, guide]');

describe.each(storiesOn('sqlite'))('what the kill switch stops (%s)', (database) => {
  test('one agent, and the others answer; one channel, and elsewhere it goes on; of two switches each stops what it names', async () => {
    const company = await openCompany({ database, rules: withGuide });
    const draft = await ask(company, 'ana', 'random');
    expect((await engage(company, 'it makes things up', 'agent:handbook ')).text).toContain('Publishing is stopped (handbook)');
    await company.say('ana', 'engineering', QUESTION);
    await company.notice(
      'ana',
      /^Olu stopped publishing answers from handbook at .*: “it makes things up”\. Your question went to no agent\./,
    );
    expect((await refused(company, 'ana', draft, 'approve')).code).toBe('ENGAGED');
    const guided = await ask(company, 'ana', 'random', QUESTION.replace('@handbook', '@guide'));
    const post = await publish(company, guided, 'ana', [], 'random');
    expect(post.text).toContain('Written by guide (AI).');
    await release(company, 'agent:handbook');

    expect((await engage(company, 'too much of it', 'channel:playground:acme:random ')).text).toContain(
      'Publishing is stopped (#random): “too much of it”.',
    );
    expect((await refused(company, 'ana', draft, 'approve')).message).toContain('“too much of it”');
    await company.say('dan', 'random', QUESTION);
    await company.notice('dan', /^Olu stopped publishing in #random at .*: “too much of it”\. Your question went to no agent\./);
    await publish(company, await ask(company), 'ana', ['ben'], 'engineering');
    await release(company, 'channel:playground:acme:random');
    await publish(company, draft, 'ana', [], 'random');

    const last = await ask(company, 'ana', 'random');
    await engage(company, 'everything at once');
    await engage(company, 'only here', 'channel:playground:acme:random ');
    await release(company);
    expect((await refused(company, 'ana', last, 'approve')).message).toContain('“only here”');
    await company.say('dan', 'direct', '/countersign status');
    await company.notice('dan', 'Publishing is stopped: #random. 1 open draft.');
    await release(company, 'channel:playground:acme:random');
    await publish(company, last, 'ana', [], 'random');
    await company.check();
  });

  test('a file on the server stops everything at once; removing it opens nothing, an operator does', async () => {
    const hold = createHold();
    const company = await openCompany({ database, overrides: { wrap: hold.wrap } });
    const gate = hold.next();
    const waiting = await ask(company);
    const draft = await ask(company, 'ana', 'random');
    expect(await press(company, 'ana', draft, 'approve')).toBe('approved');
    await gate.reached;
    await writeFile(company.config.killFile, '');
    gate.open();
    await company.notice('ana', 'Publishing was stopped: “the kill file is present on the server”.');
    const no = await refused(company, 'ana', waiting, 'approve');
    expect(no.code).toBe('ENGAGED');
    expect(no.message).toContain('“the kill file is present on the server”');
    await company.say('dan', 'random', QUESTION);
    await company.notice('dan', 'Your question went to no agent.');
    await company.say('olu', 'direct', '/countersign release');
    await company.notice('olu', 'kill file is present on the server; remove it first. Nothing was changed.');

    // Until it is seen and written into the switch as well: then it holds without the file.
    await company.pass(2_000);
    await company.say('dan', 'direct', '/countersign status');
    await company.notice('dan', 'Publishing is stopped: everything');
    await rm(company.config.killFile);
    expect((await refused(company, 'ana', waiting, 'approve')).code).toBe('ENGAGED');
    expect((await release(company)).text).toContain('went back to the people who asked: 1.');
    const back = await cardAfter(company, 'ana', draft, 'awaiting_requester');
    await publish(company, back, 'ana', [], 'random');
    await press(company, 'ana', waiting, 'approve');
    await cardOf(company, 'ben', waiting, { state: 'awaiting_reviewer' });
    await company.check();
  });

  test('the cards of many open drafts are told of it one after the other, so that nobody waits for them', async () => {
    const company = await openCompany({ database, rules: manyDrafts });
    const drafts = [];
    for (let nth = 0; nth < MANY; nth += 1) drafts.push(await ask(company, 'ana', 'random'));
    await settled(company);
    const before = (await company.record()).wire.length;
    await engage(company, 'wrong answers');
    for (const draft of drafts)
      await company.card('ana', ({ id, actions }) => id === draft.id && !actions.some((one) => one.id === 'approve'));
    const { wire } = await company.record();
    const told = wire.slice(before).filter(({ path }) => path.endsWith('/update'));
    const [first, last] = [told.at(0), told.at(-1)].map((entry) => Date.parse(entry?.at ?? ''));
    expect(told).toHaveLength(MANY);
    expect(Number(last) - Number(first)).toBeGreaterThanOrEqual((MANY - 1) * 10);
    await company.check();
  });
});

const MANY = 20;
