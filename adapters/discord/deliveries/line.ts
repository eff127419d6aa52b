/**
 * The line on which deliveries come: the gateway, held by one process at a time, and requests for interactions where there is a public
 * key. discord.js holds the connection, beats its heart and resumes it; what comes is read as it comes, and by us.
 */
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { Events } from 'discord.js';
import { AdapterError } from '#adapter';
import type { Evidence, Inbound } from '#adapter';
import { GATEWAY, INTERACTIONS_PATH } from '../config.ts';
import type { Around } from '../config.ts';
import { TOKEN_REFUSED } from '../errors.ts';
import type { Gateway, Wire } from '../wire.ts';
import type { Response } from './context.ts';
import { evidenceOf, isDiscords, keyOf } from './signatures.ts';

/** What comes over the gateway: the event's name and its data. */
export interface Packet {
  t: string;
  d: unknown;
}

export interface Line {
  /** Resolves when deliveries can come, here or to another process of ours. Rejects when Discord cannot be reached or does not let us in. */
  open(inbound: Pick<Inbound, 'hold' | 'letGo'>): Promise<void>;
  close(): Promise<void>;
  isOpen(): boolean;
  /** Null where interactions do not come over HTTP. */
  requestListener: RequestListener | null;
}

export interface Takes {
  packet(packet: Packet): void;
  /** A verified interaction, and what an outsider can verify it by later; resolves with its first answer. */
  interaction(body: unknown, evidence: Evidence | null): Promise<Response | null>;
}

/** A lease is asked for again this often, and is given up so long after the last time that it was given, in milliseconds. */
const ASK_EVERY_MS = 2_000;
const HELD_FOR_MS = 8_000;
/** Waits between two tries to connect, doubled each time (Discord counts them, a thousand a day), and how long one try may take. */
const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 15_000;
const CONNECT_WITHIN_MS = 15_000;

/** Discord closes with these when no other try would help (https://discord.com/developers/docs/topics/opcodes-and-status-codes#gateway). */
const FOR_GOOD: Record<number, string> = {
  4004: TOKEN_REFUSED,
  4011: 'The bot is in more servers than one connection to Discord may serve (2,500). Countersign serves no more.',
  4012: 'Discord does not know this version of its gateway any more. Bring Countersign up to date.',
  4013: 'Discord does not accept what Countersign asks of the gateway. Bring Countersign up to date.',
  4014: 'Discord does not let the bot hear what it needs. See “Privileged Gateway Intents” under “Bot” in the Developer Portal.',
};

