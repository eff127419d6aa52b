/** The whole product as `npm start` runs it, with Slack over HTTP and the durable SQLite store; in a folder, against a Web API, that it is given. */
import { randomBytes } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readConfig } from '../../src/config.ts';
import { formatSeed, generateSeed } from '../../src/log/signer.ts';
import { start } from '../../src/main.ts';
import { BOT, CHANNELS, OPERATOR, REVIEWER, SIGNING_SECRET, TEAM } from './world.ts';

/** One reviewer in each channel; the limits for one person are lifted, because a benchmark asks faster than people. */
const RULES = `
version: 1
operators: { people: [slack:${TEAM}:${OPERATOR}], alarms: [slack:${TEAM}:${OPERATOR}] }
agents: { handbook: { connector: handbook, folder: ./handbook } }
limits: { asks: 9000000/minute, open_drafts: 100000 }
channels:
${CHANNELS.map(
  (channel) => `  - channel: slack:${TEAM}:${channel}
    agents: [handbook]
    may_ask: members
    widest_audience: workspace
    reviewers: { from: [slack:${TEAM}:${REVIEWER}], needed: 1 }
    expires: 24h
`,
).join('')}`;

const PAGE = `# Databases

## How do I rotate the password of the staging database?

Rotate the password **once a quarter**, and whenever somebody leaves the team. Make a new one of at least 32 characters, set it with \`alter role\`, restart the services one by one, and look at their logs.
`;

const [folder = '', apiUrl = ''] = process.argv.slice(2);
await mkdir(join(folder, 'handbook'));
await writeFile(join(folder, 'handbook/databases.md'), PAGE);
const rulesFile = join(folder, 'countersign.yaml');
await writeFile(rulesFile, RULES);
const running = await start(
  readConfig({
    DATA_DIR: join(folder, 'data'),
    RULES_FILE: rulesFile,
    TIME_ZONE: 'UTC',
    LOG_LEVEL: 'error',
    DATA_KEY: randomBytes(32).toString('base64'),
    LOG_KEY: formatSeed(generateSeed()).trim(),
    PORT: '0',
    SLACK_BOT_TOKEN: BOT.token,
    SLACK_API_URL: apiUrl,
    SLACK_SIGNING_SECRET: SIGNING_SECRET,
  }),
);
process.send?.({ url: `${running.url}/slack/events` });
process.once('disconnect', () => void running.stop().finally(() => process.exit(0)));
