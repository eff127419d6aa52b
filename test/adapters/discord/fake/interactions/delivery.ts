import { createPrivateKey, sign } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Discord } from '../discord.ts';
import type { Fields } from '../fields.ts';
import type { Event } from '../gateway/events.ts';
import type { Gateway } from '../gateway/gateway.ts';
import { parseJson } from '../bodies.ts';
import { APP_ID, SIGNING_SEED } from '../seed.ts';
import { applyFirstResponse } from './answering.ts';
import type { Answer, Interaction } from './interactions.ts';
import { PING } from './interactions.ts';
import { interactionJson } from './json.ts';

const MODES = ['duplicate', 'delay', 'reorder', 'lose', 'wrong_signature', 'old'] as const;

/** How a delivery goes wrong on purpose. The last two are for HTTP, where deliveries are signed. */
export interface DeliveryFault {
  mode: (typeof MODES)[number];
  times: number;
  /** For `delay`. */
  ms: number;
  /** How old the signature is, for `old`. */
  seconds: number;
  /** `MESSAGE_CREATE`, `INTERACTION_CREATE`; null for every kind. */
  type: string | null;
}

/** What stands in the list of deliveries. */
export interface DeliveryRecord {
  n: number;
  at: string;
  /** `MESSAGE_CREATE`, `INTERACTION_CREATE`. */
  type: string;
  id: string;
  transport: 'gateway' | 'http';
  outcome: Answer['outcome'];
  status: number;
  /** Of an interaction: how long its first response took. */
  ms: number;
}

interface Sent {
  url: string;
  headers: Record<string, string>;
  body: string;
}

