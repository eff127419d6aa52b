import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Agent } from '../../../src/agents/agent.ts';
import { type CommandOptions, createCommandConnector } from '../../../src/agents/connectors/command.ts';
import { parseAnswer } from '../../../src/agents/contract.ts';
import { type RunOutcome, runAgent } from '../../../src/agents/run-agent.ts';
import { nodePath } from '../../support/processes.ts';
import { until } from '../../support/until.ts';
import { ask, notStopped } from '../questions.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { UNWATCHED } from '../../support/unwatched.ts';

const ANSWER = '{"kind":"answer","audience":"requester_only","text":"Yes.","sources":[]}';
const OPTIONS: CommandOptions = { needsOtherUser: false, env: { PATH: '/usr/bin:/bin', DATA_KEY: 'secret', SLACK_BOT_TOKEN: 'xoxb' } };
const SETPRIV = '/usr/bin/setpriv';
const otherUserFile = new URL('../../../src/agents/connectors/command/other-user.ts', import.meta.url).href;
const isRoot = process.getuid?.() === 0;

/** A shell script, with what else the rules file says of it. */
async function made(script: string, settings: Record<string, string | string[]> = {}, options: CommandOptions = OPTIONS) {
  const folder = await temporaryFolder({ 'agent.sh': `#!/bin/sh\n${script}\n` });
  const program = join(folder, 'agent.sh');
  await chmod(program, 0o755);
  await chmod(folder, 0o755);
  const rule = { name: 'faq', connector: 'command', timeLimitMs: 1_000, settings: { program, ...settings }, tools: [] };
  return { folder, created: createCommandConnector(options).create(rule) };
}

async function agentOf(script: string, settings: Record<string, string | string[]> = {}): Promise<{ agent: Agent; folder: string }> {
  const { created, folder } = await made(script, settings);
  if (!created.ok) throw new Error(created.sentence);
  return { agent: created.agent, folder };
}

async function outcome(script: string, settings: Record<string, string | string[]> = {}): Promise<RunOutcome> {
  return runAgent((await agentOf(script, settings)).agent, ask('Well?'), {
    timeLimitMs: 20_000,
    signal: notStopped(),
    oversight: UNWATCHED,
  });
}

