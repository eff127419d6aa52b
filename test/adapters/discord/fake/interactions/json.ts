import type { Discord } from '../discord.ts';
import type { Fields } from '../fields.ts';
import { messageJson } from '../json/message.ts';
import { channelJson, memberJson, userJson } from '../json/who.ts';
import { APP_ID, BOT_USER } from '../seed.ts';
import type { Interaction } from './interactions.ts';

/** As the app is told of it (Discord documentation: "Interaction Object"): a member in a server, a user in a direct conversation. */
export function interactionJson(discord: Discord, interaction: Interaction): Fields {
  const { world } = discord;
  const { id, token, type, data } = interaction;
  const channel = world.channel(interaction.channel);
  const person = world.person(interaction.person);
  if (!channel || !person) throw new Error(`the interaction ${id} is nowhere`);
  const guild = world.guilds().find((one) => one.id === channel.guild);
  const member = guild && world.memberOf(guild, person.id);
  const message = interaction.message === null ? undefined : discord.messages.byId(interaction.message);
  const bits = (who: string) => String(world.permissions(who, channel));
  const from = member
    ? { member: { ...memberJson(member), user: userJson(person), permissions: bits(person.id) } }
    : { user: userJson(person) };
  const where = guild
    ? { guild_id: guild.id, guild: { id: guild.id, locale: 'en-US', features: guild.features }, guild_locale: 'en-US', context: 0 }
    : { context: 1 };
  return {
    id,
    application_id: APP_ID,
    type,
    token,
    version: 1,
    data,
    channel_id: channel.id,
    channel: { ...channelJson(world, channel), permissions: bits(person.id) },
    ...where,
    ...from,
    ...(message ? { message: messageJson(discord, message) } : {}),
    app_permissions: bits(BOT_USER),
    locale: 'en-US',
    entitlements: [],
    authorizing_integration_owners: { '0': guild?.id ?? '0' },
    attachment_size_limit: 10_485_760,
  };
}
