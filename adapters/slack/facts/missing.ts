import type { PersonId, Place } from '#adapter';
import { z } from 'zod';
import { SCOPES } from '../config.ts';
import { errorOf, read, refusalOf } from '../errors.ts';
import type { Wire } from '../wire.ts';
import type { Channels } from './audience.ts';
import { nameOf } from './audience.ts';
import { ask } from './identity.ts';
import { userOf } from './people.ts';
import type { People } from './people.ts';

/** What our installation lacks for these rules: each a sentence that says where to click. Rejects when Slack does not answer. */
export async function missing(
  { wire, channels, people }: { wire: Wire; channels: Channels; people: People },
  used: { channels: Place[]; people: PersonId[] },
): Promise<string[]> {
  const { scopes, team, teamName } = await ask(wire);
  const found = scopesMissing(scopes);
  for (const place of used.channels) {
    found.push(
      ...(place.workspace === team ? await aboutChannel(channels, place) : [elsewhere(place.channel, place.workspace, team, teamName)]),
    );
  }
  for (const id of used.people) {
    const [, workspace = ''] = id.split(':');
    found.push(...(workspace === team ? await aboutPeople(wire, people, userOf(id)) : [elsewhere(userOf(id), workspace, team, teamName)]));
  }
  return found;
}

/** Too many are told as well: a bot that may do more than it needs is a bigger loss when its token is stolen. */
function scopesMissing(granted: string[]): string[] {
  const needed = Object.keys(SCOPES);
  const lacking = needed.filter((scope) => !granted.includes(scope));
  const beyond = granted.filter((scope) => !needed.includes(scope));
  const where = 'on api.slack.com/apps, under “OAuth & Permissions”, “Bot Token Scopes”, then “Reinstall to Workspace”';
  return [
    ...(lacking.length === 0 ? [] : [`The bot’s token lacks ${lacking.join(', ')}. Add that ${where}.`]),
    ...(beyond.length === 0 ? [] : [`The bot’s token may do more than Countersign needs: ${beyond.join(', ')}. Remove that ${where}.`]),
  ];
}

async function aboutChannel(channels: Channels, { channel: id }: Place): Promise<string[]> {
  const channel = await channels.channel(id);
  if (channel === null)
    return [
      `Slack does not show me the channel ${id}. If it is private, open it and type /invite @Countersign; else correct the id in the rules file.`,
    ];
  const name = `#${nameOf(channel)} (${id})`;
  if (channel.is_archived === true) return [`${name} is archived. Unarchive it in Slack, or take it out of the rules file.`];
  if (channel.is_member !== true)
    return [`I am not a member of ${name}, so nothing can be asked or posted there. Open it in Slack and type /invite @Countersign.`];
  return [];
}

async function aboutPeople(wire: Wire, people: People, id: string): Promise<string[]> {
  if (id.startsWith('S')) {
    const answer = await wire.call('usergroups.users.list', { usergroup: id });
    const refusal = refusalOf(answer);
    if (refusal === 'plan_upgrade_required')
      return ['User groups need a paid plan of Slack. Name the people themselves in the rules file.'];
    if (refusal !== null)
      return [
        `The user group ${id} does not exist, or is switched off (${refusal}). Correct it in the rules file, or enable it under “People & user groups”.`,
      ];
    const { users } = read(answer, z.object({ users: z.array(z.string()) }));
    return users.length > 0 ? [] : [`Nobody is in the user group ${id}. Add people under “People & user groups”.`];
  }
  const user = await people.user(id);
  if (user === null)
    return [`Slack knows no person ${id}. Correct the id in the rules file: open the person’s profile, then “Copy member ID”.`];
  const name = `${await people.nameOf(id)} (${id})`;
  if (user.deleted === true) return [`The account of ${name} is deactivated. Take it out of the rules file.`];
  if (user.is_bot === true) return [`${name} is a bot, and bots decide nothing. Name a person in the rules file.`];
  const answer = await wire.call('conversations.open', { users: id });
  if (answer.kind === 'done') return [];
  const refusal = refusalOf(answer);
  if (refusal === null) throw errorOf(answer);
  return [`No direct message reaches ${name} (${refusal}). See that “Messages Tab” is on under “App Home” on api.slack.com/apps.`];
}

function elsewhere(id: string, workspace: string, team: string, teamName: string): string {
  return `${id} is named in the workspace ${workspace}, but the bot is installed in ${teamName} (${team}). Write slack:${team}:${id} in the rules file.`;
}
