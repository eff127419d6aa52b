import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { FORMS } from './entry-forms.ts';
import { MOVES } from './moves.ts';
import { RULES } from './rules.ts';

const page = (path: string): string => readFileSync(new URL(path, import.meta.url), 'utf8');

it('knows the types of entries that docs/log.md prints, and their forms', () => {
  const printed = [...page('../../docs/log.md').matchAll(/^### `([a-z._]+)`\n[^]*?^fields (.*) · refs (.*) · digests (.*)$/gm)];
  const names = (list = ''): string[] => (list === '–' ? [] : list.replaceAll('`', '').split(' ').toSorted());
  const forms = Object.fromEntries(printed.map(([, type = '', ...lists]) => [type, lists.map(names)]));
  const words = (list: string): string[] => list.split(' ').filter(Boolean).toSorted();
  const known = Object.entries(FORMS).map(([type, { fields, refs, digests }]) => [type, [fields, refs, digests].map(words)]);
  expect(forms).toEqual(Object.fromEntries(known));
  expect(printed.length).toBeGreaterThan(20);
});

it('knows the moves that docs/lifecycle.md lists, and no others but an operator’s withdrawing, whose reason the page leaves out', () => {
  const rows = page('../../docs/lifecycle.md').matchAll(/^\| `(\w+)` \| [^|]+ \| (\w+) \| `(\w+)` \| ([a-z._]+) \|/gm);
  const listed = new Set([...rows].map(([, from, by, to, type]) => `${type} by ${by}: ${from} > ${to}`));
  const known = MOVES.filter(({ from }) => from !== 'none').map(({ type, by, from, to }) => `${type} by ${by}: ${from} > ${to}`);
  expect([...listed].filter((move) => !known.includes(move))).toEqual([]);
  expect(known.filter((move) => !listed.has(move) && !move.startsWith('draft.withdrawn by operator'))).toEqual([]);
  expect(listed.size).toBeGreaterThan(40);
});

it('names every rule in its README', () => {
  const readme = page('./README.md');
  expect(Object.keys(RULES).filter((rule) => !readme.includes(`\`${rule}\``))).toEqual([]);
});