/** Carries events and interactions to the bot. */
export function createDeliveries(discord: Discord, gateway: Gateway) {
  const records: DeliveryRecord[] = [];
  const faults: DeliveryFault[] = [];
  const sent: Sent[] = [];
  const ending = new AbortController();
  let held: (() => void)[] = [];
  let underway = 0;
  const key = createPrivateKey({
    key: Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), Buffer.from(SIGNING_SEED, 'hex')]),
    format: 'der',
    type: 'pkcs8',
  });

  const takeFault = (type: string): DeliveryFault | null => {
    const fault = faults.find((one) => one.type === null || one.type === type);
    if (!fault) return null;
    fault.times -= 1;
    if (fault.times <= 0) faults.splice(faults.indexOf(fault), 1);
    return fault;
  };

  const record = (
    type: string,
    id: string,
    transport: DeliveryRecord['transport'],
    beganAt: number,
    answer: Pick<Answer, 'outcome' | 'status'>,
  ) =>
    records.push({
      n: records.length + 1,
      at: discord.clock.iso(),
      type,
      id,
      transport,
      outcome: answer.outcome,
      status: answer.status,
      ms: Math.round(performance.now() - beganAt),
    });

  const release = () => {
    const waiting = held;
    held = [];
    for (const go of waiting) go();
  };

  const counted = async <T>(work: Promise<T>): Promise<T> => {
    underway += 1;
    try {
      return await work;
    } finally {
      underway -= 1;
      discord.wire.touch();
    }
  };

  const holdBack = async (fault: DeliveryFault | null) => {
    if (fault?.mode === 'delay') await sleep(fault.ms, undefined, { signal: ending.signal }).catch(ignoreEnding);
    if (fault?.mode === 'reorder') await new Promise<void>((resolve) => held.push(resolve));
  };

  /** Over the gateway. */
  const tell = (event: Event, fault: DeliveryFault | null): boolean => {
    const isLost = fault?.mode === 'lose' || discord.faults.isOut();
    const isTold = gateway.tell(event, isLost);
    if (fault?.mode === 'duplicate') gateway.tell(event, false);
    return isTold && !isLost;
  };

  const emit = (event: Event): void => {
    const fault = takeFault(event.t);
    const beganAt = performance.now();
    const go = () => {
      const isTold = tell(event, fault);
      record(event.t, event.id, 'gateway', beganAt, { outcome: isTold ? 'acked' : 'no_connection', status: 0 });
      if (fault?.mode !== 'reorder') release();
    };
    // Without a fault at once, so that events keep their order.
    if (fault?.mode === 'delay' || fault?.mode === 'reorder') void counted(holdBack(fault).then(go));
    else go();
  };

  const overGateway = (interaction: Interaction, fault: DeliveryFault | null): boolean =>
    tell({ t: 'INTERACTION_CREATE', intent: 0, id: interaction.id, data: () => interactionJson(discord, interaction) }, fault);

  const post = async ({ url, headers, body }: Sent): Promise<Answer> => {
    try {
      const signal = AbortSignal.timeout(discord.settings.ackMs);
      const response = await fetch(url, { method: 'POST', headers, body, redirect: 'error', signal });
      const text = await response.text();
      return { outcome: response.ok ? 'acked' : 'refused', status: response.status, body: text === '' ? null : (parseJson(text) ?? text) };
    } catch (error) {
      const isLate = error instanceof Error && error.name === 'TimeoutError';
      return { outcome: isLate ? 'late' : 'failed', status: 0, body: null };
    }
  };

  const signed = (payload: Fields, fault: DeliveryFault | null): Sent => {
    const body = JSON.stringify(payload);
    const away = fault?.mode === 'old' ? -fault.seconds : 0;
    const timestamp = String(Math.floor(discord.clock.now() / 1000) + away);
    const signature = sign(null, Buffer.from(timestamp + (fault?.mode === 'wrong_signature' ? `${body} ` : body)), key).toString('hex');
    const request = {
      url: discord.settings.interactionsUrl ?? '',
      headers: { 'content-type': 'application/json', 'x-signature-ed25519': signature, 'x-signature-timestamp': timestamp },
      body,
    };
    sent.push(request);
    return request;
  };

  /** Its answer is the first response, or a 202 where that came by the API meanwhile. */
  const overHttp = async (interaction: Interaction, fault: DeliveryFault | null): Promise<Answer> => {
    const request = signed(interactionJson(discord, interaction), fault);
    const [answer] = await Promise.all([post(request), ...(fault?.mode === 'duplicate' ? [post(request)] : [])]);
    if (answer.outcome !== 'acked' || answer.body === null) return answer;
    return applyFirstResponse(discord, interaction, answer);
  };

  const late = async (): Promise<Answer> => {
    await sleep(discord.settings.ackMs, undefined, { signal: ending.signal, ref: false }).catch(ignoreEnding);
    return { outcome: 'late', status: 0, body: null };
  };

  const deliver = async (interaction: Interaction): Promise<Answer> => {
    const fault = takeFault('INTERACTION_CREATE');
    await holdBack(fault);
    release();
    const isHttp = discord.settings.interactionsUrl !== null;
    const beganAt = performance.now();
    interaction.sentAt = beganAt;
    let answer: Answer;
    if (discord.faults.isOut()) answer = { outcome: 'lost', status: 0, body: null };
    else if (isHttp) {
      answer = await overHttp(interaction, fault);
      if (answer.outcome === 'acked' && interaction.response === null) answer = await Promise.race([interaction.settled, late()]);
    } else {
      const isTold = overGateway(interaction, fault);
      // Nobody is there now; whoever resumes within three seconds can still answer.
      answer = await Promise.race([interaction.settled, late()]);
      if (!isTold && answer.outcome === 'late') answer.outcome = 'no_connection';
    }
    record('INTERACTION_CREATE', interaction.id, isHttp ? 'http' : 'gateway', beganAt, answer);
    return answer;
  };

  return {
    emit,
    deliver: (interaction: Interaction) => counted(deliver(interaction)),
    setFault(change: Partial<DeliveryFault> & Pick<DeliveryFault, 'mode'>) {
      faults.push({ times: 1, ms: 500, seconds: 600, type: null, ...change });
    },
    clearFaults: () => void faults.splice(0),
    read: (after: number) => records.filter((one) => one.n > after),
    isIdle: () => underway === 0,
    /** The last one over HTTP once more, byte for byte with its old signature, or one that was `back` before it. */
    replay: async (back: number): Promise<Answer> => {
      const request = sent.at(-1 - back);
      return request ? post(request) : { outcome: 'failed', status: 0, body: null };
    },
    /** What Discord does when an address is entered, and once in a while: a ping, and one with a wrong signature, which must be a 401. */
    verify: async (): Promise<{ good: Answer; bad: Answer }> => {
      const ping = { type: PING, id: discord.clock.id(), token: discord.clock.token(), application_id: APP_ID, version: 1 };
      const good = await post(signed(ping, null));
      const bad = await post(signed(ping, { mode: 'wrong_signature', times: 1, ms: 0, seconds: 0, type: null }));
      return { good, bad };
    },
    stop: () => ending.abort(),
  };
}

export type Deliveries = ReturnType<typeof createDeliveries>;

function ignoreEnding(error: unknown): void {
  if (!(error instanceof Error && error.name === 'AbortError')) throw error;
}
