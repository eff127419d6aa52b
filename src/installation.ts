import { randomBytes } from 'node:crypto';
import { statSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ChatAdapter } from './adapter.ts';
import { createApiConnector } from './agents/connectors/api.ts';
import { createCommandConnector } from './agents/connectors/command.ts';
import { createHandbookConnector } from './agents/connectors/handbook.ts';
import { createHttpConnector } from './agents/connectors/http.ts';
import { createModelConnector } from './agents/connectors/model.ts';
import { parseAnswer } from './agents/contract.ts';
import { createAgentRegistry } from './agents/registry.ts';
import { runAgent, tellAgent } from './agents/run-agent.ts';
import { createToolServers } from './agents/tools/servers.ts';
import { appendFact } from './app/entries.ts';
import type { Clock, Logger, Meter, Ports } from './app/ports.ts';
import { type Config, isProduction } from './config.ts';
import type { Entry } from './core/fact.ts';
import { openKeys } from './keys.ts';
import { fillDigest, postDigest, requirementsDigest, saltedDigest, type SaltedKind } from './log/digests.ts';
import { encodeEntry } from './log/entry.ts';
import { leafHash } from './log/merkle.ts';
import { originFrom } from './log/origin.ts';
import { createSigner, type Signer } from './log/signer.ts';
import { secrets } from './secrets.ts';
import { createPostgresStore, createSqliteStore } from './store/kysely-store.ts';
import type { Store } from './store/store.ts';
import { createLogReader } from './stored-log.ts';
import { text } from './text-port.ts';

/** The longest output of an agent that is looked at, in characters. */
const MOST_OUTPUT_CHARACTERS = 100_000;
const MOST_QUESTION_CHARACTERS = 4_000;

/** What a test may put in place of the real thing: time, and whatever it wants to watch or stop between two steps. */
export interface Overrides {
  clock?: Clock;
  /** Milliseconds that the database's clock is ahead, on PostgreSQL. */
  skewMs?: () => number;
  /** Around the ports of a process that runs. */
  wrap?: (ports: Given) => Given;
}

export type Given = Omit<Ports, 'stopping' | 'rules'>;

/** Everything of an installation that does not run by itself: opened by `start` and by every command. */
export interface Installation {
  given: Given;
  registry: ReturnType<typeof createAgentRegistry>;
  signer: Signer;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  sleep: (ms, signal) => sleep(ms, undefined, signal ? { signal } : {}).catch(() => {}),
};

/** Opens keys, database and log. `adapters` are made by whoever calls: only `main.ts` knows them. */
export async function openInstallation(
  config: Config,
  logger: Logger,
  adapters: ReadonlyMap<string, ChatAdapter>,
  overrides: Overrides = {},
): Promise<Installation> {
  const clock = overrides.clock ?? systemClock;
  const keys = openKeys(config);
  const store = await openStore(config, keys.dataKey, clock, overrides);
  const origin = await openLog(store, clock);
  const signer = createSigner(origin, keys.logSeed);
  // On the playground whoever writes the rules sits at this machine; elsewhere a program could read keys that are worth something.
  const programs = { needsOtherUser: isProduction(config), env: config.foreign };
  const servers = createToolServers({ ...programs, report: (problem) => logger.warn(problem, 'a tool could not be used') });
  const connectors = {
    api: createApiConnector(),
    command: createCommandConnector(programs),
    http: createHttpConnector({ env: config.foreign }),
    model: createModelConnector({ env: config.foreign, servers }),
    handbook: createHandbookConnector((agent, problem) => logger.warn({ agent, ...problem }, 'a page of a handbook is left out')),
  };
  const registry = createAgentRegistry(connectors, servers);
  const given: Given = {
    owner: `${hostname()}:${process.pid}:${randomBytes(4).toString('hex')}`,
    clock,
    randomBytes: random,
    store,
    adapters,
    agents: {
      get: (name) => registry.get(name),
      told: tellAgent,
      run: (agent, question, limits) => runAgent(agent, question, limits),
      parse: (output) => parseAnswer(output, { maxOutputCharacters: MOST_OUTPUT_CHARACTERS }),
    },
    log: {
      encode: encoderOf(origin),
      checkpointed: () => Promise.reject(new Error('no sequencer runs in this process')),
      ...createLogReader(store, signer),
    },
    digests: {
      post: postDigest,
      fill: fillDigest,
      requirements: requirementsDigest,
      salted: (kind, salt, words) => saltedDigest(kind as SaltedKind, salt, words),
    },
    secrets,
    text,
    killFile: { isPresent: () => isPresent(config.killFile) },
    logger,
    meter: uncounted,
    timeZone: config.timeZone,
    limits: { questionCharacters: MOST_QUESTION_CHARACTERS },
  };
  return { given, registry, signer };
}

/** Nobody watches a command. */
const uncounted: Meter = { moved() {}, delivered() {} };

/** The database of an installation without a PostgreSQL. */
export function sqliteFileOf(config: Config): string {
  return join(config.dataDir, 'countersign.sqlite');
}

function openStore(config: Config, dataKey: Uint8Array, clock: Clock, overrides: Overrides): Promise<Store> {
  if (config.databaseUrl !== null) {
    return createPostgresStore({ url: config.databaseUrl, dataKey, ...(overrides.skewMs ? { skewMs: overrides.skewMs } : {}) });
  }
  return createSqliteStore({ file: sqliteFileOf(config), dataKey, now: () => clock.now() });
}

/** The log's name and its first entry, made with the database, at once: there is no log without its beginning. */
async function openLog(store: Store, clock: Clock): Promise<string> {
  return store.transact(async (tx) => {
    await tx.kill.lock('exclusive');
    const known = await tx.meta.get('origin');
    if (known !== undefined) return known;
    const origin = originFrom(random(16));
    await tx.meta.set('origin', origin);
    const log = { encode: encoderOf(origin) };
    await appendFact({ log, randomBytes: random }, tx, { type: 'log.opened', refs: {}, digests: {} }, clock.now());
    return origin;
  });
}

const DRAWN_AT_ONCE = 4_096;
let drawn = randomBytes(DRAWN_AT_ONCE);
let handedOut = 0;

/** Each byte is handed out once. Many are drawn at once, because asking for sixteen costs as much as asking for thousands. */
function random(count: number): Uint8Array {
  if (handedOut + count > drawn.length) {
    drawn = randomBytes(Math.max(count, DRAWN_AT_ONCE));
    handedOut = 0;
  }
  handedOut += count;
  return new Uint8Array(drawn.subarray(handedOut - count, handedOut));
}

function encoderOf(origin: string): Ports['log']['encode'] {
  return (entry, at) => encode({ ...entry, v: 1, log: origin, at: new Date(at).toISOString() });
}

/** A file that cannot be looked at may be there: only a clear no counts as one. */
function isPresent(file: string): boolean {
  try {
    statSync(file);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ENOENT';
  }
}

function encode(entry: Entry): { bytes: Uint8Array; leafHash: Uint8Array } {
  const bytes = encodeEntry(entry);
  return { bytes, leafHash: leafHash(bytes) };
}
