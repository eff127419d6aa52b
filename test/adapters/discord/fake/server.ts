import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { bytesOf, parseJson } from './bodies.ts';
import { createClock } from './clock.ts';
import { controlOf } from './control.ts';
import type { Discord, Settings } from './discord.ts';
import { createFaults } from './faults.ts';
import { isFields } from './fields.ts';
import { createGateway } from './gateway/gateway.ts';
import { createDeliveries } from './interactions/delivery.ts';
import { createInteractions } from './interactions/interactions.ts';
import { createMessages } from './messages.ts';
import { Impossible } from './refusal.ts';
import { answer, createApi, PREFIX } from './rest/api.ts';
import { createRateLimit } from './rest/rate-limit.ts';
import { createViolations } from './schemas/violations.ts';
import { createWireLog } from '../../wire-log.ts';
import { createWorld } from './world.ts';

export interface FakeOptions {
  port: number;
  botToken: string;
}

/** A Discord of two servers, on the loopback interface, in memory. */
export async function startFakeDiscord({ port, botToken }: FakeOptions): Promise<{ url: string; stop(): void }> {
  const clock = createClock();
  const discord: Discord = {
    url: '',
    clock,
    world: createWorld(),
    messages: createMessages(),
    interactions: createInteractions(clock),
    commands: new Map(),
    faults: createFaults(),
    wire: createWireLog(clock.now),
    violations: createViolations(),
    settings: firstSettings(),
    told: [],
    emit: (event) => deliveries.emit(event),
    deliver: (interaction) => deliveries.deliver(interaction),
  };
  const gateway = createGateway(discord, botToken);
  const deliveries = createDeliveries(discord, gateway);
  const api = createApi(discord, botToken, createRateLimit(discord));
  const control = controlOf({ discord, deliveries, gateway });

  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const url = new URL(request.url ?? '/', 'http://localhost');
    const [, root, name = ''] = url.pathname.split('/');
    if (url.pathname.startsWith(`${PREFIX}/`)) return api(request, response, url);
    const act = root === 'fake' ? control[`${request.method} ${name}`] : undefined;
    if (!act) return answer(response, 404, { error: `there is nothing at ${request.method} ${url.pathname}` });
    const raw = (await bytesOf(request)).toString('utf8');
    const body = raw === '' ? {} : parseJson(raw);
    if (!isFields(body)) throw new Impossible('the body is no JSON object');
    answer(response, 200, await act(body, url.searchParams));
  };

  const server = createServer((request, response) => {
    handle(request, response).catch((error: unknown) => {
      if (error instanceof Impossible) return answer(response, 400, { error: error.message });
      process.stderr.write(`${JSON.stringify({ error: error instanceof Error ? error.stack : String(error) })}\n`);
      answer(response, 500, { message: '500: Internal Server Error', code: 0 });
    });
  });
  server.on('upgrade', (request, connection) => gateway.connect(request, connection));
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  discord.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url: discord.url,
    stop() {
      deliveries.stop();
      gateway.stop();
      server.closeAllConnections();
      server.close();
    },
  };
}

function firstSettings(): Settings {
  return {
    interactionsUrl: null,
    privilegedIntents: [],
    ackMs: 3000,
    tokenMs: 15 * 60_000,
    nonceMs: 3 * 60_000,
    heartbeatMs: 41_250,
    strictRate: false,
    autoMod: [],
    tokenIsReset: false,
    sessionsLeft: 1000,
  };
}
