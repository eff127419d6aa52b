import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import { Hono } from 'hono';
import type { Context } from 'hono';
import { jsonOf, onlyJson, parsed, SAFE_HEADERS } from './guard.ts';
import type { Env } from './guard.ts';
import type { Platform } from './platform.ts';
import { Problem } from './problem.ts';
import { click, say } from './saying.ts';
import { PREFIX, WORKSPACE } from './seed.ts';
import { clickShape, faultsShape, sayShape, worldChangeShape } from './shapes.ts';
import { openStream } from './streams.ts';
import { shownName } from './visible.ts';

const MOST_BYTES = 64 * 1024;

/** What people do and see, by script or by the page, and what tests set and read. Anyone here can be anyone. */
export function peopleApi(platform: Platform): Hono<Env> {
  const { world, sight, events, faults, wireLog, database } = platform;
  const api = new Hono<Env>();
  api.use('*', onlyJson(MOST_BYTES));

  api.post('/say', async (c) => c.json(say(platform, parsed(sayShape, await jsonOf(c))), 202));
  api.post('/click', async (c) => c.json(await click(platform, parsed(clickShape, await jsonOf(c)))));
  api.get('/view', (c) => c.json(sight.view(watcher(c, platform))));
  api.get('/events', (c) => {
    const person = watcher(c, platform);
    events.watch(person, openStream(c.env.outgoing, SAFE_HEADERS));
    return RESPONSE_ALREADY_SENT;
  });

  api.get('/faults', (c) => c.json(faults.read()));
  api.post('/faults', async (c) => {
    const change = parsed(faultsShape, await jsonOf(c));
    if (change.operation !== undefined && change.mode === undefined && change.times !== 0) {
      throw new Problem(400, 'BAD_REQUEST', 'Say how it fails in "mode", or clear it with "times": 0.');
    }
    if (change.operation === 'delivery' && (change.mode === 'refuse' || change.mode === 'rate_limit' || change.mode === 'hang_after')) {
      throw new Problem(400, 'BAD_REQUEST', 'A delivery can hang, be cut_before, be cut_after or be a duplicate.');
    }
    if (change.direct_messages) world.person(change.direct_messages.person);
    faults.set(change);
    return c.json(faults.read());
  });

  const peopleNow = () => world.people().map((one, _, all) => ({ ...one, shown: shownName(one, all) }));
  const worldNow = () => ({ workspace: WORKSPACE, people: peopleNow(), channels: world.channels(), groups: world.groups() });
  api.get('/world', (c) => c.json(worldNow()));
  api.post('/world', async (c) => {
    const change = parsed(worldChangeShape, await jsonOf(c));
    if (change.group && !change.group.id.startsWith(`${PREFIX}group-`)) {
      throw new Problem(400, 'BAD_REQUEST', `A group's id looks like ${PREFIX}group-oncall.`);
    }
    database.inTransaction(() => world.change(change));
    events.worldChanged();
    return c.json(worldNow());
  });

  api.get('/wire', (c) => {
    const after = c.req.query('after') ?? '0';
    if (!/^\d{1,15}$/.test(after)) throw new Problem(400, 'BAD_REQUEST', '"after" must be the number of an entry.');
    return c.json(wireLog.read(Number(after)));
  });
  return api;
}

function watcher(c: Context<Env>, { world }: Platform): string {
  const person = c.req.query('person');
  if (person === undefined) throw new Problem(400, 'BAD_REQUEST', `Say who looks: ?person=${PREFIX}ana`);
  return world.activePerson(person).id;
}
