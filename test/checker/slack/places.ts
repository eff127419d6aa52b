import { fieldsOf, listIn, textIn, textsIn } from '../json.ts';
import type { Fields } from '../json.ts';

/** Whose a channel of Slack is, by its own id, and in which workspace everything happens. */
export interface Places {
  workspace: string;
  /**
   * The people who read a direct message or a private channel with our bot at this time (milliseconds since 1970), without bots; null
   * for a channel that others read, too.
   */
  readersOf(channel: string, time: number): string[] | null;
}

/**
 * As the fake Slack's `GET /fake/world` tells it, or a list of such answers where the world changed: then each says in `until` when it
 * had been so (ISO 8601), and the last one is how it is now.
 */
export function placesOf(world: unknown): Places {
  const moments = (Array.isArray(world) ? world : [world]).map(fieldsOf);
  const workspace = textIn(fieldsOf(moments[0]?.['workspace']), 'id');
  const momentOf = (time: number): Fields | null =>
    moments.find((one) => Date.parse(textIn(one, 'until')) >= time) ?? moments.at(-1) ?? null;
  return {
    workspace,
    readersOf(channel, time) {
      const moment = momentOf(time);
      const id = `slack:${workspace}:${channel}`;
      const found =
        listIn(moment, 'channels')
          .map(fieldsOf)
          .find((one) => textIn(one, 'id') === id) ?? null;
      // A direct conversation that was opened after the last change stands in a later moment only.
      const known =
        found ??
        listIn(moments.at(-1) ?? null, 'channels')
          .map(fieldsOf)
          .find((one) => textIn(one, 'id') === id) ??
        null;
      if (!['im', 'private'].includes(textIn(known, 'kind'))) return null;
      const bots = listIn(moment, 'people')
        .map(fieldsOf)
        .filter((one) => one?.['bot'] === true)
        .map((one) => textIn(one, 'id'));
      return textsIn(known, 'members').filter((one) => !bots.includes(one));
    },
  };
}
