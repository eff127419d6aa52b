import type { PersonId } from '../core/ids.ts';
import type { PeopleRef } from '../core/requirements.ts';
import { type ChannelRule, humanOf } from '../core/rule-book.ts';
import type { Telling } from './explain-facts.ts';
import { kindOf } from './references.ts';
import { sayDuration } from './units.ts';
import { oneOf } from './words.ts';

/** Who must approve when this person asks, and who is asked when nobody decides. */
export function explainReview(telling: Telling, rule: ChannelRule): string[] {
  const who = telling.name(telling.person);
  if (rule.reviewers === 'not_required') return [`Approvals: only ${who} approves. It is posted at once.`];
  const { from, needed } = rule.reviewers;
  const asked = whoCan(telling, from);
  return [approvals(telling, asked, needed), ...together(telling, rule), ...fallback(telling, rule)];
}

/** Who may review what this person asked: one account for each human, without the person's own. Groups not asked about stand by name. */
interface Able {
  people: PersonId[];
  groups: PeopleRef[];
}

function whoCan(telling: Telling, list: readonly PeopleRef[]): Able {
  const asker = humanOf(telling.book, telling.person);
  const people = new Map<PersonId, PersonId>();
  const groups: PeopleRef[] = [];
  for (const ref of list) {
    const members = telling.facts.groups.get(ref);
    if (members === undefined && kindOf(ref) !== 'person') groups.push(ref);
    for (const person of members ?? (kindOf(ref) === 'person' ? [ref] : [])) {
      const human = humanOf(telling.book, person);
      if (human !== asker && !people.has(human)) people.set(human, person);
    }
  }
  return { people: [...people.values()], groups };
}

/** The fallback does not count here: it helps out when nobody decides, and a rule that rests on it alone is refused. */
function approvals(telling: Telling, asked: Able, needed: number): string {
  const who = telling.name(telling.person);
  const reviewers = sayAble(telling, asked);
  const never = 'Never who asked, nor who last edited the text.';
  if (!canReach(asked, needed)) {
    const operators = oneOf(telling.book.operators.people.map((id) => telling.name(id)));
    return `Approvals: refused (NOBODY_CAN_REVIEW): ${needed} must review, and when ${who} asks, those who can are: ${reviewers}. Nobody reviews their own question. The question goes to no agent. ${operators} can add a reviewer.`;
  }
  if (asked.people.length === 1 && asked.groups.length === 0) {
    return `Approvals: ${who} first. Then, when ${who} asks, only ${reviewers} can review. ${never}`;
  }
  return `Approvals: ${who} first. Then ${needed === 1 ? reviewers : `${needed} of these: ${sayAble(telling, asked, 'and')}`}. ${never}`;
}

function canReach(able: Able, needed: number): boolean {
  return able.groups.length > 0 || able.people.length >= needed;
}

function sayAble(telling: Telling, able: Able, word: 'or' | 'and' = 'or'): string {
  const people = able.people.map((id) => telling.name(id));
  return oneOf([...people, ...able.groups.map((id) => `the members of ${telling.name(id)}`)], word);
}

function together(telling: Telling, { reviewChannel }: ChannelRule): string[] {
  if (reviewChannel === null) return [];
  return [
    `Asked together: in ${telling.name(reviewChannel)}, as long as everybody who reads it may review; otherwise each in a direct message.`,
  ];
}

function fallback(telling: Telling, rule: ChannelRule): string[] {
  if (rule.fallback === null) return ['Fallback: nobody else is asked.'];
  const able = sayAble(telling, whoCan(telling, rule.fallback.from));
  return [`Fallback: when nobody decided for ${sayDuration(rule.fallback.afterMs)}, ${able} can review as well; recorded as such.`];
}
