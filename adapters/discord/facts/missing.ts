import type { PersonId, Place } from '#adapter';
import { z } from 'zod';
import { PERMISSIONS } from '../config.ts';
import type { Around } from '../config.ts';
import { read, refusalOf } from '../errors.ts';
import type { Wire } from '../wire.ts';
import { aboutInteractions } from './application.ts';
import type { Channels } from './audience.ts';
import { nameOf, UNLISTED } from './audience.ts';
import { commandsOfManifest } from './commands.ts';
import type { Identity } from './identity.ts';
import { isAccount, userOf } from './people.ts';
import type { People } from './people.ts';
import { has, permissionsOf } from './permissions.ts';
import type { Servers } from './servers.ts';
import { isForum, isVoice } from './shapes.ts';
import type { Channel } from './shapes.ts';

interface Given {
  wire: Wire;
  servers: Servers;
  channels: Channels;
  people: People;
  around: Pick<Around, 'applicationId' | 'internalServers' | 'publicKey'>;
  identity: () => Promise<Identity>;
}

/** What our installation lacks for these rules: each a sentence that says where to click. Rejects when Discord does not answer. */
export async function missing(given: Given, used: { channels: Place[]; people: PersonId[] }): Promise<string[]> {
  const { user } = await given.identity();
  const found = [
    ...(await aboutCommands(given)),
    ...(await aboutInteractions(given.wire, given.around)),
    ...(await aboutInternalServers(given)),
  ];
  for (const place of used.channels) found.push(...(await aboutChannel(given, place, user)));
  for (const id of used.people) found.push(...(isAccount(id) ? await aboutPerson(given, id) : await aboutGroup(given, id)));
  return found;
}

async function aboutCommands({ wire, around: { applicationId } }: Given): Promise<string[]> {
  const answer = await wire.call('GET', `/applications/${applicationId}/commands`);
  if (refusalOf(answer) !== null) {
    return [
      'DISCORD_APPLICATION_ID is not the application of this bot. Set it to the one under “General Information” in the Developer Portal.',
    ];
  }
  const registered = read(answer, z.array(z.object({ name: z.string() }))).map(({ name }) => name);
  const lacking = (await commandsOfManifest()).map(({ name }) => String(name)).filter((name) => !registered.includes(name));
  return lacking.length === 0 ? [] : [`Not registered with Discord yet: ${lacking.join(', ')}. Start Countersign once: it registers them.`];
}

/** Without one of them everybody in it counts as from outside. */
async function aboutInternalServers({ servers, around: { internalServers } }: Given): Promise<string[]> {
  if (internalServers.length === 0) return [];
  const ours = (await servers.ours()).map(({ id }) => id);
  const others = internalServers.filter((id) => !ours.includes(id));
  return others.map(
    (id) =>
      `I am not in the server ${id}, which DISCORD_INTERNAL_SERVERS names: whoever is in no other of them counts as from outside. Correct it there (“Copy Server ID” in the server’s menu), or install me in that server.`,
  );
}

async function aboutChannel({ servers, channels }: Given, place: Place, user: string): Promise<string[]> {
  const id = place.channel;
  const server = await servers.server(place.workspace);
  if (server === null) {
    return [
      `I am not in the server ${place.workspace}, which the rules name with the channel ${id}. Install me there, or correct the rules file.`,
    ];
  }
  const found = await channels.where({ ...place, thread: null });
  if (found === null) {
    return [
      `Discord does not show me the channel ${id} in ${server.name}. Give me “View Channel” under “Permissions” of the channel, or correct its id in the rules file.`,
    ];
  }
  const name = `#${nameOf(found.channel)} (${id}) in ${server.name}`;
  const ours = await servers.member(server.id, user);
  const bits = ours === null ? 0n : permissionsOf(server, found.channel, { id: user, roles: ours.roles });
  return [...(await aboutGuests(servers, server.id, found.channel.type, name)), ...lackingIn(name, found.channel, bits)];
}

async function aboutGuests(servers: Servers, server: string, type: number, name: string): Promise<string[]> {
  if (!isVoice(type) || typeof (await servers.members(server)) !== 'string') return [];
  return [
    `Guests may have been let into ${name}, and Discord does not tell me, so it counts as read by people outside. Switch “Server Members Intent” on under “Bot” in the Developer Portal (it tells of up to 10,000 members), or name a text channel in the rules file.`,
  ];
}

function lackingIn(name: string, channel: Channel, bits: bigint): string[] {
  const needed = Object.entries(PERMISSIONS).filter(([permission]) => !isForum(channel) || !NOT_IN_FORUMS.includes(permission));
  const lacking = needed.filter(([, { bit }]) => !has(bits, 1n << BigInt(bit)));
  return lacking.map(
    ([permission, { why }]) => `In ${name} I lack “${inWords(permission)}”: ${why}. Allow it under “Permissions” of the channel.`,
  );
}

/** A post there is a thread by itself. */
const NOT_IN_FORUMS: readonly string[] = ['CreatePublicThreads'] satisfies (keyof typeof PERMISSIONS)[];

async function aboutGroup({ servers }: Given, id: PersonId): Promise<string[]> {
  const [, workspace = '', group = ''] = id.split(':');
  const server = await servers.server(workspace);
  if (server === null)
    return [
      `I am not in the server ${workspace}, which the rules name with the role ${group}. Install me there, or correct the rules file.`,
    ];
  const role = server.roles.find((one) => one.id === group);
  if (role === undefined)
    return [`${server.name} has no role ${group}. Correct it in the rules file: “Copy Role ID” in the server’s settings.`];
  const members = await servers.members(server.id);
  if (typeof members === 'string') return [UNLISTED[members]];
  const isEmpty = !members.some(({ user, roles }) => user.bot !== true && (group === workspace || roles.includes(group)));
  return isEmpty
    ? [`Nobody in ${server.name} has the role ${role.name} (${group}). Give it to people, or take it out of the rules file.`]
    : [];
}

async function aboutPerson({ wire, people }: Given, id: PersonId): Promise<string[]> {
  const person = await people.person(id);
  if (!person.active)
    return [`Discord knows no person ${userOf(id)}. Correct the id in the rules file: “Copy User ID” in the person’s menu.`];
  const name = `${person.name} (${userOf(id)})`;
  if (person.bot) return [`${name} is a bot, and bots decide nothing. Name a person in the rules file.`];
  if (person.external) return [`${name} is in no server of ours, so I cannot reach them. Invite them, or take them out of the rules file.`];
  // Whether they take direct messages shows only when one is sent.
  const answer = await wire.call('POST', '/users/@me/channels', { recipient_id: userOf(id) });
  const refusal = refusalOf(answer);
  if (refusal !== null)
    return [`No direct message reaches ${name} (${refusal}). They can allow it under “Privacy Settings” of the server.`];
  read(answer, z.object({ id: z.string() }));
  return [];
}

/** `ViewChannel` → `View Channel`, as Discord writes it. */
function inWords(permission: string): string {
  return permission.replaceAll(/(?<=[a-z])(?=[A-Z])/g, ' ');
}
