import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { DifferencePart, Tree } from '../../src/core/text.ts';
import { differencesBetween, parseMarkdown, previewOf } from '../../src/text/index.ts';
import { markdown, mentions, parsed } from './support/texts.ts';

function joined(parts: DifferencePart[], without: DifferencePart['kind']): string {
  return parts
    .filter(({ kind }) => kind !== without)
    .map(({ text }) => text)
    .join('');
}

function expectWhole(before: Tree, after: Tree): void {
  const parts = differencesBetween(before, after);
  expect(joined(parts, 'added')).toBe(previewOf(before));
  expect(joined(parts, 'removed')).toBe(previewOf(after));
  expect(parts.map(({ text }) => text)).not.toContain('');
  expect(parts.map(({ text }) => text).join('')).not.toContain('://');
}

it('gives both previews whole, and no live URL, whatever the two texts are', () => {
  const revisions = fc
    .tuple(markdown, markdown, markdown)
    .map(([a, b, c]) => [`${a}\n\n${b}`, `${a}\n\n${c}`].map((text) => parseMarkdown(text, { mentions })));
  fc.assert(
    fc.property(revisions, ([before, after]) => {
      if (before?.ok && after?.ok) expectWhole(before.tree, after.tree);
    }),
    { numRuns: 500 },
  );
});

it('names the phrases that changed', () => {
  expect(differencesBetween(parsed('Use the old blue vault now.'), parsed('Use the new red vault today.'))).toEqual([
    { kind: 'same', text: 'Use the ' },
    { kind: 'removed', text: 'old blue' },
    { kind: 'added', text: 'new red' },
    { kind: 'same', text: ' vault ' },
    { kind: 'removed', text: 'now' },
    { kind: 'added', text: 'today' },
    { kind: 'same', text: '.' },
  ]);
});

it('shows the same text as the same', () => {
  expect(differencesBetween(parsed('a **b**'), parsed('a **b**'))).toEqual([{ kind: 'same', text: 'a **b**' }]);
});

it('cuts no emoji, no letter from its marks, and no `[.]`', () => {
  const parts = [
    ...differencesBetween(parsed('x 👩‍💻'), parsed('x 👩')),
    ...differencesBetween(parsed('x e\u0301'), parsed('x e')),
    ...differencesBetween(parsed('x a.example'), parsed('x a. example')),
  ];
  expect(parts.filter(({ kind }) => kind === 'removed').map(({ text }) => text)).toEqual(['👩‍💻', 'e\u0301', '[.]']);
});

it('lets no URL come alive where a removed part meets an added one', () => {
  expectWhole(parsed('`http:`'), parsed('`http//evil.example`'));
});

it('compares two texts of 3,000 characters word by word, and hostile ones in bounded time', () => {
  const word = (letter: string, count: number): Tree => parsed(Array.from({ length: count }, (_, index) => letter + index).join(' '));
  const every = (count: number, change: string): Tree =>
    parsed(Array.from({ length: count }, (_, index) => (index % 10 === 5 ? change : `w${index}`)).join(' '));
  expect(differencesBetween(every(600, 'a'), every(600, 'b')).length).toBeGreaterThan(100);
  const started = performance.now();
  expectWhole(word('a', 600), word('b', 600));
  for (const letters of ['.,', 'a ', 'é\u200B']) expectWhole(noise(letters, 1), noise(letters, 2));
  expect(performance.now() - started).toBeLessThan(10_000);
});

function noise(letters: string, seed: number): Tree {
  let state = seed;
  const text = Array.from({ length: 50_000 }, () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return letters[(state >>> 16) % letters.length];
  }).join('');
  return { blocks: parsed(`\`\`\`\nx${text}x\n\`\`\``).blocks };
}
