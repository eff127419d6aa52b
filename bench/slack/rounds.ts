import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { median, percentile } from '../numbers.ts';
import { approval, deliver, type Delivery, question } from './deliver.ts';
import { type CardSeen, CHANNELS, directOf, REQUESTERS, type Seen } from './world.ts';

export type Kind = 'question' | 'approve' | 'review';

/** One kind of delivery to one of the two, in one round. */
export interface Measured {
  to: 'countersign' | 'bare Bolt';
  kind: Kind;
  round: number;
  perSecond: number;
  p50: number;
  p99: number;
}

/** What came of the deliveries in one round, until nothing more came: on Slack's side. */
export interface Aftermath {
  kind: Kind;
  round: number;
  /** Requests to the Web API for each delivery. */
  calls: number;
  /** How much of the time the stand-in for it was busy. */
  busy: number;
}

export interface Given {
  folder: string;
  deliveries: number;
  rounds: number;
  concurrency: number;
  say: (what: string) => void;
}

/** Alternating, so that a machine that becomes slower slows both. */
export async function measureRounds(given: Given): Promise<{ measured: Measured[]; aftermath: Aftermath[] }> {
  const measured: Measured[] = [];
  const aftermath: Aftermath[] = [];
  const folder = await mkdtemp(join(given.folder, 'countersign-bench-slack-'));
  const slack = await startChild('web-api-child.ts');
  const bare = await startChild('bare-child.ts');
  const product = await startChild('product-child.ts', folder, `${slack.url}/api/`);
  try {
    for (let round = 0; round <= given.rounds; round += 1) {
      const sides = [() => throughProduct(given, round, product.url, slack.url, aftermath), () => throughBare(given, round, bare.url)];
      for (const side of round % 2 === 0 ? sides : sides.toReversed()) measured.push(...(await side()));
    }
  } finally {
    for (const child of [product, bare, slack]) await child.end();
    await rm(folder, { recursive: true, force: true });
  }
  // The first round warms all of them.
  return { measured: measured.filter(({ round }) => round > 0), aftermath: aftermath.filter(({ round }) => round > 0) };
}

async function throughProduct(given: Given, round: number, url: string, slack: string, aftermath: Aftermath[]): Promise<Measured[]> {
  const measured: Measured[] = [];
  let cards: CardSeen[] = [];
  for (const kind of ['question', 'approve', 'review'] as const) {
    const deliveries = kind === 'question' ? Array.from({ length: given.deliveries }, question) : cards.map(approval);
    const before = await seenBy(slack);
    const from = performance.now();
    measured.push(await measure('countersign', kind, round, url, deliveries, given));
    const seen = await settled(slack, kind, given.deliveries);
    aftermath.push({
      kind,
      round,
      calls: seen.calls / given.deliveries,
      busy: (seen.cpuMs - before.cpuMs) / (performance.now() - from),
    });
    cards = seen.cards;
  }
  return measured;
}

async function throughBare(given: Given, round: number, url: string): Promise<Measured[]> {
  const measured: Measured[] = [];
  for (const kind of ['question', 'approve', 'review'] as const) {
    const card = (nth: number): CardSeen => ({
      person: REQUESTERS[0] ?? '',
      channel: kind === 'approve' ? directOf(REQUESTERS[0] ?? '') : (CHANNELS[0] ?? ''),
      message: `1800000000.${nth}`,
      card: `crd_${String(nth).padStart(26, '0')}`,
    });
    const deliveries = Array.from({ length: given.deliveries }, (_, nth) => (kind === 'question' ? question() : approval(card(nth))));
    measured.push(await measure('bare Bolt', kind, round, url, deliveries, given));
  }
  return measured;
}

async function measure(
  to: Measured['to'],
  kind: Kind,
  round: number,
  url: string,
  deliveries: readonly Delivery[],
  { concurrency, say }: Given,
): Promise<Measured> {
  const { perSecond, tookMs } = await deliver(url, deliveries, concurrency);
  say(`${round === 0 ? 'warm-up' : `round ${round}`}, ${to}, ${kind}: ${perSecond.toFixed(1)} a second`);
  return { to, kind, round, perSecond, p50: median(tookMs), p99: percentile(tookMs, 0.99) };
}

const LOOK_EVERY_MS = 100;
/** Nothing more is under way when nothing came for so long. */
const QUIET_MS = 1_000;
const SETTLES_WITHIN_MS = 600_000;

/** Waits until each delivery had its card, or its post, and nothing more comes. */
async function settled(slack: string, kind: Kind, howMany: number): Promise<Seen> {
  const all: Seen = { cards: [], posts: 0, calls: 0, quietMs: 0, cpuMs: 0 };
  for (const until = performance.now() + SETTLES_WITHIN_MS; performance.now() < until; await sleep(LOOK_EVERY_MS)) {
    const { cards, posts, calls, quietMs, cpuMs } = await seenBy(slack);
    all.cards.push(...cards);
    all.posts += posts;
    all.calls += calls;
    const came = kind === 'review' ? all.posts : all.cards.length;
    if (came > howMany) throw new Error(`${came} came of ${howMany} deliveries (${kind})`);
    if (came === howMany && quietMs >= QUIET_MS) return { ...all, quietMs, cpuMs };
  }
  throw new Error(`what ${howMany} deliveries lead to (${kind}) did not come in time`);
}

async function seenBy(slack: string): Promise<Seen> {
  return (await (await fetch(`${slack}/seen`)).json()) as Seen;
}

interface Child {
  url: string;
  end(): Promise<void>;
}

async function startChild(file: string, ...args: string[]): Promise<Child> {
  const child = fork(fileURLToPath(new URL(file, import.meta.url)), args);
  const told = once(child, 'message');
  const ended = once(child, 'exit').then(([code]: unknown[]) => Promise.reject(new Error(`${file} ended with ${String(code)}`)));
  const [{ url }] = (await Promise.race([told, ended])) as [{ url: string }];
  ended.catch(() => 'it is meant to end');
  return {
    url,
    async end() {
      child.disconnect();
      await ended.catch(() => 'it has ended');
    },
  };
}
