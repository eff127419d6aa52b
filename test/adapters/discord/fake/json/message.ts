import type { Discord } from '../discord.ts';
import type { Fields } from '../fields.ts';
import { fieldsIn, isFields, listIn } from '../fields.ts';
import { timeOf } from '../clock.ts';
import type { Message } from '../messages.ts';
import { APP_ID, BOT_USER } from '../seed.ts';
import { userJson } from './who.ts';

/**
 * A message as requests and events show it. `seesContent`: whether the app has the intent MESSAGE_CONTENT. Without it, content, embeds and
 * components are empty but in its own messages, in direct ones, and where its bot is mentioned (Discord documentation).
 */
export function messageJson(discord: Discord, message: Message, seesContent = true): Fields {
  const { world } = discord;
  const author = world.person(message.author);
  const isShown = seesContent || showsContent(discord, message);
  const referenced = message.reference === null ? undefined : discord.messages.byId(message.reference);
  const { interaction } = message;
  const by = interaction && world.person(interaction.person);
  return {
    id: message.id,
    type: message.type,
    channel_id: message.channel,
    author: author ? userJson(author) : null,
    content: isShown ? message.content : '',
    embeds: isShown ? message.embeds : [],
    components: isShown ? numbered(message.components) : [],
    attachments: [],
    timestamp: new Date(timeOf(message.id)).toISOString(),
    edited_timestamp: message.editedAt,
    tts: false,
    pinned: false,
    flags: message.flags,
    mention_everyone: message.mentions.everyone,
    mentions: message.mentions.people.flatMap((id) => world.person(id) ?? []).map(userJson),
    mention_roles: message.mentions.roles,
    ...(interaction && by
      ? {
          application_id: APP_ID,
          webhook_id: APP_ID,
          interaction_metadata: { id: interaction.id, type: interaction.type, user: userJson(by), authorizing_integration_owners: {} },
        }
      : {}),
    ...(message.reference === null
      ? {}
      : {
          message_reference: { type: 0, channel_id: message.channel, message_id: message.reference },
          referenced_message: referenced ? messageJson(discord, { ...referenced, reference: null }, seesContent) : null,
        }),
  };
}

function showsContent({ world }: Discord, message: Message): boolean {
  const isDirect = world.channel(message.channel)?.guild === null;
  return isDirect || message.author === BOT_USER || message.mentions.people.includes(BOT_USER);
}

/** Discord gives every component a number. */
function numbered(components: Fields[]): Fields[] {
  let next = 0;
  const give = (one: Fields): Fields => {
    next += 1;
    const id = typeof one['id'] === 'number' ? one['id'] : next;
    const inner = listIn(one, 'components').filter(isFields);
    const { accessory } = one;
    return {
      ...one,
      id,
      ...(inner.length > 0 ? { components: inner.map(give) } : {}),
      ...(isFields(accessory) ? { accessory: give(fieldsIn(one, 'accessory')) } : {}),
    };
  };
  return components.map(give);
}