describe('a program as an agent', () => {
  test('is asked with one line that holds nothing of who asks, and is answered by the first line that it writes', async () => {
    const { agent, folder } = await agentOf(`cat > asked.json; echo '${ANSWER}'; echo '${ANSWER.replace('Yes', 'No')}'; echo more > late`);
    const question = ask('What\nnow?', { wish: 'shorter', previous: 'Long.', thread: [{ from: 'Ben', text: 'Hi' }] });
    const run = await runAgent(agent, question, { timeLimitMs: 20_000, signal: notStopped(), oversight: UNWATCHED });
    expect(run).toEqual({ ok: true, output: JSON.parse(ANSWER) });
    const asked = await readFile(join(folder, 'asked.json'), 'utf8');
    expect(asked.split('\n')).toHaveLength(2);
    const { run: id, thread, previous, wish } = question;
    expect(JSON.parse(asked)).toEqual({
      v: 1,
      run: id,
      rejection: null,
      conversation: [],
      question: 'What\nnow?',
      wish,
      previous,
      thread,
      max_characters: 1_800,
    });
  });

  test('answers also when it does not read, and without a line end', async () => {
    expect(await outcome(`printf '%s' '${ANSWER}'`)).toEqual({ ok: true, output: JSON.parse(ANSWER) });
  });

  test.each([
    ['ends without an answer', 'exit 3', 'The program ended (code 3) without an answer.'],
    ['dies', 'kill -9 $$', 'The program ended (SIGKILL) without an answer.'],
    ['writes something else', 'echo "I posted it for you."', 'The program wrote a line that is not JSON in UTF-8.'],
    ['writes bytes that are no text', String.raw`printf '"\377"\n'`, 'The program wrote a line that is not JSON in UTF-8.'],
    ['ends after its progress', `echo '{"kind":"progress","text":"Y"}'`, 'The program ended (code 0) without an answer.'],
    ['tells progress without a text', `echo '{"kind":"progress"}'`, 'The program told its progress without a text.'],
    ['tells progress for ever', `yes '{"kind":"progress","text":""}'`, 'The program told its progress more than 1000 times.'],
    [
      'tells ten megabytes of progress',
      `yes "{\\"kind\\":\\"progress\\",\\"text\\":\\"$(head -c 90000 /dev/zero | tr "\\0" a)\\"}"`,
      'The program wrote more than 1048576 bytes.',
    ],
    ['writes ten megabytes', 'head -c 10000000 /dev/zero | tr "\\0" a', 'The program wrote more than 1048576 bytes.'],
  ])('fails when it %s, and the operator reads how, never what it said', async (_what, script, detail) => {
    expect(await outcome(script)).toEqual({ ok: false, code: 'AGENT_FAILED', detail });
  });

  test('is over when it ends itself, though what it left behind holds its output open: all that it wrote is read, and nothing after', async () => {
    const leave = (after: string) => `(sleep 1000; echo '"late"') & ${after}`;
    const long = 'x'.repeat(500_000);
    expect(await outcome(leave(`printf '"%s"' $(head -c ${long.length} /dev/zero | tr "\\0" x)`))).toEqual({ ok: true, output: long });
    expect(await outcome(leave('exit 3'))).toMatchObject({ ok: false, detail: 'The program ended (code 3) without an answer.' });
  });

  test('that is gone since the rules were read fails, and the operator reads that', async () => {
    const { agent, folder } = await agentOf('exit 0');
    await chmod(join(folder, 'agent.sh'), 0o644);
    const run = await runAgent(agent, ask('Well?'), { timeLimitMs: 20_000, signal: notStopped(), oversight: UNWATCHED });
    // Root may not run it either, now that nobody may.
    expect(run).toEqual({ ok: false, code: 'AGENT_FAILED', detail: 'The program could not be started (EACCES).' });
  });

  test('that lies about its type breaks the contract', async () => {
    const run = await outcome(`echo '{"kind":"answer","audience":"everyone","text":"Yes.","sources":[]}'`);
    expect(run.ok && parseAnswer(run.output, { maxOutputCharacters: 1_000 })).toMatchObject({ ok: false, code: 'AGENT_BROKE_CONTRACT' });
  });

  test('is killed with everything that it started: when it is stopped, and when it has answered', async () => {
    for (const ending of ['wait', `echo '${ANSWER}'; wait`]) {
      const { agent, folder } = await agentOf(`sleep 1000 & echo $! > child.tmp; mv child.tmp child; ${ending}`);
      const stop = new AbortController();
      const running = runAgent(agent, ask('Well?'), { timeLimitMs: 20_000, signal: stop.signal, oversight: UNWATCHED });
      const child = Number(await until(() => readFile(join(folder, 'child'), 'utf8'), { what: 'the program to start another' }));
      stop.abort();
      await running;
      await until(() => !isAlive(child), { what: 'what the program started to end' });
    }
  });

  test('gets no environment but what is named, and nothing of ours under any name', async () => {
    const { agent, folder } = await agentOf(`/usr/bin/env > env.txt; echo '${ANSWER}'`, { environment: ['PATH'] });
    await runAgent(agent, ask('Well?'), { timeLimitMs: 20_000, signal: notStopped(), oversight: UNWATCHED });
    const names = (await readFile(join(folder, 'env.txt'), 'utf8'))
      .trim()
      .split('\n')
      .map((line) => line.split('=')[0]);
    // The shell sets the others by itself.
    expect(names.filter((name) => !['PWD', 'OLDPWD', 'SHLVL', '_'].includes(name ?? ''))).toEqual(['PATH']);
    for (const ours of ['DATA_KEY', 'DATA_KEY_FILE', 'LOG_KEY', 'DATABASE_URL', 'SLACK_BOT_TOKEN']) {
      expect((await made('exit 0', { environment: [ours] })).created).toEqual({
        ok: false,
        sentence: `The agent faq may not have ${ours}: that is Countersign’s own.`,
      });
    }
  });

  test.runIf(isRoot)('runs as another user where the rules name one, and that user cannot read what is ours', async () => {
    const script = `id -un > /dev/null; if cat "$1" > /dev/null 2>&1; then echo '"read"'; else printf '"%s"\\n' "$(id -un)"; fi`;
    const { folder } = await made('exit 0');
    const secret = join(folder, 'agent.sh');
    await chmod(secret, 0o600);
    expect(await outcome(script, { run_as: 'nobody', arguments: [secret], environment: ['PATH'] })).toEqual({ ok: true, output: 'nobody' });
  });

  test.runIf(isRoot && existsSync(SETPRIV))('of another user is not taken where it could be started, and not be killed', () => {
    const look = `import { otherUser } from '${otherUserFile}'; process.stdout.write(JSON.stringify(otherUser('nobody')));`;
    const { stdout } = spawnSync(SETPRIV, ['--bounding-set=-kill', nodePath, '--input-type=module', '--eval', look], { encoding: 'utf8' });
    const because = 'Countersign may not start and stop programs of another user; it needs CAP_SETUID, CAP_SETGID and CAP_KILL';
    expect(JSON.parse(stdout)).toEqual({ ok: false, because });
  });

  test.each<[string, Record<string, string | string[]>, CommandOptions, string]>([
    [
      'whose program is not there',
      { program: '/nowhere/agent' },
      OPTIONS,
      'names the program /nowhere/agent, which is not there or may not be run.',
    ],
    [
      'whose environment is not set',
      { environment: ['FAQ_TOKEN'] },
      OPTIONS,
      'names the environment variable FAQ_TOKEN, which is not set.',
    ],
    [
      'of a user whom nobody knows',
      { run_as: 'nobody-of-that-name' },
      OPTIONS,
      'cannot run as nobody-of-that-name: there is no such user on this machine.',
    ],
    ['of root', { run_as: 'root' }, OPTIONS, 'cannot run as root: root can read everything.'],
    [
      'beside real keys, as the same user',
      {},
      { ...OPTIONS, needsOtherUser: true },
      'would run as the user that Countersign runs as, and could read its keys. Name another user: `run_as:`.',
    ],
  ])('%s is not taken, with a sentence that says why', async (_what, settings, options, because) => {
    expect((await made('exit 0', settings, options)).created).toEqual({ ok: false, sentence: `The agent faq ${because}` });
  });
});

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
