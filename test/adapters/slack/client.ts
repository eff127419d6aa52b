/** The fake Slack, in the process in which those of all tests run, and its people. */
import { startSlack } from '../../support/platforms.ts';
import type { DeliveryRecord } from './fake/delivery/delivery.ts';
import type { Sees } from './fake/seen/sees.ts';
import type { WireEntry } from '../wire-log.ts';

export type Body = Record<string, unknown>;

/** What became of an interaction: the acknowledgement, or what went wrong. */
export interface Pressed {
  outcome: string;
  status: number;
  body: unknown;
  trigger_id?: string;
  errors?: Record<string, string>;
  problem?: string;
}

export async function startFakeSlack() {
  const { url, kill } = await startSlack();
  return { ...createSlackClient(url), stop: kill };
}

export function createSlackClient(url: string) {
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
    /** The address of the Web API, as `SLACK_API_URL`. */
    apiUrl: `${url}/api/`,
    post,
    /** With its status: 400 for what cannot be, such as a press on something that the person does not see. */
    attempt: (path: string, body: Body) => call('POST', path, body),
    say: async (person: string, channel: string, typed: string, more: Body = {}) =>
      (await post<{ ts: string }>('say', { person, channel, typed, ...more })).ts,
    command: (person: string, channel: string, text: string) => post<Pressed>('command', { person, channel, text }),
    click: (person: string, message: string, actionId: string, more: Body = {}) =>
      post<Pressed>('click', { person, message, action_id: actionId, ...more }),
    submit: (person: string, view: string, values: Body) => post<Pressed>('submit', { person, view, values }),
    sees: (person: string) => needed<Sees>('GET', `sees?person=${person}`),
    wire: (after = 0) => needed<WireEntry[]>('GET', `wire?after=${after}`),
    deliveries: (after = 0) => needed<DeliveryRecord[]>('GET', `deliveries?after=${after}`),
    world: (change: Body) => post('world', change),
    readWorld: () => needed<Body>('GET', 'world'),
    settings: (change: Body) => post('settings', change),
    fault: (methods: string[], mode: string, more: Body = {}) => post('faults', { methods, mode, ...more }),
    /** Those that no request has run into yet. */
    faults: async () => (await needed<{ faults: unknown[] }>('GET', 'faults')).faults,
    deliveryFault: (mode: string, more: Body = {}) => post('delivery-faults', { mode, ...more }),
    outage: (on: boolean) => post('outage', { on }),
    clock: (aheadMs: number) => post('clock', { aheadMs }),
    socket: (change: Body) => post<{ count: number }>('socket', change),
    connections: async () => (await needed<{ count: number }>('GET', 'connections')).count,
    quiet: (ms = 100) => needed('GET', `quiet?ms=${ms}`),
    idle: () => needed('GET', 'idle'),
  };
}

export type SlackClient = ReturnType<typeof createSlackClient>;
