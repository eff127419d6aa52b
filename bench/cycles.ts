import { setTimeout as sleep } from 'node:timers/promises';
import type { CardId, DraftId, MessageRef } from '../src/adapter.ts';
import type { Sql } from './database.ts';
import { type Desk, GivenUp, keyOf } from './desk.ts';
import type { Opened } from './installation.ts';
import { CHANNEL, requester, REVIEWER, WORKSPACE } from './platform.ts';
import type { Quiet } from './quiet.ts';

/** People of the company who take turns asking. */
export const PEOPLE = 10_000;
const QUESTION = 'How do I rotate the password of the staging database, and whom do I tell?';

/** On a machine that is too slow for these, or for one of everybody's who asks at once, it is measured for longer. */
const CYCLES_AT_LEAST = 5;
const LONGER_MS = 20_000;

export interface Cycled {
  cycles: number;
  /** Of the window in which they were counted. */
  ms: number;
  /** From the last click to the send, in milliseconds, one for each counted cycle. */
  clickToSendMs: number[];
}

export interface People {
  /** Asks and approves up to the card of the reviewer, and resolves with the draft and that card. */
  askAndApprove(stop: AbortSignal): Promise<{ draft: DraftId; card: ShownCard }>;
  /** One whole cycle: ask, answer, approve, review, published, no effect due. Resolves with last click to send, in milliseconds. */
  cycle(stop: AbortSignal): Promise<number>;
}

interface ShownCard {
  card: CardId;
  message: string;
}

let asked = 0;

/** `nth` tells the people of one process from those of another. */
export function createPeople(opened: Opened, desk: Desk, { quiet, sql, nth }: { quiet: Quiet; sql: Sql; nth: number }): People {
  const inbound = opened.platform.inbound();

  /** A button counts once the product knows where its card stands; people are never faster than that. */
  async function untilItStands(card: CardId): Promise<void> {
    const stands = async (): Promise<boolean> =>
      (await sql.query('select message from cards where id = ?', [card]))[0]?.['message'] !== null;
    while (!(await stands())) await sleep(1);
  }

  async function approve(person: `${string}:${string}`, { card, message }: ShownCard): Promise<void> {
    const deliveryId = `click-${card}`;
    const target = { kind: 'card', card, message } as const;
    const reply = await inbound.click({ deliveryId, person, at: Date.now(), evidence: null, target, verb: 'approve', text: null });
    if (!reply.ok) throw reply.code === 'ENGAGED' ? new GivenUp() : new Error(`an approval was refused: ${reply.code} ${reply.message}`);
  }

  async function askAndApprove(stop: AbortSignal): Promise<{ draft: DraftId; card: ShownCard }> {
    asked += 1;
    const person = requester((asked * 2 + nth) % PEOPLE);
    const name = `msg-${String(nth)}${String(asked).padStart(8, '0')}-${process.pid}`;
    const message: MessageRef = { platform: 'bench', workspace: WORKSPACE, channel: CHANNEL, thread: null, message: name };
    const place = { message, how: 'said' as const, direct: false, channelName: CHANNEL, workspaceName: 'Acme' };
    const question = { agent: 'bench', question: QUESTION, mentions: [], thread: () => Promise.resolve([]) };
    const reply = await inbound.ask({ deliveryId: `ask-${name}`, person, at: Date.now(), evidence: null, ...place, ...question });
    if (!reply.ok && reply.code === 'ENGAGED') throw new GivenUp();
    if (!reply.ok || reply.draft === null) throw new Error(`a question was refused: ${JSON.stringify(reply)}`);
    const { draft } = reply;
    const own = await desk.wait<ShownCard>(draft, keyOf.decide(person), stop);
    await untilItStands(own.card);
    await approve(person, own);
    const review = await desk.wait<ShownCard>(draft, keyOf.decide(REVIEWER), stop);
    await untilItStands(review.card);
    return { draft, card: review };
  }

  return {
    askAndApprove,
    async cycle(stop) {
      const { draft, card } = await askAndApprove(stop);
      const clickedAt = performance.timeOrigin + performance.now();
      await approve(REVIEWER, card);
      const { at } = await desk.wait<{ at: number }>(draft, keyOf.posted(), stop);
      await quiet.ofDraft(draft);
      desk.forget(draft);
      return at - clickedAt;
    },
  };
}

/** So many people at once, each beginning the next cycle when the last has ended. What the warm-up and the end cut short is not counted. */
export async function runCycles(
  people: People,
  { concurrency, warmMs, ms }: { concurrency: number; warmMs: number; ms: number },
  stop: AbortSignal,
  atEdge: () => void,
): Promise<Cycled> {
  const clickToSendMs: number[] = [];
  let phase: 'warming' | 'counting' | 'over' = 'warming';
  const one = async (): Promise<void> => {
    while (phase !== 'over' && !stop.aborted) {
      const took = await people.cycle(stop);
      if (phase === 'counting') clickToSendMs.push(took);
    }
  };
  const all = Promise.all(Array.from({ length: concurrency }, () => one().catch(unlessGivenUp)));
  // A process that asks nothing still carries out the other one's effects, and its statements count.
  const pause = (forMs: number): Promise<unknown> => (concurrency === 0 ? sleep(forMs) : Promise.race([all, sleep(forMs)]));
  await pause(warmMs);
  const from = performance.now();
  phase = 'counting';
  atEdge();
  await pause(ms);
  const giveUpAt = from + ms + LONGER_MS;
  const isEnough = (): boolean => concurrency === 0 || stop.aborted || clickToSendMs.length >= Math.max(CYCLES_AT_LEAST, concurrency);
  while (!isEnough() && performance.now() < giveUpAt) await pause(20);
  phase = 'over';
  const countedMs = performance.now() - from;
  const cycles = clickToSendMs.length;
  atEdge();
  await all;
  return { cycles, ms: countedMs, clickToSendMs: clickToSendMs.slice(0, cycles) };
}

function unlessGivenUp(error: unknown): void {
  if (!(error instanceof GivenUp)) throw error;
}
