import { expect, test } from 'vitest';
import { PEOPLE } from '../adapters/discord/fake/seed.ts';
import { createSlackClient, type SlackClient } from '../adapters/slack/client.ts';
import { APP_TOKEN, BOT_TOKEN, BOT_USER } from '../adapters/slack/fake/seed.ts';
import type { SeenMessage } from '../adapters/slack/fake/seen/sees.ts';
import { until } from '../support/until.ts';
import { type DiscordCompany, openDiscordCompany } from './discord/company.ts';
import { startSlack } from '../support/platforms.ts';
import { person } from './slack/company.ts';

const QUESTION = 'handbook: how do I rotate the staging database password?';
const DRAFT = /Draft from handbook\. Only you can see it\./;
const STOPPED = /wrong answers/;
const POSTED = /Written by handbook \(AI\)\./;

/** One installation on both: the rules of Discord's company, and two channels of Slack. Olu is the same human on each. */
const onBoth = (rules: string): string => `${rules
  .replace(`people: [discord:${PEOPLE.olu}]`, `people: [discord:${PEOPLE.olu}, slack:T0ACME:U0OLU]`)
  .replace('agents: { handbook:', `people: [[discord:${PEOPLE.olu}, slack:T0ACME:U0OLU]]\nagents: { handbook:`)}
  - channel: slack:T0ACME:C0ENG
    agents: [handbook]
    may_ask: members
    widest_audience: workspace
    reviewers: { from: [slack:T0ACME:U0BEN], needed: 1 }
    expires: 24h
  - channel: slack:T0ACME:C0RAND
    agents: [handbook]
    may_ask: members
    widest_audience: workspace
    reviewers: not_required
    expires: 24h
`;

async function openBoth(): Promise<{ discord: DiscordCompany; slack: ReturnType<typeof peopleOf>; stopSlack: () => Promise<void> }> {
  const process = await startSlack();
  const fake = createSlackClient(process.url);
  await fake.settings({ subscriptions: ['app_mention', 'message.im', 'message.channels', 'app_home_opened'] });
  const env = { SLACK_BOT_TOKEN: BOT_TOKEN, SLACK_API_URL: fake.apiUrl, SLACK_APP_TOKEN: APP_TOKEN };
  const discord = await openDiscordCompany({ transport: 'gateway', rules: onBoth, env });
  return { discord, slack: peopleOf(fake), stopSlack: () => process.kill() };
}

/** People of the company on Slack. */
function peopleOf(fake: SlackClient) {
  const messages = async (who: string, channel?: string): Promise<SeenMessage[]> =>
    (await fake.sees(person(who))).channels
      .filter(({ name, kind }) => (channel === undefined ? kind === 'im' : name === channel))
      .flatMap((one) => one.messages);
  return {
    all: messages,
    ask: (who: string, channel: string) => fake.say(person(who), channel, QUESTION, { mentions: [BOT_USER] }),
    told: (who: string, fits: RegExp, channel?: string) =>
      until(async () => (await messages(who, channel)).findLast(({ text }) => fits.test(text)), {
        what: `${who} reads ${String(fits)} on Slack`,
        timeoutMs: 30_000,
      }),
    press: (who: string, { ts }: SeenMessage, verb: string) => fake.click(person(who), ts, `cs:${verb}`),
    sees: async (who: string) => (await fake.sees(person(who))).text,
  };
}

test('Slack and Discord side by side: each question stays on its platform, and the kill switch stops both', async () => {
  const { discord, slack } = await openBoth();
  const asked = await discord.ask('ana', 'engineering', QUESTION);
  await discord.press('ana', await discord.told('ana', DRAFT), 'approve');
  const review = await discord.told('ben', /asks you to review an answer from handbook/);
  for (const who of ['ana', 'ben', 'chloe', 'olu']) expect(await slack.sees(who)).not.toMatch(/handbook/);

  await slack.ask('ana', 'engineering');
  await slack.press('ana', await slack.told('ana', DRAFT), 'approve');
  const onSlack = await slack.told('ben', /asks you to review an answer from handbook/);
  // Whoever reviews here has one card here, and not that of the other platform.
  const cards = (text: string): number => text.split('asks you to review').length - 1;
  expect([cards((await discord.sees('ben')).text), cards(await slack.sees('ben')), cards(await slack.sees('chloe'))]).toEqual([1, 1, 0]);
  await discord.press('ben', review, 'approve');
  await discord.told('dan', POSTED, asked);
  expect(await slack.sees('dan')).not.toMatch(POSTED);
  await slack.press('ben', onSlack, 'approve');
  await slack.told('dan', POSTED, 'engineering');
  const posts = (await discord.sees('dan')).channels.flatMap(({ messages }) => messages).filter(({ text }) => POSTED.test(text));
  expect(posts).toHaveLength(1);

  await discord.ask('ana', 'random', QUESTION);
  const draft = await discord.told('ana', ({ text, buttons }) => DRAFT.test(text) && buttons.length > 0);
  await slack.ask('chloe', 'random');
  const draftOnSlack = await slack.told('chloe', DRAFT);
  await discord.command('olu', 'random', 'engage reason:wrong answers scope:all', /Publishing is stopped/i);
  // Neither card can be approved any more, and neither platform takes a new question.
  const canApprove = (verbs: string[]): boolean => verbs.some((one) => one.startsWith('cs:approve'));
  await discord.told(
    'ana',
    ({ id, text, buttons }) => id === draft.id && STOPPED.test(text) && !canApprove(buttons.map((one) => one.custom_id)),
  );
  const now = await until(async () => (await slack.all('chloe')).find(({ ts, text }) => ts === draftOnSlack.ts && STOPPED.test(text)));
  expect(canApprove(now.buttons.map((one) => one.action_id))).toBe(false);
  await discord.ask('dan', 'random', QUESTION);
  await discord.told('dan', /Your question went to no agent/);
  await slack.ask('dan', 'random');
  await slack.told('dan', /Your question went to no agent/, 'random');
});

test('one platform that is down leaves the other working', async () => {
  const { discord, slack, stopSlack } = await openBoth();
  await discord.fake.outage(true);
  await slack.ask('ana', 'random');
  await slack.press('ana', await slack.told('ana', DRAFT), 'approve');
  await slack.told('dan', POSTED, 'random');
  await discord.fake.outage(false);
  await until(async () => (await discord.fake.connections()) > 0, { what: 'Discord is there again', timeoutMs: 30_000 });
  await stopSlack();
  const asked = await discord.ask('ana', 'random', QUESTION);
  await discord.press('ana', await discord.told('ana', DRAFT), 'approve');
  await discord.told('dan', POSTED, asked);
});
