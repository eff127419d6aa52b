import type { Discord } from '../discord.ts';

const WRITES = 5;
const PER_MS = 5000;
/** What the headers of everything else say: more than a test asks. */
const PLENTY = 1000;

/** Discord's buckets, told by headers; a test that wants to run into one switches `strictRate` on. */
export function createRateLimit({ clock, settings }: Discord) {
  const writes = new Map<string, number[]>();
  return {
    /** Milliseconds to wait, null when it may go on; and the headers of the answer. */
    take(route: string, channel: string | null): { waitMs: number | null; headers: Record<string, string> } {
      const bucket = Buffer.from(route).toString('base64url').slice(0, 32);
      if (!settings.strictRate || route !== 'POST /channels/{channel_id}/messages' || channel === null) {
        return { waitMs: null, headers: headersOf(bucket, PLENTY, PLENTY - 1, 1000, clock.now()) };
      }
      const since = clock.now() - PER_MS;
      const recent = (writes.get(channel) ?? []).filter((at) => at > since);
      const isOver = recent.length >= WRITES;
      if (!isOver) recent.push(clock.now());
      writes.set(channel, recent);
      const resetMs = (recent[0] ?? clock.now()) + PER_MS - clock.now();
      return { waitMs: isOver ? resetMs : null, headers: headersOf(bucket, WRITES, WRITES - recent.length, resetMs, clock.now()) };
    },
  };
}

function headersOf(bucket: string, limit: number, remaining: number, resetMs: number, now: number): Record<string, string> {
  return {
    'x-ratelimit-bucket': bucket,
    'x-ratelimit-limit': String(limit),
    'x-ratelimit-remaining': String(remaining),
    'x-ratelimit-reset': String((now + resetMs) / 1000),
    'x-ratelimit-reset-after': String(resetMs / 1000),
  };
}

export type RateLimit = ReturnType<typeof createRateLimit>;
