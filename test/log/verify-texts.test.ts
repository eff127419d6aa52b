import { describe, expect, it } from 'vitest';
import type { Entry } from '../../src/core/fact.ts';
import { goldenEntries, logOf, type Parts, problemsOf, upTo, verified } from './copies.ts';
import { vectors } from './vectors.ts';

const { posts, salted } = vectors('digests');
const DRAFT = 'drf_N0CMC683F4Z21XJZ7Q04HGQRXM';

/** What was sealed with the golden log's first draft, by the names under which the product seals it. */
function sealedTexts(): Map<string, string> {
  const texts = new Map<string, string>();
  for (const { kind, digest, salt, text } of salted) texts.set(`${kind}:${digest}`, JSON.stringify({ salt, text }));
  for (const { post, digest } of posts) {
    const preview = salted.find((one) => one.kind === 'preview' && one.salt === post.salt)?.text;
    texts.set(`post:${digest}`, JSON.stringify({ post, preview }));
  }
  return texts;
}

/** That draft from its question to its publication, with texts that a test may change. */
function published(change: (texts: Map<string, string>) => void = () => {}, more: Entry[] = []): Parts {
  const texts = sealedTexts();
  change(texts);
  return {
    ...logOf([...goldenEntries(...upTo(29)), ...more]),
    texts: (draft, name) => Promise.resolve(draft === DRAFT ? texts.get(name) : undefined),
  };
}

const nameOf = (kind: string, index: number): string => `${kind}:${goldenEntries(index)[0]?.digests[kind]}`;
const notLogged = (kind: string, ...entries: number[]): string[] =>
  entries.map((index) => `entry ${index}: the stored ${kind} is not the one that was logged`);
const unreadable = (kind: string, ...entries: number[]): string[] =>
  entries.map((index) => `entry ${index}: its ${kind} cannot be read, and the log does not say that it was erased`);

describe('stored texts', () => {
  it('fit the digests that the log holds: question, output, texts, posts with their previews, reasons', async () => {
    const { problems, texts } = await verified(published());
    expect(problems).toEqual([]);
    // Every digest of an entry that names a text, but the previews, which lie beside their posts.
    const named = goldenEntries(...upTo(29)).flatMap(({ draft, digests }) => (draft === undefined ? [] : Object.keys(digests)));
    expect(texts).toEqual({ checked: named.filter((kind) => !['preview', 'fill', 'requirements'].includes(kind)).length, erased: 0 });
  });

  it.each([
    ['question', nameOf('question', 2), [2]],
    ['output', nameOf('output', 3), [3]],
    ['text', nameOf('text', 8), [8]],
    ['reason', nameOf('reason', 7), [7]],
  ])('are named when the %s was changed by a character', async (kind, name, entries) => {
    const parts = published((texts) => texts.set(name, texts.get(name)?.replace('"text":"', '"text":"x') ?? ''));
    expect(await problemsOf(parts)).toEqual(notLogged(kind, ...entries));
  });

  it('are named when the wish for another answer was changed by a character', async () => {
    const texts = sealedTexts();
    const wished = { ...logOf(goldenEntries(33, 34, 35)), texts: (_draft: string, name: string) => Promise.resolve(texts.get(name)) };
    const wish = (problem: string): boolean => problem.includes('wish');
    expect((await problemsOf(wished)).filter(wish)).toEqual([]);
    texts.set(nameOf('wish', 35), texts.get(nameOf('wish', 35))?.replace('shorter', 'longer') ?? '');
    expect((await problemsOf(wished)).filter(wish)).toEqual(notLogged('wish', 2));
  });

  it('are named by every entry that speaks of a post when the post was changed', async () => {
    const name = nameOf('post', 13);
    const parts = published((texts) => texts.set(name, texts.get(name)?.replace('rotate', 'delete') ?? ''));
    expect(await problemsOf(parts)).toEqual(notLogged('post', 13, 14, 15, 16, 17, 18, 20, 24, 27));
  });

  it('are named when only the preview was changed: an intent shows none, so it still fits', async () => {
    const name = nameOf('post', 13);
    const parts = published((texts) => texts.set(name, texts.get(name)?.replace(/"preview":"/, '"preview":"x') ?? ''));
    expect(await problemsOf(parts)).toEqual(notLogged('post', 13, 14, 15, 16, 17));
  });

  it('are named when a post carries other requirements than were logged for it', async () => {
    const entries = goldenEntries(...upTo(4));
    entries[3]!.digests.requirements = '0'.repeat(64);
    expect(await problemsOf({ ...logOf(entries), texts: published().texts })).toEqual(notLogged('post', 3));
  });

  it.each([
    '',
    '{',
    'null',
    '7',
    '"text"',
    '{}',
    '{"salt":1,"text":2}',
    '{"salt":"00","text":"a"}',
    '{"post":{"v":2}}',
    '{"post":7}',
    '{"post":[]}',
  ])('fit nothing when they were damaged to “%s”', async (damaged) => {
    const parts = published((texts) => texts.set(nameOf('reason', 7), damaged).set(nameOf('post', 3), damaged));
    expect(await problemsOf(parts)).toEqual([...notLogged('post', 3, 4, 5, 6), ...notLogged('reason', 7)]);
  });

  it('are missed when one is gone and the log does not say that it was erased', async () => {
    const parts = published((texts) => texts.delete(nameOf('question', 2)));
    expect(await problemsOf(parts)).toEqual(unreadable('question', 2));
    expect((await problemsOf(published((texts) => texts.clear()))).length).toBeGreaterThan(15);
  });

  it('may be gone once the log says that they were erased', async () => {
    const erased = goldenEntries(48);
    const { problems, texts } = await verified(published((kept) => kept.clear(), erased));
    expect(problems).toEqual([]);
    expect(texts.checked).toBe(0);
    expect(texts.erased).toBeGreaterThan(15);
    const ofAnother = erased.map((entry) => ({ ...entry, draft: 'drf_V3GZ3YXRSCY119SN5YMP8D3BBR' as const }));
    expect(await problemsOf(published((kept) => kept.delete(nameOf('question', 2)), ofAnother))).toContain(unreadable('question', 2)[0]);
  });

  it('are checked in the unsigned tail too', async () => {
    const parts = published((texts) => texts.delete(nameOf('reason', 7)));
    const tailed = logOf(goldenEntries(...upTo(7)), [7], goldenEntries(7));
    expect(await problemsOf({ ...tailed, texts: parts.texts })).toEqual([
      'unsigned entry 1: its reason cannot be read, and the log does not say that it was erased',
    ]);
  });

  it('are not looked for where there are none, and where nothing can open them', async () => {
    const withoutDraft = logOf(goldenEntries(0, 1, 39));
    expect(await verified({ ...withoutDraft, texts: () => Promise.reject(new Error('no text is here')) })).toMatchObject({ problems: [] });
    expect(await verified({ ...published(), texts: null })).toMatchObject({ problems: [], texts: { checked: 0, erased: 0 } });
  });

  it('are not taken for changed when the database does not answer', async () => {
    const parts = { ...published(), texts: () => Promise.reject(new Error('the database is gone')) };
    await expect(verified(parts)).rejects.toThrow('the database is gone');
  });
});
