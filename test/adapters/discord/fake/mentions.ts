/** Who is told of a message (Discord documentation: "Allowed Mentions Object"). */
import type { Discord } from './discord.ts';
import type { Fields } from './fields.ts';
import { isFields, listIn } from './fields.ts';
import type { Mentions, Message } from './messages.ts';
import { contentsOf } from './seen/components.ts';
import type { Live, Names } from './seen/content.ts';
import { show } from './seen/content.ts';
import type { Channel } from './shapes.ts';
import type { World } from './world.ts';

export function namesIn(world: World): Names {
  return {
    person: (id) => world.person(id)?.name,
    role: (id) =>
      world
        .guilds()
        .flatMap((one) => one.roles)
        .find((one) => one.id === id)?.name,
    channel: (id) => world.channel(id)?.name,
  };
}

/** What is live in a message, outside of embeds. */
export function liveIn({ world }: Discord, { content, components }: Pick<Message, 'content' | 'components'>): Live[] {
  return contentsOf(content, components).flatMap((one) => show(one, namesIn(world)).live);
}

/**
 * What of a message counts as a mention. `allowed` undefined is Discord's default: everybody who is named, every role and everyone, as far
 * as the author's permissions go.
 */
export function mentionsOf(discord: Discord, channel: Channel, message: Message, allowed: unknown): Mentions {
  const { world } = discord;
  const found = liveIn(discord, message);
  const named = (kind: Live['kind']) => [...new Set(found.filter((one) => one.kind === kind).map((one) => one.value))];
  const rules: Fields | null = isFields(allowed) ? allowed : null;
  const isAllowed = (kind: 'users' | 'roles', id: string) =>
    rules === null || listIn(rules, 'parse').includes(kind) || listIn(rules, kind).includes(id);
  const mayAll = world.may(message.author, 'MENTION_EVERYONE', channel);
  const roles = world.guilds().find((one) => one.id === channel.guild)?.roles ?? [];
  const isMentionable = (id: string) => roles.some((one) => one.id === id && (one.mentionable || mayAll));
  const answered = message.reference === null ? undefined : discord.messages.byId(message.reference)?.author;
  const pingsAnswered = answered !== undefined && (rules === null || rules['replied_user'] === true);
  const people = named('mention').filter((id) => world.person(id) && isAllowed('users', id));
  return {
    people: [...new Set([...people, ...(pingsAnswered ? [answered] : [])])],
    roles: named('role').filter((id) => isAllowed('roles', id) && isMentionable(id)),
    everyone: named('everyone').length > 0 && mayAll && (rules === null || listIn(rules, 'parse').includes('everyone')),
  };
}

/** Those of them who see it, and whoever a direct message is for. Bots are told of nothing. */
export function pingedBy({ world }: Discord, channel: Channel, message: Message): string[] {
  if (message.onlyFor !== null) return [message.onlyFor];
  const guild = world.guilds().find((one) => one.id === channel.guild);
  const { people, roles, everyone } = message.mentions;
  const inRoles = (guild?.members ?? []).filter((one) => one.roles.some((role) => roles.includes(role))).map((one) => one.person);
  const all = everyone ? world.readersOf(channel) : [];
  const named = channel.guild === null ? channel.people : [...people, ...inRoles, ...all];
  const canHear = (id: string) => id !== message.author && world.person(id)?.bot === false && world.canSee(id, channel);
  return [...new Set(named)].filter(canHear);
}
