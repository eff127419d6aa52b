import { expect, test } from 'vitest';
import { ACCESS, PRINCIPALS, type Principal } from '../../src/http/access.ts';
import { createApi } from '../../src/http/api.ts';
import type { RouteName } from '../../src/http/api-routes.ts';
import { changeDatabase } from '../cli/tampering.ts';
import { openCompany, type Company } from '../stories/company.ts';
import {
  addAgent,
  answerOf,
  type Called,
  connect,
  DOOR,
  INITIALIZE,
  newKey,
  type OutsideAgent,
  outsideAgent,
  withCallers,
} from '../stories/outside-agents.ts';
import { engage, press } from '../stories/turns.ts';
import { runHere } from '../support/run-command.ts';

/** Every route that a door has, as it has them, and not as any list says. */
function routesOfTheDoor(): string[] {
  const silent = { debug() {}, info() {}, warn() {}, error() {} };
  const { routes } = createApi({ door: {} as never, names: [], logger: silent });
  return routes.filter(({ method }) => method !== 'ALL').map(({ method, path }) => `${method} ${path.replaceAll(/:(\w+)/g, '{$1}')}`);
}

test('every route of the door stands in the table of access, with an answer for everybody', () => {
  expect(new Set(routesOfTheDoor())).toEqual(new Set(Object.keys(ACCESS)));
  for (const row of Object.values(ACCESS)) expect(Object.keys(row).toSorted()).toEqual([...PRINCIPALS].toSorted());
});

/** What a principal brings: a secret, a grant beside it, and a code of the same kind. */
interface Brings {
  agent: OutsideAgent;
  secret: string | null;
  grant: string | null;
  code: string;
}

interface Setting {
  draft: string;
  awaited: string;
  brings: Record<Principal, Brings>;
  /** What holds while a principal calls. */
  around: Partial<Record<Principal, (work: () => Promise<Called>) => Promise<Called>>>;
}

async function callOf(route: RouteName, { draft, awaited }: Setting, { agent, secret, grant, code }: Brings): Promise<Called> {
  const id = route === 'POST /v1/drafts/{id}/revisions' ? awaited : draft;
  const [method = '', path = ''] = route.replace('{id}', id).split(' ');
  const body = BODIES[route]?.(code) ?? (method === 'POST' ? answerOf('An answer.') : undefined);
  // Each time another: to end it is one of the calls.
  const session = path === '/mcp' && method !== 'POST' ? await sessionOf(agent) : undefined;
  const brought = {
    ...(grant === null ? {} : { grant }),
    ...(body === undefined ? {} : { body }),
    ...(session === undefined ? {} : { session }),
  };
  return agent.call(method, path, { secret, key: newKey(), ...brought });
}

const BODIES: Partial<Record<RouteName, (code: string) => unknown>> = {
  'POST /v1/grants': (code) => ({ code }),
  'POST /mcp': () => INITIALIZE,
};

async function sessionOf(agent: OutsideAgent): Promise<string> {
  const { headers } = await agent.call('POST', '/mcp', { body: INITIALIZE });
  return headers.get('mcp-session-id') ?? '';
}

