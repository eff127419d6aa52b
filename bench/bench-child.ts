/** One process of the product under the benchmark. Takes one order after another from its parent, by messages. */
import { setTimeout as sleep } from 'node:timers/promises';
import { countsNow, startCounting } from './counting.ts';
import { type Address, bytesOf, openSql, type Sql } from './database.ts';
import { createPeople, type People, runCycles } from './cycles.ts';
import { createDesk } from './desk.ts';
import { measureFloor } from './floors.ts';
import { openBench, type Opened } from './installation.ts';
import type { FromChild, Given, OrderName, Orders, Result, RunResult, ToChild } from './orders.ts';
import { OPERATOR } from './platform.ts';
import { type Quiet, watchQuiet } from './quiet.ts';
import { seed } from './seed.ts';

/** How often the end of a cycle is looked for. */
const LOOK_EVERY_MS = 2;

interface Running {
  opened: Opened;
  people: People;
  quiet: Quiet;
  sql: Sql;
}

let isShared = false;
const desk = createDesk((told) => {
  if (isShared) send({ told });
});
let current: Running | null = null;

const handlers: { [N in OrderName]: (given: Given<N>) => Promise<Result<N>> } = {
  async open({ address, nth, of }) {
    isShared = of > 1;
    const opened = await openBench(address, desk, nth);
    const sql = await openSql(address);
    const quiet = watchQuiet(sql, LOOK_EVERY_MS);
    current = { opened, sql, quiet, people: createPeople(opened, desk, { quiet, sql, nth }) };
    return { startMs: opened.startMs };
  },

  run: (given) => run(running(), given),

  async engage({ concurrency, loadMs }) {
    const { opened, people } = running();
    const over = new AbortController();
    const load = runCycles(people, { concurrency, warmMs: 0, ms: loadMs + 10_000 }, over.signal, () => {});
    await sleep(loadMs);
    const from = performance.now();
    const told = await opened.countersign.corner.order(OPERATOR, { verb: 'engage', scope: 'all', reason: 'benchmark' });
    const orderMs = performance.now() - from;
    if (!told.ok) throw new Error(`the switch was not engaged: ${told.message}`);
    await sleep(1_000);
    over.abort();
    await load;
    const lastSendMs = Math.max(0, opened.platform.lastSendAt() - from);
    const released = await opened.countersign.corner.order(OPERATOR, { verb: 'release', scope: 'all', reason: 'benchmark' });
    if (!released.ok) throw new Error(`the switch was not released: ${released.message}`);
    return { orderMs, lastSendMs, inFlight: Number(/\d+/.exec(told.value)?.[0] ?? 0) };
  },

  async view({ times }) {
    const { given, countersign } = running().opened;
    const states = ['awaiting_reviewer'] as const;
    return {
      listMs: await timed(times, () => given.store.read.drafts.list({ states, limit: 50 })),
      operatorMs: await timed(times, () => countersign.corner.view(OPERATOR)),
    };
  },

  async verify() {
    const from = performance.now();
    const cpuFrom = process.cpuUsage();
    const { size, unsigned, problems } = await running().opened.given.log.verify();
    const { user, system } = process.cpuUsage(cpuFrom);
    return { entries: size + unsigned, ms: performance.now() - from, cpuMs: (user + system) / 1000, problems: problems.length };
  },

  seed: ({ address, drafts }) => seed(address, drafts, desk),

  floor: async ({ address, ...order }) => ({ cyclesPerSecond: await measureFloor(address, order) }),

  bytes: async ({ address }: { address: Address }) => ({ bytes: await bytesOf(address) }),

  async close() {
    const { opened, quiet, sql } = running();
    await quiet.stop();
    await opened.close();
    await sql.close();
    current = null;
    return {};
  },
};

async function run({ opened, people, sql }: Running, given: Given<'run'>): Promise<RunResult> {
  const edges: { statements: number; commits: number; works: number; cpuMs: number }[] = [];
  const atEdge = (): void => {
    const { user, system } = process.cpuUsage();
    edges.push({ ...countsNow(), works: opened.works(), cpuMs: (user + system) / 1000 });
  };
  const cycled = await runCycles(people, given, new AbortController().signal, atEdge);
  const [before, after] = edges;
  if (!before || !after) throw new Error('a run has a beginning and an end');
  await sql.query('select 1');
  globalThis.gc?.();
  const { rss, heapUsed } = process.memoryUsage();
  return {
    ...cycled,
    statements: after.statements - before.statements,
    commits: after.commits - before.commits,
    works: after.works - before.works,
    cpuMs: after.cpuMs - before.cpuMs,
    rssBytes: rss,
    heapBytes: heapUsed,
  };
}

async function timed(times: number, work: () => Promise<unknown>): Promise<number[]> {
  const took: number[] = [];
  for (let nth = 0; nth < times; nth += 1) {
    const from = performance.now();
    await work();
    took.push(performance.now() - from);
  }
  return took;
}

function running(): Running {
  if (current === null) throw new Error('nothing is open in this process');
  return current;
}

function send(message: FromChild): void {
  process.send?.(message);
}

async function carryOut<N extends OrderName>(order: N, given: Given<N>): Promise<void> {
  try {
    const handler = handlers[order] as (given: Given<N>) => Promise<ReturnType<Orders[N]>>;
    send({ done: await handler(given) });
  } catch (error) {
    send({ failed: error instanceof Error ? (error.stack ?? error.message) : String(error) });
  }
}

startCounting();
process.on('message', (message: ToChild) => {
  if ('told' in message) desk.hear(message.told);
  else void carryOut(message.order, message.given as never);
});
// An orderly end, so that a profiler can write what it saw.
process.once('disconnect', () => process.exit(0));
