import { appendFile, mkdtemp, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { parseRules } from '../../src/rules/load.ts';
import type { Problem } from '../../src/rules/problem.ts';
import { createRulesSource, type LoadedRules, RulesError, type RulesSource, type RulesSourceOptions } from '../../src/rules/watch.ts';
import { changed, GOOD } from './good-file.ts';

const OTHER = changed({ 16: '    expires: 48h' });
const BAD = changed({ 15: '    reviewers: []' });
/** Longer than any test: then only `reload` looks. */
const NEVER = 3_600_000;
const BY_HAND = { settleMs: NEVER };

let folder: string;
let file: string;
let open: RulesSource[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rules-'));
  file = join(folder, 'countersign.yaml');
  open = [];
  await writeFile(file, GOOD);
});

afterEach(async () => {
  await Promise.all(open.map((source) => source.stop()));
  await rm(folder, { recursive: true });
});

/** As editors do: a new file in the place of the old one, so that nobody sees half of it. */
async function put(content: string, at = file): Promise<void> {
  await writeFile(`${at}~`, content);
  await rename(`${at}~`, at);
}

/** What the source told, each thing to be awaited once. */
function createEar() {
  const told: string[] = [];
  let next = Promise.withResolvers<void>();
  const hear = (what: string): void => {
    told.push(what);
    next.resolve();
    next = Promise.withResolvers();
  };
  return {
    onLoaded: (loaded: LoadedRules) => hear(`loaded ${expiryOf(loaded)}`),
    onProblems: (problems: Problem[]) => hear(`problems ${problems.map(({ line, path }) => `${line} ${path}`).join(', ')}`),
    onError: (error: unknown) => hear(`error ${String(error)}`),
    async take(): Promise<string> {
      while (told.length === 0) await next.promise;
      return told.shift() ?? '';
    },
    rest: () => told,
  };
}

const expiryOf = ({ book }: LoadedRules): string => `${(book.channels[0]?.expiresMs ?? 0) / 3_600_000}h`;

async function start(options: Partial<RulesSourceOptions> = {}) {
  const ear = createEar();
  const source = await createRulesSource({ file, pollMs: NEVER, settleMs: 10, ...ear, ...options });
  open.push(source);
  return { ear, source };
}

test('loads the rules at start and tells of them before anyone can use them', async () => {
  const { ear, source } = await start();
  expect(await ear.take()).toBe('loaded 24h');
  expect(expiryOf(source.current())).toBe('24h');
  expect(Buffer.from(source.current().digestSource).toString()).toBe(GOOD);
});

test('does not start with rules that have problems, and lists them all', async () => {
  await writeFile(file, changed({ 15: '    reviewers: []', 23: '    expires: soon' }));
  const failure = await start().catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(RulesError);
  expect((failure as RulesError).problems.map(({ path }) => path)).toEqual(['channels[0].reviewers', 'channels[1].expires']);
  expect((failure as RulesError).message).toContain(`${file}:15:5 channels[0].reviewers: nobody could review`);
});

test.each([
  ['is not there', () => rm(file), 'there is no file'],
  [
    'is a folder',
    () =>
      rm(file)
        .then(() => mkdtemp(file))
        .then((made) => rename(made, file)),
    'cannot be read (EISDIR)',
  ],
  ['is not text', () => writeFile(file, Buffer.from([0x61, 0xff, 0xfe])), 'the file is not UTF-8 text'],
])('does not start with a file that %s', async (_what, spoil, words) => {
  await spoil();
  await expect(start()).rejects.toThrow(words);
});

test('takes changed rules into use by itself', async () => {
  const { ear, source } = await start();
  await ear.take();
  await put(OTHER);
  expect(await ear.take()).toBe('loaded 48h');
  await source.reload();
  expect(expiryOf(source.current())).toBe('48h');
});

test('follows an editor that writes a new file and puts it in the place of the old one, again and again', async () => {
  const { ear } = await start();
  await ear.take();
  for (const [content, told] of [
    [OTHER, 'loaded 48h'],
    [GOOD, 'loaded 24h'],
    [OTHER, 'loaded 48h'],
  ] as const) {
    await put(content);
    expect(await ear.take()).toBe(told);
  }
});

test('keeps the old rules when the new are bad, and tells the problems', async () => {
  const { ear, source } = await start();
  await ear.take();
  await put(BAD);
  expect(await ear.take()).toBe('problems 15 channels[0].reviewers');
  expect(expiryOf(source.current())).toBe('24h');
});

