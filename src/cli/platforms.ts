import type { ChatAdapter, Place } from '../adapter.ts';
import type { Ports } from '../app/ports.ts';
import { type ChannelId, type PersonId, platformOf, placeOfChannel } from '../core/ids.ts';
import type { RuleBook } from '../core/rule-book.ts';

/** What the installation on each platform lacks for these rules, as sentences; a platform that does not answer is one of them. */
export async function missingOnPlatforms({ adapters, rules }: Ports): Promise<string[]> {
  const { book } = rules.current();
  const [channels, people] = [channelsIn(book), peopleIn(book)];
  const named = new Set([...channels, ...people].map(platformOf));
  const unknown = [...named].filter((platform) => !adapters.has(platform));
  const found = await Promise.all([...adapters.values()].map((adapter) => missingOn(adapter, channels, people)));
  return [...unknown.map(notConfigured), ...found.flat()];
}

async function missingOn(adapter: ChatAdapter, channels: readonly ChannelId[], people: readonly PersonId[]): Promise<string[]> {
  const isHere = (id: string): boolean => platformOf(id) === adapter.platform;
  const places = channels.filter(isHere).flatMap((id): Place | [] => placeOfChannel(id) ?? []);
  try {
    return await adapter.missing({ channels: places, people: people.filter(isHere) });
  } catch (error) {
    return [`${adapter.platform} does not answer: ${error instanceof Error ? error.message : String(error)}`];
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
