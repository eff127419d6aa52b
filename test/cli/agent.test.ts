import { expect, test } from 'vitest';
import { entriesOf } from '../stories/log.ts';
import { addAgent, apiOf, DOOR, outsideAgent, withCallers } from '../stories/outside-agents.ts';
import { openCompany } from '../stories/company.ts';
import { runHere } from '../support/run-command.ts';
import { changeDatabase } from './tampering.ts';

test('an operator gives an agent a secret, which is shown once and kept nowhere, replaces it and revokes it; each counts at once and is in the log', async () => {
  const company = await openCompany({ database: 'sqlite', rules: withCallers, environment: DOOR });
  const run = (...args: string[]): ReturnType<typeof runHere> => runHere(['agent', ...args], company.environment);
  const standing = async (secret: string): Promise<number> =>
    (await outsideAgent(() => apiOf(company), 'scribe', secret).call('GET', '/v1/runs')).status;

  expect((await run('list')).stdout).toBe('There are none.\n');
  const added = await run('add', 'scribe');
  expect(added.stdout).toMatch(/^csa_[0-9A-HJKMNP-TV-Z]{26}_[A-Za-z0-9_-]{43}\n$/);
  expect(added.stderr).toContain('It is shown once');
  const first = added.stdout.trim();
  expect(await standing(first)).toBe(200);
  expect(await run('add', 'scribe')).toMatchObject({ code: 1, stderr: expect.stringContaining('agent rotate scribe') });

  const rotated = (await run('rotate', 'scribe')).stdout.trim();
  expect([await standing(first), await standing(rotated)]).toEqual([401, 200]);
  expect((await run('list')).stdout).toMatch(/^scribe {26}  rotated \d{4}-/);
  expect((await run('revoke', 'scribe')).stdout).toBe('The secret of scribe counts no more, and its grants are dead.\n');
  expect(await standing(rotated)).toBe(401);
  expect(await run('revoke', 'scribe')).toMatchObject({ code: 1 });
  expect(await run('rotate', 'scribe')).toMatchObject({ code: 1, stderr: expect.stringContaining('agent add scribe') });
  const again = (await run('add', 'scribe')).stdout.trim();
  expect([await standing(rotated), await standing(again)]).toEqual([401, 200]);

  expect((await run('add', 'stranger')).stderr).toContain('stranger: { connector: api }');
  expect((await run('list')).stdout).toContain('not in the rules');
  for (const words of [[], ['add'], ['dance', 'scribe'], ['add', 'No Name']]) expect(await run(...words)).toMatchObject({ code: 2 });

  const kept = changeDatabase(company.config, (database) => JSON.stringify(database.prepare('select * from agents').all()));
  for (const secret of [first, rotated, again]) expect(kept).not.toContain(secret.slice(-43));
  const types = (await entriesOf(company))
    .filter(({ type }) => type.startsWith('agent.'))
    .map(({ type, refs }) => `${type} ${refs.agent ?? '–'}`);
  expect(types.filter((one) => !one.startsWith('agent.refused'))).toEqual([
    'agent.added scribe',
    'agent.rotated scribe',
    'agent.revoked scribe',
    'agent.added scribe',
    'agent.added stranger',
  ]);
  expect(types.filter((one) => one === 'agent.refused –')).toHaveLength(3);
  await company.check();
});

test('a flood of calls with nobody’s secret is counted, and does not fill the log', async () => {
  const company = await openCompany({ database: 'sqlite', rules: withCallers, environment: DOOR });
  const scribe = await addAgent(company, 'scribe');
  await Promise.all(Array.from({ length: 40 }, () => scribe.call('GET', '/v1/runs', { secret: 'csa_wrong' })));
  await company.pass(80_000);
  await expect
    .poll(
      async () => (await entriesOf(company)).filter(({ type }) => type === 'agent.refused').map(({ refs }) => `${refs.code} ${refs.count}`),
      {
        timeout: 20_000,
      },
    )
    .toEqual([...Array<string>(10).fill('AGENT_NOT_KNOWN 1'), 'MORE 30']);
  await company.check();
});
