import { chmod, mkdir, rename, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { AgentError } from '../../../src/agents/agent-error.ts';
import { createHandbookAgent } from '../../../src/agents/connectors/handbook.ts';
import type { PageProblem } from '../../../src/agents/connectors/handbook.ts';
import { ask, notStopped } from '../questions.ts';
import { put, temporaryFolder } from '../temporary-folder.ts';
import { handbookOf, reply } from './ask-handbook.ts';
import { UNWATCHED } from '../../support/unwatched.ts';

const TIDES = '# Tides\n\nHigh tide is at six.\n';
const when = 'When is high tide?';

describe('the folder of a handbook', () => {
  test('can be any folder', async () => {
    const agent = await handbookOf({ 'sea/tides.md': TIDES, 'land/sheep.md': '# Sheep\n\nCount them at dusk.\n' });
    expect(await reply(agent, when)).toEqual({ text: 'High tide is at six.', source: 'Tides (sea/tides.md)' });
    expect(await reply(agent, 'when are the sheep counted?')).toEqual({ text: 'Count them at dusk.', source: 'Sheep (land/sheep.md)' });
  });

  test('that does not exist is a failure that names it', async () => {
    const folder = join(await temporaryFolder({}), 'gone');
    const run = createHandbookAgent({ name: 'keeper', folder }).run(ask(when), notStopped(), UNWATCHED);
    await expect(run).rejects.toThrow(
      new AgentError(`The handbook's folder ${folder} does not exist or cannot be read. Name another after \`folder:\` in the rules file.`),
    );
  });

  test('that is a file is a failure', async () => {
    const folder = join(await temporaryFolder({ 'a.md': TIDES }), 'a.md');
    await expect(createHandbookAgent({ name: 'keeper', folder }).run(ask(when), notStopped(), UNWATCHED)).rejects.toThrow(
      'is not a folder',
    );
  });

  test('that is empty answers nothing', async () => {
    expect((await reply(await handbookOf({}), when)).text).toBe('');
  });

  test('that appears later is read then', async () => {
    const folder = join(await temporaryFolder({}), 'later');
    const agent = createHandbookAgent({ name: 'keeper', folder });
    await expect(agent.run(ask(when), notStopped(), UNWATCHED)).rejects.toThrow('does not exist');
    await put(folder, 'tides.md', TIDES);
    expect((await reply(agent, when)).text).toBe('High tide is at six.');
  });

  test('is read again when a page is changed, added, moved or taken away', async () => {
    const folder = await temporaryFolder({ 'tides.md': TIDES });
    const agent = createHandbookAgent({ name: 'keeper', folder });
    expect((await reply(agent, when)).text).toContain('six');
    await put(folder, 'tides.md', TIDES.replace('six', 'ten'));
    expect((await reply(agent, when)).text).toContain('ten');
    await put(folder, 'goats.md', '# Goats\n\nGoats eat rope.\n');
    expect((await reply(agent, 'what do goats eat?')).text).toBe('Goats eat rope.');
    await rename(join(folder, 'goats.md'), join(folder, 'animals.md'));
    expect((await reply(agent, 'what do goats eat?')).source).toBe('Goats (animals.md)');
    await rm(join(folder, 'tides.md'));
    expect((await reply(agent, when)).text).toBe('');
  });

  test('is read again though a page has the size and the time that it had', async () => {
    const folder = await temporaryFolder({ 'tides.md': TIDES });
    const agent = createHandbookAgent({ name: 'keeper', folder });
    const dated = () => utimes(join(folder, 'tides.md'), 1_700_000_000, 1_700_000_000);
    await dated();
    expect((await reply(agent, when)).text).toContain('six');
    await put(folder, 'tides.md', TIDES.replace('six', 'ten'));
    await dated();
    expect((await reply(agent, when)).text).toContain('ten');
  });

  test('is read once for many questions at a time', async () => {
    const boats = Array.from({ length: 40 }, (_, at) => `Boat${at}`);
    const folder = await temporaryFolder({
      ...Object.fromEntries(boats.map((boat) => [`${boat}.md`, `# ${boat}\n\nMoored at pier ${boat}.`])),
      'x.md': '\0',
    });
    const reported: PageProblem[] = [];
    const agent = createHandbookAgent({ name: 'keeper', folder, report: (problem) => void reported.push(problem) });
    const replies = await Promise.all(boats.map((boat) => reply(agent, `where is ${boat} moored?`)));
    expect(replies.map(({ source }) => source)).toEqual(boats.map((boat) => `${boat} (${boat}.md)`));
    expect(reported).toEqual([{ file: 'x.md', problem: 'NOT_TEXT' }]);
  });

  test('may change while it is searched: each answer is one that stood there, and the next one is new', async () => {
    const folder = await temporaryFolder({
      'tides.md': TIDES,
      ...Object.fromEntries(Array.from({ length: 50 }, (_, at) => [`${at}.md`, '# Gulls'])),
    });
    const agent = createHandbookAgent({ name: 'keeper', folder });
    const hours = ['six', 'ten', 'one', 'two', 'nine'];
    for (const hour of hours) {
      const asked = Array.from({ length: 5 }, () => reply(agent, when));
      await rm(join(folder, 'tides.md'));
      await put(folder, 'tides.md', TIDES.replace('six', hour));
      for (const { text } of await Promise.all(asked)) expect(['', ...hours.map((one) => `High tide is at ${one}.`)]).toContain(text);
      expect((await reply(agent, when)).text).toBe(`High tide is at ${hour}.`);
    }
  });

  test('of more than 10,000 pages is read as far as that, and what is left out is reported', async () => {
    const folder = await temporaryFolder({ 'tides.md': TIDES });
    await mkdir(join(folder, 'more'));
    const names = Array.from({ length: 10_000 }, (_, at) => join(folder, 'more', `${at}.md`));
    await Promise.all(names.map((name) => writeFile(name, '')));
    const agent = createHandbookAgent({ name: 'keeper', folder });
    expect((await reply(agent, when)).text).toBe('High tide is at six.');
    expect(agent.problems()).toEqual([{ file: expect.stringMatching(/^more\/\d+\.md$/), problem: 'TOO_MANY' }]);
  });

  test('is not waited for by a person who stops while it is read for somebody else', async () => {
    const agent = await handbookOf(Object.fromEntries(Array.from({ length: 100 }, (_, at) => [`${at}.md`, TIDES])));
    const stop = new AbortController();
    const first = agent.run(ask(when), notStopped(), UNWATCHED).then(() => 'read');
    const second = agent.run(ask(when), stop.signal, UNWATCHED).catch(() => 'stopped');
    stop.abort();
    expect(await Promise.race([first, second])).toBe('stopped');
    expect(await first).toBe('read');
  });

  test('is searched without the name by which the agent was called', async () => {
    const agent = await handbookOf({ 'tides.md': TIDES });
    expect((await reply(agent, '@pelican tides?')).text).toBe('High tide is at six.');
  });
});

describe('a file that is no page', () => {
  const parrot = '# Parrot\n\nThe parrot is called Polly.\n';
  const whoIs = 'what is the parrot called?';

  test.each([
    ['has another ending', { 'parrot.txt': parrot, 'parrot.md.bak': parrot, 'parrot.html': parrot }],
    ['is hidden', { '.parrot.md': parrot, '.git/parrot.md': parrot }],
    ['is a folder', { 'parrot.md/notes.txt': parrot }],
  ])('is left out without a word when it %s', async (_, files) => {
    const agent = await handbookOf({ 'tides.md': TIDES, ...files });
    expect((await reply(agent, whoIs)).text).toBe('');
    expect((await reply(agent, when)).text).toBe('High tide is at six.');
    expect(agent.problems()).toEqual([]);
  });

  test.each<[string, string | Uint8Array, PageProblem['problem']]>([
    ['is larger than a megabyte', parrot + 'x'.repeat(1_000_000), 'TOO_LARGE'],
    ['is not UTF-8', Buffer.concat([Buffer.from(parrot), Buffer.from([0xff, 0xfe])]), 'NOT_TEXT'],
    ['is binary', `${parrot}\0`, 'NOT_TEXT'],
    ['is nested beyond measure', `${parrot}\n${'> '.repeat(400_000)}x`, 'TOO_DEEP'],
    ['has lists in lists beyond measure', `${parrot}\n${'- 1. '.repeat(150_000)}x`, 'TOO_DEEP'],
  ])('is left out and reported once when it %s', async (_, content, problem) => {
    const folder = await temporaryFolder({ 'tides.md': TIDES, 'deep/parrot.md': content });
    const reported: PageProblem[] = [];
    const agent = createHandbookAgent({ name: 'keeper', folder, report: (each) => void reported.push(each) });
    expect((await reply(agent, whoIs)).text).toBe('');
    expect((await reply(agent, when)).text).toBe('High tide is at six.');
    expect(agent.problems()).toEqual([{ file: 'deep/parrot.md', problem }]);
    expect(reported).toEqual(agent.problems());
    await put(folder, 'deep/parrot.md', parrot);
    expect((await reply(agent, whoIs)).text).toBe('The parrot is called Polly.');
    expect(agent.problems()).toEqual([]);
  });

  test.skipIf(process.getuid?.() === 0)('is left out and reported when it may not be read', async () => {
    const folder = await temporaryFolder({ 'tides.md': TIDES, 'parrot.md': parrot });
    await chmod(join(folder, 'parrot.md'), 0);
    const agent = createHandbookAgent({ name: 'keeper', folder });
    expect((await reply(agent, when)).text).toBe('High tide is at six.');
    expect(agent.problems()).toEqual([{ file: 'parrot.md', problem: 'UNREADABLE' }]);
  });
});

describe('links in the folder', () => {
  test('that lead out of it are not followed, neither to files nor to folders', async () => {
    const outside = await temporaryFolder({ 'parrot.md': '# Parrot\n\nThe parrot is called Polly.\n' });
    const folder = await temporaryFolder({ 'tides.md': TIDES });
    await symlink(join(outside, 'parrot.md'), join(folder, 'parrot.md'));
    await symlink(outside, join(folder, 'birds'));
    await symlink(join(folder, 'nowhere.md'), join(folder, 'dangling.md'));
    const agent = createHandbookAgent({ name: 'keeper', folder });
    expect((await reply(agent, 'what is the parrot called?')).text).toBe('');
    expect((await reply(agent, when)).text).toBe('High tide is at six.');
  });

  test('to a folder whose name begins like its own are not followed', async () => {
    const parent = await temporaryFolder({ 'book-private/parrot.md': '# Parrot\n\nThe parrot is called Polly.\n', 'book/tides.md': TIDES });
    await symlink(join(parent, 'book-private/parrot.md'), join(parent, 'book/parrot.md'));
    const agent = createHandbookAgent({ name: 'keeper', folder: join(parent, 'book') });
    expect((await reply(agent, 'what is the parrot called?')).text).toBe('');
  });

  test('to a file within it are, once, and circles do no harm', async () => {
    const folder = await temporaryFolder({ '..data/tides.md': TIDES });
    await symlink(join('..data', 'tides.md'), join(folder, 'tides.md'));
    await symlink(join('..data', 'tides.md'), join(folder, 'tides-again.md'));
    await symlink('.', join(folder, 'circle'));
    const agent = createHandbookAgent({ name: 'keeper', folder });
    expect((await reply(agent, when)).source).toMatch(/^Tides \(tides(-again)?\.md\)$/);
  });

  test('may lead to the folder itself', async () => {
    const parent = await temporaryFolder({ 'real/tides.md': TIDES });
    await mkdir(join(parent, 'etc'));
    await symlink(join(parent, 'real'), join(parent, 'etc/handbook'));
    expect((await reply(createHandbookAgent({ name: 'keeper', folder: join(parent, 'etc/handbook') }), when)).text).toContain('six');
  });
});
