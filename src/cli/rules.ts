import { channelIdOf, placeOfChannel, platformOf, type PersonId } from '../core/ids.ts';
import { readConfig } from '../config.ts';
import { formatProblems } from '../rules/problem.ts';
import type { RuleBook } from '../core/rule-book.ts';
import { explain, type ExplainFacts, NOTHING_KNOWN, peopleNamed } from '../rules/explain.ts';
import { type CliCommand, CliError, readArgs } from './command.ts';
import { adaptersOf, readBook, readRules } from './open.ts';

const check: CliCommand = {
  summary: 'Checks the rules file and tells every problem with its line.',
  usage: 'check [FILE]',
  async run(args, output) {
    const { positionals } = readArgs(args, {}, { least: 0, most: 1 });
    const file = positionals[0] ?? readConfig().rulesFile;
    const read = await readRules(file);
    if (!read.ok) {
      output.complain(formatProblems(read.problems));
      return 1;
    }
    const { channels, agents } = read.book;
    output.print(`${file} is valid: ${channels.length} channel rules, agents ${Object.keys(agents).join(', ')}.`);
    return 0;
  },
};

const explainCommand: CliCommand = {
  summary: 'Says what the rules mean for one person in one channel.',
  usage: 'explain --person playground:acme:ana --channel playground:acme:engineering',
  async run(args, output) {
    const { values } = readArgs(args, { person: { type: 'string' }, channel: { type: 'string' } }, { least: 0, most: 0 });
    if (!values.person || !values.channel) throw new CliError(2, 'Name the person and the channel.');
    const config = readConfig();
    const book = await readBook(config, 'needed');
    const channelId = wholeId(book, values.channel, values.person);
    const place = placeOfChannel(channelId);
    if (!place) throw new CliError(2, `${values.channel} is not a channel id; it looks like playground:acme:engineering.`);
    const person = wholeId(book, values.person, values.channel) as PersonId;
    if (!/^[a-z]+(:[^:\s]+){2,}$/.test(person)) throw new CliError(2, `${person} is not a person’s id; it looks like playground:acme:ana.`);
    const { facts, channelName } = await askPlatform(await adaptersOf(config), book, person, channelId);
    output.print(explain(book, { person, channel: channelIdOf(place), channelName, facts }));
    if (facts.standing === null) output.complain('(The platform did not answer, so this says only what the rules say.)');
    return 0;
  },
};

/** `ana` stands for `playground:acme:ana` where the other id, or else the rules file, names one workspace and no other. */
function wholeId(book: RuleBook, given: string, other: string): string {
  if (given.includes(':')) return given;
  const named = other.includes(':') ? [other] : [...book.operators.people, ...book.channels.flatMap(({ channel }) => channel ?? [])];
  const whole = named.map((id) => id.split(':')).filter((parts) => parts.length >= 3);
  const workspaces = new Set(whole.map((parts) => parts.slice(0, 2).join(':')));
  return workspaces.size === 1 ? `${[...workspaces][0]}:${given}` : given;
}

/** What the platform knows of them, when it answers. */
async function askPlatform(
  adapters: Awaited<ReturnType<typeof adaptersOf>>,
  book: RuleBook,
  person: PersonId,
  channel: string,
): Promise<{ facts: ExplainFacts; channelName: string }> {
  const place = placeOfChannel(channel);
  const adapter = place && adapters.get(platformOf(channel));
  const channelName = place?.channel ?? channel;
  if (!place || !adapter) return { facts: NOTHING_KNOWN, channelName };
  try {
    const [standing, canPost, audience] = await Promise.all([
      adapter.person(person),
      adapter.canPost(person, place),
      adapter.audienceOf(place),
    ]);
    const named = peopleNamed(book, { person, channel: channelIdOf(place), channelName: audience.channelName });
    const people = await Promise.all(named.flatMap((id) => adapters.get(platformOf(id))?.person(id) ?? []));
    const names = new Map(people.map(({ id, name, handle, nameIsUnique }) => [id, nameIsUnique ? name : `${name} (${handle})`]));
    return { facts: { standing, canPost, audience: audience.class, groups: new Map(), names }, channelName: audience.channelName };
  } catch {
    return { facts: NOTHING_KNOWN, channelName };
  }
}

export const ruleCommands: Record<string, CliCommand> = { check, explain: explainCommand };
