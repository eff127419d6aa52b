import { describe, expect, it } from 'vitest';
import { errorsPage } from '../../scripts/pages/errors-page.ts';
import { START_ERRORS } from '../../scripts/pages/other-codes.ts';
import { SETTINGS } from '../../src/config.ts';
import { REFUSAL_CODES } from '../../src/core/errors.ts';
import { filesOfRepository, textOf } from './tree.ts';

const page = textOf('docs/errors.md');
const sources = filesOfRepository().filter((path) => /^(src|adapters)\/.*[.]ts$/.test(path));
const source = sources.map(textOf).join('\n');

/** Written like codes, and none: nobody is told them by us. */
const NO_CODES: Record<string, readonly string[]> = {
  settings: [...SETTINGS.map(({ name }) => name), 'PORT', 'PLAYGROUND_FILE'],
  'of Node and of the operating system': [
    'ENOENT',
    'EEXIST',
    'EPIPE',
    'EADDRINUSE',
    'EADDRNOTAVAIL',
    'EACCES',
    'SIGHUP',
    'SIGINT',
    'SIGTERM',
    'SIGKILL',
    'EPERM',
    'ESRCH',
  ],
  'of an example': ['FAQ_SECRET'],
  'of the YAML parser, which rules are told in words': [
    'BAD_DQ_ESCAPE',
    'DUPLICATE_KEY',
    'MULTIPLE_DOCS',
    'NON_STRING_KEY',
    'RESOURCE_EXHAUSTION',
    'TAB_AS_INDENT',
    'TAG_RESOLVE_FAILED',
  ],
  'ids of Slack': ['USLACKBOT'],
  'events and features of Discord': [
    'DISCOVERABLE',
    'INTERACTION_CREATE',
    'MESSAGE_CREATE',
    'MESSAGE_UPDATE',
    'PREVIEW_ENABLED',
    'READY',
    'RESUMED',
  ],
  'words of other languages and standards': ['COMMIT', 'DELETE', 'HEAD', 'NFKC', 'NFKD', 'PATCH', 'POST', 'ROLLBACK'],
};

/** Codes as the source writes them: a string of capitals, or a key of a table. */
function codesInSource(): string[] {
  const strings = source.matchAll(/'([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*)'/g);
  const keys = source.matchAll(/^\s+([A-Z]+(?:_[A-Z]+)*):/gm);
  const found = [...strings, ...keys].map(([, code = '']) => code).filter((code) => code.length >= 4);
  const others = new Set(Object.values(NO_CODES).flat());
  return [...new Set(found)].filter((code) => !others.has(code)).toSorted();
}

/** The first column of every table of the page. */
function codesOnPage(): string[] {
  return [...new Set([...page.matchAll(/^\| `([A-Z][A-Z_]+)` \|/gm)].map(([, code = '']) => code))].toSorted();
}

describe('docs/errors.md', () => {
  it('is what its generator writes (npm run generate)', () => {
    expect(page).toBe(errorsPage());
  });

  it('has a sample for every word that a sentence needs', () => {
    expect(page.split('\n').filter((line) => /undefined|\bNaN\b|\[object/.test(line))).toEqual([]);
  });

  it('names every code that the source holds', () => {
    const codes = codesInSource();
    expect(codes.length).toBeGreaterThan(120);
    expect(codes.filter((code) => !page.includes(`\`${code}\``))).toEqual([]);
  });

  it('names no code that the source does not hold', () => {
    const codes = codesOnPage();
    const known = codesInSource();
    expect(codes.length).toBeGreaterThan(100);
    expect(codes.filter((code) => !known.includes(code))).toEqual([]);
  });

  it('explains every refusal in one place', () => {
    expect(REFUSAL_CODES.toSorted()).toEqual([...new Set(REFUSAL_CODES)].toSorted());
  });

  it('quotes what a terminal says at start as the source says it', () => {
    const pieces = START_ERRORS.flatMap(([says]) => says.split('…').map((piece) => piece.trim())).filter((piece) => piece.length > 5);
    expect(pieces.length).toBeGreaterThan(10);
    expect(pieces.filter((piece) => !source.includes(piece))).toEqual([]);
  });

  it('quotes the alarms about work, and lines of the log file, as the source says them', () => {
    const told = [...page.matchAll(/Alarm: ([a-z ]+?) (?:fails again and again|was given up); see the log file/g)].map(
      ([, what = '']) => what,
    );
    const lines = [...page.matchAll(/[Ll]og file: “([^”]+)”/g)].map(([, line = '']) => line);
    expect(told.length).toBeGreaterThan(5);
    expect(lines.length).toBeGreaterThan(3);
    expect([...told, ...lines].filter((words) => !source.includes(words))).toEqual([]);
  });
});
