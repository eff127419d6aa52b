import { expect, it } from 'vitest';
import { parseMarkdown, plainText, previewOf, printMarkdown } from '../../src/text/index.ts';
import { tellsAll } from '../support/tells-all.ts';
import { mentions, parsed } from './support/texts.ts';

const SIZE = 100_000;
const filled = (unit: string): string => unit.repeat(SIZE / unit.length);

/** Each makes a Markdown parser slow or its stack overflow; most were found by trying. */
const HOSTILE: Record<string, string> = {
  'quotes in one line': filled('>'),
  'quotes with spaces': filled('> '),
  'lists in one line': filled('- '),
  'ordered lists in one line': filled('1. '),
  'a ladder of lists': Array.from({ length: 400 }, (_, index) => `${'  '.repeat(index)}- a`)
    .join('\n')
    .slice(0, SIZE),
  'a ladder of quotes': Array.from({ length: 400 }, (_, index) => `${'>'.repeat(index)}a`)
    .join('\n\n')
    .slice(0, SIZE),
  'opening brackets': filled('['),
  'closing brackets': filled(']'),
  'empty brackets': filled('[]'),
  images: filled('!['),
  'broken links': filled('[a](<b'),
  stars: filled('*'),
  'stars and letters': filled('a*'),
  'stars around one letter': `${'*'.repeat(SIZE / 2)}a${'*'.repeat(SIZE / 2)}`,
  'both marks': filled('a*_ '),
  tildes: filled('~~a '),
  'backticks of every length': Array.from({ length: 440 }, (_, index) => '`'.repeat(index)).join('a'),
  'opening tags': filled('<a '),
  comments: filled('<!--'),
  'escaped comments': filled('\\<!--'),
  'escapes and brackets': filled('[.\\'),
  references: filled('&amp;'),
  'headings by underline': filled('a\n=\n'),
  headings: filled('# a\n'),
  paragraphs: filled('ab\n\n'),
  items: filled('- a\n'),
  'table rows': `|a|\n|-|\n${filled('|a|\n')}`.slice(0, SIZE),
  'a wide table': `${'|a'.repeat(SIZE / 4)}\n${'|-'.repeat(SIZE / 4)}`,
  'rows of no table': filled('a|b\n'),
  footnotes: `[^a]: b\n\n${filled('[^a]')}`.slice(0, SIZE),
  definitions: filled('[a]: b\n'),
  'reference links': `[a]: b\n\n${filled('[a] ')}`.slice(0, SIZE),
  URLs: filled('http://a.b '),
  schemes: filled('http://'),
  'closing brackets after a URL': `http://a.b/${filled(')')}`.slice(0, SIZE),
  'e-mail addresses': filled('a@a.'),
  'a mark before a long word and many @': `${'a'.repeat(SIZE / 2)}${'@'.repeat(SIZE / 2)}`,
  dots: filled('a.'),
  'one long word': filled('a'),
  spaces: `a${' '.repeat(SIZE - 2)}b`,
  'blank lines in code': `\`\`\`\na${'\n'.repeat(SIZE - 12)}b\n\`\`\``,
  'lines of code': `\`\`\`\n${filled('a\n').slice(10)}\`\`\``,
  'zero-width characters': filled('\u200B'),
  'marks on one letter': `a${filled('\u0301')}`.slice(0, SIZE),
  emoji: filled('👩‍💻'),
};

/** Those that took longest when they were found; `npm run test:all` reads all of them. */
const SLOWEST = [
  'quotes in one line',
  'a ladder of lists',
  'broken links',
  'both marks',
  'headings by underline',
  'table rows',
  'URLs',
  'zero-width characters',
];
const told = Object.entries(HOSTILE).filter(([what]) => tellsAll() || SLOWEST.includes(what));

it.each(told)('reads 100,000 characters of %s, shows them and prints them, in a few seconds', (_, text) => {
  const started = performance.now();
  const result = parseMarkdown(text, { mentions });
  if (!result.ok) throw new Error(result.reason);
  previewOf(result.tree);
  plainText(result.tree);
  const printed = printMarkdown(result.tree);
  expect(performance.now() - started).toBeLessThan(8_000);
  // What is longer than the longest text cannot come back; such a text could not be posted either.
  if (printed.length <= 150_000) expect(parsed(printed)).toEqual(result.tree);
});

it('shows what is nested too deep as it was written', () => {
  expect(plainText(parsed(`${'> '.repeat(10)}a`))).toBe(`${'│ '.repeat(8)}¦ > > a`);
  expect(plainText(parsed(`${'- '.repeat(10)}a`))).toContain('¦ - - a');
  expect(plainText(parsed(`${'*a _b '.repeat(30)}x${' c_ d*'.repeat(30)}`))).toContain(' *a _b x c_ d* ');
});

it('reads 3,000 marks, 3,000 lines and 8,000 characters without a blank line as Markdown, and no more', () => {
  const kinds = (text: string): string[] => parsed(text).blocks.map(({ kind }) => kind);
  expect(kinds('*a* b\n\n'.repeat(1_500))).toHaveLength(1_500);
  expect(kinds('*a* b\n\n'.repeat(1_501))).toEqual(['code']);
  expect(kinds('a\n\n'.repeat(3_000))).toHaveLength(3_000);
  expect(kinds('a\n\n'.repeat(3_001))).toEqual(['code']);
  expect(kinds(`*a* ${'b'.repeat(7_996)}`)).toEqual(['paragraph']);
  expect(kinds(`*a* ${'b'.repeat(7_997)}`)).toEqual(['code']);
});

it('loses nothing of a text that is too intricate to be read as Markdown', () => {
  const text = `# Title\n\n${'*a* [b](c) > '.repeat(2_000)}`;
  expect(parsed(text).blocks).toEqual([{ kind: 'code', language: '', text: text.trimEnd() + text.slice(text.trimEnd().length) }]);
});

it('reads a long answer of ordinary prose as Markdown', () => {
  const text = 'Some *words* and `code`, see [staging.md](https://wiki.acme.example/x) for more.\n\n- one\n- two\n\n'.repeat(1_000);
  const tree = parsed(text);
  expect(tree.blocks).toHaveLength(2_000);
  expect(parsed(printMarkdown(tree))).toEqual(tree);
});

it('refuses a text that is longer than any text can be, without reading it', () => {
  expect(parseMarkdown('a'.repeat(150_001), { mentions })).toMatchObject({
    ok: false,
    code: 'TEXT_REFUSED',
    reason: expect.stringContaining('150000'),
  });
});
