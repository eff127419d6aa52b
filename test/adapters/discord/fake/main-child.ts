/** Runs the fake Discord alone, and prints one line of JSON with its address when it is ready. */
import { BOT_TOKEN } from './seed.ts';
import { startFakeDiscord } from './server.ts';

const { PORT = '0', DISCORD_TOKEN = BOT_TOKEN } = process.env;

const fake = await startFakeDiscord({ port: Number(PORT), botToken: DISCORD_TOKEN });
process.stdout.write(`${JSON.stringify({ url: fake.url })}\n`);

const end = () => {
  fake.stop();
  process.exit();
};
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, end);
