import { type AgentNames, checkAgentNames } from './check-agents.ts';
import { checkDuration } from './check-duration.ts';
import { checkReferences } from './check-people.ts';
import type { Path, Report } from './problem.ts';
import { type ReadableChannel, type ReadableRules, written } from './readable.ts';
import { expandPeople, type Groups, kindOf, reach } from './references.ts';
import { durationMs } from './units.ts';
import { quoted } from './words.ts';

interface Known {
  agents: AgentNames;
  groups: Groups;
  /** Accounts of one human, as the file links them. */
  links: readonly (readonly string[])[];
  /** Channels that have a rule by id. */
  channels: ReadonlySet<string>;
}

/** `value` is the file as it was written: a `channel` that does not fit is still a `channel`. */
export function checkChannels(rules: ReadableRules, value: unknown, known: Omit<Known, 'links' | 'channels'>, report: Report): void {
  const channels = rules.channels ?? [];
  const links = (rules.people ?? []).map((accounts) => readable(accounts));
  const all: Known = { ...known, links, channels: new Set(channels.flatMap((rule) => rule?.channel ?? [])) };
  for (const [index, rule] of channels.entries()) {
    if (rule === undefined) continue;
    const path = ['channels', index];
    checkWhich(written(value, 'channels'), index, path, report);
    checkAgentNames(rule.agents, [...path, 'agents'], known.agents, report);
    if (Array.isArray(rule.may_ask)) checkReferences(rule.may_ask, [...path, 'may_ask'], known.groups, report);
    checkDuration(rule.expires, [...path, 'expires'], { least: '1m', most: '30d' }, report);
    checkReach(rule, path, report);
    checkReviewers(rule, path, all, report);
    checkFallback(rule, path, all, report);
    checkDestinations(rule, path, all, report);
    checkNewPost(rule, path, report);
  }
  checkTwice(channels, 'channel', report);
  checkTwice(channels, 'match', report);
}

function checkWhich(channels: unknown, index: number, path: Path, report: Report): void {
  const whole: unknown = Array.isArray(channels) ? channels[index] : undefined;
  const [byId, byName] = [written(whole, 'channel') !== undefined, written(whole, 'match') !== undefined];
  if (byId && byName) report([...path, 'match'], 'a rule has `channel` or `match`, not both; write two rules');
  if (!byId && !byName) report(path, 'names no channel; it needs `channel: slack:T01:C0123`, or `match: slack:T01:team-*`');
}

/** A name can be taken by anybody who may rename a channel, so a rule by name never opens the widest doors. */
function checkReach(rule: ReadableChannel, path: Path, report: Report): void {
  const alone = rule.reviewers === 'not_required';
  const external = rule.widest_audience === 'external';
  if (rule.match !== undefined && alone)
    report([...path, 'reviewers'], 'a rule by `match` must demand reviewers, because people can rename channels');
  if (rule.match !== undefined && external) {
    report(
      [...path, 'widest_audience'],
      'a rule by `match` can never say `external`, because people can rename channels; write a rule by `channel`',
    );
  } else if (external && alone) {
    report([...path, 'widest_audience'], '`external` is accepted only together with reviewers: { from: […], needed: 1 }');
  }
}

function checkReviewers(rule: ReadableChannel, path: Path, known: Known, report: Report): void {
  const { reviewers } = rule;
  if (reviewers === undefined || reviewers === 'not_required') return;
  checkReferences(reviewers.from, [...path, 'reviewers', 'from'], known.groups, report);
  if (reviewers.channel !== undefined && reviewers.channel === rule.channel)
    report(
      [...path, 'reviewers', 'channel'],
      'is the channel of this rule, where everybody would read the draft; name a private one of the reviewers',
    );
  if (reviewers.needed === undefined || reviewers.from === undefined) return;
  const most = countHumans(reviewers.from, known);
  if (most !== null && reviewers.needed > most) {
    const who = most === 1 ? 'only one person is' : `only ${most} people are`;
    report(
      [...path, 'reviewers', 'needed'],
      `${reviewers.needed} people must approve, but ${who} named; accounts that \`people\` links count as one`,
    );
  }
}

/** How many humans a list can mean; null when a platform's group, or something that cannot be read, makes that unknown. */
function countHumans(list: readonly (string | undefined)[], known: Known): number | null {
  const { ids, names } = reach(known.groups, readable(list));
  const unclear = list.includes(undefined) || names.some((name) => (known.groups.get(name) ?? []).length === 0);
  if (unclear || ids.length === 0 || ids.some((id) => kindOf(id) !== 'person')) return null;
  return new Set(ids.map((id) => known.links.find((accounts) => accounts.includes(id))?.[0] ?? id)).size;
}

function readable(list: readonly (string | undefined)[] | undefined): string[] {
  return (list ?? []).filter((one) => one !== undefined);
}

function checkFallback(rule: ReadableChannel, path: Path, known: Known, report: Report): void {
  const { fallback } = rule;
  if (fallback === undefined) return;
  const here = [...path, 'fallback'];
  if (rule.reviewers === 'not_required') report(here, 'nobody else is asked here, so nobody can be asked instead; remove it');
  checkReferences(fallback.from, [...here, 'from'], known.groups, report);
  checkDuration(fallback.after, [...here, 'after'], { least: '1m', most: '30d' }, report);
  if (fallback.after !== undefined && rule.expires !== undefined && durationMs(fallback.after) >= durationMs(rule.expires)) {
    report([...here, 'after'], `${fallback.after} is not before the draft expires (${rule.expires}), so nobody would ever be asked`);
  }
  if (rule.reviewers === undefined || rule.reviewers === 'not_required') return;
  const asked = expandPeople(known.groups, readable(rule.reviewers.from));
  const added = expandPeople(known.groups, readable(fallback.from));
  if (added.length > 0 && added.every((one) => asked.includes(one)))
    report([...here, 'from'], 'names only people who are reviewers already, so it would add nobody');
}

function checkDestinations(rule: ReadableChannel, path: Path, known: Known, report: Report): void {
  const list = rule.destinations ?? [];
  for (const [index, channel] of list.entries()) {
    if (channel === undefined) continue;
    const here = [...path, 'destinations', index];
    if (channel === rule.channel) report(here, 'is the channel of this rule; where it was asked is always a destination');
    else if (list.indexOf(channel) !== index) report(here, `${quoted(channel)} is named twice`);
    else if (!known.channels.has(channel))
      report(here, `${quoted(channel)} has no rule by \`channel\`, so nothing could be published there; add one`);
  }
}

function checkNewPost(rule: ReadableChannel, path: Path, report: Report): void {
  const tags = rule.new_post?.tags ?? [];
  for (const [index, tag] of tags.entries())
    if (tag !== undefined && tags.indexOf(tag) !== index) report([...path, 'new_post', 'tags', index], `${quoted(tag)} is named twice`);
}

function checkTwice(channels: readonly (ReadableChannel | undefined)[], key: 'channel' | 'match', report: Report): void {
  const first = new Map<string, number>();
  for (const [index, rule] of channels.entries()) {
    const value = rule?.[key];
    if (value === undefined) continue;
    const before = first.get(value);
    if (before === undefined) first.set(value, index);
    else report(['channels', index, key], `${quoted(value)} has a rule already, channels[${before}]; keep one of them`);
  }
}
