/**
 * The company that everybody finds at the start: the playground's, with the ids of Discord. A test may name everything here by its
 * handle or name as well: `ana`, `engineering`, `oncall`.
 *
 * | handle or name | who or what |
 * |---|---|
 * | `Acme` | our server: no Community, not to be found in the public list |
 * | `Acme and Globex` | a server of the Community kind, in the public list; its one channel is `globex-shared` |
 * | `ana`, `ana.sales` | two people who are shown as Ana |
 * | `ben` `chloe` `dan` `olu` | reviewers, a stranger, the operator |
 * | `owen`, `ada` | who owns both servers; who has the role `admin`, which is an administrator |
 * | `gus`, `sol` | have the role `guest`, which sees no more than `lobby` and, of the two, Gus `random` |
 * | `gone` | an account that was closed |
 * | `otherbot` | another app's bot |
 * | `gil`, `gia` | of Globex, in the second server alone |
 * | `countersign` | our own bot, whose id is the application's |
 * | `engineering`, `random`, `lobby` | for @everyone |
 * | `team-payments`, `review-room` | private by overwrites: Ana, Ben, Chloe, Olu; Ben, Chloe. Owen and Ada see them, too |
 * | `questions` | a forum with the tags `answered` and `runbook` |
 * | `staging`, `incident` | a public thread and a private one in `engineering`; in the private one are Ana and Ben |
 * | `leads`, `oncall` | roles as groups: Ben, Chloe |
 */
import { bitsOf } from './permissions.ts';
import type { Channel, Guild, Overwrite, Person } from './shapes.ts';

export const GUILD = '200000000000000001';
export const OTHER_GUILD = '200000000000000002';

export const BOT_USER = '500000000000000001';
export const APP_ID = '500000000000000001';
export const BOT_TOKEN = 'NTAwMDAwMDAwMDAwMDAwMDAx.GonlyI.only-in-tests';

/** Of interactions over HTTP: a seed for Ed25519 (32 bytes in hex), and its public half as Discord shows it in its portal. */
export const SIGNING_SEED = '0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f20';
export const PUBLIC_KEY = '79b5562e8fe654f94078b112e8a98ba7901f853ae695bed7e0e3910bad049664';

/** The ids by handle. */
export const PEOPLE = {
  ana: '100000000000000001',
  ben: '100000000000000002',
  chloe: '100000000000000003',
  dan: '100000000000000004',
  olu: '100000000000000005',
  'ana.sales': '100000000000000006',
  gus: '100000000000000007',
  sol: '100000000000000008',
  gone: '100000000000000009',
  gil: '100000000000000010',
  gia: '100000000000000011',
  owen: '100000000000000012',
  ada: '100000000000000013',
  otherbot: '100000000000000014',
} as const;

export const ROLES = {
  leads: '300000000000000001',
  oncall: '300000000000000002',
  guest: '300000000000000003',
  admin: '300000000000000004',
  countersign: '300000000000000005',
  'countersign-globex': '300000000000000006',
} as const;

export const CHANNELS = {
  engineering: '400000000000000001',
  random: '400000000000000002',
  lobby: '400000000000000003',
  'globex-shared': '400000000000000004',
  'team-payments': '400000000000000005',
  'review-room': '400000000000000006',
  questions: '400000000000000007',
  staging: '400000000000000008',
  incident: '400000000000000009',
} as const;

export const TAGS = { answered: '600000000000000001', runbook: '600000000000000002' } as const;

const EVERYBODY = bitsOf(
  'VIEW_CHANNEL',
  'SEND_MESSAGES',
  'READ_MESSAGE_HISTORY',
  'EMBED_LINKS',
  'CREATE_PUBLIC_THREADS',
  'SEND_MESSAGES_IN_THREADS',
  'USE_APPLICATION_COMMANDS',
);

/** The least that the bot needs. Mentioning everyone is not among it. */
const OURS = bitsOf('VIEW_CHANNEL', 'SEND_MESSAGES', 'READ_MESSAGE_HISTORY', 'SEND_MESSAGES_IN_THREADS');

