import { directOf } from './visible.ts';
import type { Sight } from './visible.ts';
import type { Stream } from './streams.ts';
import type { Messages } from './messages.ts';

/** The people who watch: each is told of what they can see, as they see it, and of nothing else. */
export interface Events {
  watch(person: string, stream: Stream): void;
  /** A message is new or has changed. */
  changed(id: string): void;
  /** A message is gone; `place` is where it stood. */
  removed(id: string, place: string): void;
  /** People, channels or groups have changed: look again. */
  worldChanged(): void;
}

export function createEvents(sight: Sight, messages: Messages): Events {
  const watchers = new Map<Stream, string>();

  /** `direct` for one's own private place, as in `say`. */
  const named = (person: string, place: string) => (place === directOf(person) ? 'direct' : place);
  const tell = (place: string, event: string, message: unknown) => {
    for (const [stream, person] of watchers) {
      if (sight.canSee(person, place)) stream.send(event, { place: named(person, place), message });
    }
  };

  return {
    watch(person, stream) {
      watchers.set(stream, person);
      stream.onClose(() => watchers.delete(stream));
      stream.send('hello', { person });
    },
    changed(id) {
      const message = messages.get(id);
      if (message && watchers.size > 0) tell(message.place, 'changed', sight.seen(message));
    },
    removed: (id, place) => tell(place, 'removed', { id }),
    worldChanged() {
      for (const stream of watchers.keys()) stream.send('world', {});
    },
  };
}
