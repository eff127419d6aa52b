import { join } from 'node:path';
import { adapters as factories, startPlatform } from '../adapters/index.ts';
import type { ChatAdapter } from './adapter.ts';
import { startCountersign } from './app/countersign.ts';
import { addAlarm } from './app/notices.ts';
import type { Ports } from './app/ports.ts';
import { type Config, readConfig } from './config.ts';
import { type Installation, openInstallation, type Overrides } from './installation.ts';
import { makeDataDir, openPlaygroundToken } from './keys.ts';
import { demandLogKey } from './log-key.ts';
import { createLogger } from './logger.ts';
import { startSequencer } from './log/sequencer.ts';
import { formatProblems } from './rules/problem.ts';
import { createRulesSource, type LoadedRules } from './rules/watch.ts';
import { versionOf } from './rules-in-force.ts';

export interface Running {
  /** Where people open the playground. */
  url: string;
  /** What to pin to verify this installation's log. */
  verifierKey: string;
  /** Reads the rules file now; it is watched as well. */
  reloadRules(): Promise<void>;
  stop(): Promise<void>;
}

/** The adapters that this configuration asks for. The playground's chat is a platform of its own: reached by its address, wherever it runs. */
export function createAdapters(config: Config, playgroundUrl: string, clock: { now(): number }): Map<string, ChatAdapter> {
  const logger = createLogger(config.logLevel);
  const playground = factories.playground({ url: playgroundUrl, token: openPlaygroundToken(config), now: () => clock.now(), logger });
  return new Map([[playground.platform, playground]]);
}

/** Brings everything up in the order in which each needs the other, and takes it down in the reverse. */
export async function start(config: Config, overrides: Overrides = {}): Promise<Running> {
  const logger = createLogger(config.logLevel);
  const undo: (() => Promise<void>)[] = [];
  const stop = async (): Promise<void> => {
    for (let last = undo.pop(); last; last = undo.pop()) await last();
  };
  try {
    const url = config.playground.url ?? (await hostPlayground(config, undo));
    const clock = overrides.clock ?? { now: () => Date.now() };
    const adapters = createAdapters(config, url, clock);
    const installation = await openInstallation(config, logger, adapters, overrides);
    undo.push(() => installation.given.store.close());
    await demandLogKey(installation.given.store, installation.signer);
    const sequencer = startSequencer({
      store: installation.given.store,
      signer: installation.signer,
      owner: installation.given.owner,
      clock: installation.given.clock,
      onError: (error) => logger.error({ error }, 'the log could not be extended; trying again'),
    });
    undo.push(() => sequencer.stop());
    const log = { ...installation.given.log, checkpointed: sequencer.checkpointed, wake: sequencer.wake };
    const whole = { ...installation.given, log };
    const given = overrides.wrap?.(whole) ?? whole;
    const { rules, reloadRules } = await openRules(config, { ...installation, given }, undo);
    const ports = { ...given, rules };
    const countersign = await startCountersign(ports);
    undo.push(() => countersign.stop());
    for (const adapter of adapters.values()) {
      await adapter.start(countersign.inbound);
      undo.push(() => adapter.stop());
    }
    await testAlarms(ports);
    return { url, verifierKey: installation.signer.verifierKey, reloadRules, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function hostPlayground(config: Config, undo: (() => Promise<void>)[]): Promise<string> {
  makeDataDir(config);
  const platform = await startPlatform({
    port: config.port,
    file: join(config.dataDir, 'playground.sqlite'),
    token: openPlaygroundToken(config),
  });
  undo.push(() => platform.stop());
  return platform.url;
}

/** The rules file, kept current: rules that are not valid, or whose agents cannot be made, never replace those in force. */
async function openRules(
  config: Config,
  { given, registry }: Installation,
  undo: (() => Promise<void>)[],
): Promise<{ rules: Ports['rules']; reloadRules: Running['reloadRules'] }> {
  let inForce: InForce | undefined;
  const source = await createRulesSource({
    file: config.rulesFile,
    onLoaded: async (loaded) => {
      const problems = registry.check(loaded.book);
      if (problems.length > 0) throw new Error(problems.map((one) => one.sentence).join(' '));
      const version = await versionOf(given, loaded);
      registry.update(loaded.book);
      inForce = { book: loaded.book, version };
      given.logger.info({ version }, 'rules are in force');
    },
    onProblems: async (problems) => {
      const [first] = formatProblems(problems.slice(0, 1)).split('\n');
      given.logger.error({ problems: formatProblems(problems) }, 'the changed rules file is not valid; the old rules stay in force');
      if (!inForce) return;
      const rules = { current: () => inForce as InForce };
      await tellAlarms(
        { ...given, rules },
        { code: 'RULES_KEPT', detail: { problem: first ?? '' }, key: `${inForce.version}:${given.clock.now()}` },
      );
    },
    onError: (error) => given.logger.error({ error }, 'the rules file could not be taken over; the old rules stay in force'),
  });
  undo.push(() => source.stop());
  if (!inForce) throw new Error('the rules were not loaded');
  return {
    rules: { current: () => inForce as InForce },
    async reloadRules() {
      await source.reload();
    },
  };
}

type InForce = { book: LoadedRules['book']; version: number };

/** Alarms that reach nobody are found out now, not when they are needed: everyone whom the rules name hears that we are up. */
async function testAlarms(ports: Omit<Ports, 'stopping'>): Promise<void> {
  await tellAlarms(ports, { code: 'ALARMS_WORK', detail: {}, key: `start:${ports.clock.now()}` });
}

async function tellAlarms(
  given: Omit<Ports, 'stopping'>,
  alarm: Pick<Parameters<typeof addAlarm>[2], 'code' | 'detail' | 'key'>,
): Promise<void> {
  const ports: Ports = { ...given, stopping: new AbortController().signal };
  const person = ports.rules.current().book.operators.alarms[0] ?? 'local:host:nobody';
  const about = { agent: '', channelName: null, channel: null, workspace: '', person };
  await ports.store.transact((tx) => addAlarm(ports, tx, { ...alarm, about }));
}

/** `npm start`: runs until it is asked to stop. */
export async function main(): Promise<void> {
  const config = readConfig();
  const running = await start(config);
  process.stdout.write(`The playground is open: ${running.url}\nAnyone who opens it can be anyone. Stop it with Ctrl-C.\n`);
  const stop = (): void => {
    running.stop().then(
      () => process.exit(0),
      (error: unknown) => fail(error),
    );
  };
  process.on('SIGHUP', () => void running.reloadRules().catch((error: unknown) => process.stderr.write(`${String(error)}\n`)));
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
}

/** An error at start is an instruction, without a stack: what is wrong and what to do. */
function fail(error: unknown): void {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}

if (import.meta.main) main().catch(fail);
