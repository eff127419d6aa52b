/**
 * The line on which deliveries come, over Socket Mode or HTTP. Bolt reads and sorts them; it would acknowledge an event before anybody
 * took it, so here the acknowledgement follows what it acknowledges, on both receivers alike. What is not taken in time is not
 * acknowledged: Slack delivers it again, under the same id.
 */
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { App, defaultBodyLimit, HTTPModuleFunctions, HTTPReceiver, isRawBodyError } from '@slack/bolt';
import type { Receiver, ReceiverEvent, SocketModeReceiver } from '@slack/bolt';
import { EVENTS_PATH } from '../config.ts';
import type { Around } from '../config.ts';
import { quiet } from './quiet.ts';

/** What Slack gets as the acknowledgement of a delivery. */
export type Ack = { [key: string]: unknown } | undefined;

export interface Line {
  /** Resolves when deliveries can come. Rejects when Slack cannot be reached or does not let us in. */
  open(): Promise<void>;
  close(): Promise<void>;
  isOpen(): boolean;
  /** Null where deliveries do not come over HTTP. */
  requestListener: RequestListener | null;
}

export function createLine(receiver: HTTPReceiver | SocketModeReceiver, options: Around, take: (body: unknown) => Promise<Ack>): Line {
  const app = new PatientApp(receiver, options, take);
  return receiver instanceof HTTPReceiver ? overHttp(receiver, options) : overSocket(app, receiver, options);
}

class PatientApp extends App {
  /** What was handed over, and how it is acknowledged. */
  readonly #acks = new WeakMap<object, Ack | null>();
  readonly #logger: Around['logger'];

  constructor(receiver: Receiver, { logger }: Around, take: (body: unknown) => Promise<Ack>) {
    // It is given no token: it reads what comes in, and asks nothing of Slack.
    super({ receiver, authorize: () => Promise.resolve({}), ignoreSelf: false, convoStore: false, logger: quiet(logger) });
    this.#logger = logger;
    this.use(async ({ body }) => {
      this.#acks.set(body, null);
      this.#acks.set(body, await take(body));
    });
    this.error(async (error) => {
      throw error;
    });
  }

