import type { Clock } from './clock.ts';
import { Refusal } from './refusal.ts';

const LIFE_MS = 3000;

/** A `trigger_id` opens one view, within three seconds of what the person did. */
export function createTriggers(clock: Clock) {
  const made = new Map<string, { person: string; at: number; isUsed: boolean }>();
  return {
    make(person: string): string {
      const id = clock.triggerId();
      made.set(id, { person, at: clock.now(), isUsed: false });
      return id;
    },
    /** Whose it is. */
    exchange(id: string): string {
      const trigger = made.get(id);
      if (!trigger) throw new Refusal('invalid_trigger_id');
      if (trigger.isUsed) throw new Refusal('exchanged_trigger_id');
      if (clock.now() - trigger.at > LIFE_MS) throw new Refusal('expired_trigger_id');
      trigger.isUsed = true;
      return trigger.person;
    },
  };
}

export type Triggers = ReturnType<typeof createTriggers>;
