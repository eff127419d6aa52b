/** Runs the fake Slack alone, and prints one line of JSON with its address when it is ready. */
import { APP_TOKEN, BOT_TOKEN, SIGNING_SECRET } from './seed.ts';
import { startFakeSlack } from './server.ts';

const { PORT = '0', SLACK_BOT_TOKEN = BOT_TOKEN, SLACK_APP_TOKEN = APP_TOKEN, SLACK_SIGNING_SECRET = SIGNING_SECRET } = process.env;

const fake = await startFakeSlack({
  port: Number(PORT),
  botToken: SLACK_BOT_TOKEN,
  appToken: SLACK_APP_TOKEN,
  signingSecret: SLACK_SIGNING_SECRET,
});
process.stdout.write(`${JSON.stringify({ url: fake.url })}\n`);

const end = () => {
  fake.stop();
  process.exit();
};
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, end);
