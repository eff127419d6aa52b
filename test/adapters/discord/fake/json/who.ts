/** People, members, roles, servers and channels as Discord's API shows them. */
import type { Fields } from '../fields.ts';
import { timeOf } from '../clock.ts';
import { isForum, isThread } from '../permissions.ts';
import type { Channel, Guild, Member, Person, Role } from '../shapes.ts';
import type { World } from '../world.ts';

export function userJson({ id, handle, name, bot, deleted }: Person): Fields {
  const nothing = { avatar: null, discriminator: '0', public_flags: 0, flags: 0, banner: null, accent_color: null };
  if (deleted) return { id, username: `deleted_user_${id.slice(-4)}`, global_name: null, ...nothing, bot };
  return { id, username: handle, global_name: bot ? null : name, ...nothing, bot };
}

/** Without the person, as events carry it. */
export function memberJson({ nick, roles }: Member): Fields {
  const nothing = { avatar: null, banner: null, premium_since: null, communication_disabled_until: null, unusual_dm_activity_until: null };
  return { nick, roles, joined_at: '2024-01-01T00:00:00.000000+00:00', deaf: false, mute: false, flags: 0, pending: false, ...nothing };
}

export function fullMemberJson(world: World, member: Member): Fields {
  const person = world.person(member.person);
  return { ...memberJson(member), ...(person ? { user: userJson(person) } : {}) };
}

export function roleJson({ id, name, permissions, position, mentionable }: Role): Fields {
  const look = { color: 0, colors: { primary_color: 0, secondary_color: null, tertiary_color: null }, hoist: false, icon: null };
  return { id, name, permissions, position, mentionable, ...look, unicode_emoji: null, managed: false, flags: 0, description: null };
}

export function guildJson(guild: Guild): Fields {
  const nothing = { icon: null, splash: null, discovery_splash: null, banner: null, description: null, vanity_url_code: null };
  const ids = { afk_channel_id: null, widget_channel_id: null, system_channel_id: null, rules_channel_id: null, application_id: null };
  const levels = { verification_level: 1, default_message_notifications: 0, explicit_content_filter: 0, mfa_level: 0, nsfw_level: 0 };
  return {
    id: guild.id,
    name: guild.name,
    owner_id: guild.owner,
    features: guild.features,
    roles: guild.roles.map(roleJson),
    emojis: [],
    stickers: [],
    ...nothing,
    ...ids,
    ...levels,
    afk_timeout: 300,
    premium_tier: 0,
    premium_subscription_count: 0,
    premium_progress_bar_enabled: false,
    preferred_locale: 'en-US',
    public_updates_channel_id: null,
    safety_alerts_channel_id: null,
    system_channel_flags: 0,
    region: 'deprecated',
    widget_enabled: false,
    nsfw: false,
    hub_type: null,
    incidents_data: null,
    latest_onboarding_question_id: null,
    max_members: 500_000,
    max_presences: null,
    max_video_channel_users: 25,
    max_stage_video_channel_users: 50,
  };
}

export function channelJson(world: World, channel: Channel): Fields {
  const { id, type, guild, parent, name } = channel;
  if (guild === null) {
    const recipients = channel.people.map((one) => world.person(one)).filter((one) => one !== undefined && !isOurs(one));
    return { id, type, flags: 0, last_message_id: null, recipients: recipients.map((one) => userJson(one as Person)) };
  }
  const common = { id, type, guild_id: guild, name, parent_id: parent, flags: channel.requiresTag ? 1 << 4 : 0, last_message_id: null };
  if (isThread(channel)) {
    // When that was last changed: of a thread that was never closed, when it was begun.
    const archive_timestamp = channel.archivedAt ?? new Date(timeOf(id)).toISOString();
    const state = { archived: channel.archived, locked: channel.locked, auto_archive_duration: 1440, archive_timestamp };
    const thread_metadata = { ...state, ...(channel.type === 12 ? { invitable: true } : {}) };
    const tags = channel.appliedTags.length > 0 ? { applied_tags: channel.appliedTags } : {};
    const counts = { message_count: 0, total_message_sent: 0, member_count: channel.people.length };
    return { ...common, owner_id: channel.owner, thread_metadata, rate_limit_per_user: 0, ...counts, ...tags };
  }
  const available_tags = channel.tags.map((tag) => ({ moderated: false, ...tag, emoji_id: null, emoji_name: null }));
  const forum = isForum(channel) ? { available_tags, default_reaction_emoji: null, default_sort_order: null, default_forum_layout: 0 } : {};
  return { ...common, permission_overwrites: channel.overwrites, position: 0, topic: null, nsfw: false, rate_limit_per_user: 0, ...forum };
}

function isOurs({ handle, bot }: Person): boolean {
  return bot && handle === 'countersign';
}
