import type { Database } from './database.ts';
import { createDeliveries } from './deliveries.ts';
import type { Deliveries } from './deliveries.ts';
import { createEvents } from './events.ts';
import type { Events } from './events.ts';
import { createFaults } from './faults.ts';
import type { Faults } from './faults.ts';
import { createMessages } from './messages.ts';
import type { Messages } from './messages.ts';
import { createSight, nameOf } from './visible.ts';
import type { Sight } from './visible.ts';
import { createWireLog } from './wire-log.ts';
import type { WireLog } from './wire-log.ts';
import { createWorld } from './world.ts';
import type { World } from './world.ts';

/** The parts of the running platform. */
export interface Platform {
  database: Database;
  world: World;
  messages: Messages;
  sight: Sight;
  events: Events;
  faults: Faults;
  deliveries: Deliveries;
  wireLog: WireLog;
}

const REDELIVER_AFTER_MS = 3000;
const MOST_OF_A_THREAD = 50;

export function createPlatform(database: Database): Platform {
  const world = createWorld(database);
  const messages = createMessages(database);
  const sight = createSight(world, messages);
  const faults = createFaults();
  const earlier = (id: string): { from: string; text: string }[] => {
    const message = messages.get(id);
    if (!message) return [];
    return messages.earlierInThread(message, MOST_OF_A_THREAD).map(({ author, text }) => ({ from: nameOf(world, author), text }));
  };

  const deliveries = createDeliveries({
    database,
    faults,
    redeliverAfterMs: REDELIVER_AFTER_MS,
    complete: (envelope) => (envelope.kind === 'message' ? { ...envelope, earlier: earlier(envelope.message) } : envelope),
  });

  const events = createEvents(sight, messages);
  return { database, world, messages, sight, events, faults, deliveries, wireLog: createWireLog(database, faults.now) };
}
