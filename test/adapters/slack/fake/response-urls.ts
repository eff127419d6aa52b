import { randomBytes } from 'node:crypto';
import type { Clock } from './clock.ts';
import { Refusal } from './refusal.ts';

/** Slack's documentation: five times within thirty minutes. */
const USES = 5;
const LIFE_MS = 30 * 60_000;

interface Origin {
  person: string;
  channel: string;
  /** The message that was pressed; null for a command. */
  ts: string | null;
  threadTs: string | null;
}

/** Where an app answers to one interaction or command, without a token and past the permissions of the channel. */
export function createResponseUrls(clock: Clock) {
  const made = new Map<string, { origin: Origin; at: number; uses: number }>();
  return {
    /** The path, on this platform. */
    make(kind: 'actions' | 'commands', origin: Origin): string {
      const path = `/response/${kind}/${randomBytes(18).toString('base64url')}`;
      made.set(path, { origin, at: clock.now(), uses: 0 });
      return path;
    },
    use(path: string): Origin {
      const known = made.get(path);
      if (!known) throw new Refusal('invalid_response_url');
      if (clock.now() - known.at > LIFE_MS) throw new Refusal('expired_url');
      if (known.uses >= USES) throw new Refusal('used_url');
      known.uses += 1;
      return known.origin;
    },
  };
}

export type ResponseUrls = ReturnType<typeof createResponseUrls>;
