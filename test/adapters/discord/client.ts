/** The fake Discord, in the process in which those of all tests run, and its people. People and places are named by id, or by handle and name. */
import { startDiscord } from '../../support/platforms.ts';
import type { DeliveryRecord } from './fake/interactions/delivery.ts';
import type { Violation } from './fake/schemas/violations.ts';
import type { Sees } from './fake/seen/sees.ts';
import type { WireEntry } from '../wire-log.ts';

export type Body = Record<string, unknown>;

/** What became of an interaction: its first response `{type, data}`, or what went wrong. */
export interface Pressed {
  outcome: string;
  status: number;
  body: unknown;
  interaction?: string;
  /** Why Discord's client did not send a form. */
  problem?: string;
}

export async function startFakeDiscord() {
  const { url, kill } = await startDiscord();
  return { ...createDiscordClient(url), stop: kill };
}

export function createDiscordClient(url: string) {
  const call = async (method: string, path: string, body?: Body): Promise<{ status: number; body: unknown }> => {
    const init = body === undefined ? { method } : { method, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
    const response = await fetch(`${url}/fake/${path}`, init);
    return { status: response.status, body: await response.json() };
  };
  const needed = async <T>(method: string, path: string, body?: Body): Promise<T> => {
    const answer = await call(method, path, body);
    if (answer.status !== 200) throw new Error(`${path} answered ${answer.status}: ${JSON.stringify(answer.body)}`);
    return answer.body as T;
  };
  const post = <T = Body>(path: string, body: Body = {}) => needed<T>('POST', path, body);

  return {
    url,
    /** Where the API begins, as `DISCORD_API_URL` and discord.js' `rest.api`: its version comes after it. */
    apiUrl: `${url}/api`,
    post,
    /** With its status: 400 for what cannot be, such as a press on something that the person does not see. */
    attempt: (path: string, body: Body) => call('POST', path, body),
    /** The id of the message. `more`: `mentions` (people), `thread`, `reply` (a message). */
    say: async (person: string, channel: string, words: string, more: Body = {}) =>
      (await post<{ id: string }>('say', { person, channel, words, ...more })).id,
    /** `/countersign text`, or another command where the text begins with its `/name`. */
    command: (person: string, channel: string, text: string, more: Body = {}) =>
      post<Pressed>('command', { person, channel, text, ...more }),
    messageCommand: (person: string, channel: string, message: string, name: string) =>
      post<Pressed>('message-command', { person, channel, message, name }),
    click: (person: string, message: string, customId: string, more: Body = {}) =>
      post<Pressed>('click', { person, message, custom_id: customId, ...more }),
    /** `values` by the `custom_id` of each input. */
    submit: (person: string, modal: string, values: Body) => post<Pressed>('submit', { person, modal, values }),
    /** The id of the thread. */
    openThread: async (person: string, channel: string, more: Body = {}) =>
      (await post<{ id: string }>('thread', { person, channel, ...more })).id,
    /** The id of the forum post and of its first message. */
    openPost: async (person: string, channel: string, name: string, words: string, more: Body = {}) =>
      (await post<{ id: string }>('post', { person, channel, name, words, ...more })).id,
    sees: (person: string) => needed<Sees>('GET', `sees?person=${person}`),
    wire: (after = 0) => needed<WireEntry[]>('GET', `wire?after=${after}`),
    /** What the bot asked that Discord would not take, or not as it was meant; a test demands that there is none. */
    violations: () => needed<Violation[]>('GET', 'violations'),
    deliveries: (after = 0) => needed<DeliveryRecord[]>('GET', `deliveries?after=${after}`),
    commands: () => needed<Record<string, Body[]>>('GET', 'commands'),
    world: (change: Body) => post('world', change),
    readWorld: () => needed<Body>('GET', 'world'),
    settings: (change: Body) => post('settings', change),
    fault: (routes: string[], mode: string, more: Body = {}) => post('faults', { routes, mode, ...more }),
    /** Those that no request has run into yet. */
    faults: async () => (await needed<{ faults: unknown[] }>('GET', 'faults')).faults,
    deliveryFault: (mode: string, more: Body = {}) => post('delivery-faults', { mode, ...more }),
    outage: (on: boolean) => post('outage', { on }),
    clock: (aheadMs: number) => post('clock', { aheadMs }),
    gateway: (change: Body) => post<{ count: number }>('gateway', change),
    connections: async () => (await needed<{ count: number }>('GET', 'connections')).count,
    quiet: (ms = 100) => needed('GET', `quiet?ms=${ms}`),
    idle: () => needed('GET', 'idle'),
  };
}

export type DiscordClient = ReturnType<typeof createDiscordClient>;
