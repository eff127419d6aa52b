/** People open the App Home and join channels; channels become shared with other organisations, and are again our own. */
import type { Fields } from '../fields.ts';
import { withoutGaps } from '../fields.ts';
import { viewJson } from '../methods/views.ts';
import { BOT_USER, OTHER_TEAM } from '../seed.ts';
import type { Slack } from '../slack.ts';
import { actor, placeFor } from './where.ts';

function emit(slack: Slack, event: Fields): void {
  if (slack.settings.subscriptions.includes(String(event['type']))) slack.emit({ event_ts: slack.clock.ts(), ...event });
}

export function openHome(slack: Slack, { person: id, tab }: Fields): Fields {
  const person = actor(slack, id);
  const channel = slack.world.conversationOf([person.id, BOT_USER]);
  const view = slack.views.homeOf(person.id);
  const shown = view && tab !== 'messages' ? viewJson(view) : undefined;
  emit(slack, withoutGaps({ type: 'app_home_opened', user: person.id, channel: channel.id, tab: tab ?? 'home', view: shown }));
  return { channel: channel.id };
}

export function join(slack: Slack, { person: id, channel: where }: Fields): Fields {
  const person = id === BOT_USER ? actor(slack, BOT_USER) : actor(slack, id);
  const channel = slack.world.channel(String(where)) ?? placeFor(slack, person, where);
  if (!channel.members.includes(person.id)) channel.members.push(person.id);
  const channelType = channel.kind === 'public' ? 'C' : 'G';
  emit(slack, { type: 'member_joined_channel', user: person.id, channel: channel.id, channel_type: channelType, team: person.team });
  return { channel: channel.id };
}

export function share(slack: Slack, { channel: where, team, pending }: Fields): Fields {
  const channel = slack.world.channel(String(where));
  if (!channel) return {};
  const other = typeof team === 'string' ? team : OTHER_TEAM.id;
  if (pending === true) {
    slack.world.change({ channel: { id: channel.id, pendingExtShared: true } });
    return { channel: channel.id };
  }
  const connectedTeams = [...new Set([...channel.connectedTeams, other])];
  slack.world.change({ channel: { id: channel.id, extShared: true, pendingExtShared: false, connectedTeams } });
  emit(slack, { type: 'channel_shared', connected_team_id: other, channel: channel.id });
  return { channel: channel.id };
}

export function unshare(slack: Slack, { channel: where, team }: Fields): Fields {
  const channel = slack.world.channel(String(where));
  if (!channel) return {};
  const other = typeof team === 'string' ? team : OTHER_TEAM.id;
  const connectedTeams = channel.connectedTeams.filter((one) => one !== other);
  slack.world.change({ channel: { id: channel.id, extShared: connectedTeams.length > 0, connectedTeams } });
  const { extShared } = slack.world.channel(channel.id) ?? channel;
  emit(slack, { type: 'channel_unshared', previously_connected_team_id: other, channel: channel.id, is_ext_shared: extShared });
  return { channel: channel.id };
}
