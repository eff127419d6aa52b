import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import { bytesOf, parseJson } from './bodies.ts';
import { createClock } from './clock.ts';
import { controlOf } from './control.ts';
import { createDeliveries } from './delivery/deliveries.ts';
import { createHttpTransport } from './delivery/http-transport.ts';
import { createSocketTransport } from './delivery/socket-transport.ts';
import { createFaults } from './faults.ts';
import { isFields } from './fields.ts';
import { createMessages } from './messages.ts';
import { createRateLimit } from './rate-limit.ts';
import { Impossible, Refusal } from './refusal.ts';
import { answerResponseUrl } from './response-url-api.ts';
import { createResponseUrls } from './response-urls.ts';
import { LEAST_SCOPES, SUBSCRIPTIONS } from './seed.ts';
import type { Settings, Slack } from './slack.ts';
import { createTriggers } from './triggers.ts';
import { createViews } from './views.ts';
import { answer, createWebApi } from './web-api.ts';
import { createWireLog } from '../../wire-log.ts';
import { createWorld } from './world.ts';

export interface FakeOptions {
  port: number;
  botToken: string;
  appToken: string;
  signingSecret: string;
}

/** A Slack of one workspace, on the loopback interface, in memory. */
export async function startFakeSlack({ port, botToken, appToken, signingSecret }: FakeOptions): Promise<{ url: string; stop(): void }> {
  const clock = createClock();
  const slack: Slack = {
    url: '',
    clock,
    world: createWorld(),
    messages: createMessages(),
    views: createViews(),
    faults: createFaults(),
    wire: createWireLog(clock.now),
    settings: firstSettings(),
    triggers: createTriggers(clock),
    responseUrls: createResponseUrls(clock),
    told: [],
    emit: (event) => deliveries.emit(event),
    deliver: (delivery, apply) => deliveries.deliver(delivery, apply),
  };
  const http = createHttpTransport(slack, signingSecret);
  const socket = createSocketTransport(slack);
  const deliveries = createDeliveries(slack, http, socket);
  const webApi = createWebApi(slack, { bot: botToken, app: appToken }, createRateLimit(clock.now, slack.settings), socket.methods);
  const control = controlOf({ slack, deliveries, http, socket });

  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const url = new URL(request.url ?? '/', 'http://localhost');
    const [, root, name = ''] = url.pathname.split('/');
    if (request.method === 'POST' && root === 'api') return webApi(name, request, response);
    if (request.method === 'POST' && root === 'response') return answerResponseUrl(slack, url.pathname, request, response);
    const act = root === 'fake' ? control[`${request.method} ${name}`] : undefined;
    if (!act) return answer(response, 404, { error: `there is nothing at ${request.method} ${url.pathname}` });
    const raw = await bytesOf(request);
    const body = raw === '' ? {} : parseJson(raw);
    if (!isFields(body)) throw new Impossible('the body is no JSON object');
    answer(response, 200, await act(body, url.searchParams));
  };

  const server = createServer((request, response) => {
    handle(request, response).catch((error: unknown) => {
      if (error instanceof Impossible) return answer(response, 400, { error: error.message });
      if (error instanceof Refusal) return answer(response, 200, { ok: false, error: error.code, ...error.more });
      process.stderr.write(`${JSON.stringify({ error: error instanceof Error ? error.stack : String(error) })}\n`);
      answer(response, 500, { ok: false, error: 'fatal_error' });
    });
  });
  server.on('upgrade', (request, connection) => socket.connect(request, connection));
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  slack.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url: slack.url,
    stop() {
      deliveries.stop();
      socket.stop();
      server.closeAllConnections();
      server.close();
    },
  };
}

function firstSettings(): Settings {
  return {
    requestUrl: null,
    scopes: [...LEAST_SCOPES],
    subscriptions: [...SUBSCRIPTIONS],
    ackMs: 3000,
    retryMs: [20, 200, 500],
    strictRate: false,
    enterprise: null,
    tokenError: null,
  };
}
