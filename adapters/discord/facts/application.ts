import { z } from 'zod';
import type { Around } from '../config.ts';
import { read } from '../errors.ts';
import type { Wire } from '../wire.ts';

/** https://discord.com/developers/docs/resources/application#application-object */
const applicationShape = z.object({ verify_key: z.string(), interactions_endpoint_url: z.string().nullish() });

/**
 * What does not fit together of the two ways by which interactions come: Discord goes by the address in the Developer Portal, we by
 * whether there is a public key. Half of it alone looks well here and answers nobody. Rejects when Discord does not answer.
 */
export async function aboutInteractions(wire: Wire, { publicKey }: Pick<Around, 'publicKey'>): Promise<string[]> {
  const { verify_key: key, interactions_endpoint_url: url } = read(await wire.call('GET', '/applications/@me'), applicationShape);
  const isToUs = typeof url === 'string' && url !== '';
  if (publicKey === null) {
    return isToUs
      ? [
          `Discord brings commands and presses to ${url}, and there is no DISCORD_PUBLIC_KEY here: none of them is taken. Set it to the “Public Key” under “General Information” in the Developer Portal, or empty “Interactions Endpoint URL” there.`,
        ]
      : [];
  }
  if (publicKey.toLowerCase() !== key.toLowerCase()) {
    return [
      'DISCORD_PUBLIC_KEY is not the key of this bot’s application: nothing that Discord signs is taken. Set it to the “Public Key” under “General Information” in the Developer Portal.',
    ];
  }
  return isToUs
    ? []
    : [
        'DISCORD_PUBLIC_KEY is set, and Discord knows no address to bring commands and presses to: none of them is taken. Put the address of this server, with /discord/interactions behind it, into “Interactions Endpoint URL” under “General Information” in the Developer Portal, or take DISCORD_PUBLIC_KEY away.',
      ];
}
