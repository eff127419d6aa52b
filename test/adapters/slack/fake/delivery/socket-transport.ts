import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { parseJson } from '../bodies.ts';
import { isFields, textIn } from '../fields.ts';
import type { Method } from '../methods/method.ts';
import { Refusal } from '../refusal.ts';
import { APP_ID } from '../seed.ts';
import type { Slack } from '../slack.ts';
import type { Answer, Delivery, Transport } from './delivery.ts';
import { acceptWebSocket } from '../../../../support/websocket.ts';
import type { WebSocketConnection } from '../../../../support/websocket.ts';

/** Slack's documentation. */
const MOST_CONNECTIONS = 10;
const PING_MS = 10_000;

/** Socket Mode: an app that cannot be reached opens connections itself, and any one of them gets what is delivered. */
export function createSocketTransport(slack: Slack) {
  const tickets = new Set<string>();
  const connections: WebSocketConnection[] = [];
  const waiting = new Map<string, (body: unknown) => void>();
  let turn = 0;
  let refusals = 0;
  let lastEnvelope: string | null = null;

  const pings = setInterval(() => connections.forEach((one) => one.ping()), PING_MS);
  pings.unref();

  const connect = (request: IncomingMessage, socket: Duplex) => {
    const ticket = new URL(request.url ?? '/', 'http://localhost').searchParams.get('ticket') ?? '';
    if (slack.faults.isOut() || refusals > 0 || !tickets.delete(ticket)) {
      refusals = Math.max(0, refusals - 1);
      socket.end('HTTP/1.1 408 Request Timeout\r\nConnection: close\r\n\r\n');
      return;
    }
    const connection = acceptWebSocket(request, socket);
    connections.push(connection);
    connection.onClose(() => {
      const index = connections.indexOf(connection);
      if (index >= 0) connections.splice(index, 1);
    });
    connection.onText((text) => {
      const message = parseJson(text);
      const id = textIn(message, 'envelope_id');
      if (isFields(message) && waiting.has(id)) waiting.get(id)?.(message['payload'] ?? null);
    });
    connection.send(
      JSON.stringify({
        type: 'hello',
        num_connections: connections.length,
        debug_info: { host: 'applink-0', build_number: 1, approximate_connection_time: 18_060 },
        connection_info: { app_id: APP_ID },
      }),
    );
  };

  const push = (envelope: string) => {
    const connection = connections[turn % connections.length];
    turn += 1;
    connection?.send(envelope);
    return connection !== undefined;
  };

  const transport: Transport = {
    async send({ kind, payload }: Delivery, attempt, reason, fault) {
      if (connections.length === 0) return { outcome: 'no_connection', status: 0, body: null };
      const id = slack.clock.envelopeId();
      const retry =
        attempt === 1 ? { retry_attempt: 0, retry_reason: '' } : { retry_attempt: attempt - 1, retry_reason: reason ?? 'timeout' };
      const accepts = kind !== 'events_api';
      const envelope = JSON.stringify({ envelope_id: id, payload, type: kind, accepts_response_payload: accepts, ...retry });
      const { promise, resolve } = Promise.withResolvers<Answer>();
      waiting.set(id, (body) => resolve({ outcome: 'acked', status: 200, body }));
      lastEnvelope = envelope;
      push(envelope);
      if (fault?.mode === 'duplicate') push(envelope);
      const late = setTimeout(() => resolve({ outcome: 'late', status: 0, body: null }), slack.settings.ackMs);
      const answer = await promise;
      clearTimeout(late);
      waiting.delete(id);
      return answer;
    },
  };

  const open: Method = {
    token: 'app',
    scopes: () => [],
    args: {},
    run() {
      if (slack.settings.requestUrl !== null) throw new Refusal('forbidden_team');
      if (connections.length >= MOST_CONNECTIONS) throw new Refusal('too_many_websockets');
      const ticket = slack.clock.envelopeId();
      tickets.add(ticket);
      return { body: { url: `${slack.url.replace('http:', 'ws:')}/link/?ticket=${ticket}&app_id=${APP_ID}` } };
    },
  };

  return {
    ...transport,
    connect,
    methods: { 'apps.connections.open': open },
    count: () => connections.length,
    /** Slack recycles a connection: `warning`, `refresh_requested`, `link_disabled`. */
    disconnect(reason: string) {
      for (const one of connections) one.send(JSON.stringify({ type: 'disconnect', reason, debug_info: { host: 'applink-0' } }));
    },
    cut: () => [...connections].forEach((one) => one.cut()),
    /** The next connections are refused. */
    refuse: (times: number) => void (refusals = times),
    /** What was sent last, once more. */
    replay: () => lastEnvelope !== null && push(lastEnvelope),
    stop() {
      clearInterval(pings);
      for (const one of connections) one.cut();
    },
  };
}

export type SocketTransport = ReturnType<typeof createSocketTransport>;
