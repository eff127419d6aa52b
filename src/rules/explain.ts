import { type AudienceClass, isWider } from '../core/audience.ts';
import type { PersonId } from '../core/ids.ts';
import { type ChannelRule, type RuleBook, ruleFor } from '../core/rule-book.ts';
import { explainAsking, mayNeverAsk } from './explain-asking.ts';
import type { Explained, Telling } from './explain-facts.ts';
import { explainReview } from './explain-review.ts';
import { kindOf } from './references.ts';
import { sayDuration } from './units.ts';
import { oneOf, visible } from './words.ts';

export { NOTHING_KNOWN } from './explain-facts.ts';
export type { Explained, ExplainFacts } from './explain-facts.ts';

/** What the rules say when this person asks in this channel, in plain words, a line for each part. */
export function explain(book: RuleBook, asked: Explained): string {
  const name = (id: string): string => visible(asked.facts.names.get(id as PersonId) ?? id);
  const telling: Telling = { ...asked, book, name, place: `#${visible(asked.channelName)}` };
  const head = `${name(asked.person)} asks in ${telling.place} (${visible(asked.channel)}).`;
  const found = ruleFor(book, asked.channel, asked.channelName);
  if (found.kind === 'rule') return [head, ...explainRule(telling, found.rule)].join('\n');
  const operators = oneOf(book.operators.people.map(name));
  if (found.kind === 'none') {
    return `${head}\nRefused (NO_RULE): no rule covers ${telling.place}. The question goes to no agent. ${operators} can add a rule.`;
  }
  const patterns = oneOf(found.patterns.map(visible), 'and');
  return `${head}\nRefused (RULE_AMBIGUOUS): ${found.patterns.length} patterns fit ${telling.place}: ${patterns}. Which one is meant is never guessed. The question goes to no agent. ${operators} can add a rule for exactly this channel.`;
}

/** Everybody of whom the explanation will speak, so that their names can be asked for. Groups stand by their ids. */
export function peopleNamed(book: RuleBook, asked: Pick<Explained, 'person' | 'channel' | 'channelName'>): PersonId[] {
  const found = ruleFor(book, asked.channel, asked.channelName);
  const named = [asked.person, ...book.operators.people, ...(found.kind === 'rule' ? peopleOf(found.rule) : [])];
  return [...new Set(named)].filter((id) => kindOf(id) === 'person');
}

function peopleOf({ mayAsk, reviewers, fallback }: ChannelRule): PersonId[] {
  const asking = typeof mayAsk === 'string' ? [] : mayAsk.people;
  const reviewing = reviewers === 'not_required' ? [] : reviewers.from;
  return [...asking, ...reviewing, ...(fallback?.from ?? [])];
}

function explainRule(telling: Telling, rule: ChannelRule): string[] {
  const asking = explainAsking(telling, rule);
  if (mayNeverAsk(telling, rule)) return [whichRule(rule), ...asking, 'The question goes to no agent, so nothing else of the rule counts.'];
  return [
    whichRule(rule),
    ...asking,
    audience(telling, rule),
    ...explainReview(telling, rule),
    `Expires: after ${sayDuration(rule.expiresMs)}. Then it stays private; silence is never taken for a yes.`,
    ...destinations(telling, rule),
    ...newPost(rule),
    rule.fromNarrower === 'allow'
      ? `From elsewhere: what was asked where fewer people read may be published here, and the card names where.`
      : 'From elsewhere: what was asked where fewer people read is refused here.',
    rule.retract === 'tombstone'
      ? 'Retract: leaves a sentence in its place that says who retracted it.'
      : 'Retract: removes the message; nothing stays in its place.',
  ];
}

function whichRule(rule: ChannelRule): string {
  return rule.channel === null
    ? `Rule: match ${rule.match}. No rule names this channel by its id, and no other pattern fits its name.`
    : `Rule: channel ${rule.channel}. It names this channel by its id, which wins over every pattern.`;
}

const READERS: Record<AudienceClass, string> = {
  requester: 'the person who asked',
  restricted: 'some people of the workspace',
  workspace: 'everybody in the workspace',
  external: 'people outside the company',
  unknown: 'people we could not find out about',
};

/** Not of `unknown`, which is refused. */
const READS_NOW: Record<Exclude<AudienceClass, 'unknown'>, string> = {
  requester: 'only the person who asked',
  restricted: 'some people of the workspace',
  workspace: 'everybody in the workspace',
  external: 'people outside the company',
};

function audience(telling: Telling, rule: ChannelRule): string {
  const limit = `Audience: at most ${rule.widestAudience} (${READERS[rule.widestAudience]}).`;
  const now = telling.facts.audience;
  if (now === null) return `${limit} If the channel reaches further, it is refused.`;
  if (now === 'unknown') return `${limit} Refused (AUDIENCE_UNKNOWN): the platform does not say who can read this channel.`;
  if (isWider(now, rule.widestAudience)) return `${limit} Refused (AUDIENCE_TOO_WIDE): the channel reaches ${READERS[now]} now.`;
  return `${limit} Now ${READS_NOW[now]} can read the channel, so that is met.`;
}

/** Of each agent that may use some here; a line only where there are any. */
function tools(book: RuleBook, rule: ChannelRule): string[] {
  const used = rule.agents.flatMap((name) => {
    const both = (book.agents[name]?.tools ?? []).filter((tool) => rule.tools.includes(tool));
    return both.length === 0 ? [] : `${name} may use ${oneOf(both, 'and')}`;
  });
  return used.length === 0 ? [] : [`Tools: ${used.join('; ')}. Any other is refused.`];
}

/** Only of a forum is there anything to say. */
function newPost({ newPost: rule }: ChannelRule): string[] {
  if (rule === null) return [];
  const tags =
    rule.tags.length === 0
      ? 'without tags'
      : `with ${rule.tags.length === 1 ? 'the tag' : 'the tags'} ${oneOf(rule.tags.map(visible), 'and')}`;
  return [
    `New posts: what is published here from elsewhere begins a new post, ${tags}. Its title is the first heading or line of the text.`,
  ];
}

function destinations(telling: Telling, rule: ChannelRule): string[] {
  const thread = rule.context === 'thread' ? 'the question and the messages before it in the thread' : 'the question and nothing else';
  const others = rule.destinations.map((id) => telling.name(id));
  return [
    `Context: the agent is given ${thread}.`,
    ...tools(telling.book, rule),
    others.length === 0
      ? `Published in: ${telling.place} only.`
      : `Published in: ${telling.place}, or ${oneOf(others)} if ${telling.name(telling.person)} chooses it; then that channel's rule counts as well.`,
  ];
}
