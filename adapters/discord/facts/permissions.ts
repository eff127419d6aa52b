/** Who may do what in a channel (https://discord.com/developers/docs/topics/permissions#permission-overwrites), worked out as Discord does. */
import type { Channel, Guild, Member } from './shapes.ts';

/** https://discord.com/developers/docs/topics/permissions#permissions-bitwise-permission-flags */
export const BIT = {
  administrator: 1n << 3n,
  view: 1n << 10n,
  send: 1n << 11n,
  history: 1n << 16n,
  manageThreads: 1n << 34n,
  createThreads: 1n << 35n,
  sendInThreads: 1n << 38n,
} as const;

const ALL = (1n << 53n) - 1n;

/** Of somebody in the server, in this channel; a thread has those of the channel that it hangs in. */
export function permissionsOf(guild: Guild, channel: Channel, member: Pick<Member, 'roles'> & { id: string }): bigint {
  if (guild.owner_id === member.id) return ALL;
  const roles = guild.roles.filter(({ id }) => id === guild.id || member.roles.includes(id));
  const base = roles.reduce((bits, role) => bits | BigInt(role.permissions), 0n);
  if ((base & BIT.administrator) !== 0n) return ALL;
  let bits = overwritten(base, channel, (id, type) => type === 0 && id === guild.id);
  bits = overwritten(bits, channel, (id, type) => type === 0 && id !== guild.id && member.roles.includes(id));
  bits = overwritten(bits, channel, (id, type) => type === 1 && id === member.id);
  return (bits & BIT.view) === 0n ? 0n : bits;
}

/** What everybody in the server sees who has no role. */
export function isForEveryone(guild: Guild, channel: Channel): boolean {
  const everyone = guild.roles.find(({ id }) => id === guild.id);
  const bits = overwritten(BigInt(everyone?.permissions ?? '0'), channel, (id, type) => type === 0 && id === guild.id);
  return (bits & BIT.view) !== 0n || (bits & BIT.administrator) !== 0n;
}

export function has(bits: bigint, ...wanted: bigint[]): boolean {
  return wanted.every((bit) => (bits & bit) === bit);
}

function overwritten(bits: bigint, channel: Channel, fits: (id: string, type: number) => boolean): bigint {
  const fitting = (channel.permission_overwrites ?? []).filter(({ id, type }) => fits(id, type));
  const denied = fitting.reduce((sum, { deny }) => sum | BigInt(deny), 0n);
  const allowed = fitting.reduce((sum, { allow }) => sum | BigInt(allow), 0n);
  return (bits & ~denied) | allowed;
}
