import type { Asked, Audience } from '../adapter.ts';
import { isWider } from '../core/audience.ts';
import { type Refusal, refusal } from '../core/errors.ts';
import { channelIdOf, type PersonId, type Place } from '../core/ids.ts';
import { placeOfAnswer } from '../core/open-draft.ts';
import type { Requirements } from '../core/requirements.ts';
import { DIRECT_REQUIREMENTS, requirementsOf } from '../core/requirements-of.ts';
import { type ChannelRule, humanOf, type MayAsk, ruleFor } from '../core/rule-book.ts';
import { MAY_ASK, NOBODY } from '../core/sentences.ts';
import { duration, waitingTime } from '../core/times.ts';
import type { Tables } from '../store/store.ts';
import { engagementOf } from './engagement.ts';
import { audienceOf, canPost, LookupFailed, lookupRefusal, membersOf, personOf, reviewersIn } from './lookups.ts';
import { mayBeNewPost } from './new-post.ts';
import type { Ports } from './ports.ts';
import { nameInWords } from './shortened.ts';

/** One question, however it was asked: in a channel, in a direct message, or again from a card that ended without an answer. */
export type Question = Pick<
  Asked,
  | 'deliveryId'
  | 'person'
  | 'at'
  | 'message'
  | 'how'
  | 'direct'
  | 'channelName'
  | 'workspaceName'
  | 'agent'
  | 'question'
  | 'mentions'
  | 'thread'
  | 'evidence'
>;

/** What the rules allow for one question. */
export interface Passed {
  agent: string;
  destination: Place | null;
  requirements: Requirements;
  audience: Audience;
  expiresMs: number;
  context: 'none' | 'thread';
}

/** The rule, who may ask, who can read the place, whether anybody could review; asked of the platform now. */
export async function passGates(ports: Ports, asked: Question): Promise<Passed | Refusal> {
  try {
    return asked.direct ? await passDirect(ports, asked) : await passInChannel(ports, asked);
  } catch (error) {
    if (!(error instanceof LookupFailed)) throw error;
    ports.logger.warn({ error }, 'a question was refused because the platform did not answer');
    return lookupRefusal(error);
  }
}

async function passInChannel(ports: Ports, asked: Question): Promise<Passed | Refusal> {
  const { book } = ports.rules.current();
  const destination = placeOfAnswer({ asked: asked.message, how: asked.how });
  const channel = channelIdOf(destination);
  const found = ruleFor(book, channel, asked.channelName);
  if (found.kind === 'none') return refusal('NO_RULE');
  if (found.kind === 'ambiguous') return refusal('RULE_AMBIGUOUS');
  const { rule } = found;
  const agent = chooseAgent(ports, asked.agent, rule.agents);
  if (typeof agent !== 'string') return agent;
  const notAllowed = await mayNotAsk(ports, rule.mayAsk, asked, destination);
  if (notAllowed) return notAllowed;
  const question = aboutQuestion(ports, agent, asked.question);
  if (question) return question;
  const audience = await audienceOf(ports, destination);
  if (audience.class !== 'unknown' && isWider(audience.class, rule.widestAudience)) return refusal('AUDIENCE_TOO_WIDE', { asking: 1 });
  const newPost = audience.class === 'unknown' ? null : await mayBeNewPost(ports, destination, rule.newPost, { asking: 1 });
  if (newPost !== null && 'code' in newPost) return newPost;
  const requirements = requirementsOf(rule, channel);
  const nobody = await nobodyCanReview(ports, rule, asked.person);
  if (nobody) return nobody;
  return { agent, destination, requirements, audience, expiresMs: rule.expiresMs, context: rule.context };
}

async function passDirect(ports: Ports, asked: Question): Promise<Passed | Refusal> {
  const { directMessages } = ports.rules.current().book;
  if (directMessages === null) return refusal('NO_RULE');
  const agent = chooseAgent(ports, asked.agent, directMessages.agents);
  if (typeof agent !== 'string') return agent;
  const notAllowed = await mayNotAsk(ports, directMessages.mayAsk, asked, null);
  if (notAllowed) return notAllowed;
  const question = aboutQuestion(ports, agent, asked.question);
  if (question) return question;
  const audience: Audience = {
    class: 'requester',
    count: 1,
    outside: [],
    channelName: '',
    workspaceName: asked.workspaceName,
    observedAt: ports.clock.now(),
  };
  return { agent, destination: null, requirements: DIRECT_REQUIREMENTS, audience, expiresMs: DIRECT_EXPIRES_MS, context: 'none' };
}

