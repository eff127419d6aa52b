import { AdapterError } from '#adapter';
import { z } from 'zod';
import { errorOf } from '../errors.ts';
import type { Wire } from '../wire.ts';

/** Who we are, as Slack knows it. */
export interface Identity {
  team: string;
  /** As people see it. */
  teamName: string;
  /** `https://acme.slack.com/` */
  origin: string;
  /** The bot as a member of channels, and as the author of messages. */
  user: string;
  bot: string;
  scopes: string[];
}

const identityShape = z.object({
  team_id: z.string().min(1),
  team: z.string(),
  url: z.string(),
  user_id: z.string().min(1),
  bot_id: z.string().min(1),
});

/** Asked once: a token belongs to one bot in one workspace. Asked again after a failure. */
export function createIdentity(wire: Wire): () => Promise<Identity> {
  let known: Promise<Identity> | null = null;
  return () => {
    known ??= ask(wire).catch((error: unknown) => {
      known = null;
      throw error;
    });
    return known;
  };
}

/** Asked now: what the token may do can change. */
export async function ask(wire: Wire): Promise<Identity> {
  const answer = await wire.call('auth.test', {});
  if (answer.kind !== 'done') throw errorOf(answer);
  const read = identityShape.safeParse(answer.body);
  if (!read.success) {
    throw new AdapterError('REFUSED', 'The token is not one of a bot. Set SLACK_BOT_TOKEN to the one that begins with xoxb-.');
  }
  const { team_id: team, team: teamName, url, user_id: user, bot_id: bot } = read.data;
  return { team, teamName, origin: url.endsWith('/') ? url : `${url}/`, user, bot, scopes: answer.scopes ?? [] };
}
