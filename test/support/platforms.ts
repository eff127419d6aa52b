import { TestRunner, onTestFinished } from 'vitest';
import { addressOf } from './desk.ts';

/** A chat platform that runs outside the test's process, and ends with the test at the latest. */
export interface RemotePlatform {
  url: string;
  /** Gone at once, with every connection; its file stays. Does nothing the second time. */
  kill(): Promise<void>;
}

/** The playground's own chat. `port` 0 takes any. */
export function startPlayground(options: { file: string; token: string; port: number }): Promise<RemotePlatform> {
  return begin('/start/playground', options);
}

/** The fake Slack, in memory. */
export function startSlack(): Promise<RemotePlatform> {
  return begin('/start/slack', {});
}

/** The fake Discord, in memory. */
export function startDiscord(): Promise<RemotePlatform> {
  return begin('/start/discord', {});
}

async function begin(path: string, body: object): Promise<RemotePlatform> {
  const { url } = await order<{ url: string }>(path, body);
  const kill = (): Promise<void> => order('/stop', { url });
  if (TestRunner.getCurrentTest() !== undefined) onTestFinished(kill);
  return { url, kill };
}

async function order<T>(path: string, body: object): Promise<T> {
  const response = await fetch((await addressOf('platforms')) + path, { method: 'POST', body: JSON.stringify(body) });
  const text = await response.text();
  if (!response.ok) throw new Error(text);
  return JSON.parse(text) as T;
}
