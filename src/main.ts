import type { RequestListener } from 'node:http';
import { constants } from 'node:os';
import { join } from 'node:path';
import { adapters as factories, startPlatform } from '../adapters/index.ts';
import type { ChatAdapter } from './adapter.ts';
import { startAnchor } from './anchor.ts';
import { startCountersign } from './app/countersign.ts';
import { aboutNoDraft } from './app/describe-refusal.ts';
import { addAlarm } from './app/notices.ts';
import type { Ports } from './app/ports.ts';
import { type Config, isProduction, readConfig } from './config.ts';
import { createConsole } from './console/console.ts';
import { createDoor, type Door } from './console/door.ts';
import { startApi } from './http/api-server.ts';
import { startHealth } from './http/health-server.ts';
import { listenForDeliveries } from './http/server.ts';
import { type Installation, openInstallation, type Overrides } from './installation.ts';
import { makeDataDir, openPlaygroundToken } from './keys.ts';
import { demandLogKey } from './log-key.ts';
import { createLogger } from './logger.ts';
import { startSequencer } from './log/sequencer.ts';
import { formatProblems } from './rules/problem.ts';
import { createRulesSource, type LoadedRules } from './rules/watch.ts';
import { versionOf } from './rules-in-force.ts';

export interface Running {
  /** Where people open the playground; where Slack delivers over HTTP; empty where nothing listens. */
  url: string;
  /** Where `/livez`, `/readyz` and `/metrics` are; null without HEALTH_PORT. */
  healthUrl: string | null;
  /** Where agents call us; null without API_PORT. */
  apiUrl: string | null;
  /** What to pin to verify this installation's log. */
  verifierKey: string;
  /** Reads the rules file now; it is watched as well. */
  reloadRules(): Promise<void>;
  /** Resolves when a platform does not let us in any more, and no other try would help. */
  dead: Promise<Error>;
  stop(): Promise<void>;
}

/**
 * The adapters that this configuration asks for. The playground's chat is a platform of its own: reached by its address, wherever it
 * runs. In production there is none, because in it anyone can be anyone.
 */
export async function createAdapters(
  config: Config,
  playgroundUrl: string,
  clock: { now(): number },
  onDead: (error: Error) => void = () => {},
): Promise<Map<string, ChatAdapter>> {
  const around = { now: () => clock.now(), logger: createLogger(config.logLevel) };
  const made: ChatAdapter[] = [];
  if (config.slack !== null) made.push((await factories.slack())({ ...config.slack, ...around }));
  if (config.discord !== null) made.push((await factories.discord())({ ...config.discord, ...around, onDead }));
  if (made.length === 0) made.push((await factories.playground())({ url: playgroundUrl, token: openPlaygroundToken(config), ...around }));
  return new Map(made.map((adapter) => [adapter.platform, adapter]));
}

/** Brings everything up in the order in which each needs the other, and takes it down in the reverse. */
export async function start(config: Config, overrides: Overrides = {}): Promise<Running> {
  const logger = createLogger(config.logLevel);
  const health = await startHealth(config.health, logger);
  const undo: (() => Promise<void>)[] = [() => health.stop()];
  const stop = async (): Promise<void> => {
    health.close();
    const failures: unknown[] = [];
    for (let last = undo.pop(); last; last = undo.pop()) {
      await last().catch((error: unknown) => {
        logger.error({ error }, 'a part could not be stopped in order');
        failures.push(error);
      });
    }
    if (failures.length > 0) throw new Error('Not everything could be stopped in order; the log says what.', { cause: failures[0] });
  };
  try {
    const door = createDoor();
    const clock = overrides.clock ?? { now: () => Date.now() };
    const playgroundUrl = isProduction(config) ? '' : (config.playground.url ?? (await hostPlayground(config, door, undo)));
    const { promise: dead, resolve: onDead } = Promise.withResolvers<Error>();
    const adapters = await createAdapters(config, playgroundUrl, clock, onDead);
    const installation = await openInstallation(config, logger, adapters, overrides);
    undo.push(() => installation.given.store.close());
    await demandLogKey(installation.given.store, installation.signer);
    const { store, owner, clock: sleeping } = installation.given;
    const anchor = await startAnchor({ file: config.anchorFile, store, signer: installation.signer, clock: sleeping, logger });
    undo.push(() => anchor.stop());
    const sequencer = startSequencer({
      store,
      signer: installation.signer,
      owner,
      clock: sleeping,
      anchor,
      onError: (error) => logger.error({ error }, 'the log could not be extended; trying again'),
    });
    undo.push(() => sequencer.stop());
    const checkpointed: Ports['log']['checkpointed'] = async (entry, withinMs) => {
      await sequencer.checkpointed(entry, withinMs);
      // Before a send the anchor covers its intent: an older copy cannot be taken for the database that sent it.
      await anchor.keep();
    };
    const log = { ...installation.given.log, checkpointed };
    const whole = { ...installation.given, log, meter: health.meter };
    const given = overrides.wrap?.(whole) ?? whole;
    const { rules, reloadRules } = await openRules(config, { ...installation, given }, undo);
    const ports = { ...given, rules };
    const countersign = await startCountersign(ports);
    undo.push(() => countersign.stop());
    // It takes nothing before the adapter has started, and ends after the adapter has acknowledged what it took.
    const url = playgroundUrl || (await hostDeliveries(config, adapters, undo));
    for (const adapter of given.adapters.values()) {
      await adapter.start(countersign.inbound);
      undo.push(() => adapter.stop());
    }
    door.open(createConsole(countersign.corner, given.logger));
    undo.push(() => door.close());
    const api = await startApi(config.api, countersign.door, given.logger);
    undo.push(() => api.stop());
    await testAlarms(ports);
    health.open(countersign);
    return { url, healthUrl: health.url, apiUrl: api.url, verifierKey: installation.signer.verifierKey, reloadRules, dead, stop };
  } catch (error) {
    // What kept it from starting is what people are told; what went wrong on the way down is logged.
    await stop().catch(() => {});
    throw error;
  }
}

