import type { Path, Report } from './problem.ts';
import { namesWritten, type ReadableRules } from './readable.ts';
import { expandPeople, type Groups, isChannelForAlarms, isGroupName, kindOf, lacksWorkspace } from './references.ts';
import { didYouMean, quoted } from './words.ts';

type List = readonly (string | undefined)[] | undefined;

/** The groups as far as they can be read; a group whose list cannot be read counts as empty, so that its name is still known. */
export function groupsOf(rules: ReadableRules, value: unknown): Groups {
  const names = namesWritten(value, 'groups') ?? [];
  return new Map(names.map((name) => [name, (rules.groups?.[name] ?? []).filter((one) => one !== undefined)]));
}

/** `allows` says what may stand here besides people and groups of people. */
export function checkReferences(
  list: List,
  path: Path,
  groups: Groups,
  report: Report,
  allows: 'people' | 'people or a channel' = 'people',
): void {
  for (const [index, one] of (list ?? []).entries()) {
    if (one === undefined) continue;
    const here = [...path, index];
    if (isGroupName(one)) {
      if (!groups.has(one))
        report(
          here,
          `no group is called ${quoted(one)}${didYouMean(one, groups.keys()) || '; people are named by id, such as slack:T01:U0123'}`,
        );
    } else if (lacksWorkspace(one)) report(here, `${quoted(one)} has no workspace; write ${platformThen(one)}`);
    else if (allows === 'people' ? kindOf(one) === 'channel' : isChannelForAlarms(one)) {
      if (allows === 'people') report(here, `${quoted(one)} is a channel; people and groups of people are meant here`);
      else if ((list?.length ?? 0) > 1) report(here, 'a channel stands here alone: alarms go to people, or to one channel');
    }
  }
}

function platformThen(id: string): string {
  const [platform, person] = id.split(':');
  return `${platform}:<workspace>:${person}`;
}

export function checkPeople(rules: ReadableRules, groups: Groups, report: Report): void {
  checkOperators(rules, groups, report);
  checkLinks(rules, report);
  for (const [name, list] of groups) checkReferences(list, ['groups', name], groups, report);
  checkGroupNames(groups, report);
  checkCircles(groups, report);
}

function checkOperators(rules: ReadableRules, groups: Groups, report: Report): void {
  checkReferences(rules.operators?.people, ['operators', 'people'], groups, report);
  checkReferences(rules.operators?.alarms, ['operators', 'alarms'], groups, report, 'people or a channel');
  for (const [index, one] of (rules.operators?.people ?? []).entries()) {
    if (one === undefined) continue;
    // An operator acts when nothing else works, so who is one must not depend on what a platform says at that moment.
    const group = expandPeople(groups, [one]).find((id) => kindOf(id) === 'group');
    if (group !== undefined)
      report(['operators', 'people', index], `operators are named one by one; ${quoted(group)} is a group of the platform`);
  }
}

function checkLinks(rules: ReadableRules, report: Report): void {
  const places = new Map<string, number>();
  for (const [index, accounts] of (rules.people ?? []).entries()) {
    if (accounts === undefined) continue;
    if (accounts.length < 2) report(['people', index], 'links at least two accounts of one human; remove it if there is only one');
    for (const [position, account] of accounts.entries()) {
      if (account === undefined) continue;
      const here = ['people', index, position];
      const before = places.get(account);
      if (isGroupName(account)) report(here, `${quoted(account)} is a name; accounts are ids, such as slack:T01:U0123`);
      else if (lacksWorkspace(account)) report(here, `${quoted(account)} has no workspace; write ${platformThen(account)}`);
      else if (kindOf(account) === 'group' || kindOf(account) === 'channel') report(here, `${quoted(account)} is not one person's account`);
      else if (before === index) report(here, `${quoted(account)} is named twice in this list`);
      else if (before !== undefined)
        report(here, `${quoted(account)} is linked in people[${before}] already; join the two lists if they are one human`);
      if (before === undefined) places.set(account, index);
    }
  }
}

/** Words that mean something else where a group may be named. */
const TAKEN: readonly string[] = ['members', 'workspace', 'not_required'];

function checkGroupNames(groups: Groups, report: Report): void {
  for (const name of groups.keys()) {
    if (TAKEN.includes(name)) report(['groups', name], `the name ${quoted(name)} has a meaning of its own in this file; choose another`);
  }
}

/** Each circle is told once, at its first group in the file. */
function checkCircles(groups: Groups, report: Report): void {
  const told = new Set<string>();
  for (const name of groups.keys()) {
    const circle = told.has(name) ? undefined : circleFrom(name, groups);
    if (circle === undefined) continue;
    for (const one of circle) told.add(one);
    report(['groups', name], `groups cannot contain each other: ${[...circle, name].join(' → ')}`);
  }
}

/** The way from a group back to itself; undefined when there is none. */
function circleFrom(name: string, groups: Groups): string[] | undefined {
  const seen = new Set<string>();
  const search = (here: string, way: string[]): string[] | undefined => {
    for (const next of groups.get(here) ?? []) {
      if (next === name) return way;
      if (!groups.has(next) || seen.has(next)) continue;
      seen.add(next);
      const found = search(next, [...way, next]);
      if (found) return found;
    }
    return undefined;
  };
  return search(name, [name]);
}
