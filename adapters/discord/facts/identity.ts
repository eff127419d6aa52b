import { z } from 'zod';
import { read } from '../errors.ts';
import type { Wire } from '../wire.ts';

/** Who we are, as Discord knows it. */
export interface Identity {
  /** The bot, as the author of messages. */
  user: string;
}

const identityShape = z.object({ id: z.string().min(1), username: z.string() });

/** Asked once: a token belongs to one bot. Asked again after a failure. */
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

async function ask(wire: Wire): Promise<Identity> {
  const { id } = read(await wire.call('GET', '/users/@me'), identityShape);
  return { user: id };
}
