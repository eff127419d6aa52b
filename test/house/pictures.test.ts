import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { DIGEST, digestOfSources } from '../../scripts/pages/pictures.ts';
import { textOf } from './tree.ts';

test('the pictures of README show the page and the sentences that there are: after a change, npm run screenshots', () => {
  expect(readFileSync(DIGEST, 'utf8').trim()).toBe(digestOfSources());
});

test('every picture is shown somewhere', () => {
  const pictures = readdirSync(new URL('./', DIGEST)).filter((name) => name.endsWith('.png'));
  expect(pictures.length).toBeGreaterThan(1);
  expect(pictures.filter((name) => !textOf('README.md').includes(`docs/pictures/${name}`))).toEqual([]);
});
