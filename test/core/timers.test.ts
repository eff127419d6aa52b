import { expect, test } from 'vitest';
import { type Draft, STATES } from '../../src/core/draft.ts';
import { LIFECYCLE } from '../../src/core/lifecycle.ts';
import { fallbackAt, nextDueAt } from '../../src/core/timers.ts';
import { AT, opened } from './lifecycle-walk.ts';

const HOUR_MS = 3_600_000;
const draft = opened(1);

test('time closes a draft in exactly those states in which the table lets it expire', () => {
  const expiring = STATES.filter((state) => nextDueAt({ ...draft, state }) !== null);
  expect(expiring).toEqual(STATES.filter((state) => LIFECYCLE[state].expire !== undefined));
  for (const state of expiring) expect(nextDueAt({ ...draft, state })).toBe(draft.expiresAt);
});

test('fallback reviewers are asked when nobody decided for as long as the rule says, counted from the requester’s approval', () => {
  const approval = { person: draft.request.requester, human: draft.request.requesterHuman, role: 'requester' } as const;
  const waiting: Draft = {
    ...draft,
    state: 'awaiting_reviewer',
    approvals: [{ ...approval, fallback: false, at: AT, digest: 'h', audience: 'workspace' }],
    requirements: { ...draft.requirements, fallback: { afterMs: 4 * HOUR_MS, from: ['playground:acme:olu'] } },
  };
  expect(fallbackAt(waiting)).toBe(AT + 4 * HOUR_MS);
  expect(fallbackAt({ ...waiting, requirements: draft.requirements })).toBeNull();
  expect(fallbackAt({ ...waiting, approvals: [] })).toBeNull();
  const asking = STATES.filter((state) => fallbackAt({ ...waiting, state }) !== null);
  expect(asking).toEqual(['awaiting_reviewer']);
});