export function seedPeople(): Person[] {
  const NAMES: Record<string, string> = { 'ana.sales': 'Ana', gone: 'Deleted User', otherbot: 'Other Bot' };
  const people = Object.entries(PEOPLE).map(([handle, id]) => ({
    id,
    handle,
    name: NAMES[handle] ?? handle.charAt(0).toUpperCase() + handle.slice(1),
    bot: handle === 'otherbot',
    deleted: handle === 'gone',
    refusesDirect: null,
  }));
  return [...people, { id: BOT_USER, handle: 'countersign', name: 'Countersign', bot: true, deleted: false, refusesDirect: null }];
}

export function seedGuilds(): Guild[] {
  const role = (name: string, id: string, position: number, permissions = '0') => ({ id, name, permissions, position, mentionable: false });
  const { ana, ben, chloe, dan, olu, gus, sol, gil, gia, owen, ada, otherbot } = PEOPLE;
  const member = (person: string, ...roles: string[]) => ({ person, nick: null, roles });
  const company = [ana, dan, olu, PEOPLE['ana.sales'], owen].map((one) => member(one));
  const reviewers = [ben, chloe].map((one) => member(one, ROLES.leads, ROLES.oncall));
  return [
    {
      id: GUILD,
      name: 'Acme',
      owner: owen,
      features: [],
      roles: [
        role('@everyone', GUILD, 0, EVERYBODY),
        role('leads', ROLES.leads, 3),
        role('oncall', ROLES.oncall, 2),
        role('guest', ROLES.guest, 1),
        role('admin', ROLES.admin, 5, bitsOf('ADMINISTRATOR')),
        role('Countersign', ROLES.countersign, 4, OURS),
      ],
      members: [
        ...company,
        ...reviewers,
        member(ada, ROLES.admin),
        member(gus, ROLES.guest),
        member(sol, ROLES.guest),
        member(otherbot),
        member(BOT_USER, ROLES.countersign),
      ],
    },
    {
      id: OTHER_GUILD,
      name: 'Acme and Globex',
      owner: owen,
      features: ['COMMUNITY', 'DISCOVERABLE'],
      roles: [role('@everyone', OTHER_GUILD, 0, EVERYBODY), role('Countersign', ROLES['countersign-globex'], 1, OURS)],
      members: [...[ana, ben, chloe, dan, olu, owen, gil, gia].map((one) => member(one)), member(BOT_USER, ROLES['countersign-globex'])],
    },
  ];
}

export function seedChannels(): Channel[] {
  const channel = (name: keyof typeof CHANNELS, more: Partial<Channel> = {}): Channel => ({
    ...blankChannel(CHANNELS[name], 0, GUILD),
    name,
    ...more,
  });
  const notFor = (role: string): Overwrite => ({ id: role, type: 0, allow: '0', deny: bitsOf('VIEW_CHANNEL') });
  const isFor = (person: string): Overwrite => ({ id: person, type: 1, allow: bitsOf('VIEW_CHANNEL'), deny: '0' });
  const privateTo = (...people: string[]) => [notFor(GUILD), ...people.map(isFor), isFor(BOT_USER)];
  const { ana, ben, chloe, olu, gus } = PEOPLE;
  const { engineering } = CHANNELS;
  return [
    channel('engineering', { overwrites: [notFor(ROLES.guest)] }),
    channel('random', { overwrites: [notFor(ROLES.guest), isFor(gus)] }),
    channel('lobby'),
    channel('globex-shared', { guild: OTHER_GUILD }),
    channel('team-payments', { overwrites: privateTo(ana, ben, chloe, olu) }),
    channel('review-room', { overwrites: privateTo(ben, chloe) }),
    channel('questions', {
      type: 15,
      overwrites: [notFor(ROLES.guest)],
      tags: Object.entries(TAGS).map(([name, id]) => ({ id, name })),
    }),
    channel('staging', { type: 11, parent: engineering, owner: ana }),
    channel('incident', { type: 12, parent: engineering, owner: ana, people: [ana, ben, BOT_USER] }),
  ];
}

export function blankChannel(id: string, type: Channel['type'], guild: string | null): Channel {
  const thread = { parent: null, owner: null, archived: false, archivedAt: null, locked: false, appliedTags: [] };
  return { id, type, guild, name: '', overwrites: [], people: [], tags: [], requiresTag: false, deleted: false, ...thread };
}
