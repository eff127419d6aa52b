import { fieldsOf, listIn, textIn, textsIn } from '../json.ts';
import type { Fields } from '../json.ts';

/** A channel of Discord as our own log names it, and who reads it. */
export interface DiscordPlace {
  /** `discord:server:channel`: of a thread, the channel that it hangs in. */
  channel: string;
  /** Its own id where it is a thread; else null. */
  thread: string | null;
  /** Who reads a direct conversation or a private channel, without bots; null where everybody in the server does. */
  readers: string[] | null;
  isDirect: boolean;
}

export interface DiscordPlaces {
  /** By Discord's own id, as it was at this time (milliseconds since 1970). */
  placeOf(channel: string, time: number): DiscordPlace | null;
}

/**
 * As the fake Discord's `GET /fake/world` tells it, or a list of such answers where the world changed: then each says in `until` when it
 * had been so (ISO 8601), and the last one is how it is now.
 */
export function discordPlacesOf(world: unknown): DiscordPlaces {
  const moments = (Array.isArray(world) ? world : [world]).map(fieldsOf);
  const momentOf = (time: number): Fields | null =>
    moments.find((one) => Date.parse(textIn(one, 'until')) >= time) ?? moments.at(-1) ?? null;
  const channelIn = (moment: Fields | null, channel: string): Fields | null =>
    listIn(moment, 'channels')
      .map(fieldsOf)
      .find((one) => textIn(one, 'id').split(':')[2] === channel) ?? null;
  return {
    placeOf(channel, time) {
      const moment = momentOf(time);
      // What was opened after the last change, or is deleted by now, stands in another moment only.
      const found = [moment, ...moments.toReversed()].map((one) => channelIn(one, channel)).find((one) => one !== null) ?? null;
      if (found === null) return null;
      const id = textIn(found, 'id');
      const parent = textIn(found, 'parent');
      const kind = textIn(found, 'kind');
      const bots = listIn(moment, 'people')
        .map(fieldsOf)
        .filter((one) => one?.['bot'] === true)
        .map((one) => textIn(one, 'id'));
      return {
        channel: parent === '' ? id : `${id.split(':').slice(0, 2).join(':')}:${parent}`,
        thread: parent === '' ? null : channel,
        readers: kind === 'public' ? null : textsIn(found, 'members').filter((one) => !bots.includes(one)),
        isDirect: kind === 'im',
      };
    },
  };
}
