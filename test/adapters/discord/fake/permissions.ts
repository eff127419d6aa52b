/** Who may do what where (Discord documentation: "Permissions"). */
import type { Channel, Guild } from './shapes.ts';

export const BITS = {
  ADMINISTRATOR: 1n << 3n,
  MANAGE_CHANNELS: 1n << 4n,
  MANAGE_GUILD: 1n << 5n,
  VIEW_CHANNEL: 1n << 10n,
  SEND_MESSAGES: 1n << 11n,
  MANAGE_MESSAGES: 1n << 13n,
  EMBED_LINKS: 1n << 14n,
  READ_MESSAGE_HISTORY: 1n << 16n,
  MENTION_EVERYONE: 1n << 17n,
  USE_APPLICATION_COMMANDS: 1n << 31n,
  MANAGE_THREADS: 1n << 34n,
  CREATE_PUBLIC_THREADS: 1n << 35n,
  CREATE_PRIVATE_THREADS: 1n << 36n,
  SEND_MESSAGES_IN_THREADS: 1n << 38n,
} as const;
export type Permission = keyof typeof BITS;

export const ALL: bigint = (1n << 50n) - 1n;

export function bitsOf(...names: Permission[]): string {
  return String(names.reduce((sum, name) => sum | BITS[name], 0n));
}

const THREAD_TYPES: readonly number[] = [10, 11, 12];

export function isThread(channel: Channel): boolean {
  return THREAD_TYPES.includes(channel.type);
}

/** Every post there begins a thread; one kind shows pictures first. */
export function isForum({ type }: Channel): boolean {
  return type === 15 || type === 16;
}

/** In the guild as a whole; nothing for somebody who is not in it. */
export function basePermissions(guild: Guild, person: string): bigint {
  const member = guild.members.find((one) => one.person === person);
  if (!member) return 0n;
  if (guild.owner === person) return ALL;
  const roles = guild.roles.filter((one) => one.id === guild.id || member.roles.includes(one.id));
  const sum = roles.reduce((bits, one) => bits | BigInt(one.permissions), 0n);
  return (sum & BITS.ADMINISTRATOR) === 0n ? sum : ALL;
}

/** In a channel of a guild, after its overwrites; a thread has those of the channel that it hangs in, which is given here. */
export function permissionsIn(guild: Guild, person: string, channel: Channel): bigint {
  const base = basePermissions(guild, person);
  if (base === ALL || base === 0n) return base;
  const roles = guild.members.find((one) => one.person === person)?.roles ?? [];
  const apply = (bits: bigint, ids: (id: string, type: number) => boolean): bigint => {
    const fitting = channel.overwrites.filter((one) => ids(one.id, one.type));
    const denied = fitting.reduce((sum, one) => sum | BigInt(one.deny), 0n);
    const allowed = fitting.reduce((sum, one) => sum | BigInt(one.allow), 0n);
    return (bits & ~denied) | allowed;
  };
  let bits = apply(base, (id, type) => type === 0 && id === guild.id);
  bits = apply(bits, (id, type) => type === 0 && roles.includes(id));
  bits = apply(bits, (id, type) => type === 1 && id === person);
  // Who does not see a channel can do nothing there.
  return (bits & BITS.VIEW_CHANNEL) === 0n ? 0n : bits;
}
