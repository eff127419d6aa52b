import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { filesOfRepository, textOf } from './tree.ts';

const PAGE = 'docs/bad-days.md';
const COLUMNS = 6;

interface Row {
  group: string;
  what: string;
  code: string;
  /** What stands between the code and the tests. */
  told: string;
  tests: { file: string; name: string }[];
}

const rows = rowsOf(textOf(PAGE));

function rowsOf(page: string): Row[] {
  return page.split(/^## /m).flatMap((section) => {
    const [group = '', ...lines] = section.split('\n');
    const inTable = lines.filter((line) => line.startsWith('| '));
    return inTable.slice(1).map((line) => rowOf(group, line));
  });
}

function rowOf(group: string, line: string): Row {
  const cells = line
    .slice(1, -1)
    .split(' | ')
    .map((cell) => cell.trim());
  if (cells.length !== COLUMNS) throw new Error(`${cells.length} cells instead of ${COLUMNS}: ${line}`);
  const [what = '', code = '', person = '', operator = '', becomes = '', test = ''] = cells;
  const tests = [...test.matchAll(/\[[^\]]+\]\(([^)]+)\): \*([^*]+)\*/g)].map(([, target = '', name = '']) => ({
    file: join(dirname(PAGE), target),
    name,
  }));
  return { group, what, code, told: [person, operator, becomes].join(' '), tests };
}

/** Whatever the program could say it with, and the page that its generator writes from real sentences. */
const spoken = [...filesOfRepository().filter((file) => /^(src|adapters)\/.*\.ts$/.test(file)), 'docs/errors.md']
  .map(textOf)
  .join('\n')
  .replaceAll("\\'", "'")
  .replaceAll('\\`', '`');

/** What is left out of a sentence, or put into it, is `…`. */
const isSaidIn = (sentence: string, text: string): boolean =>
  sentence
    .split('…')
    .filter((piece) => piece.trim().length > 2)
    .every((piece) => text.includes(piece.trim()));

/** Words that name a button. */
const BUTTONS = ['Ask again', 'Try again', 'Retract', 'Stop'];

describe('docs/bad-days.md', () => {
  it('has the nine groups, and rows in each', () => {
    const groups = [...new Set(rows.map(({ group }) => group))];
    expect(groups).toEqual([
      'The rules file',
      'Keys and settings',
      'Database and disk',
      'Clock',
      'Handbook',
      'Agents',
      'Platform',
      'Requests and buttons',
      'Processes',
    ]);
    expect(rows.length).toBeGreaterThan(60);
  });

  it('names only codes that there are, or plainly none', () => {
    const known = textOf('docs/errors.md') + textOf('docs/architecture.md');
    expect(rows.filter(({ code }) => code !== '–' && !known.includes(code)).map(({ what, code }) => `${what}: ${code}`)).toEqual([]);
    expect(rows.filter(({ code }) => code !== '–' && !/^`[A-Z_]+`$/.test(code))).toEqual([]);
  });

  it('names for every row a test that there is, by exactly its name', () => {
    expect(rows.filter(({ tests }) => tests.length === 0).map(({ what }) => what)).toEqual([]);
    const missing = rows.flatMap(({ tests }) => tests.filter(({ file, name }) => !holdsName(file, name)));
    expect(missing).toEqual([]);
  });

  it('quotes only sentences that the program says, or that its test hears', () => {
    const sentences = rows.flatMap((row) => [...row.told.matchAll(/\*([^*]+)\*/g)].map(([, sentence = '']) => ({ row, sentence })));
    expect(sentences.length).toBeGreaterThan(60);
    const unheard = sentences.filter(
      ({ row, sentence }) =>
        !BUTTONS.includes(sentence) && !isSaidIn(sentence, spoken) && !row.tests.some(({ file }) => isSaidIn(sentence, textOf(file))),
    );
    expect(unheard.map(({ row, sentence }) => `${row.what}: ${sentence}`)).toEqual([]);
  });
});

function holdsName(file: string, name: string): boolean {
  const source = textOf(file);
  return ["'", '"', '`'].some((quote) => source.includes(`${quote}${name}${quote}`));
}
