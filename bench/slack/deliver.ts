import { createHmac } from 'node:crypto';
import { Agent, request } from 'node:http';
import { BOT, type CardSeen, CHANNELS, REQUESTERS, SIGNING_SECRET, TEAM } from './world.ts';

/** One signed delivery of Slack's. */
export interface Delivery {
  type: 'application/json' | 'application/x-www-form-urlencoded';
  body: string;
}

let count = 0;

/** `@bot how do I …`, by one of many in one of many channels. */
export function question(): Delivery {
  const nth = (count += 1);
  const ts = `${Math.floor(Date.now() / 1000)}.${String(nth).padStart(6, '0')}`;
  const event = {
    type: 'app_mention',
    user: REQUESTERS[nth % REQUESTERS.length],
    team: TEAM,
    channel: CHANNELS[nth % CHANNELS.length],
    ts,
    text: `<@${BOT.user}> handbook: how do I rotate the password of the staging database?`,
  };
  const envelope = {
    team_id: TEAM,
    context_team_id: TEAM,
    api_app_id: 'A0BENCH',
    event_id: `Ev${nth}`,
    event_time: Number(ts.split('.')[0]),
  };
  const body = { type: 'event_callback', ...envelope, event, authorizations: [{ team_id: TEAM, user_id: BOT.user, is_bot: true }] };
  return { type: 'application/json', body: JSON.stringify(body) };
}

/** *Approve* is pressed on this card. */
export function approval({ person, channel, message, card }: CardSeen): Delivery {
  const at = `${Math.floor(Date.now() / 1000)}.${String((count += 1)).padStart(6, '0')}`;
  const payload = {
    type: 'block_actions',
    user: { id: person, team_id: TEAM },
    team: { id: TEAM },
    api_app_id: 'A0BENCH',
    trigger_id: `${at}.bench`,
    container: { type: 'message', message_ts: message, channel_id: channel, is_ephemeral: false },
    channel: { id: channel },
    message: { ts: message },
    actions: [{ type: 'button', action_id: 'cs:approve', block_id: 'b', action_ts: at, value: card }],
  };
  const form = new URLSearchParams({ payload: JSON.stringify(payload) });
  return { type: 'application/x-www-form-urlencoded', body: form.toString() };
}

/** So many deliveries, so many of them at once. */
export interface Delivered {
  perSecond: number;
  /** From the request to the whole acknowledgement, in milliseconds. */
  tookMs: number[];
}

/** Rejects when one is not acknowledged. */
export async function deliver(url: string, deliveries: readonly Delivery[], concurrency: number): Promise<Delivered> {
  const agent = new Agent({ keepAlive: true, maxSockets: concurrency });
  const tookMs: number[] = [];
  let next = 0;
  const one = async (): Promise<void> => {
    for (let delivery = deliveries[next++]; delivery !== undefined; delivery = deliveries[next++]) {
      const from = performance.now();
      const status = await post(url, delivery, agent);
      tookMs.push(performance.now() - from);
      if (status !== 200) throw new Error(`a delivery was answered with ${status}`);
    }
  };
  const from = performance.now();
  await Promise.all(Array.from({ length: concurrency }, one));
  const took = performance.now() - from;
  agent.destroy();
  return { perSecond: (deliveries.length / took) * 1000, tookMs };
}

function post(url: string, { type, body }: Delivery, agent: Agent): Promise<number> {
  const timestamp = String(Math.floor(Date.now() / 1000));
  const signature = createHmac('sha256', SIGNING_SECRET).update(`v0:${timestamp}:${body}`).digest('hex');
  const headers = {
    'content-type': type,
    'content-length': Buffer.byteLength(body),
    'x-slack-request-timestamp': timestamp,
    'x-slack-signature': `v0=${signature}`,
  };
  return new Promise((resolve, reject) => {
    const sent = request(url, { method: 'POST', headers, agent }, (response) => {
      response.resume().once('end', () => resolve(response.statusCode ?? 0));
    });
    sent.once('error', reject).end(body);
  });
}
