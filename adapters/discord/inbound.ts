import type { RequestListener } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { AdapterError } from '#adapter';
import type { Inbound } from '#adapter';
import type { Around } from './config.ts';
import { SAID } from './errors.ts';
import * as answers from './deliveries/answers.ts';
import type { Context, Response } from './deliveries/context.ts';
import { concernsUs, takeChange, takeMessage } from './deliveries/events.ts';
import { answerTo, handleOf, sort } from './deliveries/interactions.ts';
import type { Handle } from './deliveries/interactions.ts';
import { createLine } from './deliveries/line.ts';
import type { Packet } from './deliveries/line.ts';
import { wordFor } from './deliveries/telling.ts';

/** Takes deliveries until it is stopped. */
export interface Listener {
  /** Resolves when Discord can deliver; rejects with an AdapterError when it cannot or will not. */
  start(inbound: Inbound): Promise<void>;
  stop(): Promise<void>;
  isListening(): boolean;
  /** For the server on which Discord delivers interactions over HTTP; null over the gateway. */
  requestListener: RequestListener | null;
}

type Given = Omit<Context, 'inbound' | 'ours' | 'options' | 'evidence'> & { identity: () => Promise<Context['ours']>; options: Around };

/** Discord brings no message a second time, so what could not be kept is handed in again by us, with waits that double. */
const FIRST_WAIT_MS = 250;
const LONGEST_WAIT_MS = 30_000;

/** Events of the gateway about messages. */
const TAKES: Record<string, (to: Context, event: unknown) => Promise<void>> = { MESSAGE_CREATE: takeMessage, MESSAGE_UPDATE: takeChange };

export function createListener(given: Given): Listener {
  const { wire, options, identity } = given;
  const { logger, applicationId } = options;
  const underway = new Set<Promise<unknown>>();
  const ending = new AbortController();
  let state: 'new' | 'listening' | 'stopped' = 'new';
  let context: Context | null = null;
  let isTold = false;

  const track = <T>(work: Promise<T>): Promise<T> => {
    underway.add(work);
    void work.catch(() => 'whoever waits for it is told').finally(() => underway.delete(work));
    return work;
  };

  const takeUntilKept = async (to: Context, event: unknown, take: (typeof TAKES)[string]): Promise<void> => {
    for (let waitMs = FIRST_WAIT_MS; ; waitMs = Math.min(2 * waitMs, LONGEST_WAIT_MS)) {
      try {
        return await take(to, event);
      } catch (error) {
        logger.error({ error }, 'a delivery was not taken');
      }
      await sleep(waitMs, undefined, { signal: ending.signal }).catch(() => 'stopped while it waited');
      if (ending.signal.aborted) return;
    }
  };

  const answer = async (to: Context, body: unknown, handle: Handle, first: (response: Response) => Promise<boolean>): Promise<void> => {
    const work = (async () => sort(to, body))();
    await answerTo({ wire, applicationId, logger }, handle, work, { first, failed: answers.tell(SAID.notTaken) });
  };

  const callBack = async ({ id, token }: Handle, response: Response): Promise<boolean> => {
    const sent = await wire.answer('POST', `/interactions/${id}/${token}/callback`, response);
    if (sent.kind !== 'done') logger.warn({ because: wordFor(sent) }, 'an answer could not be shown');
    return sent.kind === 'done';
  };

  /** The answer is a request of ours. */
  const takeFromGateway = async (to: Context, body: unknown): Promise<void> => {
    const handle = handleOf(body, applicationId);
    if (handle !== null) await answer(to, body, handle, (response) => callBack(handle, response));
  };

  /** With a public key, interactions come over HTTP, signed: nothing else is taken for one. Who sent it is told so, and the operator once. */
  const sayWhereItBelongs = async (body: unknown): Promise<void> => {
    const handle = handleOf(body, applicationId);
    if (handle === null) return;
    if (!isTold) logger.warn({}, 'commands and presses come over the gateway, unsigned, and are not taken; doctor says what to set');
    isTold = true;
    await callBack(handle, answers.tell(SAID.notHere));
  };

  const line = createLine(wire, options, {
    packet({ t: type, d: event }: Packet) {
      if (state !== 'listening' || context === null) return;
      const takes = TAKES[type];
      if (takes && concernsUs(event, context.ours.user)) void track(takeUntilKept(context, event, takes));
      if (type === 'INTERACTION_CREATE') {
        const taken = options.publicKey === null ? takeFromGateway(context, event) : sayWhereItBelongs(event);
        void track(taken).catch((error: unknown) => logger.error({ error }, 'somebody could not be told'));
      }
    },
    async interaction(body, evidence) {
      if ((body as { type?: unknown } | null)?.type === 1) return answers.PONG;
      const handle = handleOf(body, applicationId);
      if (state !== 'listening' || context === null || handle === null) return null;
      const to = { ...context, evidence };
      return new Promise<Response>((resolve, reject) => {
        const first = async (response: Response): Promise<boolean> => (resolve(response), true);
        track(answer(to, body, handle, first)).catch(reject);
      });
    },
  });

  return {
    async start(inbound) {
      const ours = await identity().catch((error: unknown) => {
        if (!(error instanceof AdapterError) || error.code !== 'UNREACHABLE') throw error;
        throw new AdapterError('UNREACHABLE', 'Discord does not answer. See that this machine reaches it, then start again.', {
          cause: error,
        });
      });
      context = { ...given, inbound, ours, evidence: null };
      state = 'listening';
      await line.open(inbound).catch((error: unknown) => {
        state = 'new';
        throw error;
      });
    },
    async stop() {
      state = 'stopped';
      ending.abort();
      while (underway.size > 0) await Promise.allSettled(underway);
      await line.close();
    },
    isListening: () => state === 'listening' && line.isOpen(),
    requestListener: line.requestListener,
  };
}