export function createLine(wire: Wire, options: Around, takes: Takes): Line {
  const { logger, publicKey } = options;
  const ending = new AbortController();
  let held: { gateway: Gateway; isOpen: boolean } | null = null;
  let isStandingBy = false;
  /** Why no other try would help. */
  const dead = new AbortController();
  let heldAt = -Infinity;
  let lease: Pick<Inbound, 'hold' | 'letGo'> | null = null;
  let kept: Promise<void> | null = null;

  const connect = async (): Promise<void> => {
    const gateway = wire.gateway();
    const mine = { gateway, isOpen: false };
    held = mine;
    listen(gateway, mine);
    const slow = new AbortController();
    const signal = AbortSignal.any([slow.signal, dead.signal]);
    // What Discord ends for good the library waits for, and says nothing more of.
    const late = sleep(CONNECT_WITHIN_MS, undefined, { signal }).then(() => Promise.reject(new Error('no connection in time')));
    try {
      await Promise.race([gateway.open(), late]);
      mine.isOpen = true;
    } catch (error) {
      held = null;
      await gateway.close().catch(() => 'it was not open');
      throw error;
    } finally {
      slow.abort();
      late.catch(() => 'it was only as long as there was something to wait for');
    }
  };

  const die = (why: string): void => {
    const error = new AdapterError('REFUSED', why);
    dead.abort(error);
    logger.error({ because: why }, 'Discord does not let us in any more');
    options.onDead(error);
  };

  const listen = ({ client }: Gateway, mine: { isOpen: boolean }): void => {
    client.on(Events.Raw, (packet: Packet) => {
      if (packet.t === 'READY' || packet.t === 'RESUMED') mine.isOpen = true;
      else takes.packet(packet);
    });
    client.on(Events.ShardReconnecting, () => (mine.isOpen = false));
    client.on(Events.ShardDisconnect, ({ code }) => {
      mine.isOpen = false;
      // The library makes no other connection after this, whatever the code.
      die(FOR_GOOD[code] ?? closedForGood(code));
    });
    const warn = (error: unknown) => logger.warn({ error: nameOf(error) }, 'Discord’s client reports an error');
    client.on(Events.ShardError, warn);
    client.on(Events.Error, warn);
  };

  const disconnect = async (): Promise<void> => {
    const mine = held;
    held = null;
    await mine?.gateway
      .close()
      .catch((error: unknown) => logger.warn({ error: nameOf(error) }, 'the connection could not be closed in order'));
  };

  const mayHold = async (): Promise<boolean> => {
    const askedAt = performance.now();
    try {
      const is = (await lease?.hold(GATEWAY)) === true;
      if (is) heldAt = askedAt;
      else heldAt = -Infinity;
      return is;
    } catch (error) {
      logger.warn({ error }, 'it cannot be said which process may hold the gateway');
      // What was given for a while is ours for that while, and no longer.
      return performance.now() - heldAt < HELD_FOR_MS;
    }
  };

  const keep = async (): Promise<void> => {
    let waitMs = FIRST_WAIT_MS;
    let notBefore = -Infinity;
    while (!ending.signal.aborted && !dead.signal.aborted) {
      await sleep(held === null && !isStandingBy ? Math.min(waitMs, ASK_EVERY_MS) : ASK_EVERY_MS, undefined, {
        signal: ending.signal,
      }).catch(() => 'stopped while it waited');
      if (ending.signal.aborted) return;
      if (held === null && performance.now() < notBefore) continue;
      const mine = await mayHold();
      isStandingBy = !mine && performance.now() - heldAt >= HELD_FOR_MS;
      if (!mine && held !== null) await disconnect();
      if (!mine || held !== null || ending.signal.aborted) continue;
      await connect().then(
        () => (waitMs = FIRST_WAIT_MS),
        async (error: unknown) => {
          if (dead.signal.aborted) return;
          if (isTokenInvalid(error)) return die(TOKEN_REFUSED);
          // Another process may reach Discord where this one does not.
          heldAt = -Infinity;
          await lease?.letGo(GATEWAY).catch(() => 'it ends by itself');
          notBefore = performance.now() + waitMs;
          waitMs = Math.min(2 * waitMs, LONGEST_WAIT_MS);
          logger.warn({ error: nameOf(error) }, 'the connection to Discord cannot be opened');
        },
      );
    }
  };

  return {
    async open(inbound) {
      lease = inbound;
      isStandingBy = !(await mayHold());
      if (!isStandingBy) {
        await connect().catch(async (cause: unknown) => {
          await inbound.letGo(GATEWAY).catch(() => 'it ends by itself');
          if (dead.signal.aborted) throw dead.signal.reason;
          throw isTokenInvalid(cause)
            ? new AdapterError('REFUSED', TOKEN_REFUSED, { cause })
            : new AdapterError('UNREACHABLE', 'Discord opens no gateway. See that this machine reaches it, then start again.', { cause });
        });
      }
      kept = keep();
    },
    async close() {
      ending.abort();
      await kept;
      await disconnect();
      isStandingBy = false;
      await lease
        ?.letGo(GATEWAY)
        .catch((error: unknown) => logger.warn({ error: nameOf(error) }, 'the lease of the gateway ends by itself'));
    },
    isOpen: () => !dead.signal.aborted && !ending.signal.aborted && (isStandingBy || held?.isOpen === true),
    requestListener: publicKey === null ? null : listenerFor(publicKey, options, takes),
  };
}

function closedForGood(code: number): string {
  return `Discord closed the gateway for good (${code}). Start again; if it is closed again, bring Countersign up to date.`;
}

const MOST_BYTES = 1_000_000;

function listenerFor(publicKey: string, { now, logger }: Around, takes: Takes): RequestListener {
  const key = keyOf(publicKey);
  const take = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    if (request.method !== 'POST' || request.url?.split('?', 1)[0] !== INTERACTIONS_PATH) return void response.writeHead(404).end();
    const body = await bodyOf(request);
    if (body === null) return void response.writeHead(413, { connection: 'close' }).end();
    const [timestamp, signature] = ['x-signature-timestamp', 'x-signature-ed25519'].map((name) => String(request.headers[name] ?? ''));
    if (!isDiscords(key, { timestamp, signature, body }, now())) return void response.writeHead(401).end();
    const answer = await takes.interaction(JSON.parse(body.toString('utf8')), evidenceOf(publicKey, { timestamp, signature, body }));
    if (answer === null) return void response.writeHead(503).end();
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
  };
  return (request, response) => {
    take(request, response).catch((error: unknown) => {
      logger.error({ error: nameOf(error) }, 'a request could not be answered');
      response.destroy();
    });
  };
}

async function bodyOf(request: IncomingMessage): Promise<Buffer | null> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MOST_BYTES) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function isTokenInvalid(error: unknown): boolean {
  return (error as { code?: unknown } | null)?.code === 'TokenInvalid';
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : 'unknown';
}