const DIRECT_EXPIRES_MS = 24 * 3_600_000;

function chooseAgent(ports: Ports, named: string | null, allowed: readonly string[]): string | Refusal {
  const here = allowed.join(', ');
  if (named === null) return allowed[0] ?? refusal('AGENT_NOT_HERE', { agents: NOBODY });
  if (!Object.hasOwn(ports.rules.current().book.agents, named))
    return refusal('UNKNOWN_AGENT', { named: nameInWords(ports, named), agents: here });
  return allowed.includes(named) ? named : refusal('AGENT_NOT_HERE', { agents: here });
}

/** Guests, bots and people of other organisations never ask, whatever the list says. */
async function mayNotAsk(ports: Ports, who: MayAsk, { person, workspaceName }: Question, place: Place | null): Promise<Refusal | null> {
  const only = (whoMay: string): Refusal => refusal('NOT_ALLOWED_TO_ASK', { who: whoMay });
  const { active, bot, guest, external } = await personOf(ports, person);
  if (!active || bot || guest || external) return only(MAY_ASK.workspace(ports.text.plain(workspaceName)));
  if (place !== null && !(await canPost(ports, person, place))) return only(MAY_ASK.members());
  if (who === 'members' || who === 'workspace' || who.people.includes(person)) return null;
  for (const ref of who.people) {
    if ((await membersOf(ports, ref)).includes(person)) return null;
  }
  return only(MAY_ASK.listed());
}

function aboutQuestion(ports: Ports, agent: string, question: string): Refusal | null {
  // As it is written and as cards will show it: invisible characters are written out there.
  const characters = Math.max([...question.trim()].length, [...ports.text.plain(question.trim())].length);
  const most = ports.limits.questionCharacters;
  if (characters === 0) return refusal('EMPTY_QUESTION', { agent });
  return characters > most ? refusal('QUESTION_TOO_LONG', { characters, most }) : null;
}

/** Asked before the agent is: an answer that nobody could let through would only raise hopes. */
async function nobodyCanReview(ports: Ports, rule: ChannelRule, person: PersonId): Promise<Refusal | null> {
  if (rule.reviewers === 'not_required') return null;
  const { book } = ports.rules.current();
  const own = humanOf(book, person);
  const humans = new Set((await reviewersIn(ports, rule.reviewers.from)).map((reviewer) => humanOf(book, reviewer)));
  const onlyYou = humans.size === 1 && humans.has(own);
  humans.delete(own);
  const { needed } = rule.reviewers;
  return humans.size >= needed
    ? null
    : refusal('NOBODY_CAN_REVIEW', { onlyYou: onlyYou && needed === 1 ? 1 : 0, able: humans.size, needed });
}

/** What the switch and the limits say counts in the transaction in which the draft is opened. */
export async function stillPasses(ports: Ports, tx: Tables, person: PersonId, passed: Passed): Promise<Refusal | null> {
  return (await engaged(ports, tx, passed)) ?? limits(ports, tx, humanOf(ports.rules.current().book, person));
}

async function engaged(ports: Ports, tx: Tables, passed: Passed): Promise<Refusal | null> {
  const channel = passed.destination === null ? null : channelIdOf(passed.destination);
  return engagementOf(ports, await tx.kill.lock('share'), { agent: passed.agent, channel }) ? refusal('ENGAGED', { asking: 1 }) : null;
}

/** Of the human: linked accounts share one limit. */
async function limits(ports: Ports, tx: Tables, person: PersonId): Promise<Refusal | null> {
  const { asks, openDrafts } = ports.rules.current().book.limits;
  const now = ports.clock.now();
  const { asked, open: isOpen } = await tx.drafts.counts(person, now - asks.perMs);
  if (asked.length >= asks.count) {
    const waitMs = (asked[asked.length - asks.count] ?? now) + asks.perMs - now;
    return refusal('TOO_MANY_ASKS', {
      asked: asked.length,
      within: duration(asks.perMs),
      when: `in ${waitingTime(Math.max(1, waitMs))}`,
    });
  }
  return isOpen >= openDrafts ? refusal('TOO_MANY_OPEN_DRAFTS', { open: isOpen }) : null;
}
