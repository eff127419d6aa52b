import type { Settings } from './slack.ts';

/** `chat.postMessage` takes about one message a second in each channel (Slack documentation), where a test wants to see that. */
export function createRateLimit(now: () => number, settings: Settings) {
  const lastAt = new Map<string, number>();
  return {
    /** Null when it may go on. */
    secondsToWait(method: string, channel: string | null): number | null {
      if (!settings.strictRate || method !== 'chat.postMessage' || channel === null) return null;
      const since = now() - (lastAt.get(channel) ?? -Infinity);
      if (since < 1000) return 1;
      lastAt.set(channel, now());
      return null;
    },
  };
}

export type RateLimit = ReturnType<typeof createRateLimit>;
