import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { FINAL_STATES, STATES } from '../../src/core/draft.ts';
import { acceptedMoves, type Step, walk } from './lifecycle-walk.ts';

const steps: { needed: number; step: Step }[] = [];
const accepted = (): { needed: number; step: Step & { after: NonNullable<Step['after']> } }[] =>
  steps.filter((one): one is { needed: number; step: Step & { after: NonNullable<Step['after']> } } => one.step.after !== null);

beforeAll(() => {
  for (const needed of [0, 1, 2]) for (const step of walk(needed)) steps.push({ needed, step });
});

describe('the life of a draft', () => {
  test('every state is reached by the walk, so what follows speaks of all of them', () => {
    const reached = new Set(accepted().map(({ step }) => step.after.state));
    expect(STATES.filter((state) => !reached.has(state))).toEqual([]);
  });

  test('begins to publish only what its requester and as many other humans as demanded approved, for exactly this post', () => {
    const begun = accepted().filter(({ step }) => step.after.state === 'publishing');
    expect(begun.length).toBeGreaterThan(0);
    for (const { needed, step } of begun) {
      const { approvals, revision, request } = step.before;
      expect(approvals.every((approval) => approval.digest === revision?.digest)).toBe(true);
      expect(approvals.filter((approval) => approval.role === 'requester').map((approval) => approval.person)).toEqual([request.requester]);
      const reviewers = new Set(approvals.filter((approval) => approval.role === 'reviewer').map((approval) => approval.human));
      reviewers.delete(request.requesterHuman);
      if (revision?.editorHuman) reviewers.delete(revision.editorHuman);
      expect(reviewers.size).toBeGreaterThanOrEqual(needed);
    }
  });

  test('nothing is posted when reviewers lost their role, when the audience widened, or when the rule became stricter', () => {
    const refused = steps.filter(({ needed, step }) => step.before.state === 'approved' && step.who === 'system' && needed > 0);
    const codes = (name: string) => new Set(refused.filter(({ step }) => step.name === name).map(({ step }) => step.code));
    expect(codes('begin (reviewers lost)')).toEqual(new Set(['REVIEWER_CHANGED']));
    expect(codes('begin (rule stricter)')).toEqual(new Set(['RULE_CHANGED']));
    expect(codes('begin (audience widened)')).toEqual(new Set(['AUDIENCE_TOO_WIDE']));
  });

  test('a rule that is loosened after the approval does not lower the bar of a draft under way', () => {
    const begun = accepted().filter(({ needed, step }) => step.name === 'begin (rule loosened)' && needed > 0);
    expect(begun.length).toBeGreaterThan(0);
    for (const { needed, step } of begun)
      expect(step.before.approvals.filter((one) => one.role === 'reviewer').length).toBeGreaterThanOrEqual(needed);
  });

  test('a stranger, and another account of the requester, can do nothing and learn nothing but that it is not theirs', () => {
    for (const { step } of steps) {
      if (step.who !== 'dan' && step.who !== 'ana (other account)') continue;
      expect([step.who, step.name, step.code]).toEqual([step.who, step.name, 'NOT_YOURS']);
    }
  });

  test('a decision about a text that has changed is never accepted', () => {
    const stale = accepted().filter(
      ({ step }) => step.name.endsWith('(stale)') || step.name === 'answer (late)' || step.name === 'fail (late)',
    );
    expect(stale).toEqual([]);
  });

  test('the kill switch blocks every way forward', () => {
    expect(accepted().filter(({ step }) => step.name.endsWith('(engaged)'))).toEqual([]);
  });

  test('the requester can take an unpublished draft back in every state but those in which it is being sent', () => {
    const states = new Set(
      accepted()
        .filter(({ step }) => step.name === 'withdraw' && step.who === 'ana')
        .map(({ step }) => step.before.state),
    );
    const expected = ['awaiting_agent', 'awaiting_requester', 'awaiting_reviewer', 'rejected', 'approved', 'publish_failed'];
    expect([...states].sort()).toEqual(expected.sort());
  });

  test('a draft closes only when its time is over, and never while its post is under way', () => {
    expect(accepted().filter(({ step }) => step.name === 'expire (early)')).toEqual([]);
    const expired = new Set(
      accepted()
        .filter(({ step }) => step.name === 'expire')
        .map(({ step }) => step.before.state),
    );
    expect(expired.has('publishing') || expired.has('outcome_unknown') || expired.has('published')).toBe(false);
  });

  test('an unknown outcome never leads to a second send without the requester’s own retry', () => {
    for (const { step } of accepted()) {
      if (!step.before.publishing.mayStandAlready || step.after.state !== 'approved') continue;
      expect(['retry', 'approve', 'abandon']).toContain(step.name);
      if (step.name === 'retry') expect(step.who).toBe('ana');
    }
  });

  test('every accepted move raises the version by one and writes exactly one fact', () => {
    for (const { step } of accepted()) {
      expect(step.after.version).toBe(step.before.version + 1);
      expect(step.fact).toMatch(/^(draft|publication|retraction)\./);
    }
  });

  test('a new text starts without approvals', () => {
    const renewed = accepted().filter(({ step }) => step.after.revision?.digest !== step.before.revision?.digest);
    expect(renewed.filter(({ step }) => step.after.approvals.length > 0)).toEqual([]);
  });

  test('nothing leads out of a final state', () => {
    expect(accepted().filter(({ step }) => FINAL_STATES.includes(step.before.state))).toEqual([]);
  });

  test('docs/lifecycle.md holds every accepted move (npm run generate writes it)', () => {
    expect(readFileSync('docs/lifecycle.md', 'utf8')).toContain(acceptedMoves());
  });
});
