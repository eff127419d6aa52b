/** The whole product on the fake Slack, from the mention to the post, over both receivers. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { readConfig } from '../../../src/config.ts';
import { formatSeed, generateSeed } from '../../../src/log/signer.ts';
import { start } from '../../../src/main.ts';
import { startFakeSlack } from './client.ts';
import { APP_TOKEN, BOT_TOKEN, BOT_USER, SIGNING_SECRET } from './fake/seed.ts';

const RULES = `
version: 1
operators: { people: [slack:T0ACME:U0OLU], alarms: [slack:T0ACME:U0OLU] }
agents:
  handbook: { connector: handbook, folder: ${join(process.cwd(), 'examples/handbook')} }
channels:
  - channel: slack:T0ACME:C0ENG
    agents: [handbook]
    may_ask: members
    widest_audience: workspace
    reviewers: { from: [slack:T0ACME:S0ONCALL], needed: 1 }
    expires: 24h
`;

it.each(['Socket Mode', 'HTTP'])(
  'publishes over %s what Ana and Ben approved, and nothing before',
  async (receiver) => {
    const folder = await mkdtemp(join(tmpdir(), 'countersign-slack-'));
    const fake = await startFakeSlack();
    onTestFinished(async () => {
      await fake.stop();
      await rm(folder, { recursive: true, force: true });
    });
    const rules = join(folder, 'rules.yaml');
    await writeFile(rules, RULES);
    const running = await start(
      readConfig({
        DATA_DIR: folder,
        RULES_FILE: rules,
        DATA_KEY: Buffer.alloc(32, 7).toString('base64'),
        LOG_KEY: formatSeed(generateSeed()),
        LOG_LEVEL: 'silent',
        PORT: '0',
        SLACK_API_URL: fake.apiUrl,
        SLACK_BOT_TOKEN: BOT_TOKEN,
        ...(receiver === 'HTTP' ? { SLACK_SIGNING_SECRET: SIGNING_SECRET } : { SLACK_APP_TOKEN: APP_TOKEN }),
      }),
    );
    onTestFinished(() => running.stop());
    expect(running.url === '').toBe(receiver !== 'HTTP');
    if (receiver === 'HTTP') await fake.settings({ requestUrl: `${running.url}/slack/events` });

    await fake.say('U0ANA', 'engineering', 'handbook: how do I rotate the staging database password?', { mentions: [BOT_USER] });
    const cardOf = async (person: string, action: string) => {
      const { channels } = await fake.sees(person);
      const messages = channels.filter(({ kind }) => kind === 'im').flatMap((one) => one.messages);
      return messages.find(({ buttons }) => buttons.some((one) => one.action_id === action));
    };
    await expect.poll(() => cardOf('U0ANA', 'cs:approve'), { timeout: 20_000 }).toBeDefined();
    const draft = await cardOf('U0ANA', 'cs:approve');
    expect(draft?.text).toContain('Draft from handbook. Only you can see it.');
    expect((await fake.sees('U0BEN')).text).not.toContain('Draft from handbook');
    expect(await cardOf('U0BEN', 'cs:approve')).toBeUndefined();
    await fake.click('U0ANA', draft?.ts ?? '', 'cs:approve');
    await expect.poll(() => cardOf('U0BEN', 'cs:approve'), { timeout: 20_000 }).toBeDefined();
    expect((await fake.sees('U0DAN')).text).not.toContain('Approved by');
    await fake.click('U0BEN', (await cardOf('U0BEN', 'cs:approve'))?.ts ?? '', 'cs:approve');
    await expect.poll(async () => (await fake.sees('U0DAN')).text, { timeout: 20_000 }).toContain('Approved by Ana (ana) and Ben.');
  },
  120_000,
);