test('tells the problems of one content once, however often it is looked at', async () => {
  const { ear, source } = await start(BY_HAND);
  await ear.take();
  await put(BAD);
  expect([await source.reload(), await source.reload(), await source.reload()]).toEqual(['kept_old', 'kept_old', 'kept_old']);
  await put(`${BAD}# again\n`);
  expect(await source.reload()).toBe('kept_old');
  expect([...ear.rest()]).toEqual(['problems 15 channels[0].reviewers', 'problems 15 channels[0].reviewers']);
});

test('has nothing to tell when bad rules are taken back', async () => {
  const { ear, source } = await start(BY_HAND);
  await ear.take();
  await put(BAD);
  await source.reload();
  await ear.take();
  await put(GOOD);
  expect(await source.reload()).toBe('unchanged');
  await put(BAD);
  expect(await source.reload()).toBe('kept_old');
  expect(await ear.take()).toBe('problems 15 channels[0].reviewers');
});

test('keeps the rules of a file that was removed', async () => {
  const { ear, source } = await start();
  await ear.take();
  await rm(file);
  expect(await ear.take()).toBe('problems 1 ');
  expect(expiryOf(source.current())).toBe('24h');
});

test('finds by polling what no event tells: a link to a file elsewhere', async () => {
  const elsewhere = join(await mkdtemp(join(folder, 'mounted-')), 'rules');
  await writeFile(elsewhere, GOOD);
  await rm(file);
  await symlink(elsewhere, file);
  const { ear } = await start({ pollMs: 20 });
  await ear.take();
  await put(OTHER, elsewhere);
  expect(await ear.take()).toBe('loaded 48h');
});

test('keeps the old rules while the new are not accepted', async () => {
  let isAway = false;
  const { source } = await start({
    ...BY_HAND,
    onLoaded: () => {
      if (isAway) throw new Error('the database is away');
    },
  });
  isAway = true;
  await put(OTHER);
  await expect(source.reload()).rejects.toThrow('the database is away');
  expect(expiryOf(source.current())).toBe('24h');
  isAway = false;
  expect(await source.reload()).toBe('loaded');
  expect(expiryOf(source.current())).toBe('48h');
});

test('offers new rules again by itself when they were not accepted, and tells the error', async () => {
  const ear = createEar();
  let isAway = false;
  await start({
    ...ear,
    pollMs: 20,
    onLoaded: (loaded) => {
      if (!isAway) return ear.onLoaded(loaded);
      isAway = false;
      throw new Error('the database is away');
    },
  });
  await ear.take();
  isAway = true;
  await put(OTHER);
  expect([await ear.take(), await ear.take()]).toEqual(['error Error: the database is away', 'loaded 48h']);
});

test('never brings two contents into use at the same time', async () => {
  let busy = 0;
  let most = 0;
  const { source } = await start({
    ...BY_HAND,
    onLoaded: async () => {
      most = Math.max(most, (busy += 1));
      await nextTurn();
      busy -= 1;
    },
  });
  await put(OTHER);
  expect(await Promise.all([source.reload(), source.reload(), source.reload()])).toEqual(['loaded', 'unchanged', 'unchanged']);
  expect(most).toBe(1);
});

test('does not believe a file that is still being written', async () => {
  const ear = createEar();
  const rules: number[] = [];
  await start({ ...ear, settleMs: 2_000, onLoaded: (loaded) => (rules.push(loaded.book.channels.length), ear.onLoaded(loaded)) });
  await ear.take();
  await writeFile(file, OTHER.slice(0, OTHER.indexOf('  - match:')));
  // Half of it, and valid. Read many times, so that the source has had every chance to look twice as well.
  for (let times = 0; times < 10; times += 1) expect(parseRules(await readFile(file, 'utf8'), file).ok).toBe(true);
  await appendFile(file, OTHER.slice(OTHER.indexOf('  - match:')));
  await ear.take();
  expect(rules).toEqual([2, 2]);
});

test('tells nothing more after it was stopped', async () => {
  const { ear, source } = await start();
  await ear.take();
  await source.stop();
  const second = await start();
  await second.ear.take();
  await put(OTHER);
  expect(await second.ear.take()).toBe('loaded 48h');
  expect(ear.rest()).toEqual([]);
  expect(expiryOf(source.current())).toBe('24h');
});
