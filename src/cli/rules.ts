import { channelIdOf, placeOfChannel, platformOf, type PersonId } from '../core/ids.ts';
import { readConfig } from '../config.ts';
import { formatProblems } from '../rules/problem.ts';
import { explain, type ExplainFacts, NOTHING_KNOWN } from '../rules/explain.ts';
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
    const place = placeOfChannel(values.channel);
    if (!place) throw new CliError(2, `${values.channel} is not a channel id; it looks like playground:acme:engineering.`);
    const person = values.person as PersonId;
    if (!/^[a-z]+(:[^:\s]+)+$/.test(person)) throw new CliError(2, `${person} is not a person’s id; it looks like playground:acme:ana.`);
    const config = readConfig();
    const book = await readBook(config, 'needed');
    const { facts, channelName } = await askPlatform(adaptersOf(config), person, values.channel);
    output.print(explain(book, { person, channel: channelIdOf(place), channelName, facts }));
    if (facts.standing === null) output.complain('(The platform did not answer, so this says only what the rules say.)');
    return 0;
  },
};

/** What the platform knows of them, when it answers. */
async function askPlatform(
  adapters: ReturnType<typeof adaptersOf>,
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
    const names = new Map([[person, standing.name]]);
    return { facts: { standing, canPost, audience: audience.class, groups: new Map(), names }, channelName: audience.channelName };
  } catch {
    return { facts: NOTHING_KNOWN, channelName };
  }
}

export const ruleCommands: Record<string, CliCommand> = { check, explain: explainCommand };
