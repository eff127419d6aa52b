import { describe, expect, test } from 'vitest';
import type { AgentQuestion, Oversight } from '../../src/agents/agent.ts';
import { storiesOn } from '../support/databases.ts';
import { openCompany } from './company.ts';
import { createGate } from './gates.ts';
import { entriesOf } from './log.ts';
import { answer, handbookRuns } from './own-agents.ts';
import { ask, cardAfter, cardOf, engage, press, publish, QUESTION, sameCard } from './turns.ts';

const SECRET = 'the vault of staging stands behind the green door';

describe.each(storiesOn('postgres'))('a run of an agent (%s)', (database) => {
  test('what it has written so far is seen by its requester alone, without effect, and is gone when it has answered', async () => {
    const gate = createGate();
    const overrides = handbookRuns(async (_question, _signal, oversight) => {
      oversight.progress('First');
      oversight.progress('First, open **the vault** at https://vault.example.com/staging \u202e and @ben');
      await gate.pass();
      oversight.progress('never shown');
      return answer('Open the vault at https://vault.example.com/staging.');
    });
    const company = await openCompany({ database, overrides });
    await company.say('ana', 'engineering', QUESTION);
    const working = await company.card('ana', (message) => message.text.includes('open **the vault**'));
    expect(working.text).toContain('handbook has written so far, and is not done: “First, open **the vault** at https[:]//vault');
    expect(working.text).not.toMatch(/:\/\/|\u202e/);
    expect(working.actions.map(({ id }) => id)).toEqual(['stop']);
    for (const other of ['ben', 'chloe', 'dan', 'olu']) expect(await company.sees(other)).not.toContain('vault');
    gate.open();
    const draft = await cardOf(company, 'ana', working, { state: 'awaiting_requester' });
    const over = await sameCard(company, 'ana', working, 'handbook has answered. The card is below.');
    expect(over.text).not.toContain('vault');
    const post = await publish(company, draft, 'ana', ['ben'], 'engineering');
    expect(post.text).not.toContain('never shown');
    await company.check();
  });

  test('from the post one can walk back to everything that the run called, and reviewers learn only which tools that were', async () => {
    const overrides = handbookRuns(async (_question, _signal, oversight) => {
      expect(await oversight.callTool({ tool: 'wiki/search', arguments: '{"for":"staging"}' }, () => Promise.resolve(SECRET))).toBe(SECRET);
      const failing = oversight.callTool({ tool: 'wiki/search', arguments: '{}' }, () => Promise.reject(new Error('down')));
      await expect(failing).rejects.toThrow('down');
      await oversight.refuseTool({ tool: 'shell/run', arguments: '{"command":"rm -rf /"}' });
      return answer('Rotate it in the vault.');
    });
    const company = await openCompany({ database, overrides });
    const draft = await ask(company);
    expect(draft.text).toContain('Looked up with wiki/search (2 calls, 1 failed).');
    expect(draft.text).toContain('handbook also wanted “shell/run”, which the rules do not allow here. Nothing was called.');
    await press(company, 'ana', draft, 'approve');
    const forBen = await cardOf(company, 'ben', draft, { state: 'awaiting_reviewer' });
    expect(forBen.text).toContain('Looked up with wiki/search (2 calls, 1 failed).');
    for (const reader of ['ben', 'chloe', 'dan']) expect(await company.sees(reader)).not.toMatch(/green door|shell|rm -rf/);
    await press(company, 'ben', forBen, 'approve');
    await cardOf(company, 'ana', draft, { state: 'published' });

    const ofRun = (await entriesOf(company)).filter(({ refs, draft: of }) => of === draft.draft && 'run' in refs);
    const run = ofRun[0]?.refs.run;
    expect(ofRun.map(({ type, refs }) => [type, refs.run === run, refs.call ?? null, refs.ended ?? null])).toEqual([
      ['draft.requested', true, null, null],
      ['run.started', true, null, null],
      ['tool.called', true, 1, null],
      ['tool.answered', true, 1, 'answered'],
      ['tool.called', true, 2, null],
      ['tool.answered', true, 2, 'failed'],
      ['tool.refused', true, null, null],
      ['draft.answered', true, null, null],
    ]);
    expect(ofRun.map(({ digests }) => Object.keys(digests))).toEqual([
      ['question', 'requirements'],
      ['prompt'],
      ['arguments'],
      ['result'],
      ['arguments'],
      [],
      ['arguments'],
      expect.arrayContaining(['output', 'post', 'text']),
    ]);
    await company.check();
  });

  test('is told what a tool says as it stands in the log: what no digest is made of is replaced', async () => {
    const told = Promise.withResolvers<string>();
    const overrides = handbookRuns(async (_question, _signal, oversight) => {
      told.resolve(await oversight.callTool({ tool: 'wiki/search', arguments: '\ud800\0' }, () => Promise.resolve('a\0b \ud800 c')));
      await oversight.refuseTool({ tool: 'x\0\udc00', arguments: '\0' });
      return answer('Rotate it in the vault.');
    });
    const company = await openCompany({ database, overrides });
    await ask(company);
    expect(await told.promise).toBe('a\ufffdb \ufffd c');
    await company.check();
  });

  test.each([
    ['the kill switch is engaged', async (company: Awaited<ReturnType<typeof openCompany>>) => void (await engage(company, 'wrong'))],
    [
      'its requester stops it',
      async (company: Awaited<ReturnType<typeof openCompany>>) => {
        const working = await company.card('ana', { title: 'handbook is looking for an answer. Only you can see this.' });
        await press(company, 'ana', working, 'stop');
      },
    ],
  ])('calls nothing more once %s between two calls, though the agent does not listen', async (_when, end) => {
    const [gate, called] = [createGate(), [] as string[]];
    const outcomes = Promise.withResolvers<unknown[]>();
    const call = (oversight: Oversight, name: string): Promise<string> =>
      oversight.callTool({ tool: name, arguments: '{}' }, () => (called.push(name), Promise.resolve('')));
    const overrides = handbookRuns(async (_question, _signal, oversight) => {
      await call(oversight, 'wiki/one');
      await gate.pass();
      const tries = [call(oversight, 'wiki/two'), oversight.mayGoOn(), oversight.refuseTool({ tool: 'x', arguments: '{}' })];
      outcomes.resolve((await Promise.allSettled(tries)).map(({ status }) => status));
      return answer('Too late.');
    });
    const company = await openCompany({ database, overrides });
    await company.say('ana', 'engineering', QUESTION);
    await gate.reached;
    await end(company);
    gate.open();
    expect(await outcomes.promise).toEqual(['rejected', 'rejected', 'rejected']);
    expect(called).toEqual(['wiki/one']);
    await company.card('ana', { state: 'withdrawn' });
    expect((await entriesOf(company)).filter(({ type }) => type.startsWith('tool.')).map(({ type }) => type)).toEqual([
      'tool.called',
      'tool.answered',
    ]);
    await company.check();
  });

  test('asked again it is told what the draft went through: its answers, its requester’s words and edits, why it was rejected', async () => {
    const questions: AgentQuestion[] = [];
    const overrides = handbookRuns((question) => {
      questions.push(question);
      return Promise.resolve(answer(`Answer ${questions.length}. It is the same to this end.`));
    });
    const company = await openCompany({ database, overrides });
    const first = await ask(company);
    await press(company, 'ana', first, 'ask_again', 'name the path');
    const second = await cardOf(company, 'ana', first, { revision: 2, state: 'awaiting_requester' });
    expect(second.text).toContain('Changed since revision 1:\nAnswer [removed: 1] [added: 2]. It is the same to this end.');
    await press(company, 'ana', second, 'edit', 'Answer 2, by hand.');
    const third = await cardAfter(company, 'ana', second, 'awaiting_requester');
    await press(company, 'ana', third, 'approve');
    await press(company, 'ben', await cardOf(company, 'ben', first, { state: 'awaiting_reviewer' }), 'reject', 'wrong vault path');
    await press(company, 'ana', await sameCard(company, 'ana', third, /^Ben did not approve/), 'ask_again', 'heed Ben');
    await cardOf(company, 'ana', first, { revision: 4, state: 'awaiting_requester' });

    const told = questions.map(({ previous, wish, rejection, conversation }) => ({ previous, wish, rejection, conversation }));
    expect(told).toEqual([
      { previous: null, wish: null, rejection: null, conversation: [] },
      { previous: 'Answer 1. It is the same to this end.', wish: 'name the path', rejection: null, conversation: [] },
      {
        previous: 'Answer 2, by hand.',
        wish: 'heed Ben',
        rejection: 'wrong vault path',
        conversation: [
          { by: 'agent', text: 'Answer 1. It is the same to this end.' },
          { by: 'requester', text: 'name the path' },
          { by: 'agent', text: 'Answer 2. It is the same to this end.' },
        ],
      },
    ]);
    await company.check();
  });
});
