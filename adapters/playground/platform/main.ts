/** Runs the playground's chat alone: `PLAYGROUND_TOKEN=… node adapters/playground/platform/main.ts`. */
import { startPlatform } from './server.ts';

const { PORT = '3000', PLAYGROUND_FILE = 'data/playground.sqlite', PLAYGROUND_TOKEN = '' } = process.env;

try {
  if (!/^\d{1,5}$/.test(PORT)) throw new Error(`PORT is ${JSON.stringify(PORT)}. Give a number from 0 (any free port) to 65535.`);
  const platform = await startPlatform({ port: Number(PORT), file: PLAYGROUND_FILE, token: PLAYGROUND_TOKEN });
  process.stdout.write(`${JSON.stringify({ url: platform.url })}\n`);
  const end = async () => {
    await platform.stop();
    process.exit();
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void end());
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}
