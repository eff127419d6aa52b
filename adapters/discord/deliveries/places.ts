import type { Place } from '#adapter';
import type { Servers } from '../facts/servers.ts';
import { CHANNEL, DIRECT, isThread } from '../facts/shapes.ts';
import type { Channel } from '../facts/shapes.ts';

export interface Places {
  /**
   * The channel, and the thread in it, that Discord calls by one id. Null for what is neither of a server nor a direct conversation with
   * us. `told` is what came with the delivery.
   */
  placeOf(id: string, server: string | null, told?: Told | null): Promise<Place | null>;
}

type Told = Pick<Channel, 'id' | 'type' | 'parent_id'>;

/** So many are kept in mind: a thread never moves, and no channel becomes one. */
const MOST_KEPT = 10_000;

export function createPlaces(servers: Servers): Places {
  const known = new Map<string, Told>();

  const look = async (id: string): Promise<Told | null> => {
    const kept = known.get(id);
    if (kept) return kept;
    const found = await servers.channel(id);
    if (found !== null) keep(found);
    return found;
  };

  const keep = ({ id, type, parent_id }: Told): void => {
    if (known.size >= MOST_KEPT) known.clear();
    known.set(id, { id, type, parent_id });
  };

  return {
    async placeOf(id, server, told = null) {
      const channel = told?.id === id && (!isThread(told) || told.parent_id) ? told : await look(id);
      if (channel === null) return null;
      if (server === null)
        return channel.type === CHANNEL.direct ? { platform: 'discord', workspace: DIRECT, channel: id, thread: null } : null;
      if (!isThread(channel)) return { platform: 'discord', workspace: server, channel: id, thread: null };
      return channel.parent_id ? { platform: 'discord', workspace: server, channel: channel.parent_id, thread: id } : null;
    },
  };
}
