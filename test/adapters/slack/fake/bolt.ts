/** A plain Bolt app on either receiver, against the fake: what Slack's own library makes of it. */
import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { App, HTTPReceiver, LogLevel, SocketModeReceiver } from '@slack/bolt';
import type { Logger } from '@slack/bolt';
import { onTestFinished } from 'vitest';
import { createMailbox } from '../../../support/mailbox.ts';
import type { SlackClient } from '../client.ts';
import { APP_TOKEN, BOT_TOKEN, SIGNING_SECRET } from './seed.ts';

export type Receiver = 'socket' | 'http';

/** Without a word on the console: what goes wrong here is wanted. */
const silence = () => undefined;
const level = () => LogLevel.ERROR;
const logger: Logger = {
  debug: silence,
  info: silence,
  warn: silence,
  error: silence,
  setLevel: silence,
  setName: silence,
  getLevel: level,
};

/** Nothing is asked again by itself. */
const clientOptions = (slackApiUrl: string) => ({
  logger,
  slackApiUrl,
  retryConfig: { retries: 0 },
  rejectRateLimitedCalls: true,
  timeout: 5000,
});

export async function startBolt(fake: SlackClient, receiver: Receiver, prepare: (app: App) => void): Promise<App> {
  return receiver === 'socket' ? startOnSocket(fake, prepare) : startOnHttp(fake, prepare);
}

async function startOnSocket(fake: SlackClient, prepare: (app: App) => void): Promise<App> {
  const receiver = new SocketModeReceiver({
    appToken: APP_TOKEN,
    logger,
    // How long it waits before it connects anew.
    clientPingTimeout: 300,
    installerOptions: { clientOptions: clientOptions(fake.apiUrl) },
  });
  const app = new App({ token: BOT_TOKEN, receiver, ignoreSelf: false, clientOptions: clientOptions(fake.apiUrl), logger });
  prepare(app);
  await app.start();
  // `app.stop()` does not wait until the connection is closed (measured).
  onTestFinished(() => receiver.client.disconnect());
  return app;
}

async function startOnHttp(fake: SlackClient, prepare: (app: App) => void): Promise<App> {
  const receiver = new HTTPReceiver({ signingSecret: SIGNING_SECRET, logger });
  const app = new App({ token: BOT_TOKEN, receiver, ignoreSelf: false, clientOptions: clientOptions(fake.apiUrl), logger });
  prepare(app);
  const server = createServer(receiver.requestListener).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  await fake.settings({ requestUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/slack/events` });
  return app;
}

/** What the handlers of an app heard, in the order in which it came. */
export function ear<T>() {
  const heard = createMailbox<T>((ms) => new Error(`the app heard nothing within ${ms} ms`));
  return { put: (one: T): void => heard.put(one), next: (): Promise<T> => heard.take(() => true, 10_000) };
}
