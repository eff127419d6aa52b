import type { Fields } from './fields.ts';
import { TEAM } from './seed.ts';
import type { World } from './world.ts';
import { isForeign } from './world.ts';

/** A Slack id as it stands in the product's ids: `slack:T0ACME:U0ANA`, also for somebody of another organisation. */
function longId(id: string): string {
  return `slack:${TEAM.id}:${id}`;
}

/** The world in the form that the independent checker reads, with everything else beside it. */
export function worldJson(world: World): Fields {
  return {
    workspace: TEAM,
    people: world.people().map((person) => ({
      ...person,
      id: longId(person.id),
      name: person.displayName,
      active: !person.deleted,
      guest: person.restricted || person.ultraRestricted,
      external: isForeign(person),
    })),
    channels: world.channels().map((channel) => ({ ...channel, id: longId(channel.id), members: channel.members.map(longId) })),
    groups: world.groups().map((group) => ({ ...group, id: longId(group.id), members: group.members.map(longId) })),
    hasUserGroups: world.hasUserGroups(),
  };
}
