import type { Discord } from '../discord.ts';
import type { Fields } from '../fields.ts';
import { fieldsIn, isFields, listIn, textIn, wordsOf } from '../fields.ts';
import { COMMAND } from '../interactions/interactions.ts';
import { messageJson } from '../json/message.ts';
import { memberJson, userJson } from '../json/who.ts';
import { Impossible } from '../refusal.ts';
import type { Channel, Person } from '../shapes.ts';
import { finish } from './finish.ts';
import { actor, placeFor, seenMessage } from './where.ts';

const TYPE = { subcommand: 1, group: 2, string: 3, integer: 4, boolean: 5, user: 6, channel: 7, role: 8 };
const CHAT_INPUT = 1;
const ON_MESSAGE = 3;

/**
 * `/countersign …` unless the text begins with another `/name`. As far as the app registered them, words are taken for a subcommand, then
 * for `name:value`; what is left over is the first text that has no value yet. `options` gives values by name instead.
 */
export function command(discord: Discord, { person: who, channel: where, thread, text, options }: Fields): Promise<Fields> {
  const person = actor(discord, who);
  const channel = placeFor(discord, person, typeof thread === 'string' ? thread : where);
  const typed = wordsOf(text).trim();
  const [name = '', ...words] = (typed.startsWith('/') ? typed.slice(1) : `countersign ${typed}`).trim().split(/\s+/);
  const found = commandNamed(discord, person, channel, name, CHAT_INPUT);
  const rest = words.join(' ');
  const given = isFields(options) ? options : {};
  const [first = ''] = words;
  const parts = listIn(found, 'options').filter(isFields);
  const sub = parts.find((one) => one['type'] === TYPE.subcommand && one['name'] === first);
  if (!sub && parts.some((one) => one['type'] === TYPE.subcommand)) throw new Impossible(`/${name} has no subcommand ${first}`);
  const inside = valuesOf(sub ?? found, sub ? words.slice(1).join(' ') : rest, given);
  const chosen = sub ? [{ type: TYPE.subcommand, name: first, options: inside }] : inside;
  const resolved = resolvedOf(discord, inside, channel);
  return send(discord, person, channel, { ...headOf(found), options: chosen, ...(resolved ? { resolved } : {}) });
}

/** A command of a message's own menu. Its target comes whole, also without the intent for content. */
export function messageCommand(discord: Discord, { person: who, message: id, name }: Fields): Promise<Fields> {
  const person = actor(discord, who);
  const { message, channel } = seenMessage(discord, person, id);
  if (message.onlyFor !== null) throw new Impossible('an ephemeral message has no commands');
  const found = commandNamed(discord, person, channel, String(name), ON_MESSAGE);
  const messages = { [message.id]: messageJson(discord, message) };
  return send(discord, person, channel, { ...headOf(found), target_id: message.id, resolved: { messages } });
}

async function send(discord: Discord, person: Person, channel: Channel, data: Fields): Promise<Fields> {
  const interaction = discord.interactions.make({ type: COMMAND, person: person.id, channel: channel.id, message: null, data });
  return finish(discord, interaction);
}

function headOf(found: Fields): Fields {
  const { id, name, type, guild_id } = found;
  return { id, name, type, ...(guild_id === undefined ? {} : { guild_id }) };
}

function commandNamed(discord: Discord, person: Person, channel: Channel, name: string, type: number): Fields {
  const all = [...(discord.commands.get(channel.guild ?? '') ?? []), ...(discord.commands.get('global') ?? [])];
  const found = all.find((one) => one['name'] === name && one['type'] === type);
  if (!found) throw new Impossible(`the app registered no command ${name}; there are: ${all.map((one) => textIn(one, 'name')).join(', ')}`);
  const contexts = Array.isArray(found['contexts']) ? listIn(found, 'contexts') : found['dm_permission'] === false ? [0] : [0, 1];
  if (!contexts.includes(channel.guild === null ? 1 : 0))
    throw new Impossible(`${name} is not for ${channel.guild === null ? 'here' : 'servers'}`);
  if (channel.guild !== null && !discord.world.may(person.id, 'USE_APPLICATION_COMMANDS', channel)) {
    throw new Impossible(`${person.handle} may not use commands in ${channel.name}`);
  }
  const needed = found['default_member_permissions'];
  const bits = discord.world.permissions(person.id, channel);
  if (channel.guild !== null && typeof needed === 'string' && (bits & BigInt(needed)) !== BigInt(needed)) {
    throw new Impossible(`${person.handle} does not see the command ${name}`);
  }
  return found;
}

/** Fits what was typed to what the command asks for, as Discord's client does. */
function valuesOf(of: Fields, typed: string, given: Fields): Fields[] {
  const asked = listIn(of, 'options').filter(isFields);
  const names = asked.map((one) => textIn(one, 'name')).filter((one) => one !== '');
  const pieces = names.length === 0 ? [typed] : typed.split(new RegExp(`(?:^|\\s)(?=(?:${names.join('|')}):)`));
  const values: Fields = { ...given };
  const loose: string[] = [];
  for (const piece of pieces) {
    const name = names.find((one) => piece.startsWith(`${one}:`));
    if (name !== undefined) values[name] = piece.slice(name.length + 1).trim();
    else if (piece.trim() !== '') loose.push(piece.trim());
  }
  const open = asked.find((one) => one['type'] === TYPE.string && values[textIn(one, 'name')] === undefined && one['required'] === true);
  const other = asked.find((one) => one['type'] === TYPE.string && values[textIn(one, 'name')] === undefined);
  const target = open ?? other;
  if (loose.length > 0 && !target) throw new Impossible(`nothing takes “${loose.join(' ')}”`);
  if (loose.length > 0 && target) values[textIn(target, 'name')] = loose.join(' ');
  return asked.flatMap((one) => valueOf(one, values[textIn(one, 'name')]));
}

function valueOf(option: Fields, value: unknown): Fields[] {
  const name = textIn(option, 'name');
  const type = Number(option['type']);
  if (value === undefined && option['required'] === true) throw new Impossible(`${name} must be given`);
  if (value === undefined) return [];
  const choices = listIn(option, 'choices').map((one) => fieldsIn({ one }, 'one'));
  const chosen = choices.find((one) => one['name'] === value || one['value'] === value);
  if (choices.length > 0 && !chosen) throw new Impossible(`${name} is one of ${choices.map((one) => textIn(one, 'name')).join(', ')}`);
  const most = option['max_length'];
  if (typeof value === 'string' && typeof most === 'number' && value.length > most)
    throw new Impossible(`${name} has at most ${most} characters`);
  const typed = type === TYPE.integer ? Number(value) : type === TYPE.boolean ? value === true || value === 'true' : value;
  return [{ name, type, value: chosen ? chosen['value'] : typed }];
}

function resolvedOf({ world }: Discord, options: Fields[], channel: Channel): Fields | null {
  const guild = world.guilds().find((one) => one.id === channel.guild);
  const people = options.filter((one) => one['type'] === TYPE.user).flatMap((one) => world.person(String(one['value'])) ?? []);
  if (people.length === 0) return null;
  const members = people.flatMap((one) => {
    const member = guild && world.memberOf(guild, one.id);
    return member ? [[one.id, memberJson(member)] as const] : [];
  });
  return { users: Object.fromEntries(people.map((one) => [one.id, userJson(one)])), members: Object.fromEntries(members) };
}
