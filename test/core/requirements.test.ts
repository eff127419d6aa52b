import fc from 'fast-check';
import { expect, test } from 'vitest';
import { AUDIENCE_CLASSES } from '../../src/core/audience.ts';
import type { PersonId } from '../../src/core/ids.ts';
import { compareRequirements, type Requirements, reviewersNeeded } from '../../src/core/requirements.ts';

const [BEN, CHLOE, OLU] = ['playground:acme:ben', 'playground:acme:chloe', 'playground:acme:olu'] as const;

const GIVEN: Requirements = {
  v: 1,
  destination: 'playground:acme:engineering',
  reviewers: { from: [BEN, CHLOE], needed: 1 },
  widestAudience: 'workspace',
  fallback: { afterMs: 4000, from: [OLU] },
};
const ALONE: Requirements = { ...GIVEN, reviewers: 'not_required', fallback: null };

test.each<[string, Requirements, Requirements]>([
  ['more people are needed', GIVEN, { ...GIVEN, reviewers: { from: [BEN, CHLOE], needed: 2 } }],
  ['a reviewer was struck', GIVEN, { ...GIVEN, reviewers: { from: [BEN], needed: 1 } }],
  ['a reviewer was exchanged', GIVEN, { ...GIVEN, reviewers: { from: [BEN, OLU], needed: 1 } }],
  [
    'a reviewer became a fallback, who has to wait',
    GIVEN,
    { ...GIVEN, reviewers: { from: [BEN], needed: 1 }, fallback: { afterMs: 4000, from: [CHLOE, OLU] } },
  ],
  ['the fallback is gone', GIVEN, { ...GIVEN, fallback: null }],
  ['the fallback is someone else', GIVEN, { ...GIVEN, fallback: { afterMs: 4000, from: [BEN] } }],
  ['the fallback has to wait longer', GIVEN, { ...GIVEN, fallback: { afterMs: 4001, from: [OLU] } }],
  [
    'fewer people are needed, but one was struck',
    { ...GIVEN, reviewers: { from: [BEN, CHLOE], needed: 2 } },
    { ...GIVEN, reviewers: { from: [BEN], needed: 1 } },
  ],
  ['the audience must be narrower', GIVEN, { ...GIVEN, widestAudience: 'restricted' }],
  ['reviewers are asked where nobody was', ALONE, GIVEN],
  ['the audience must be narrower, though nobody else is asked any more', GIVEN, { ...ALONE, widestAudience: 'restricted' }],
  ['it goes elsewhere', GIVEN, { ...GIVEN, destination: 'playground:acme:random' }],
  ['it goes nowhere', GIVEN, { ...GIVEN, destination: null }],
])('stricter, and so approvals are void: %s', (_what, given, now) => {
  expect(compareRequirements(given, now)).toBe('stricter');
});

test.each<[string, Requirements, Requirements]>([
  ['fewer people are needed', { ...GIVEN, reviewers: { from: [BEN, CHLOE], needed: 2 } }, GIVEN],
  ['more people may review', GIVEN, { ...GIVEN, reviewers: { from: [BEN, CHLOE, OLU], needed: 1 } }],
  ['nobody else is asked any more', GIVEN, ALONE],
  ['a wider audience is accepted', GIVEN, { ...GIVEN, widestAudience: 'external' }],
  ['a wider audience is accepted where nobody else is asked', ALONE, { ...ALONE, widestAudience: 'external' }],
  ['there is a fallback now', { ...GIVEN, fallback: null }, GIVEN],
  ['the fallback comes sooner', GIVEN, { ...GIVEN, fallback: { afterMs: 3999, from: [OLU] } }],
  ['the fallback became a reviewer', GIVEN, { ...GIVEN, reviewers: { from: [BEN, CHLOE, OLU], needed: 1 }, fallback: null }],
])('looser, and so approvals stay: %s', (_what, given, now) => {
  expect(compareRequirements(given, now)).toBe('looser');
});

test('the same is the same', () => {
  expect(compareRequirements(GIVEN, structuredClone(GIVEN))).toBe('same');
});

test('says how many reviewers a post needs besides its requester', () => {
  expect([reviewersNeeded(GIVEN), reviewersNeeded(ALONE)]).toEqual([1, 0]);
});

const people = fc.uniqueArray(fc.constantFrom<PersonId>(BEN, CHLOE, OLU), { minLength: 1 }).map((list) => list.toSorted());
const requirements = fc.record<Requirements>({
  v: fc.constant(1),
  destination: fc.constantFrom(null, 'playground:acme:engineering', 'playground:acme:random'),
  reviewers: fc.oneof(fc.constant('not_required' as const), fc.record({ from: people, needed: fc.integer({ min: 1, max: 3 }) })),
  widestAudience: fc.constantFrom(...AUDIENCE_CLASSES),
  fallback: fc.option(fc.record({ afterMs: fc.constantFrom(1000, 2000), from: people }), { nil: null }),
});

/** Everybody who could be counted at this moment after the reviewers were asked. */
function ableAt(now: Requirements, waitedMs: number): PersonId[] {
  if (now.reviewers === 'not_required') return [BEN, CHLOE, OLU];
  const joined = now.fallback !== null && waitedMs >= now.fallback.afterMs ? now.fallback.from : [];
  return [...now.reviewers.from, ...joined];
}

test('whatever is not stricter accepts every approval that the old requirements accepted, whenever it was given', () => {
  let kept = 0;
  fc.assert(
    fc.property(requirements, requirements, fc.constantFrom(0, 1000, 2000), (given, now, waitedMs) => {
      if (compareRequirements(given, now) === 'stricter') return;
      kept += 1;
      expect(now.destination).toBe(given.destination);
      expect(reviewersNeeded(now)).toBeLessThanOrEqual(reviewersNeeded(given));
      expect(AUDIENCE_CLASSES.indexOf(now.widestAudience)).toBeGreaterThanOrEqual(AUDIENCE_CLASSES.indexOf(given.widestAudience));
      if (given.reviewers === 'not_required') return;
      expect(ableAt(now, waitedMs)).toEqual(expect.arrayContaining(ableAt(given, waitedMs)));
    }),
    { numRuns: 3000, seed: 7 },
  );
  expect(kept).toBeGreaterThan(100);
});

test('never calls a change looser in both directions unless it demands the same of people', () => {
  fc.assert(
    fc.property(requirements, requirements, (one, other) => {
      fc.pre(compareRequirements(one, other) === 'looser' && compareRequirements(other, one) === 'looser');
      expect([one.destination, one.widestAudience, reviewersNeeded(one)]).toEqual([
        other.destination,
        other.widestAudience,
        reviewersNeeded(other),
      ]);
    }),
    { numRuns: 50, maxSkipsPerRun: 5000 },
  );
});
