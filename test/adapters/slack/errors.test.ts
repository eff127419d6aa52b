import { expect, it } from 'vitest';
import { AdapterError } from '#adapter';
import { z } from 'zod';
import { errorOf, read, refusalOf, refusedPost, SAID, WHAT_TO_DO } from '../../../adapters/slack/errors.ts';
import type { Answer } from '../../../adapters/slack/wire.ts';

const no = (error: string): Answer => ({ kind: 'refused', error, needed: null });

it.each(Object.keys(WHAT_TO_DO))('says of %s why the post was refused, and what its requester can do', (word) => {
  const outcome = refusedPost(word, null);
  if (outcome.kind !== 'refused') throw new Error('was not refused');
  expect(outcome.code).toBe(word.toUpperCase());
  expect(outcome.sentence).toMatch(/^[A-Z].*[a-z][.].*(?:Press|Invite|press) .*[.]$/);
});

it.each(['internal_error', 'fatal_error', 'service_unavailable'])('takes %s for neither yes nor no', (word) => {
  expect(refusalOf(no(word))).toBeNull();
  expect(errorOf({ kind: 'refused', error: word, needed: null }).code).toBe('UNREACHABLE');
});

it('takes Slack’s own word for a no, and being asked too often for none', () => {
  expect(refusalOf(no('not_in_channel'))).toBe('not_in_channel');
  expect(refusalOf({ kind: 'too_often', retryAfterMs: 1000 })).toBeNull();
  expect(refusalOf({ kind: 'unanswered', cause: new Error('cut') })).toBeNull();
  expect(refusalOf({ kind: 'done', body: {}, scopes: null })).toBeNull();
  expect(refusedPost('rate_limited', 2000)).toMatchObject({ code: 'RATE_LIMITED', retryAfterMs: 2000 });
});

it.each(['not a word', 'x'.repeat(100), '', '<script>', 'UPPER'])('quotes nothing that is not one of Slack’s words: %j', (word) => {
  const outcome = refusedPost(word, null);
  expect(outcome).toMatchObject({ kind: 'refused', code: 'REFUSED_WITHOUT_A_KNOWN_REASON' });
  expect(JSON.stringify(outcome)).not.toContain(word || '""""');
});

it.each(['cannot_dm_bot', 'messages_tab_disabled', 'user_disabled', 'user_not_found'])(
  'knows %s for a person to whom no private way leads',
  (word) => {
    const answer = { kind: 'refused' as const, error: word, needed: null };
    expect(errorOf(answer, 'a person privately').code).toBe('NO_PRIVATE_SURFACE');
    expect(errorOf(answer).code).toBe('REFUSED');
  },
);

it('tells operators what to do when Slack does not let us in', () => {
  for (const word of ['invalid_auth', 'token_revoked', 'account_inactive', 'team_access_not_granted']) {
    expect(errorOf({ kind: 'refused', error: word, needed: null }).message).toMatch(/SLACK_BOT_TOKEN|allow it/);
  }
  expect(errorOf({ kind: 'refused', error: 'missing_scope', needed: 'users:read' }).message).toBe(
    'Slack refused (missing_scope users:read).',
  );
});

it('reads an answer in its form, or it is an error that quotes nothing of it', () => {
  const shape = z.object({ ts: z.string() });
  expect(read({ kind: 'done', body: { ts: '1.1', more: 1 }, scopes: null }, shape)).toEqual({ ts: '1.1' });
  expect(() => read({ kind: 'done', body: { ts: 'secret'.length, text: 'secret' }, scopes: null }, shape)).toThrow(AdapterError);
  try {
    read({ kind: 'done', body: { ts: 7, text: 'secret' }, scopes: null }, shape);
  } catch (error) {
    expect(String(error)).not.toContain('secret');
  }
});

it('says by itself only whole sentences, which tell that nothing happened', () => {
  for (const { code, words } of Object.values(SAID)) {
    expect(code).toMatch(/^[A-Z]+(_[A-Z]+)*$/);
    expect(words).toMatch(/Nothing was changed|went to no agent|nothing went to an agent/);
  }
});
