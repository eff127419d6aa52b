import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { CHECKS } from '../../src/app/readiness.ts';
import { openCompany } from '../stories/company.ts';
import { settled } from '../stories/settled.ts';
import { ask, cardOf, engage, isAfter, press, publish, UNANSWERABLE } from '../stories/turns.ts';
import { healthOf, metrics } from './asking.ts';

test('what happened in a story can be counted, and nothing of the story can be read', async () => {
  const company = await openCompany({ database: 'sqlite', environment: { HEALTH_PORT: '0' } });
  const before = await metrics(healthOf(company));
  expect(before.value('countersign_deliveries_total{kind="ask",became="done"}')).toBe(0);
  expect(before.value('countersign_database_up')).toBe(1);

  const draft = await ask(company);
  const post = await publish(company, draft, 'ana', ['ben'], 'engineering');
  const second = await ask(company);
  await company.pass(45_000);
  await press(company, 'ana', second, 'approve');
  await company.pass(20 * 60_000);
  await press(company, 'chloe', await cardOf(company, 'chloe', second, { state: 'awaiting_reviewer' }), 'reject', 'Too long.');
  const unanswered = await company.say('dan', 'random', UNANSWERABLE);
  await company.card('dan', (card) => isAfter(card, unanswered) && card.state === 'withdrawn');
  await company.say('dan', 'lobby', '@handbook how do I rotate the staging database password?');
  await company.notice('dan', /lobby/);
  await engage(company, 'wrong payroll answers', 'agent:handbook ');
  await settled(company);

  const after = await metrics(healthOf(company));
  const rise = (sample: string): number => after.value(sample) - before.value(sample);
  expect({
    asked: rise('countersign_deliveries_total{kind="ask",became="done"}'),
    refused: rise('countersign_deliveries_total{kind="ask",became="refused"}'),
    because: rise('countersign_refusals_total{code="NO_RULE"}'),
    clicked: rise('countersign_deliveries_total{kind="click",became="done"}'),
    commanded: rise('countersign_deliveries_total{kind="command",became="done"}'),
    answered: rise('countersign_agent_run_seconds_count{result="answered"}'),
    nothingFound: rise('countersign_agent_run_seconds_count{result="NOTHING_FOUND"}'),
    posted: rise('countersign_publish_outcomes_total{outcome="confirmed"}'),
    failed: rise('countersign_publish_outcomes_total{outcome="unknown"}'),
  }).toEqual({ asked: 3, refused: 1, because: 1, clicked: 4, commanded: 1, answered: 2, nothingFound: 1, posted: 1, failed: 0 });

  // Ana took half a second and 45 seconds, Ben no time and Chloe twenty minutes.
  const decided = (by: string, le: string): number => rise(`countersign_decision_seconds_bucket{by="${by}",le="${le}"}`);
  expect([decided('requester', '30'), decided('requester', '60')]).toEqual([1, 2]);
  expect([decided('reviewer', '900'), decided('reviewer', '3600'), decided('reviewer', '+Inf')]).toEqual([1, 2, 2]);

  expect(after.value('countersign_drafts{state="rejected"}')).toBe(1);
  expect(after.value('countersign_drafts{state="awaiting_reviewer"}')).toBe(0);
  expect(after.value('countersign_effects_due')).toBe(0);
  expect(rise('countersign_log_entries')).toBeGreaterThan(10);
  expect(['all', 'agent', 'channel', 'file'].map((scope) => after.value(`countersign_switch_engaged{scope="${scope}"}`))).toEqual([
    0, 1, 0, 0,
  ]);
  expect(after.value('process_resident_memory_bytes')).toBeGreaterThan(1e7);
  expect(after.value('countersign_event_loop_lag_seconds_count')).toBeGreaterThan(before.value('countersign_event_loop_lag_seconds_count'));

  const telling = [
    draft.draft ?? '?',
    post.text.match(/cs-\w+/)?.[0] ?? '?',
    'acme',
    'playground',
    'handbook',
    'engineering',
    'lobby',
    'payroll',
  ];
  for (const word of telling) expect(after.text).not.toContain(word);
  expect(after.text).not.toMatch(/\b(drf|rev|pub|att|run|crd|ent|eff)_|\b(cs|rq)-|staging|Too long|\bAna\b|\bBen\b/);
  // Every sample that there can be: what is counted twice as often is not written twice as long.
  expect(after.text.split('\n').length).toBeLessThan(250);
  expect(await documented('metric')).toEqual([...after.all.keys()].sort());
  await company.check();
});

test('docs/deploy.md explains every check of /readyz', async () => {
  expect(await documented('check')).toEqual([...CHECKS].sort());
});

/** The names in the first column of the table with this heading. */
async function documented(heading: string): Promise<string[]> {
  const table = (await readFile('docs/deploy.md', 'utf8')).split(`\n| ${heading} |`)[1]?.split('\n\n')[0] ?? '';
  const rows = [...table.matchAll(/^\| ([^|]+) \|/gm)].map(([, first = '']) => first.replace(/ by .*| \(.*/, ''));
  return rows.flatMap((first) => [...first.matchAll(/`(\w+)`/g)].map(([, name = '']) => name)).sort();
}
