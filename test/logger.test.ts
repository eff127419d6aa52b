import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createInstallation } from './cli/command-line.ts';
import { temporaryFolder } from './support/folders.ts';
import { ask, cardOf, press, publish, QUESTION, UNANSWERABLE } from './stories/turns.ts';
import { startNode } from './support/processes.ts';

interface Line {
  level: number;
  time: string;
  msg: string;
  error?: { name: string; code?: string; message?: string; cause?: { message: string } };
}

const linesOf = (stderr: string): Line[] =>
  stderr
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Line);

test('writes no secret and no text, wherever in the data it stands; of an error its name, code, message and cause', async () => {
  const child = startNode('test/logger-child.ts');
  await child.exited;
  const { stdout, stderr } = child.output();
  const lines = linesOf(stderr);
  expect(stdout).toBe('');
  expect(lines.map(({ level, msg }) => [level, msg])).toEqual([
    [20, 'at the top'],
    [30, 'one step down'],
    [40, 'two steps down'],
    [50, 'an error that carries more than its message'],
    [50, 'something thrown that is no error'],
  ]);
  expect(stderr).not.toContain('swordfish');
  expect(stderr.match(/\[not logged\]/g)).toHaveLength(13 * 4);
  expect(lines[3]?.error).toMatchObject({ name: 'Error', code: 'A_CODE', message: 'the reason', cause: { message: 'the cause' } });
  expect(lines[4]?.error).toEqual({ name: 'string' });
  for (const { time } of lines) expect(new Date(time).toISOString()).toBe(time);
});

test('a whole story at LOG_LEVEL=trace, with all that can fail in it, leaves no word, token or key in the log', async () => {
  const pages = await temporaryFolder();
  await writeFile(join(pages, 'cursed.md'), '# Cursed page\n\n## Lanterns\n\nLanterns are lit with osmium \u0378 and salt.\n');
  const installation = await createInstallation((rules) =>
    rules
      .replace(
        'limits:',
        `  oracle: { connector: handbook, folder: ${pages}/none }\n  cursed: { connector: handbook, folder: ${pages} }\nlimits:`,
      )
      .replace('    agents: [handbook]', '    agents: [handbook, oracle, cursed]'),
  );
  Object.assign(installation.env, { LOG_LEVEL: 'trace' });
  const { chat, stop, log } = await installation.start();
  const words = { edit: 'Ask Ben about the tungsten cube.', wish: 'rather about zinc', reason: 'vanadium is missing', engage: 'palladium' };

  const card = await ask(chat);
  await press(chat, 'ana', card, 'ask_again', words.wish);
  const second = await cardOf(chat, 'ana', card, { revision: 2, state: 'awaiting_requester' });
  await press(chat, 'ana', second, 'edit', words.edit);
  const third = await cardOf(chat, 'ana', card, { revision: 3, state: 'awaiting_requester' });
  await chat.fault({ operation: 'card', mode: 'refuse', times: 2 });
  await press(chat, 'ana', third, 'approve');
  await press(chat, 'ben', await cardOf(chat, 'ben', card, { state: 'awaiting_reviewer' }), 'reject', words.reason);

  await chat.fault({ operation: 'publish', mode: 'cut_before' });
  await chat.fault({ operation: 'find', mode: 'cut_before', times: 3 });
  const lost = await ask(chat, 'ana', 'random');
  await press(chat, 'ana', lost, 'approve');
  await chat.card('ana', { draft: lost.draft ?? null, state: 'outcome_unknown' });
  await publish(chat, await ask(chat, 'dan', 'random'), 'dan', [], 'random');
  await chat.say('ana', 'engineering', UNANSWERABLE);
  await chat.card('ana', { title: 'handbook found nothing about this. There is nothing to post.' });
  await chat.say('ana', 'engineering', '@oracle what is rhodium good for?');
  await chat.card('ana', (one) => one.title?.startsWith('oracle could not answer.') === true);
  await chat.say('ana', 'engineering', '@cursed how are lanterns lit?');
  await chat.card('ana', (one) => one.title?.startsWith("cursed's answer cannot be posted as it is") === true);
  await chat.say('olu', 'direct', `/countersign engage ${words.engage}`);
  await chat.notice('olu', words.engage);
  await chat.say('ana', 'engineering', QUESTION);
  await chat.notice('ana', words.engage);
  await stop();

  const lines = linesOf(log());
  expect(lines.map(({ msg }) => msg)).toEqual(
    expect.arrayContaining(['rules are in force', 'an effect failed', 'an agent gave no answer']),
  );
  const secrets = await Promise.all(
    ['data.key', 'log.key', 'playground.token'].map(async (file) =>
      (await readFile(join(installation.folder, 'data', file), 'utf8')).trim(),
    ),
  );
  const said = [
    ...Object.values(words),
    'rotate the staging',
    'moons of Neptune',
    'rhodium',
    'osmium',
    'acme db rotate',
    'knew it has left',
  ];
  expect(secrets.every((secret) => secret.length > 30)).toBe(true);
  for (const word of [...said, ...secrets]) expect(log()).not.toContain(word);
});
