import { describe, expect } from 'vitest';
import { BOTH, storyOn } from '../support/databases.ts';
import { runCommand } from './bots.ts';
import type { Message } from './chat.ts';
import { type Company, openCompany } from './company.ts';
import { looks, MINUTE_MS, passUntil, requests, somethingElseHappens, standing, stateOf, told } from './publishing.ts';
import { ask, cardOf, press } from './turns.ts';

describe.each(BOTH)('an outcome that stays unknown, because the platform cannot be asked (%s)', (database) => {
  const story = storyOn(database);
  story('a look that fails never counts; when the platform answers again, two looks decide', async () => {
    const { company, draft } = await loseSight(database, 'cut_before');
    for (const mode of ['refuse', 'cut_before', 'rate_limit']) {
      await company.fault({ operation: 'find', mode, times: 100 });
      const before = (await requests(company, 'find')).length;
      await passUntil(company, 10 * MINUTE_MS, async () => (await requests(company, 'find')).length > before);
    }
    expect(await stateOf(company, draft)).toBe('outcome_unknown');
    await company.fault({ operation: 'find', mode: 'refuse', times: 0 });
    await passUntil(company, 10_000, async () => (await looks(company)).length > 0);
    await company.pass(MINUTE_MS - 10_000);
    await somethingElseHappens(company);
    expect(await stateOf(company, draft)).toBe('outcome_unknown');
    await passUntil(company, 10_000, async () => (await stateOf(company, draft)) === 'publish_failed');
    const [first = 0, second = 0, ...more] = await looks(company);
    expect(more).toEqual([]);
    expect(second - first).toBeGreaterThanOrEqual(MINUTE_MS);
    await company.check();
  });

  story('an operator, and nobody else, says in the chat that it stands; then it can be retracted by the button on it', async () => {
    const { company, draft, reference } = await loseSight(database, 'cut_after');
    await company.say('ana', 'direct', `/countersign settle ${reference} published it is my answer`);
    await company.notice('ana', 'Only operators can do that.');
    await company.say('olu', 'direct', `/countersign settle ${reference} published`);
    await company.notice('olu', 'Please say why');
    expect(await stateOf(company, draft)).toBe('outcome_unknown');
    await company.say('olu', 'direct', `/countersign settle ${reference} published I looked: it is there`);
    await company.notice('olu', `Done: ${reference} is settled as published.`);
    await told(company, 'ana', draft, 'Olu looked and settled it: the answer from handbook was posted in #random.');
    const settled = await cardOf(company, 'ana', draft, { state: 'published' });
    expect(settled.text).toMatch(/^Posted in #random\. Approved by you\. Proof: cs-/);
    expect(settled.text).toMatch(/Settled by Olu at \d\d:\d\d: “I looked: it is there”\./);
    await company.say('olu', 'direct', `/countersign settle ${reference} failed I looked again`);
    await company.notice('olu', 'That is not possible now');
    await company.fault({ operation: 'find', mode: 'refuse', times: 0 });
    const [post] = await standing(company, 'random', draft);
    await press(company, 'ana', post as Message, 'retract');
    await company.posted('dan', 'random', { kind: 'tombstone' });
    await cardOf(company, 'ana', draft, { state: 'retracted' });
    await company.check();
  });

  story('an operator says at the command line that it does not stand; only Try again posts it then', async () => {
    const { company, draft, reference } = await loseSight(database, 'cut_before');
    const settled = await runCommand(company, 'settle', reference, 'failed', '--reason', 'I looked: it is not there');
    expect(settled).toMatchObject({ code: 0, stderr: '' });
    await told(company, 'ana', draft, 'the answer from handbook was not posted in #random.');
    const failed = await cardOf(company, 'ana', draft, { state: 'publish_failed' });
    expect(await requests(company, 'publish')).toHaveLength(1);
    await press(company, 'ana', failed, 'retry');
    await cardOf(company, 'ana', draft, { state: 'published' });
    expect(await standing(company, 'random', draft)).toHaveLength(1);
    await company.check();
  });
});

/** Ana approves, nobody knows what became of the post, and whoever looks for it is not told. */
async function loseSight(
  database: 'sqlite' | 'postgres',
  mode: 'cut_before' | 'cut_after',
): Promise<{ company: Company; draft: Message; reference: string }> {
  const company = await openCompany({ database });
  const draft = await ask(company, 'ana', 'random');
  await company.fault({ operation: 'publish', mode });
  await company.fault({ operation: 'find', mode: 'refuse', times: 100 });
  await press(company, 'ana', draft, 'approve');
  await told(company, 'ana', draft, 'did not confirm');
  const alarm = await told(company, 'olu', draft, 'settle it by hand if that does not end');
  const [reference = ''] = /rq-[0-9A-Z]{8}/.exec(alarm.text) ?? [];
  return { company, draft, reference };
}
