import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import { Hono } from 'hono';
import { botApi } from './bot-api.ts';
import { openDatabase } from './database.ts';
import { answerProblems, onlyFromHere } from './guard.ts';
import type { Env } from './guard.ts';
import { page } from './page.ts';
import { peopleApi } from './people-api.ts';
import { createPlatform } from './platform.ts';
import { seed, seedSmallTalk } from './seed.ts';

export interface RunningPlatform {
  /** Where people open it and the adapter reaches it. */
  url: string;
  port: number;
  stop(): Promise<void>;
}

/**
 * Runs the playground's chat on 127.0.0.1. It shares nothing with the rest of the program, so it may run in the same
 * process or in one of its own.
 * @param options.port 0 takes any free port
 * @param options.file an SQLite file, made when it is missing; `:memory:` forgets everything at the end
 * @param options.token what the bot must show
 * @param options.smallTalk a new file begins with what people had said before
 * @param options.console answers under `/console/`, behind the same guard; without it there is nothing
 */
export async function startPlatform(options: {
  port: number;
  file: string;
  token: string;
  smallTalk?: boolean;
  console?: (request: Request) => Response | Promise<Response>;
}): Promise<RunningPlatform> {
  if (options.token.length < 16) throw new Error('The token of the playground needs at least 16 characters. Set PLAYGROUND_TOKEN.');
  const database = openDatabase(options.file, (empty) => {
    seed(empty);
    if (options.smallTalk) seedSmallTalk(empty, Date.now());
  });
  const platform = createPlatform(database);
  const app = new Hono<Env>();
  answerProblems(app);
  app.use('*', onlyFromHere());
  app.route('/playground/api', peopleApi(platform));
  app.route('/playground/bot', botApi(platform, options.token));
  const { console: corner } = options;
  if (corner) {
    app.all('/console/*', async (c) => {
      const answer = await corner(c.req.raw);
      return c.newResponse(answer.body, answer);
    });
  }
  app.route('/', page({ hasConsole: corner !== undefined }));

  const server = createAdaptorServer({ fetch: app.fetch, overrideGlobalObjects: false }) as Server;
  try {
    await listen(server, options.port);
  } catch (error) {
    database.close();
    throw error;
  }
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    async stop() {
      const closed = new Promise((resolve) => server.close(resolve));
      platform.deliveries.stop();
      server.closeAllConnections();
      await closed;
      database.close();
    },
  };
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const inUse = `Port ${port} is in use. Stop the program that holds it, or choose another: PORT=${port + 1}`;
      reject(error.code === 'EADDRINUSE' ? new Error(inUse, { cause: error }) : error);
    });
    server.listen(port, '127.0.0.1', resolve);
  });
}
