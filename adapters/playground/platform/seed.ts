import type { Database } from './database.ts';

export const WORKSPACE = { id: 'acme', name: 'Acme' };
/** Every id of this platform begins like this. */
export const PREFIX = `playground:${WORKSPACE.id}:`;

const PEOPLE = [
  { handle: 'ana', name: 'Ana' },
  { handle: 'ben', name: 'Ben' },
  { handle: 'chloe', name: 'Chloe' },
  { handle: 'dan', name: 'Dan' },
  { handle: 'olu', name: 'Olu' },
  { handle: 'ana-sales', name: 'Ana' },
  { handle: 'gil', name: 'Gil', organisation: 'Globex' },
];

const ACME = PEOPLE.filter((one) => one.organisation === undefined).map((one) => one.handle);

const CHANNELS = [
  { name: 'engineering', audience: 'workspace', members: ACME },
  { name: 'random', audience: 'workspace', members: ACME },
  { name: 'globex-shared', audience: 'external', members: [...ACME, 'gil'] },
  { name: 'team-payments', audience: 'restricted', members: ['ana', 'ben', 'chloe', 'olu'] },
  { name: 'lobby', audience: 'workspace', members: ACME },
];

const GROUPS = [{ name: 'oncall', members: ['ben', 'chloe'] }];

/** The company that everybody finds at the first start. */
export function seed(database: Database): void {
  for (const { handle, name, organisation } of PEOPLE) {
    const outside = organisation === undefined ? 0 : 1;
    const values = [PREFIX + handle, handle, name, organisation ?? WORKSPACE.name, outside];
    database.run(
      'INSERT INTO people (id, handle, name, organisation, active, bot, guest, external) VALUES (?, ?, ?, ?, 1, 0, 0, ?)',
      ...values,
    );
  }
  for (const { name, audience, members } of CHANNELS) {
    database.run("INSERT INTO channels (id, name, audience, outside, bot_is_in) VALUES (?, ?, ?, '[]', 1)", PREFIX + name, name, audience);
    for (const member of members) {
      database.run('INSERT INTO channel_members (channel, person) VALUES (?, ?)', PREFIX + name, PREFIX + member);
    }
  }
  for (const { name, members } of GROUPS) {
    const id = `${PREFIX}group-${name}`;
    database.run('INSERT INTO groups (id, name) VALUES (?, ?)', id, name);
    for (const member of members) database.run('INSERT INTO group_members ("group", person) VALUES (?, ?)', id, PREFIX + member);
  }
}