  override async processEvent(event: ReceiverEvent): Promise<void> {
    try {
      await super.processEvent({ ...event, ack: () => Promise.resolve() });
    } catch (error) {
      if (this.#acks.has(event.body)) throw error;
      // Bolt itself stumbles over a field that is missing: it would the next time, too, so there is nothing to bring again.
      this.#logger.warn({ error: nameOf(error) }, 'a delivery could not be read');
    }
    await event.ack(this.#acks.get(event.body) ?? undefined);
  }
}

/** As far ahead of us as a delivery may be dated, in milliseconds. Bolt bounds the other side, with the same five minutes. */
const AHEAD_MS = 5 * 60_000;

function overHttp(receiver: HTTPReceiver, { now, logger }: Around): Line {
  let isOpen = false;
  const answer = (response: ServerResponse, status: number) => void response.writeHead(status).end();
  const take = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const seconds = Number(request.headers['x-slack-request-timestamp']);
    if (!isOpen) return answer(response, 503);
    if (seconds * 1000 > now() + AHEAD_MS) return answer(response, 401);
    if (request.method !== 'POST' || request.url?.split('?', 1)[0] !== EVENTS_PATH) return answer(response, 404);
    const unreadable = await bufferObject(request);
    if (unreadable === null) return receiver.requestListener(request, response);
    logger.warn({ because: unreadable.because }, 'a request could not be read');
    // What is left of it on the connection belongs to no request.
    response.writeHead(unreadable.status, { connection: 'close' }).end();
  };
  const requestListener = (request: IncomingMessage, response: ServerResponse): void => {
    take(request, response).catch((error: unknown) => {
      logger.error({ error: nameOf(error) }, 'a request could not be answered');
      response.destroy();
    });
  };
  return {
    open: () => Promise.resolve(void (isOpen = true)),
    close: () => Promise.resolve(void (isOpen = false)),
    isOpen: () => isOpen,
    requestListener,
  };
}

interface Unreadable {
  status: 400 | 413;
  /** Nothing of what was sent. */
  because: string;
}

/**
 * Bolt ends the process over a body that is `null`, so what is no JSON object does not get as far as that, whoever signed it. The body is
 * left in the request for Bolt, which looks at the signature before it reads it.
 */
async function bufferObject(request: IncomingMessage): Promise<Unreadable | null> {
  try {
    const body: unknown = HTTPModuleFunctions.parseHTTPRequestBody(
      await HTTPModuleFunctions.bufferIncomingMessage(request, defaultBodyLimit),
    );
    const isObject = typeof body === 'object' && body !== null && !Array.isArray(body);
    return isObject ? null : { status: 400, because: 'its body is no JSON object' };
  } catch (error) {
    if (isRawBodyError(error)) return { status: error.statusCode === 413 ? 413 : 400, because: error.type };
    return { status: 400, because: 'its body is no JSON' };
  }
}

/** Waits between two tries to connect, doubled each time, and how long one try may take, in milliseconds. */
const FIRST_WAIT_MS = 200;
const LONGEST_WAIT_MS = 10_000;
const CONNECT_WITHIN_MS = 10_000;
const DISCONNECT_WITHIN_MS = 2_000;

function overSocket(app: App, receiver: SocketModeReceiver, { logger }: Around): Line {
  const { client } = receiver;
  const ending = new AbortController();
  let isOpen = false;
  let kept: Promise<void> | null = null;
  survive(receiver, logger);

  const connect = async () => {
    const slow = new AbortController();
    const late = sleep(CONNECT_WITHIN_MS, undefined, { signal: slow.signal }).then(() =>
      Promise.reject(new Error('no connection in time')),
    );
    try {
      await Promise.race([app.start(), late]);
      isOpen = true;
    } finally {
      slow.abort();
      late.catch(() => 'it was only as long as there was something to wait for');
    }
  };

  /** Slack ends every connection after some hours, and says so before; another is made until we are stopped. */
  const keep = async () => {
    let waitMs = FIRST_WAIT_MS;
    while (!ending.signal.aborted) {
      if (isOpen) await new Promise((resolve) => client.once('disconnected', resolve));
      isOpen = false;
      if (ending.signal.aborted) return;
      await sleep(waitMs, undefined, { signal: ending.signal }).catch(() => 'stopped while it waited');
      if (ending.signal.aborted) return;
      await connect().then(
        () => (waitMs = FIRST_WAIT_MS),
        (error: unknown) => {
          waitMs = Math.min(2 * waitMs, LONGEST_WAIT_MS);
          logger.warn({ error: nameOf(error) }, 'the connection for deliveries cannot be opened');
        },
      );
    }
  };

  return {
    async open() {
      await connect();
      kept = keep();
    },
    async close() {
      ending.abort();
      const gone = Promise.resolve(client.disconnect());
      await Promise.race([Promise.all([gone, kept]), sleep(DISCONNECT_WITHIN_MS, undefined, { ref: false })]);
      isOpen = false;
    },
    isOpen: () => isOpen,
    requestListener: null,
  };
}

/** A frame that Slack’s client cannot read would end the process: it is logged, and not acknowledged. */
function survive({ client }: SocketModeReceiver, logger: Around['logger']): void {
  const readers = client.listeners('ws_message') as ((data: unknown, isBinary: unknown) => Promise<void>)[];
  client.removeAllListeners('ws_message');
  client.on('ws_message', (data: unknown, isBinary: unknown) => {
    for (const read of readers) {
      read(data, isBinary).catch((error: unknown) => logger.warn({ error: nameOf(error) }, 'a frame could not be read'));
    }
  });
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : 'unknown';
}
