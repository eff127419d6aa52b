import type { Discord } from '../discord.ts';
import type { Fields } from '../fields.ts';
import type { Interaction } from '../interactions/interactions.ts';

/** Sends it, waits for the first response or for the want of it, and tells the person what Discord's client then says. */
export async function finish(discord: Discord, interaction: Interaction): Promise<Fields> {
  const { outcome, status, body } = await discord.deliver(interaction);
  if (outcome !== 'acked') {
    const text = outcome === 'late' || outcome === 'no_connection' ? 'The application did not respond' : 'This interaction failed';
    discord.told.push({ person: interaction.person, text });
  }
  return { outcome, status, body, interaction: interaction.id };
}