/** With the operator's corner on its address: only where the playground is our own, because it believes who somebody says they are. */
async function hostPlayground(config: Config, door: Door, undo: (() => Promise<void>)[]): Promise<string> {
  makeDataDir(config);
  const platform = await startPlatform({
    port: config.port,
    file: join(config.dataDir, 'playground.sqlite'),
    token: openPlaygroundToken(config),
    smallTalk: true,
    console: (request) => door.answer(request),
  });
  undo.push(() => platform.stop());
  return platform.url;
}

/** Where platforms deliver over HTTP, each under its own name; empty where none does. */
async function hostDeliveries(config: Config, adapters: ReadonlyMap<string, ChatAdapter>, undo: (() => Promise<void>)[]): Promise<string> {
  const takers = new Map<string, RequestListener>();
  for (const [platform, adapter] of adapters) {
    const take = 'requestListener' in adapter ? (adapter.requestListener as RequestListener | null) : null;
    if (take !== null) takers.set(platform, take);
  }
  if (takers.size === 0) return '';
  const server = await listenForDeliveries(takers, { host: config.host, port: config.port });
  undo.push(() => server.stop());
  return server.url;
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
  await ports.store.transact((tx) => addAlarm(ports, tx, { ...alarm, about: aboutNoDraft(person) }));
}

/** Service managers wait 30 seconds before they kill. */
const END_WITHIN_MS = 25_000;
const TOO_LONG = `It did not end in order within ${END_WITHIN_MS / 1000} seconds. What was under way lies in the database, and the next start goes on with it.`;

/** `npm start`: runs until it is asked to stop. */
export async function main(): Promise<void> {
  let running: Running | null = null;
  let isEnding = false;
  const end = (signal: 'SIGTERM' | 'SIGINT'): void => {
    // Before it runs there is nothing to end in order; and whoever asks twice does not want to wait.
    if (running === null || isEnding) process.exit(128 + constants.signals[signal]);
    isEnding = true;
    setTimeout(() => fail(new Error(TOO_LONG)), END_WITHIN_MS);
    running.stop().then(() => process.exit(0), fail);
  };
  process.on('SIGTERM', end);
  process.on('SIGINT', end);
  const config = readConfig();
  running = await start(config);
  void running.dead.then(fail);
  const { url, healthUrl, apiUrl, reloadRules } = running;
  process.on('SIGHUP', () => void reloadRules().catch((error: unknown) => process.stderr.write(`${String(error)}\n`)));
  process.stdout.write(`${whereToGo(config, url)} Stop it with Ctrl-C.\n`);
  if (healthUrl !== null) process.stdout.write(`Health and metrics: ${healthUrl}/readyz and ${healthUrl}/metrics\n`);
  if (apiUrl !== null) process.stdout.write(`Agents call ${apiUrl}/v1/openapi.json\n`);
}

function whereToGo(config: Config, url: string): string {
  const { slack, discord } = config;
  if (!isProduction(config)) return `The playground is open: ${url}\nAnyone who opens it can be anyone.`;
  const lines: string[] = [];
  if (slack !== null) {
    const isOverHttp = slack.appToken === null;
    lines.push(
      isOverHttp
        ? `Slack delivers to ${url}/slack/events, by the address under “Event Subscriptions”.`
        : 'Connected to Slack over Socket Mode.',
    );
  }
  if (discord !== null) {
    const interactions = `, and Discord brings interactions to ${url}/discord/interactions`;
    lines.push(`Connected to Discord over its gateway${discord.publicKey === null ? '' : interactions}.`);
  }
  return lines.join('\n');
}

/** An error at start is an instruction, without a stack: what is wrong and what to do. */
function fail(error: unknown): void {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}

if (import.meta.main) main().catch(fail);
