import { short, spread } from './numbers.ts';
import type { CyclesMeasured, FloorMeasured, Results } from './results.ts';

/** What a store should reach at least, as a part of its floor: SQLite's by hand one at a time, PostgreSQL's by hand on as many connections. */
const AIMS: Record<string, number> = { 'sqlite 1': 0.3, 'sqlite 8': 0.8, 'sqlite 64': 1.5 };
const AIM_POSTGRES = 0.5;

/** The whole result as Markdown: medians, and in brackets the least and the most of the rounds. */
export function tablesOf(results: Results): string {
  const { machine, at, rounds, drafts } = results;
  return [
    `${at.slice(0, 16).replace('T', ' ')} UTC · ${machine.processors} × ${machine.model}, ${machine.memoryGb} GB · ${machine.platform} · Node ${machine.node} · ${rounds} round(s) · load at the end ${machine.load.map(short).join(', ')}`,
    '**Whole cycles**',
    cyclesTable(results),
    '**What one cycle costs** (all processes together)',
    costTable(results),
    '**Floors: cycles of five bare durable commits a second**',
    floorTable(results),
    `**Beside the cycles** (one process; “${drafts.toLocaleString('en-GB')} drafts” wait for their reviewers)`,
    asideTable(results),
  ].join('\n\n');
}

function cyclesTable(results: Results): string {
  const rows = groupsOf(results.cycles).map((group) => {
    const { store, processes, drafts, concurrency } = first(group);
    const ratio = ratios(group, results.floors);
    const aim = processes > 1 ? null : store === 'postgres' ? AIM_POSTGRES : (AIMS[`${store} ${concurrency}`] ?? null);
    return [
      store,
      String(processes),
      drafts.toLocaleString('en-GB'),
      String(concurrency),
      spread(group.map((one) => one.cyclesPerSecond)),
      spread(ratio),
      aim === null ? '–' : short(aim),
      spread(group.map((one) => one.p50)),
      spread(group.map((one) => one.p99)),
    ];
  });
  return table(['store', 'processes', 'drafts', 'at once', 'cycles/s', 'of the floor', 'aim', 'click to send p50, ms', 'p99, ms'], rows);
}

/** Round by round, because a busy machine slows both. */
function ratios(group: readonly CyclesMeasured[], floors: readonly FloorMeasured[]): number[] {
  return group.flatMap(({ store, round, concurrency, cyclesPerSecond }) => {
    const connections = store === 'sqlite' ? 1 : concurrency;
    const floor = floors.find(
      (one) => one.store === store && one.round === round && one.how === 'by_hand' && one.concurrency === connections,
    );
    return floor ? [cyclesPerSecond / floor.cyclesPerSecond] : [];
  });
}

function costTable(results: Results): string {
  const rows = groupsOf(results.cycles).map((group) => {
    const { store, processes, drafts, concurrency } = first(group);
    const of = (value: (one: CyclesMeasured) => number | null): string => spread(group.flatMap((one) => value(one) ?? []));
    return [
      store,
      String(processes),
      drafts.toLocaleString('en-GB'),
      String(concurrency),
      of((one) => one.cpuMs),
      of((one) => one.statements),
      of((one) => one.works),
      of((one) => one.commits),
      of((one) => (one.bytes === null ? null : one.bytes / 1000)),
      of((one) => one.rssBytes / 1e6),
      of((one) => one.heapBytes / 1e6),
    ];
  });
  return table(
    [
      'store',
      'processes',
      'drafts',
      'at once',
      'processor, ms',
      'statements',
      'works',
      'commits',
      'kB on disk',
      'memory, MB',
      'of it heap, MB',
    ],
    rows,
  );
}

function floorTable({ floors }: Results): string {
  const key = (one: FloorMeasured): string => `${one.store} ${one.how} ${one.concurrency}`;
  const rows = Object.values(Object.groupBy(floors, key)).map((group = []) => {
    const { store, how, concurrency } = first(group);
    const words =
      how === 'grouped' ? 'grouped as we group them' : store === 'sqlite' ? 'by hand, one at a time' : 'by hand, so many connections';
    return [store, words, String(concurrency), spread(group.map((one) => one.cyclesPerSecond))];
  });
  return table(['store', 'how', 'at once', 'cycles/s'], rows);
}

function asideTable({ asides }: Results): string {
  const rows = Object.values(Object.groupBy(asides, (one) => `${one.store} ${one.drafts}`)).map((group = []) => {
    const { store, drafts } = first(group);
    const verified = group.flatMap((one) => one.verify ?? []);
    return [
      store,
      drafts.toLocaleString('en-GB'),
      spread(group.map((one) => one.startMs)),
      spread(group.map((one) => one.listMs)),
      spread(group.map((one) => one.operatorMs)),
      spread(group.map((one) => one.engageMs)),
      spread(group.map((one) => one.lastSendMs)),
      spread(verified.map((one) => one.perSecond)),
      spread(verified.map((one) => one.perCpuSecond)),
      verified.map((one) => one.entries.toLocaleString('en-GB')).join(', '),
      String(verified.reduce((sum, one) => sum + one.problems, 0)),
    ];
  });
  const heads = ['store', 'drafts', 'start, ms', 'queue of 50, ms', "operator's view, ms", 'engage, ms', 'engage to last send, ms'];
  return table([...heads, 'verify, entries/s', 'of processor time', 'entries', 'problems'], rows);
}

function groupsOf(cycles: readonly CyclesMeasured[]): CyclesMeasured[][] {
  const key = (one: CyclesMeasured): string => `${one.store} ${one.processes} ${one.drafts} ${one.concurrency}`;
  return Object.values(Object.groupBy(cycles, key)).map((group = []) => group);
}

function first<T>(group: readonly T[]): T {
  const [one] = group;
  if (one === undefined) throw new Error('a group has at least one');
  return one;
}

function table(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  return [heads, heads.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');
}
