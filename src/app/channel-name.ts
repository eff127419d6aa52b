import type { Place } from '../core/ids.ts';
import { adapterOf } from './names.ts';
import type { Ports } from './ports.ts';

/** A platform that stands still must not hold up the switch, nor whoever looks at it. */
const ANSWERS_WITHIN_MS = 2_000;

/** As people see it, without `#`; null where the platform answers, and does not know or tell; undefined where it does not answer. */
export async function channelName(ports: Ports, place: Place): Promise<string | null | undefined> {
  const late = new AbortController();
  try {
    const audience = await Promise.race([
      adapterOf(ports, place.platform).audienceOf(place),
      ports.clock.sleep(ANSWERS_WITHIN_MS, late.signal).then(() => undefined),
    ]);
    if (audience === undefined) return undefined;
    return audience.class === 'unknown' ? null : audience.channelName;
  } catch (error) {
    ports.logger.warn({ error, channel: place.channel }, 'the name of a channel could not be looked up');
    return undefined;
  } finally {
    late.abort();
  }
}
