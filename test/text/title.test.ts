import fc from 'fast-check';
import { expect, it } from 'vitest';
import { parseMarkdown, titleOf } from '../../src/text/index.ts';
import { parsed } from './support/texts.ts';

const title = (markdown: string, longest = 100): string => titleOf(parsed(markdown), longest);

it('is the first heading of the text, else its first line, in plain words', () => {
  expect(title('Before.\n\n## How to *rotate* `it`\n\n# Later')).toBe('How to rotate it');
  expect(title('Ask **Ben** first.\nThen rotate it.')).toBe('Ask Ben first.');
  expect(title('- one\n- two')).toBe('one');
  expect(title('> # Quoted\n>\n> words')).toBe('Quoted');
  expect(title('```sh\n\necho 1\n```')).toBe('echo 1');
  expect(title('See [the page](https://wiki.acme.example/x) now')).toBe('See the page now');
  expect(title('#\n\nAn empty heading is none.')).toBe('An empty heading is none.');
});

it('is never empty', () => {
  expect(titleOf({ blocks: [] }, 100)).toBe('Answer');
  expect(titleOf({ blocks: [{ kind: 'code', language: '', text: ' \n ' }] }, 100)).toBe('Answer');
  expect(titleOf({ blocks: [{ kind: 'code', language: '', text: `a${'\u0301'.repeat(200)}` }] }, 100)).toBe('Answer');
});

it('is shortened between two characters as people see them', () => {
  expect(title('a'.repeat(100))).toBe('a'.repeat(100));
  expect(title('a'.repeat(101))).toBe(`${'a'.repeat(99)}…`);
  expect(title('👩‍💻'.repeat(30))).toBe(`${'👩‍💻'.repeat(19)}…`);
  expect(title('one two three', 8)).toBe('one two…');
});

it('has at least one character and at most so many, on one line, whatever the text is', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), fc.integer({ min: 10, max: 100 }), (markdown, longest) => {
      const read = parseMarkdown(markdown, { mentions: new Map() });
      fc.pre(read.ok);
      const words = read.ok ? titleOf(read.tree, longest) : '';
      expect(words.length).toBeGreaterThan(0);
      expect(words.length).toBeLessThanOrEqual(longest);
      expect(words).toBe(words.trim());
      expect(words).not.toMatch(/[\n\r\t\u2028\u2029]/);
    }),
    { numRuns: 500 },
  );
});
