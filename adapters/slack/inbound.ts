import type { RequestListener } from 'node:http';
import { AdapterError } from '#adapter';
import type { Inbound } from '#adapter';
import type { Around } from './config.ts';
import { takeCommand } from './deliveries/commands.ts';
import type { Context, Taken } from './deliveries/context.ts';
import { NOTHING } from './deliveries/context.ts';
import { takeEvent } from './deliveries/events.ts';
import { takeShortcut, takeSubmission } from './deliveries/forms.ts';
import type { Ack } from './deliveries/line.ts';
import { createLine } from './deliveries/line.ts';
import { takePress } from './deliveries/presses.ts';
import type { Teller } from './deliveries/telling.ts';
import type { Channels } from './facts/audience.ts';
import type { Identity } from './facts/identity.ts';
import type { People } from './facts/people.ts';
import type { Wire } from './wire.ts';

/** Takes deliveries until it is stopped, over as many connections as it takes. */
export interface Listener {
  /** Resolves when Slack can deliver; rejects with an AdapterError when it cannot or will not. */
  start(inbound: Inbound): Promise<void>;
  stop(): Promise<void>;
  isListening(): boolean;
  /** For the server on which Slack delivers over HTTP; null over Socket Mode. */
  requestListener: RequestListener | null;
}

interface Given {
  wire: Wire;
  people: People;
  channels: Channels;
  teller: Teller;
  identity: () => Promise<Identity>;
  options: Around;
}

export function createListener(given: Given): Listener {
  const { wire, options, identity } = given;
  const { logger } = options;
  const underway = new Set<Promise<unknown>>();
  let state: 'new' | 'listening' | 'stopped' = 'new';
  let inbound: Inbound | null = null;

  const track = <T>(work: Promise<T>): Promise<T> => {
    underway.add(work);
    void work.catch(() => 'whoever waits for it is told').finally(() => underway.delete(work));
    return work;
  };

  /**
   * The acknowledgement follows what it acknowledges, and what is only told to somebody follows the acknowledgement. When a delivery
   * could not be kept, or not within Slack's three seconds, it is not acknowledged: events come again under the same id, and whoever
   * pressed a button or filled in a form sees that it did not work.
   */
  const take = async (body: unknown): Promise<Ack> => {
    if (state !== 'listening' || inbound === null) throw new Error('deliveries are not taken now');
    try {
      const taken = await sort({ ...given, inbound, ours: await identity() }, body);
      const { afterwards } = taken;
      if (afterwards) void track(afterwards().catch((error: unknown) => logger.error({ error }, 'somebody could not be told')));
      return taken.ack;
    } catch (error) {
      logger.error({ error }, 'a delivery was not taken');
      throw error;
    }
  };

  const line = createLine(wire.receiver, options, (body) => track(take(body)));

  return {
    async start(to) {
      inbound = to;
      await identity().catch((error: unknown) => {
        if (!(error instanceof AdapterError) || error.code !== 'UNREACHABLE') throw error;
        throw new AdapterError('UNREACHABLE', 'Slack does not answer. See that this machine reaches it, then start again.', {
          cause: error,
        });
      });
      state = 'listening';
      await line.open().catch((cause: unknown) => {
        state = 'new';
        throw new AdapterError(
          'UNREACHABLE',
          'Slack opens no connection for deliveries. See that SLACK_APP_TOKEN is right, Socket Mode on, and Slack within reach; then start again.',
          { cause },
        );
      });
    },
    async stop() {
      state = 'stopped';
      while (underway.size > 0) await Promise.allSettled(underway);
      await line.close();
    },
    isListening: () => state === 'listening' && line.isOpen(),
    requestListener: line.requestListener,
  };
}

/** What is of no kind that we know is acknowledged, and nothing comes of it. */
function sort(context: Context, body: unknown): Promise<Taken> {
  const { type, command } = (typeof body === 'object' && body !== null ? body : {}) as { type?: unknown; command?: unknown };
  if (typeof command === 'string') return takeCommand(context, body);
  switch (type) {
    case 'event_callback':
      return takeEvent(context, body);
    case 'block_actions':
      return takePress(context, body);
    case 'view_submission':
      return takeSubmission(context, body);
    case 'message_action':
      return takeShortcut(context, body);
    default:
      return Promise.resolve(NOTHING);
  }
}
