import { expect, test } from 'vitest';
import type { Overrides } from '../../src/installation.ts';
import { openCompany } from '../stories/company.ts';
import { handbookRuns } from '../stories/own-agents.ts';
import { isAfter, press, QUESTION } from '../stories/turns.ts';
import { openSlackCompany, person } from '../stories/slack/company.ts';
import { tellsAll } from '../support/tells-all.ts';
import { type HostileRun, hostileRuns } from './hostile.ts';

/** An agent that does what the next run says: writes on the way, calls a tool, wants another, and answers. */
function hostileAgent(): { overrides: Overrides; now: { run: HostileRun } } {
  const now = { run: hostileRuns(1)[0]! };
  const overrides = handbookRuns(async (_question, _signal, oversight) => {
    const { output, progress, result, wanted } = now.run;
    oversight.progress(progress);
    await oversight.callTool({ tool: 'wiki/search', arguments: JSON.stringify(wanted) }, () => Promise.resolve(result));
    await oversight.refuseTool({ tool: wanted, arguments: wanted });
    return output;
  });
  return { overrides, now };
}

/** `npm run test:all` has hundreds of runs in each test. */
const PATIENCE_MS = tellsAll() ? 1_800_000 : 90_000;

const FAILED = /found nothing|was not in the agreed form|cannot be posted|too long|could not/;

test(
  'whatever bytes an agent gives, in the playground they reach nobody but its requester before they are approved, and never as more than words',
  async () => {
    const { overrides, now } = hostileAgent();
    const company = await openCompany({
      database: 'sqlite',
      rules: (rules) => rules.replace('asks: 20/hour', 'asks: 100000/hour').replace('open_drafts: 10', 'open_drafts: 1000'),
      overrides,
    });
    let posted = 0;
    for (const run of hostileRuns(2)) {
      now.run = run;
      const asked = await company.say('ana', 'random', QUESTION);
      const card = await company.card(
        'ana',
        (message) => isAfter(message, asked) && ['awaiting_requester', 'withdrawn'].includes(message.state ?? ''),
      );
      for (const other of ['ben', 'chloe', 'dan', 'olu']) expect(await company.sees(other), run.what).not.toContain(run.mark);
      const { direct } = await company.view('ana');
      for (const one of direct.filter((message) => isAfter(message, asked))) expect(one.text, run.what).not.toContain('://');
      if (card.state !== 'awaiting_requester') continue;
      await press(company, 'ana', card, 'approve');
      const post = await company.posted('dan', 'random', { draft: card.draft ?? '', kind: 'publication' });
      expect(post.text, run.what).toContain(run.mark);
      posted += 1;
      await press(company, 'ana', post, 'retract');
      await company.posted('dan', 'random', { draft: card.draft ?? '', kind: 'tombstone' });
    }
    // Most of it is only words, and words may be posted once somebody wants them to be.
    expect(posted).toBeGreaterThan(5);
    await company.check();
  },
  PATIENCE_MS,
);

test(
  'whatever bytes an agent gives, on Slack they reach nobody but its requester before they are approved, and call nobody',
  async () => {
    const { overrides, now } = hostileAgent();
    const company = await openSlackCompany({ receiver: 'socket', overrides });
    let posted = 0;
    for (const run of hostileRuns(1)) {
      now.run = run;
      const asked = await company.ask('ana', 'random', 'handbook: how do I rotate the staging database password?');
      const isDraft = (text: string): boolean => text.startsWith('Draft from handbook.');
      const card = await company.told('ana', (one) => one.ts > asked && (isDraft(one.text) || FAILED.test(one.text)));
      for (const other of ['ben', 'chloe', 'dan', 'olu']) expect((await company.sees(other)).text, run.what).not.toContain(run.mark);
      const { channels } = await company.sees('ana');
      for (const one of channels.filter(({ kind }) => kind === 'im').flatMap(({ messages }) => messages)) {
        // A message to herself calls her, and nobody else.
        expect([one.live, one.notified.filter((who) => who !== person('ana'))], run.what).toEqual([[], []]);
      }
      if (!isDraft(card.text)) continue;
      await company.press('ana', card, 'approve');
      const post = await company.told('dan', (one) => one.thread_ts === asked && /Written by handbook \(AI\)/.test(one.text), 'random');
      expect(post.text, run.what).toContain(run.mark);
      expect(post.notified, run.what).toEqual([]);
      expect(
        post.live.filter((live) => live.kind !== 'link'),
        run.what,
      ).toEqual([]);
      posted += 1;
    }
    expect(posted).toBeGreaterThan(2);
    await company.check();
  },
  PATIENCE_MS,
);
