import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { rulesJsonSchema } from '../../src/rules/json-schema.ts';

interface Node {
  description?: string;
  properties?: Record<string, Node>;
  items?: Node;
  additionalProperties?: Node | false;
  anyOf?: Node[];
}

const read = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');

/** Every key of the format with its path. */
function keysOf(node: Node, path = ''): [string, Node][] {
  const inside = [node.items, node.additionalProperties || undefined, ...(node.anyOf ?? [])].filter((one) => one !== undefined);
  const own = Object.entries(node.properties ?? {}).flatMap(([key, child]): [string, Node][] => [
    [`${path}${key}`, child],
    ...keysOf(child, `${path}${key}.`),
  ]);
  return [...own, ...inside.flatMap((child) => keysOf(child, path))];
}

test('the schema for editors in docs is the one of this version (npx node scripts/generate-rules-schema.ts)', () => {
  expect(read('docs/rules.schema.json')).toBe(rulesJsonSchema());
});

test('every key of the rules file is documented', () => {
  const keys = keysOf(JSON.parse(rulesJsonSchema()) as Node);
  expect(keys.map(([path]) => path)).toEqual(
    expect.arrayContaining(['version', 'agents.folder', 'channels.reviewers.needed', 'channels.fallback.after']),
  );
  expect(keys.length).toBeGreaterThanOrEqual(34);
  expect(keys.filter(([, node]) => (node.description ?? '').length < 10).map(([path]) => path)).toEqual([]);
});

test('the schema knows no key that it does not name', () => {
  const closed = (node: Node): boolean =>
    (node.properties === undefined || node.additionalProperties === false) && keysOf(node).every(([, child]) => closed(child));
  expect(closed(JSON.parse(rulesJsonSchema()) as Node)).toBe(true);
});

test('the example file tells editors where its schema is', () => {
  expect(read('countersign.example.yaml').split('\n')[0]).toBe('# yaml-language-server: $schema=./docs/rules.schema.json');
});
