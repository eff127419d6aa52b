import { cp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readConfig } from '../../src/config.ts';
import { start } from '../../src/main.ts';
import { type Chat, createChat } from '../stories/chat.ts';
import { ask, press } from '../stories/turns.ts';
import { putExampleHandbook } from '../support/example-handbook.ts';
import { temporaryFolder } from '../support/folders.ts';
import { type Ran, runHere } from '../support/run-command.ts';
import { type NodeProcess, startNode, until } from '../support/processes.ts';

export interface Started {
  url: string;
  chat: Chat;
  /** What it wrote to standard error so far. */
  log(): string;
  stop(): Promise<void>;
}

/** An installation in a folder of its own, as somebody has it who typed `npm start`. */
export interface Installation {
  folder: string;
  dataDir: string;
  env: Record<string, string>;
  rulesFile: string;
  /** `npm run countersign -- …`, in a process of its own. */
  countersign(...args: string[]): Promise<Ran>;
  /** `npm start`; resolves when the playground's address is printed. */
  start(): Promise<Started>;
  /** The same within the test's own process, for what happened before the test begins. */
  startHere(): Promise<Pick<Started, 'chat' | 'stop'>>;
  /** The same again, stopped, in another folder: what is done to it is done to nobody else. */
  copy(): Promise<Installation>;
}

export async function createInstallation(change: (rules: string) => string = (rules) => rules): Promise<Installation> {
  const folder = await temporaryFolder();
  const example = await readFile('countersign.example.yaml', 'utf8');
  await putExampleHandbook(folder);
  await writeFile(join(folder, 'countersign.yaml'), change(example));
  return installationIn(folder);
}

function installationIn(folder: string): Installation {
  const rulesFile = join(folder, 'countersign.yaml');
  const dataDir = join(folder, 'data');
  const env = { PORT: '0', DATA_DIR: dataDir, RULES_FILE: rulesFile, TIME_ZONE: 'UTC' };
  return {
    folder,
    dataDir,
    env,
    rulesFile,
    countersign: (...args) => runHere(args, env),
    async start() {
      const bot = startNode('src/main.ts', { env: { NODE_COMPILE_CACHE, ...env } });
      const url = await urlOf(bot);
      // Commands ask the platform where it really listens.
      Object.assign(env, { PORT: new URL(url).port });
      return {
        url,
        chat: createChat(url),
        log: () => bot.output().stderr,
        async stop() {
          const exit = await bot.kill('SIGTERM');
          if (exit.code !== 0) throw new Error(`the bot ended with ${exit.code}: ${bot.output().stderr}`);
        },
      };
    },
    async startHere() {
      const { url, stop } = await start(readConfig({ LOG_LEVEL: 'silent', ...env }));
      Object.assign(env, { PORT: new URL(url).port });
      return { chat: createChat(url), stop };
    },
    async copy() {
      const other = await temporaryFolder();
      await cp(folder, other, { recursive: true });
      return installationIn(other);
    },
  };
}

/** Every command reads the same source: the second time it comes from Node's cache. */
const NODE_COMPILE_CACHE = 'node_modules/.cache/commands-of-tests';

/** Runs it to its end, in a process of its own. */
export async function run(script: string, args: string[], env: Record<string, string>): Promise<Ran> {
  const started = startNode(script, { args, env: { NODE_COMPILE_CACHE, ...env } });
  const { code } = await started.exited;
  return { code, ...started.output() };
}

/** Waits for the line in which the bot says where the playground is open. */
export async function urlOf(bot: NodeProcess): Promise<string> {
  const isOver = bot.exited.then(() => {
    throw new Error(`the bot ended before it was open:\n${bot.output().stderr}`);
  });
  const told = until(() => /The playground is open: (http:\/\/127\.0\.0\.1:\d+)/.exec(bot.output().stdout)?.[1], {
    what: 'the address of the playground',
    timeoutMs: 20_000,
  });
  return Promise.race([told, isOver]);
}

/** What happened before the tests: a post in #random, a draft that waits for reviewers, one that was kept private. */
export interface History {
  installation: Installation;
  published: { reference: string };
  waiting: { draft: string };
}

export async function withHistory(): Promise<History> {
  const installation = await createInstallation();
  const { chat, stop } = await installation.startHere();
  const first = await ask(chat, 'ana', 'random');
  await press(chat, 'ana', first, 'approve');
  const post = await chat.posted('dan', 'random');
  const second = await ask(chat, 'ana', 'engineering');
  await press(chat, 'ana', second, 'approve');
  await chat.card('ben', { state: 'awaiting_reviewer' });
  await press(chat, 'dan', await ask(chat, 'dan', 'engineering'), 'withdraw');
  await stop();
  return {
    installation,
    published: { reference: /cs-[0-9A-Z]{8}/.exec(post.text)?.[0] ?? '' },
    waiting: { draft: second.draft ?? '' },
  };
}
