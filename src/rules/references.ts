import type { PeopleRef } from '../core/requirements.ts';

/** The name of an agent or of a group of the rules file. */
export const NAME = /^[a-z][a-z0-9]*([-_][a-z0-9]+)*$/;
/** A name, or `platform:id`, or `platform:workspace:id`. What the parts mean differs by platform: `kindOf`. */
export const REFERENCE = /^([a-z][a-z0-9]*([-_][a-z0-9]+)*|[a-z][a-z0-9]*(:[A-Za-z0-9][A-Za-z0-9._-]*){1,2})$/;
export const CHANNEL_ID = /^[a-z][a-z0-9]*(:[A-Za-z0-9][A-Za-z0-9._-]*){2}$/;
/** As people see the channel, so other scripts are allowed; `*` in the name only, which keeps a pattern within one workspace. */
export const CHANNEL_PATTERN = /^[a-z][a-z0-9]*:[A-Za-z0-9][A-Za-z0-9._-]*:[^\s:\p{C}]+$/u;

/** A tool: the name of its server in this file, and the name that the server gives it, in visible ASCII. */
export const TOOL = /^[a-z][a-z0-9]*([-_][a-z0-9]+)*\/[!-~]{1,128}$/;
/** A model, as its endpoint knows it: in the log it stands as it is written. */
export const MODEL = /^[!-~]{1,200}$/;
export const ADDRESS = /^https?:\/\/[^\s\u0000-\u001F\u007F]+$/;
/** An environment variable. */
export const VARIABLE = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** The groups of the rules file: what each name stands for, as it is written. */
export type Groups = ReadonlyMap<string, readonly string[]>;

/** Platforms on which a person has the same id in every workspace: `discord:U2`. */
const PEOPLE_WITHOUT_WORKSPACE: readonly string[] = ['discord'];

export function isGroupName(reference: string): boolean {
  return !reference.includes(':');
}

/**
 * What an id stands for, as far as its form tells. Slack's ids say it in their first letter (U and W people, S user groups,
 * C, D and G conversations: https://docs.slack.dev/reference/objects/conversation-object), the playground's groups begin with
 * `group-`. `unknown` is a platform whose ids do not tell.
 */
export function kindOf(id: string): 'person' | 'group' | 'channel' | 'unknown' {
  const [platform = '', ...rest] = id.split(':');
  if (platform === 'discord') return rest.length === 1 ? 'person' : 'group';
  if (platform === 'playground') return rest.at(-1)?.startsWith('group-') ? 'group' : 'person';
  if (platform !== 'slack') return 'unknown';
  const letter = rest.at(-1)?.[0] ?? '';
  if ('UW'.includes(letter)) return 'person';
  if (letter === 'S') return 'group';
  return 'CDG'.includes(letter) ? 'channel' : 'unknown';
}

/** Alarms go to people or to a channel. Discord's roles and channels have ids of the same form, and there it is a channel. */
export function isChannelForAlarms(id: string): boolean {
  return kindOf(id) === 'channel' || (id.startsWith('discord:') && kindOf(id) === 'group');
}

/** `slack:U1` names nobody: on most platforms a person is known within a workspace only. */
export function lacksWorkspace(id: string): boolean {
  const [platform = '', ...rest] = id.split(':');
  return rest.length === 1 && !PEOPLE_WITHOUT_WORKSPACE.includes(platform);
}

/** What a list of people and group names means: ids only, sorted, each once. Names that lead nowhere, or in a circle, add nothing. */
export function expandPeople(groups: Groups, list: readonly string[]): PeopleRef[] {
  return reach(groups, list).ids;
}

/** Everything that a list leads to: ids, sorted, each once, and the names of the groups on the way. */
export function reach(groups: Groups, list: readonly string[]): { ids: PeopleRef[]; names: string[] } {
  const found = new Set<PeopleRef>();
  const seen = new Set<string>();
  const open = [...list];
  for (let one = open.pop(); one !== undefined; one = open.pop()) {
    if (!isGroupName(one)) found.add(one as PeopleRef);
    else if (!seen.has(one)) {
      seen.add(one);
      open.push(...(groups.get(one) ?? []));
    }
  }
  return { ids: [...found].toSorted(), names: [...seen] };
}