async function setUp(company: Company): Promise<Setting> {
  const scribe = await addAgent(company, 'scribe');
  const other = await addAgent(company, 'other');
  const rotated = (await runHere(['agent', 'rotate', 'scribe'], company.environment)).stdout.trim();
  const agent = outsideAgent(() => company.bot.running().apiUrl ?? '', 'scribe', rotated);
  const grantOf = async (person: string): Promise<string> =>
    agent.redeem(await connect(company, person, 'engineering', 'scribe', 'Which valve?'));

  const [expired, expiredCode] = [await grantOf('ana'), await connect(company, 'ana', 'engineering', 'scribe', 'Which valve?')];
  await company.pass(10 * 60_000 + 1_000);
  const own = await grantOf('ana');
  const draft = await agent.submit(own, 'The first.');
  const awaited = await agent.submit(own, 'The second.');
  await press(company, 'ana', await company.card('ana', { draft: awaited, state: 'awaiting_requester' }), 'ask_again', 'shorter');
  const fewVerbs = await grantOf('ana');
  changeDatabase(company.config, (database) =>
    database.exec("update grants set verbs = '' where rowid = (select max(rowid) from grants where token_hash is not null)"),
  );
  const ofDan = await grantOf('dan');
  const ofOther = await other.redeem(await connect(company, 'ana', 'engineering', 'other', 'Which valve?'));
  const codeOfDan = await connect(company, 'dan', 'engineering', 'scribe', 'Which valve?');
  const codeOfOther = await connect(company, 'ana', 'engineering', 'other', 'Which valve?');
  const dead = await grantOf('ben');
  const deadCode = await connect(company, 'chloe', 'engineering', 'scribe', 'Which valve?');
  const live = { agent, secret: rotated, code: await connect(company, 'ana', 'engineering', 'scribe', 'Which valve?') };
  const none = { ...live, grant: own };
  await runHere(['agent', 'add', 'gone'], company.environment).then(({ stdout }) => (goneSecret = stdout.trim()));
  await runHere(['agent', 'revoke', 'gone'], company.environment);
  return {
    draft,
    awaited,
    brings: {
      nobody: { ...none, secret: null },
      'a secret that was never made': { ...none, secret: `${rotated.slice(0, -4)}AAAA` },
      'a secret of before it was rotated': { ...none, secret: scribe.secret },
      'a revoked agent': { ...none, secret: goneSecret },
      'a token of the platform or of an operator': { ...none, secret: company.environment.PLAYGROUND_TOKEN ?? '' },
      'an agent, by its secret alone': { ...live, grant: null, code: 'AAAA-AAAA-AAAA-AAAA' },
      'an agent, with a grant that covers it': { ...live, grant: own },
      'an agent, with a grant that has expired': { ...live, grant: expired, code: expiredCode },
      'an agent, with a grant of another agent': { ...live, grant: ofOther, code: codeOfOther },
      'an agent, with a grant of another requester': { ...live, grant: ofDan, code: codeOfDan },
      'an agent, with a grant without the verb': {
        ...live,
        grant: fewVerbs,
        code: await connect(company, 'olu', 'engineering', 'scribe', 'Which?'),
      },
      'an agent, with a grant from before the switch was engaged': { ...live, grant: dead, code: deadCode },
    },
    around: {
      async 'an agent, with a grant from before the switch was engaged'(work) {
        await engage(company, 'a test');
        return work();
      },
    },
  };
}

let goneSecret = '';
/** Whoever brings nothing good first; the one who may, before the switch is engaged for the last. */
const ORDER = [...PRINCIPALS].toSorted((a, b) => rank(a) - rank(b));
function rank(principal: Principal): number {
  if (principal === 'an agent, with a grant from before the switch was engaged') return 2;
  return principal === 'an agent, with a grant that covers it' ? 1 : 0;
}

test('every route answers every principal as the table says', async () => {
  const company = await openCompany({ database: 'sqlite', rules: withCallers, environment: DOOR });
  const setting = await setUp(company);
  // Another minute, another measure of codes that may be tried.
  await company.pass(61_000);
  const found: Record<string, Record<string, string>> = {};
  const told: Record<string, number> = {};
  // What ends a draft comes after what looks at it.
  const routes = (Object.keys(ACCESS) as RouteName[]).toSorted((a, b) => Number(a.startsWith('DELETE')) - Number(b.startsWith('DELETE')));
  for (const principal of ORDER) {
    for (const route of routes) {
      const work = (): Promise<Called> => callOf(route, setting, setting.brings[principal]);
      const { status } = await (setting.around[principal]?.(work) ?? work());
      (found[route] ??= {})[principal] = status < 300 ? 'yes' : 'no';
      told[`${route} as ${principal}`] = status;
    }
  }
  expect(found).toEqual(ACCESS);
  // A no is one of these: never an error of ours, and never a word more for whoever is closer to a yes.
  for (const [call, status] of Object.entries(told)) expect([200, 201, 401, 403, 404], call).toContain(status);
  await company.check();
});
