import { expect, it } from 'vitest';
import { textOf } from './tree.ts';

const [, port = ''] = /^## The port, .*?\n([\s\S]*?)^## /m.exec(textOf('docs/architecture.md')) ?? [];

/** The members of an interface, by their names. */
function membersOf(name: string): string[] {
  const [, body = ''] = new RegExp(`^export interface ${name} \\{\\n([\\s\\S]*?)^\\}`, 'm').exec(textOf('src/adapter.ts')) ?? [];
  return [...body.matchAll(/^ {2}(?:readonly )?(\w+)[(:]/gm)].map(([, member = '']) => member);
}

it.each(['ChatAdapter', 'Inbound'])('docs/architecture.md says what each member of %s owes', (name) => {
  const members = membersOf(name);
  expect(members.length).toBeGreaterThan(8);
  const told = [...port.matchAll(/^\| (`.*?) \|/gm)].flatMap(([, cell = '']) => cell.match(/\w+/g) ?? []);
  expect(members.filter((member) => !told.includes(member))).toEqual([]);
});
