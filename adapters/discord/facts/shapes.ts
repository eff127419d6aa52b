/** What Discord tells of servers, channels and people, as far as we read it (https://discord.com/developers/docs/resources). */
import type { Forum } from '#adapter';
import { z } from 'zod';

const id = z.string().regex(/^\d{1,20}$/);
const bits = z.string().regex(/^\d{1,30}$/);

export const userShape = z.object({
  id,
  username: z.string(),
  global_name: z.string().nullish(),
  bot: z.boolean().nullish(),
  system: z.boolean().nullish(),
});
export type User = z.infer<typeof userShape>;

/** Without its user, as interactions and messages carry it. */
export const memberShape = z.object({
  nick: z.string().nullish(),
  roles: z.array(z.string()),
  flags: z.int().nullish(),
  pending: z.boolean().nullish(),
  communication_disabled_until: z.string().nullish(),
});
export const fullMemberShape = memberShape.extend({ user: userShape });
export type Member = z.infer<typeof fullMemberShape>;

export const guildShape = z.object({
  id,
  name: z.string(),
  owner_id: id,
  features: z.array(z.string()),
  roles: z.array(z.object({ id, name: z.string(), permissions: bits })),
  approximate_member_count: z.int().nullish(),
});
export type Guild = z.infer<typeof guildShape>;

export const channelShape = z.object({
  id,
  type: z.int(),
  guild_id: id.nullish(),
  parent_id: id.nullish(),
  name: z.string().nullish(),
  permission_overwrites: z.array(z.object({ id, type: z.int(), allow: bits, deny: bits })).nullish(),
  thread_metadata: z.object({ archived: z.boolean(), locked: z.boolean() }).nullish(),
  flags: z.int().nullish(),
  available_tags: z.array(z.object({ id, name: z.string(), moderated: z.boolean().nullish() })).nullish(),
  recipients: z.array(z.object({ id })).nullish(),
});
export type Channel = z.infer<typeof channelShape>;

/** https://discord.com/developers/docs/resources/channel#channel-object-channel-types */
export const CHANNEL = {
  text: 0,
  direct: 1,
  voice: 2,
  group: 3,
  news: 5,
  newsThread: 10,
  publicThread: 11,
  privateThread: 12,
  stage: 13,
  forum: 15,
  media: 16,
} as const;

export function isThread({ type }: Pick<Channel, 'type'>): boolean {
  return type === CHANNEL.newsThread || type === CHANNEL.publicThread || type === CHANNEL.privateThread;
}

/** Every post in it begins a thread. */
export function isForum({ type }: Pick<Channel, 'type'>): boolean {
  return type === CHANNEL.forum || type === CHANNEL.media;
}

/** `channels.flags`: posts in this forum need a tag (https://discord.com/developers/docs/resources/channel#channel-object-channel-flags). */
const REQUIRES_TAG = 1 << 4;

/** https://discord.com/developers/docs/resources/channel#start-thread-in-forum-or-media-channel */
const LONGEST_TITLE = 100;
const MOST_TAGS = 5;

/** Null for any other channel. Tags that only moderators may set are not for us: we do not ask to be one. */
export function forumIn(channel: Channel): Forum | null {
  if (!isForum(channel)) return null;
  const tags = (channel.available_tags ?? []).map(({ id: tag, name, moderated }) => ({ id: tag, name, mayUse: moderated !== true }));
  return { tags, needsTag: ((channel.flags ?? 0) & REQUIRES_TAG) !== 0, mostTags: MOST_TAGS, longestTitle: LONGEST_TITLE };
}

/** People talk there; what is written stands beside. */
export function isVoice(type: number): boolean {
  return type === CHANNEL.voice || type === CHANNEL.stage;
}

/** `members.flags`: somebody who was let in as a guest, into one voice channel (https://discord.com/developers/docs/resources/guild#guild-member-object). */
export const IS_GUEST = 1 << 4;

/** In place of a server, of what happens in direct conversations; Discord's own addresses write it so. */
export const DIRECT = '@me';
