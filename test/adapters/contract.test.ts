import { existsSync, readdirSync } from 'node:fs';
import { expect, it } from 'vitest';
import { adapters } from '../../adapters/index.ts';
import { adapterContract } from './contract.ts';
import type { HarnessModule } from './harness.ts';

const folders = readdirSync(new URL('../../adapters/', import.meta.url), { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => entry.name);

const harnessOf = (name: string) => new URL(`./${name}/harness.ts`, import.meta.url);

it('knows every adapter that there is', () => {
  expect(folders.length).toBeGreaterThan(0);
  expect(Object.keys(adapters).toSorted()).toEqual(folders.toSorted());
});

it('looks at every adapter from outside: test/adapters/<name>/harness.ts', () => {
  expect(folders.filter((name) => !existsSync(harnessOf(name)))).toEqual([]);
});

for (const name of folders.filter((one) => existsSync(harnessOf(one)))) {
  const { startHarness } = (await import(harnessOf(name).href)) as HarnessModule;
  adapterContract(name, startHarness);
}
