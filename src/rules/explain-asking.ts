import type { ChannelRule } from '../core/rule-book.ts';
import type { Telling } from './explain-facts.ts';
import { kindOf } from './references.ts';
import { oneOf, visible } from './words.ts';

/** Who may ask here, whether this person may, and which agents. */
export function explainAsking(telling: Telling, rule: ChannelRule): string[] {
  const [first = '', ...others] = rule.agents.map(visible);
  const agents = others.length === 0 ? `${first} answers.` : `${first} answers when none is named; also ${oneOf(others, 'and')}.`;
  return [`May ask: ${whoMayAsk(telling, rule)}. ${verdict(telling, rule)}`, `Agents: ${agents}`];
}

function whoMayAsk(telling: Telling, rule: ChannelRule): string {
  if (rule.mayAsk === 'members') return `members of ${telling.place}`;
  if (rule.mayAsk === 'workspace') return 'everybody in the workspace';
  return oneOf(
    rule.mayAsk.people.map((id) => telling.name(id)),
    'and',
  );
}

function verdict(telling: Telling, rule: ChannelRule): string {
  const who = telling.name(telling.person);
  const never = neverAsks(telling);
  if (never !== null) return `Refused (NOT_ALLOWED_TO_ASK): ${who} ${never}.`;
  const isNamed = named(telling, rule);
  if (isNamed === 'no') return `Refused (NOT_ALLOWED_TO_ASK): ${who} is not among them.`;
  const { standing, canPost } = telling.facts;
  const ifs = [
    ...(isNamed === 'unknown' ? ['they are in one of these groups'] : []),
    ...(canPost === null ? [`they can post in ${telling.place} themselves`] : []),
    ...(standing === null ? ['they are no guest, no bot and not from outside'] : []),
  ];
  return ifs.length === 0 ? `${who} may.` : `${who} may if ${oneOf(ifs, 'and')}; the platform was not asked.`;
}

/** Refused, whoever may be asked and whatever the answer would be: then nothing of the rule follows. */
export function mayNeverAsk(telling: Telling, rule: ChannelRule): boolean {
  return neverAsks(telling) !== null || named(telling, rule) === 'no';
}

/** What keeps a person from asking, whatever the rule says. */
function neverAsks({ facts: { standing, canPost }, place }: Telling): string | null {
  if (standing !== null) {
    if (!standing.active) return 'is not active, and such accounts never ask';
    if (standing.bot) return 'is a bot, and bots never ask';
    if (standing.external) return 'is from another organisation, and people outside never ask';
    if (standing.guest) return 'is a guest, and guests never ask';
  }
  return canPost === false ? `cannot post in ${place} themselves` : null;
}

function named({ facts, person }: Telling, rule: ChannelRule): 'yes' | 'no' | 'unknown' {
  if (rule.mayAsk === 'members' || rule.mayAsk === 'workspace') return 'yes';
  const { people } = rule.mayAsk;
  if (people.includes(person) || people.some((id) => facts.groups.get(id)?.includes(person))) return 'yes';
  return people.some((id) => kindOf(id) !== 'person' && !facts.groups.has(id)) ? 'unknown' : 'no';
}
