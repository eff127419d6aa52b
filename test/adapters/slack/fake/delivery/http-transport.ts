import { createHmac } from 'node:crypto';
import { parseJson } from '../bodies.ts';
import type { Fields } from '../fields.ts';
import type { Slack } from '../slack.ts';
import type { Answer, Delivery, DeliveryFault, Transport } from './delivery.ts';

interface Sent {
  url: string;
  headers: Record<string, string>;
  body: string;
}

/** Deliveries to the app's request address, signed as Slack signs them. */
export function createHttpTransport(slack: Slack, signingSecret: string) {
  const sent: Sent[] = [];

  const signed = (body: string, fault: DeliveryFault | null): Record<string, string> => {
    const away = fault?.mode === 'old' ? -fault.seconds : fault?.mode === 'future' ? fault.seconds : 0;
    const timestamp = String(Math.floor(slack.clock.now() / 1000) + away);
    const secret = fault?.mode === 'wrong_signature' ? 'another secret' : signingSecret;
    const signature = createHmac('sha256', secret).update(`v0:${timestamp}:${body}`).digest('hex');
    return {
      'x-slack-request-timestamp': timestamp,
      'x-slack-signature': `v0=${signature}`,
      'user-agent': 'Slackbot 1.0 (+https://api.slack.com/robots)',
    };
  };

  const post = async ({ url, headers, body }: Sent): Promise<Answer> => {
    try {
      const response = await fetch(url, {
        method: 'POST',
        headers,
        body,
        redirect: 'error',
        signal: AbortSignal.timeout(slack.settings.ackMs),
      });
      const text = await response.text();
      return { outcome: response.ok ? 'acked' : 'refused', status: response.status, body: text === '' ? null : (parseJson(text) ?? text) };
    } catch (error) {
      const isLate = error instanceof Error && error.name === 'TimeoutError';
      return { outcome: isLate ? 'late' : 'failed', status: 0, body: null };
    }
  };

  const transport: Transport = {
    async send(delivery, attempt, reason, fault) {
      const { type, body } = bodyOf(delivery);
      const retry: Record<string, string> =
        attempt === 1 ? {} : { 'x-slack-retry-num': String(attempt - 1), 'x-slack-retry-reason': reason ?? 'http_timeout' };
      const request = { url: urlFor(slack, delivery), headers: { 'content-type': type, ...signed(body, fault), ...retry }, body };
      sent.push(request);
      if (fault?.mode !== 'duplicate') return post(request);
      const [first] = await Promise.all([post(request), post(request)]);
      return first;
    },
  };

  return {
    ...transport,
    /** What was sent last, byte for byte and with its old signature. */
    async replay(back: number): Promise<Answer> {
      const request = sent.at(-1 - back);
      return request ? post(request) : { outcome: 'failed', status: 0, body: null };
    },
    /** What Slack asks when an address is entered, and once in a while. */
    async verify(kind: 'url_verification' | 'ssl_check'): Promise<Answer> {
      const url = urlFor(slack, { kind: 'events_api', payload: {} });
      const json = JSON.stringify({ token: 'legacy', challenge: '3eZbrw1aBm2rZgRNFdxV2595E9CY3gmdALWMmHkvFXO7tYXAYM8P', type: kind });
      const form = 'ssl_check=1&token=legacy';
      const body = kind === 'ssl_check' ? form : json;
      const type = kind === 'ssl_check' ? 'application/x-www-form-urlencoded' : 'application/json';
      return post({ url, headers: { 'content-type': type, ...signed(body, null) }, body });
    },
  };
}

export type HttpTransport = ReturnType<typeof createHttpTransport>;

/** Events are JSON, interactivity is JSON in one form field, a command is plain form fields (Slack documentation; measured). */
function bodyOf({ kind, payload }: Delivery): { type: string; body: string } {
  if (kind === 'events_api') return { type: 'application/json', body: JSON.stringify(payload) };
  const fields = kind === 'interactive' ? { payload: JSON.stringify(payload) } : (payload as Record<string, string>);
  return { type: 'application/x-www-form-urlencoded', body: new URLSearchParams(fields).toString() };
}

function urlFor({ settings }: Slack, { kind }: Delivery): string {
  const { requestUrl } = settings;
  return typeof requestUrl === 'string' ? requestUrl : (((requestUrl ?? {}) as Fields & Record<string, string>)[kind] ?? '');
}
