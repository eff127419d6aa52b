import { type Child, startChildren } from './child.ts';
import { type Address, createAddress, removeAddress, type StoreKind } from './database.ts';
import { median, percentile } from './numbers.ts';
import type { Options } from './options.ts';
import { type AsideMeasured, type FloorMeasured, type Results, together } from './results.ts';

/** More than these entries are checked once, in the last round: it takes long, and the log is the same. */
const VERIFIED_EACH_ROUND = 50_000;

export interface Place {
  kind: StoreKind;
  /** Where the databases lie. */
  folder: string;
  serverUrl: string | null;
  say: (what: string) => void;
}

/** Cycles of five bare commits, in a database that nobody else uses. */
export async function measureFloors(place: Place, options: Options, round: number, results: Results): Promise<void> {
  const { kind } = place;
  const hands = kind === 'sqlite' ? [1] : options.concurrencies;
  const orders = [
    ...hands.map((concurrency) => ({ how: 'by_hand', concurrency }) as const),
    ...options.concurrencies.map((concurrency) => ({ how: 'grouped', concurrency }) as const),
  ];
  await withAddress(place, async (address) => {
    await withChildren(1, null, async ([child]) => {
      for (const order of orders) {
        const { cyclesPerSecond } = await must(child).do('floor', { address, ...order, ms: options.floorMs });
        results.floors.push({ store: kind, round, ...order, cyclesPerSecond } satisfies FloorMeasured);
      }
    });
  });
}

/** Everything that is measured of one database by so many processes. */
export async function measureDatabase(
  place: Place,
  options: Options,
  { address, drafts, processes, round, isLast }: { address: Address; drafts: number; processes: number; round: number; isLast: boolean },
  results: Results,
): Promise<void> {
  const store = place.kind;
  await withChildren(processes, options.profile, async (children) => {
    const starts: number[] = [];
    for (const [nth, child] of children.entries()) {
      const { startMs } = await child.do('open', { address, nth, of: processes });
      starts.push(startMs);
    }
    const first = must(children[0]);
    const view = await first.do('view', { times: 20 });
    for (const concurrency of options.concurrencies) {
      const before = (await first.do('bytes', { address })).bytes;
      const share = (nth: number): number => Math.floor((concurrency + processes - 1 - nth) / processes);
      const timing = { warmMs: options.warmMs, ms: options.runMs };
      const ran = together(await Promise.all(children.map((child, nth) => child.do('run', { concurrency: share(nth), ...timing }))));
      const { count, clickToSendMs, ...each } = ran;
      const after = (await first.do('bytes', { address })).bytes;
      const p50 = median(clickToSendMs);
      const p99 = percentile(clickToSendMs, 0.99);
      // The warm-up leaves its bytes, too.
      const whole = count * ((options.warmMs + options.runMs) / options.runMs);
      const bytes = count < 50 ? null : (after - before) / whole;
      results.cycles.push({ store, processes, drafts, concurrency, round, p50, p99, bytes, ...each });
      place.say(
        `${store}, ${processes} process(es), ${drafts} drafts, concurrency ${concurrency}: ${each.cyclesPerSecond.toFixed(1)} cycles a second`,
      );
    }
    if (processes === 1) {
      const engaged = await first.do('engage', { concurrency: Math.max(...options.concurrencies), loadMs: options.runMs });
      const entriesOf = async (): Promise<AsideMeasured['verify']> => {
        const { entries, ms, cpuMs, problems } = await first.do('verify', {});
        return { entries, perSecond: (entries / ms) * 1000, perCpuSecond: (entries / cpuMs) * 1000, problems };
      };
      results.asides.push({
        store,
        drafts,
        round,
        startMs: starts[0] ?? Number.NaN,
        listMs: median(view.listMs),
        operatorMs: median(view.operatorMs),
        engageMs: engaged.orderMs,
        lastSendMs: engaged.lastSendMs,
        verify: drafts * 6 < VERIFIED_EACH_ROUND || isLast ? await entriesOf() : null,
      });
    }
    for (const child of children) await child.do('close', {});
  });
}

/** Fills a database with waiting drafts. */
export async function seedDatabase(place: Place, drafts: number, results: Results): Promise<Address> {
  const address = await createAddress(place.kind, place.folder, place.serverUrl);
  await withChildren(1, null, async ([child]) => {
    const seeded = await must(child).do('seed', { address, drafts });
    results.seeded.push({ store: place.kind, ...seeded });
    place.say(`${place.kind}: ${drafts} drafts seeded in ${Math.round(seeded.ms / 1000)} s, ${Math.round(seeded.bytes / 1e6)} MB`);
  });
  return address;
}

export async function withAddress(place: Place, use: (address: Address) => Promise<void>): Promise<void> {
  const address = await createAddress(place.kind, place.folder, place.serverUrl);
  try {
    await use(address);
  } finally {
    await removeAddress(address, place.serverUrl);
  }
}

async function withChildren(howMany: number, profile: string | null, use: (children: Child[]) => Promise<void>): Promise<void> {
  const children = startChildren(howMany, profile);
  try {
    await use(children);
  } finally {
    await Promise.all(children.map((child) => child.end()));
  }
}

function must<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('there is no process');
  return value;
}
