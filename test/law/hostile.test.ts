import { describe, expect, test } from 'vitest';
import type { Overrides } from '../../src/installation.ts';
import { openCompany } from '../stories/company.ts';
import { handbookRuns } from '../stories/own-agents.ts';
import { isAfter, press, QUESTION } from '../stories/turns.ts';
import { openDiscordCompany } from '../stories/discord/company.ts';
import { openSlackCompany, person } from '../stories/slack/company.ts';
import { type HostileRun, hostileRuns } from './hostile.ts';

/** An agent that does what the next run says: writes on the way, calls a tool, wants another, and answers. */
function hostileAgent([first]: HostileRun[]): { overrides: Overrides; now: { run: HostileRun } } {
  const now = { run: first! };
  const overrides = handbookRuns(async (_question, _signal, oversight) => {
    const { output, progress, result, wanted } = now.run;
    oversight.progress(progress);
    await oversight.callTool({ tool: 'wiki/search', arguments: JSON.stringify(wanted) }, () => Promise.resolve(result));
    await oversight.refuseTool({ tool: wanted, arguments: wanted });
    return output;
  });
  return { overrides, now };
}

const numbered = (companies: HostileRun[][]): [nth: number, runs: HostileRun[]][] => companies.map((runs, nth) => [nth + 1, runs]);

describe('whatever bytes an agent gives, in any place where it can give any', () => {
  test.each(numbered(hostileRuns(2)))(
    'in the playground they reach nobody but its requester before they are approved, and are never more than words (%i)',
    async (_nth, runs) => {
      const { overrides, now } = hostileAgent(runs);
      const rules = (example: string): string =>
        example.replace('asks: 20/hour', 'asks: 1000/hour').replace('open_drafts: 10', 'open_drafts: 1000');
      const company = await openCompany({ database: 'sqlite', rules, overrides });
      let [posted, failed] = [0, 0];
      for (const run of runs) {
        now.run = run;
        const asked = await company.say('ana', 'random', QUESTION);
        const card = await company.card(
          'ana',
          (message) => isAfter(message, asked) && ['awaiting_requester', 'withdrawn'].includes(message.state ?? ''),
        );
        for (const other of ['ben', 'chloe', 'dan', 'olu']) expect(await company.sees(other), run.what).not.toContain(run.mark);
        const { direct } = await company.view('ana');
        for (const one of direct.filter((message) => isAfter(message, asked))) expect(one.text, run.what).not.toContain('://');
        if (card.state !== 'awaiting_requester') {
          failed += 1;
          continue;
        }
        await press(company, 'ana', card, 'approve');
        const post = await company.posted('dan', 'random', { draft: card.draft ?? '', kind: 'publication' });
        // Where it is only words, they may be posted once somebody wants them to be.
        expect(post.text, run.what).toContain(run.mark);
        posted += 1;
      }
      expect(posted + failed).toBe(runs.length);
      await company.check();
    },
  );

  test.each(numbered(hostileRuns(1)))(
    'on Slack they reach nobody but its requester before they are approved, and call nobody (%i)',
    async (_nth, runs) => {
      const { overrides, now } = hostileAgent(runs);
      const company = await openSlackCompany({ receiver: 'socket', overrides });
      const isDraft = (text: string): boolean => text.startsWith('Draft from handbook.');
      let [posted, failed] = [0, 0];
      for (const run of runs) {
        now.run = run;
        const asked = await company.ask('ana', 'random', 'handbook: how do I rotate the staging database password?');
        const card = await company.told('ana', (one) => one.ts > asked && (isDraft(one.text) || FAILED.test(one.text)));
        for (const other of ['ben', 'chloe', 'dan', 'olu']) expect((await company.sees(other)).text, run.what).not.toContain(run.mark);
        const { channels } = await company.sees('ana');
        for (const one of channels.filter(({ kind }) => kind === 'im').flatMap(({ messages }) => messages)) {
          // A message to herself calls her, and nobody else.
          expect([one.live, one.notified.filter((who) => who !== person('ana'))], run.what).toEqual([[], []]);
        }
        if (!isDraft(card.text)) {
          failed += 1;
          continue;
        }
        await company.press('ana', card, 'approve');
        const post = await company.told('dan', (one) => one.thread_ts === asked && /Written by handbook \(AI\)/.test(one.text), 'random');
        expect(post.text, run.what).toContain(run.mark);
        expect(post.notified, run.what).toEqual([]);
        expect(
          post.live.filter(({ kind }) => kind !== 'link'),
          run.what,
        ).toEqual([]);
        posted += 1;
      }
      expect(posted + failed).toBe(runs.length);
      await company.check();
    },
  );

  test.each(numbered(hostileRuns(1)))(
    'on Discord they reach nobody but its requester before they are approved, and call nobody (%i)',
    async (_nth, runs) => {
      const { overrides, now } = hostileAgent(runs);
      const company = await openDiscordCompany({ transport: 'gateway', overrides });
      const isDraft = (text: string): boolean => text.startsWith('Draft from handbook.');
      let [posted, failed] = [0, 0];
      for (const run of runs) {
        now.run = run;
        const asked = await company.ask('ana', 'random', 'handbook: how do I rotate the staging database password?');
        const isNew = ({ id }: { id: string }): boolean => BigInt(id) > BigInt(asked);
        const card = await company.told('ana', (one) => isNew(one) && (isDraft(one.text) || FAILED.test(one.text)));
        for (const other of ['ben', 'chloe', 'dan', 'olu']) expect((await company.sees(other)).text, run.what).not.toContain(run.mark);
        expect([card.live, card.pinged.length], run.what).toEqual([[], 1]);
        if (!isDraft(card.text)) {
          failed += 1;
          continue;
        }
        await company.press('ana', card, 'approve');
        const post = await company.told('dan', /Written by handbook \(AI\)/, asked);
        expect(post.text, run.what).toContain(run.mark);
        expect(post.pinged, run.what).toEqual([]);
        expect(
          post.live.filter(({ kind }) => kind !== 'link'),
          run.what,
        ).toEqual([]);
        posted += 1;
      }
      expect(posted + failed).toBe(runs.length);
      await company.check();
    },
  );
});

/** What the agent says on its way may look like any sentence of ours, but none of them begins so. */
const FAILED = /^handbook(?:['’]s answer| could not| found nothing)/;
