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

/** What people had said before anybody came: a channel in which nobody speaks looks like none. Minutes before the first start. */
const SMALL_TALK = [
  { channel: 'lobby', by: 'olu', minutesAgo: 190, text: 'Welcome to Acme. Agents cannot be asked here; try #engineering.' },
  { channel: 'team-payments', by: 'chloe', minutesAgo: 122, text: 'Payouts ran at six without a complaint.' },
  { channel: 'globex-shared', by: 'gil', minutesAgo: 95, text: 'Your test order arrived here, thank you.' },
  { channel: 'globex-shared', by: 'ana', minutesAgo: 91, text: 'Good to hear. The next one goes out on Thursday.' },
  { channel: 'random', by: 'ben', minutesAgo: 64, text: 'There is cake in the kitchen.' },
  { channel: 'random', by: 'dan', minutesAgo: 41, text: 'There was cake in the kitchen.' },
  { channel: 'engineering', by: 'dan', minutesAgo: 38, text: 'Staging is back after the update.' },
  {
    channel: 'engineering',
    by: 'chloe',
    minutesAgo: 12,
    text: 'Thanks, Dan. Its database password is due for a change this week; who takes it?',
  },
];

/** People speak in their channels, as they do. */
export function seedSmallTalk(database: Database, now: number): void {
  for (const { channel, by, minutesAgo, text } of SMALL_TALK) {
    database.run(
      `INSERT INTO messages (place, thread, author, kind, text, at, details, offered, publication) VALUES (?, NULL, ?, 'message', ?, ?, '{"of":"person"}', '[]', NULL)`,
      PREFIX + channel,
      PREFIX + by,
      text,
      now - minutesAgo * 60_000,
    );
  }
}

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
