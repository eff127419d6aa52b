import { onTestFinished } from 'vitest';
import { cardBody } from '../../adapters/playground/cards.ts';
import { startPlatform } from '../../adapters/playground/platform/server.ts';
import type { Card } from '../../src/core/card.ts';
import { id } from '../adapters/playground/client.ts';
import { TOKEN } from '../adapters/playground/connect.ts';

/** The chat alone, with nothing in it: the test plays the bot, so that any card can be shown at any moment. */
export interface ChatWithoutBot {
  url: string;
  /** Shows a card to somebody; resolves with the message that it is. */
  show(person: string, card: Card): Promise<string>;
  change(person: string, message: string, card: Card): Promise<void>;
  /** Any other operation of the bot's. */
  operate(operation: string, body: object): Promise<string>;
  say(person: string, channel: string, text: string, thread?: string): Promise<string>;
  world(change: object): Promise<void>;
}

export async function openChat(): Promise<ChatWithoutBot> {
  const platform = await startPlatform({ port: 0, file: ':memory:', token: TOKEN });
  onTestFinished(() => platform.stop());

  async function post(path: string, body: object): Promise<string> {
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${TOKEN}` };
    const response = await fetch(`${platform.url}/playground/${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
    const answer = (await response.json()) as { message: string };
    if (!response.ok) throw new Error(`${path} answered ${response.status}: ${answer.message}`);
    return answer.message;
  }

  return {
    url: platform.url,
    show: (person, card) => post('bot/card', { recipient: id(person), card: cardBody(card) }),
    change: async (person, message, card) => void (await post('bot/update', { recipient: id(person), message, card: cardBody(card) })),
    operate: (operation, body) => post(`bot/${operation}`, body),
    say: (person, channel, text, thread) => post('api/say', { person: id(person), channel, text, thread: thread ?? null }),
    world: async (change) => void (await post('api/world', change)),
  };
}
