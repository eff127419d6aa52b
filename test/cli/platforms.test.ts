import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ChatAdapter } from '../../src/adapter.ts';
import type { Ports } from '../../src/app/ports.ts';
import { missingOnPlatforms } from '../../src/cli/platforms.ts';
import { parseRules } from '../../src/rules/load.ts';
import { startFakeDiscord } from '../adapters/discord/client.ts';
import { connect } from '../adapters/discord/connect.ts';
import { CHANNELS, GUILD, PEOPLE } from '../adapters/discord/fake/seed.ts';

let fake: Awaited<ReturnType<typeof startFakeDiscord>>;
let adapter: ChatAdapter;
beforeAll(async () => {
  fake = await startFakeDiscord();
  adapter = connect(fake.url);
});
afterAll(() => fake.stop());

const channel = (name: keyof typeof CHANNELS | '1', more: string): string => `
  - channel: discord:${GUILD}:${name === '1' ? name : CHANNELS[name]}
    agents: [handbook]
    may_ask: members
    widest_audience: workspace
    reviewers: not_required
    expires: 24h
    ${more}`;

/** What `doctor` says of forums and their rules. */
async function saysOf(...channels: string[]): Promise<string[]> {
  const source = `version: 1
operators: { people: [discord:${PEOPLE.olu}], alarms: [discord:${PEOPLE.olu}] }
agents: { handbook: { connector: handbook, folder: ./pages } }
channels:${channels.join('')}
`;
  const read = parseRules(source, 'rules.yaml');
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  const given = { adapters: new Map([['discord', adapter]]), rules: { current: () => ({ book: read.book }) } };
  const found = await missingOnPlatforms(given as unknown as Ports);
  return found.filter((one) => !one.startsWith('Not registered') && !one.includes('I lack'));
}

const questions = `discord:${GUILD}:${CHANNELS.questions}`;
const toQuestions = channel('engineering', `destinations: [${questions}]`);

test('doctor says nothing of a forum whose rule fits it, and of one that is asked in alone', async () => {
  expect(await saysOf(toQuestions, channel('questions', 'new_post: { tags: [runbook] }'))).toEqual([]);
  expect(await saysOf(channel('questions', ''))).toEqual([]);
});

test('doctor says what the rule of a forum lacks, and where to mend it', async () => {
  expect(await saysOf(channel('questions', 'new_post: { tags: [runbok] }'))).toEqual([
    `${questions} has no tag “runbok”, which its rule names under \`new_post\`. It has: “answered” and “runbook”. Correct the rules file, or add the tag in the forum’s settings.`,
  ]);
  expect(await saysOf(toQuestions, channel('questions', ''))).toEqual([
    expect.stringContaining(`${questions} is a forum, and answers may be posted there from elsewhere, but its rule does not say`),
  ]);
  expect(await saysOf(channel('random', 'new_post: { tags: [] }'))).toEqual([
    `discord:${GUILD}:${CHANNELS.random} is no forum, but its rule says \`new_post\`. Take that out of the rules file.`,
  ]);
  const official = { id: '600000000000000003', name: 'official', moderated: true };
  await fake.world({ channel: { id: CHANNELS.questions, tags: [official], requiresTag: true } });
  expect(await saysOf(channel('questions', 'new_post: { tags: [official] }'))).toEqual([
    expect.stringContaining('Only people who manage threads may set the tag “official”'),
  ]);
  expect(await saysOf(channel('questions', 'new_post: { tags: [] }'))).toEqual([
    expect.stringContaining('need a tag, and its rule names none'),
  ]);
  const six = Array.from({ length: 6 }, (_, nth) => ({ id: `60000000000000001${nth}`, name: `t${nth}`, moderated: false }));
  await fake.world({ channel: { id: CHANNELS.questions, tags: six } });
  expect(await saysOf(channel('questions', 'new_post: { tags: [t0, t1, t2, t3, t4, t5] }'))).toEqual([
    `A post in ${questions} can have at most 5 tags, and its rule names more under \`new_post\`. Take some out of the rules file.`,
  ]);
  await fake.world({ channel: { id: CHANNELS.questions, tags: [] } });
  expect(await saysOf(channel('questions', 'new_post: { tags: [runbook] }'))).toEqual([expect.stringContaining('It has no tags at all.')]);
});

test('of a channel that Discord does not show, doctor says that and nothing else', async () => {
  expect(await saysOf(channel('1', 'new_post: { tags: [] }'))).toEqual([expect.stringContaining('Discord does not show me the channel 1')]);
});
