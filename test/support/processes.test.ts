import { describe, expect, it } from 'vitest';
import { nodePath, startNode, until } from './processes.ts';

const child = 'test/support/echo-child.ts';

describe('a process of a test', () => {
  it('runs on the Node of the project, without the environment of the runner', async () => {
    process.env['SECRET_OF_THE_RUNNER'] = 'secret';
    const started = startNode(child);
    delete process.env['SECRET_OF_THE_RUNNER'];
    const line = await started.jsonLine<{ node: string; home: string | null }>();
    expect(nodePath).toContain('node_modules');
    expect(Number(/^v(\d+)/.exec(line.node)?.[1])).toBeGreaterThanOrEqual(24);
    expect(line.home).toBeNull();
  });

  it('does nothing while it is paused, and goes on when it is woken', async () => {
    const started = startNode(child);
    await started.jsonLine();
    await started.pause();
    started.send({ number: 1 });
    await expect(started.message(undefined, 200)).rejects.toThrow('said nothing like that within 200 ms');
    started.resume();
    expect(await started.message()).toEqual({ echo: { number: 1 } });
  });

  it('can be killed while it is paused', async () => {
    const started = startNode(child);
    await started.jsonLine();
    await started.pause();
    expect(await started.kill()).toEqual({ code: null, signal: 'SIGKILL' });
  });

  it('gives each thing it said once, to the first who asks for one like it', async () => {
    const started = startNode(child);
    await started.jsonLine();
    for (const number of [1, 2, 3]) started.send({ number });
    const echoed = (wanted: number) => (message: { echo?: { number: number } }) => message.echo?.number === wanted;
    expect(await started.message(echoed(2))).toEqual({ echo: { number: 2 } });
    expect(await started.message()).toEqual({ echo: { number: 1 } });
    expect(await started.message()).toEqual({ echo: { number: 3 } });
  });

  it('fails whoever waits for a word from it when it ends, and shows what it wrote', async () => {
    const started = startNode('no/such/file.ts');
    await expect(started.jsonLine()).rejects.toThrow(/ended \(1\)[\s\S]*Cannot find module/);
  });

  it('shows that it had ended already when it was sent something', async () => {
    const started = startNode(child);
    await started.jsonLine();
    await started.kill();
    started.send({ number: 1 });
    await expect(started.message()).rejects.toThrow('ended (SIGKILL)');
    await until(() => started.output().stderr.includes('Channel closed'));
  });

  let pidOfFinishedTest = 0;
  it('is started in this test', async () => {
    const started = startNode(child);
    await started.jsonLine();
    pidOfFinishedTest = started.pid;
    expect(isAlive(pidOfFinishedTest)).toBe(true);
  });
  it('and has ended before the next', () => {
    expect(isAlive(pidOfFinishedTest)).toBe(false);
  });
});

describe('until', () => {
  it('resolves with the first answer that is true', async () => {
    let asked = 0;
    expect(await until(() => (++asked === 3 ? 'third' : undefined))).toBe('third');
  });

  it('says what it waited for and what it saw last', async () => {
    await expect(until(() => 0, { what: 'a miracle', timeoutMs: 30 })).rejects.toThrow('30 ms in vain for: a miracle. The last answer: 0');
    const broken = (): never => {
      throw new Error('no such draft');
    };
    await expect(until(broken, { what: 'a draft', timeoutMs: 30 })).rejects.toThrow(/a draft\. The last error: Error: no such draft/);
  });
});

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
