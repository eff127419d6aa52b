import { expect, it } from 'vitest';
import { AdapterError } from '#adapter';
import { z } from 'zod';
import { CODE, errorOf, read, refusalOf, refusedPost, SAID, WHAT_TO_DO } from '../../../adapters/discord/errors.ts';
import type { Answer } from '../../../adapters/discord/wire.ts';

const no = (code: number) => ({ kind: 'refused' as const, code });
const unanswered: Answer = { kind: 'unanswered', cause: new Error('cut') };

it.each(Object.keys(WHAT_TO_DO).map(Number))('says of %i why the post was refused, and what its requester can do', (code) => {
  const outcome = refusedPost(code);
  if (outcome.kind !== 'refused') throw new Error('was not refused');
  expect(outcome.code).toMatch(/^[A-Z]+(_[A-Z]+)*$/);
  expect(outcome.sentence).toMatch(/^[A-Z].*[a-z][.].*(?:Press|press) .*[.]$/);
});

it('has a sentence for every number that the posts of a bot run into', () => {
  for (const code of [50001, 50013, 10003, 10008, 50035, 50006, 50083, 160005, 40067, 200000, 240000, 20028]) {
    expect(Object.keys(WHAT_TO_DO)).toContain(String(code));
  }
  expect(refusedPost(12345)).toMatchObject({ code: 'REFUSED_WITHOUT_A_KNOWN_REASON', sentence: expect.stringContaining('12345') });
  expect(refusedPost('no thread in time', 2000)).toMatchObject({
    code: 'THREAD_UNANSWERED',
    sentence: expect.stringContaining('nothing was posted'),
  });
  expect(refusedPost('too often', 2000)).toMatchObject({ code: 'TOO_OFTEN', retryAfterMs: 2000 });
});

it('takes Discord’s own number for a no, and being asked too often for none', () => {
  expect(refusalOf(no(50013))).toBe(50013);
  expect(refusalOf({ kind: 'too_often', retryAfterMs: 1000 })).toBeNull();
  expect(refusalOf(unanswered)).toBeNull();
  expect(refusalOf({ kind: 'done', body: {} })).toBeNull();
  for (const answer of [{ kind: 'too_often' as const, retryAfterMs: 1000 }, unanswered, no(CODE.tooFast)])
    expect(errorOf(answer).code).toBe('UNREACHABLE');
});

it.each([50007, 50278, 50033, 10013])('knows %i for a person to whom no private way leads', (code) => {
  expect(errorOf(no(code), 'a person privately').code).toBe('NO_PRIVATE_SURFACE');
  expect(errorOf(no(code)).code).toBe('REFUSED');
});

it('tells operators what to do when Discord does not let us in', () => {
  expect(errorOf(no(401))).toMatchObject({ code: 'REFUSED', message: expect.stringContaining('Set DISCORD_TOKEN to the one under “Bot”') });
});

it('reads an answer in its form, or it is an error that quotes nothing of it', () => {
  const shape = z.object({ id: z.string() });
  expect(read({ kind: 'done', body: { id: '1', more: 1 } }, shape)).toEqual({ id: '1' });
  try {
    read({ kind: 'done', body: { id: 7, content: 'secret' } }, shape);
    expect.unreachable();
  } catch (error) {
    expect(error).toBeInstanceOf(AdapterError);
    expect(String(error)).not.toContain('secret');
  }
});

it('says by itself only whole sentences; those that refuse tell that nothing happened', () => {
  for (const { code, words } of Object.values(SAID)) {
    expect(words).toMatch(/^[A-Z].*[.]$/);
    if (code !== null) expect(words).toMatch(/Nothing was changed|went to no agent|nothing went to an agent/);
  }
});
