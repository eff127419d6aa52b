import { AdapterError, type ChatAdapter, type Place } from '../adapter.ts';
import type { Ports } from '../app/ports.ts';
import { fitOf, type Forum, type ForumProblem } from '../core/forum.ts';
import { type ChannelId, type PersonId, platformOf, placeOfChannel } from '../core/ids.ts';
import { joinNames } from '../core/post.ts';
import type { RuleBook } from '../core/rule-book.ts';
import { FORUM_LACKS } from '../core/sentences.ts';
import { text } from '../text-port.ts';

/** What the installation on each platform lacks for these rules, as sentences; a platform that does not answer is one of them. */
export async function missingOnPlatforms({ adapters, rules }: Ports): Promise<string[]> {
  const { book } = rules.current();
  const [channels, people] = [channelsIn(book), peopleIn(book)];
  const named = new Set([...channels, ...people].map(platformOf));
  const unknown = [...named].filter((platform) => !adapters.has(platform));
  const found = await Promise.all([...adapters.values()].map((adapter) => missingOn(adapter, book, { channels, people })));
  return [...unknown.map(notConfigured), ...found.flat()];
}

async function missingOn(
  adapter: ChatAdapter,
  book: RuleBook,
  { channels, people }: { channels: readonly ChannelId[]; people: readonly PersonId[] },
): Promise<string[]> {
  const isHere = (id: string): boolean => platformOf(id) === adapter.platform;
  const places = channels.filter(isHere).flatMap((id): Place | [] => placeOfChannel(id) ?? []);
  try {
    const [lacking, forums] = await Promise.all([
      adapter.missing({ channels: places, people: people.filter(isHere) }),
      forumsLack(adapter, book),
    ]);
    return [...lacking, ...forums];
  } catch (error) {
    return [`${adapter.platform} does not answer: ${error instanceof Error ? error.message : String(error)}`];
  }
}

/** Where the rule of a channel and what the platform says of it do not fit, so that no answer from elsewhere can begin a new post there. */
async function forumsLack(adapter: ChatAdapter, book: RuleBook): Promise<string[]> {
  const listed = new Set(book.channels.flatMap(({ destinations }) => destinations));
  const found: string[] = [];
  for (const { channel, newPost } of book.channels) {
    const place = channel === null || platformOf(channel) !== adapter.platform ? undefined : placeOfChannel(channel);
    if (!place || channel === null || (newPost === null && !listed.has(channel))) continue;
    const forum = await adapter.forumOf(place).catch(notShown);
    const fit = forum === 'not shown' ? null : fitOf(newPost, forum);
    if (fit?.ok === false && forum !== 'not shown') found.push(inWords(channel, fit.problem, forum));
  }
  return found;
}

/** What the adapter itself says is lacking. */
function notShown(error: unknown): 'not shown' {
  if (error instanceof AdapterError && error.code === 'REFUSED') return 'not shown';
  throw error;
}

function inWords(channel: ChannelId, problem: ForumProblem, forum: Forum | null): string {
  switch (problem.kind) {
    case 'no_forum':
      return FORUM_LACKS.noForum(channel);
    case 'no_rule':
      return FORUM_LACKS.noRule(channel);
    case 'unknown_tag':
      return FORUM_LACKS.unknownTag(channel, problem.tag, joinNames((forum?.tags ?? []).map(({ name }) => `“${text.plain(name)}”`)));
    case 'moderated_tag':
      return FORUM_LACKS.moderatedTag(channel, problem.tag);
    case 'needs_tag':
      return FORUM_LACKS.needsTag(channel);
    case 'too_many_tags':
      return FORUM_LACKS.tooManyTags(channel, problem.most);
  }
}

function notConfigured(platform: string): string {
  return `The rules name ${platform}, which is not configured here. Set its settings, or take it out of the rules file.`;
}

/** Every channel that the rules name by its id. */
function channelsIn({ channels, operators }: RuleBook): ChannelId[] {
  const named = channels.flatMap(({ channel, destinations, reviewChannel }) => [channel, reviewChannel, ...destinations]);
  return [...new Set([...named, ...operators.alarmChannels])].filter((one) => one !== null);
}

/** Everybody who must be reachable: operators, whoever hears of alarms, reviewers; groups stand by their ids. */
function peopleIn({ channels, operators }: RuleBook): PersonId[] {
  const reviewing = channels.flatMap(({ reviewers, fallback }) => [
    ...(reviewers === 'not_required' ? [] : reviewers.from),
    ...(fallback?.from ?? []),
  ]);
  const alarmed = operators.alarms.filter((one) => !operators.alarmChannels.includes(one));
  return [...new Set([...operators.people, ...alarmed, ...reviewing])];
}
