import { expect, it } from 'vitest';
import { COMMANDS, INTENTS, OPTIONAL, PERMISSIONS } from '../../../adapters/discord/config.ts';
import { commandsOfManifest } from '../../../adapters/discord/facts/commands.ts';
import { filesOfRepository, textOf } from '../../house/tree.ts';
import { checkBody } from './fake/schemas/check.ts';

const docs = textOf('docs/discord.md');
const source = filesOfRepository()
  .filter((path) => path.startsWith('adapters/discord/') && path.endsWith('.ts'))
  .map(textOf)
  .join('\n');

it('registers the commands that the code knows, in the form that Discord takes', async () => {
  const commands = await commandsOfManifest();
  const problems: string[] = [];
  checkBody('PUT /applications/{application_id}/commands', commands, (problem) => problems.push(problem));
  expect(problems).toEqual([]);
  expect(commands.map(({ name }) => name).toSorted()).toEqual(Object.values(COMMANDS).toSorted());
  // Who may is for the rules to say, at every command: docs/discord.md.
  expect(commands.some((one) => 'default_member_permissions' in one)).toBe(false);
});

it('asks for no privileged intent and for no permission to mention everybody or to manage anything', () => {
  expect(Object.keys(INTENTS)).toEqual(['GuildMessages', 'DirectMessages']);
  expect(Object.keys(PERMISSIONS).filter((name) => /Mention|Manage|Administrator/.test(name))).toEqual([]);
});

it('explains every permission and every intent on its page, and the address there asks for exactly these', () => {
  const sum = Object.values(PERMISSIONS).reduce((bits, { bit }) => bits | (1n << BigInt(bit)), 0n);
  expect(docs).toContain(`permissions=${sum}`);
  for (const name of [...Object.keys(PERMISSIONS), ...Object.keys(INTENTS)]) {
    const words = name.replaceAll(/(?<=[a-z])(?=[A-Z])/g, ' ');
    expect(docs, words).toContain(words);
  }
  for (const name of Object.keys(OPTIONAL)) expect(docs).toContain(`| ${name} |`);
});

it('writes whom a message may tell wherever it writes one', () => {
  // Every body that Discord reads mentions in is made in these two places.
  expect(source.match(/allowed_mentions:/g)?.length).toBeGreaterThanOrEqual(3);
  expect(source).not.toMatch(/parse: \[['"]/);
});
