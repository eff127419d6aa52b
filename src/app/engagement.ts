import { REASONS } from '../core/sentences.ts';
import type { KillRow, KillScope } from '../store/store.ts';
import type { Ports } from './ports.ts';

/** What the switch stops for an agent and a channel: the widest row that is engaged, or null. The file engages everything. */
export function engagementOf(ports: Ports, rows: readonly KillRow[], of: { agent: string; channel: string | null }): KillRow | null {
  const scopes: KillScope[] = ['all', `agent:${of.agent}`, ...(of.channel === null ? [] : [`channel:${of.channel}` as const])];
  const row = scopes.map((scope) => rows.find((one) => one.scope === scope && one.engaged)).find((one) => one !== undefined);
  if (row) return row;
  return ports.killFile.isPresent() ? KILL_FILE_ROW : null;
}

/** Rises whenever what stops this agent or channel is engaged or released: approvals are given under it. */
export function switchEpochOf(rows: readonly KillRow[], of: { agent: string; channel: string | null }): number {
  const scopes: string[] = ['all', `agent:${of.agent}`, `channel:${of.channel}`];
  return epochOf(rows.filter((row) => scopes.includes(row.scope)));
}

/** Rises whenever any scope is engaged or released: what an intent entry was written under. */
export function epochOf(rows: readonly KillRow[]): number {
  return rows.reduce((sum, row) => sum + row.epoch, 0);
}

const KILL_FILE_ROW: KillRow = {
  scope: 'all',
  engaged: true,
  epoch: 0,
  by: null,
  reason: REASONS.killFile(),
  at: 0,
};
