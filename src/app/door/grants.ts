import type { AskedHow, Draft } from '../../core/draft.ts';
import type { GrantVerb } from '../../core/grant.ts';
import { CALLING_CONNECTORS } from '../../core/grant.ts';
import { channelIdOf, type MessageRef, type PersonId } from '../../core/ids.ts';
import type { GrantRow, KillRow, ReadTables } from '../../store/store.ts';
import { engagementOf, switchEpochOf } from '../engagement.ts';
import type { Ports } from '../ports.ts';
import type { Caller } from './door.ts';
import { hexHash, isGrant } from './tokens.ts';

/** Where a person wrote `connect`: the place of the drafts that come of it. No words. */
export interface AskedPlace {
  message: MessageRef;
  how: AskedHow;
  direct: boolean;
  channelName: string;
  workspaceName: string;
  mentions: PersonId[];
}

export function placeOfGrant(grant: GrantRow): AskedPlace {
  return JSON.parse(grant.asked) as AskedPlace;
}

/** The agent and the channel whose switch counts. */
export function scopeOfGrant(agent: string, { direct, message }: AskedPlace): { agent: string; channel: string | null } {
  return { agent, channel: direct ? null : channelIdOf(message) };
}

/** Asked at every use: the caller's own, in its time, with this verb, and the switch as it was when the grant was made. */
export async function liveGrant(
  ports: Ports,
  tables: Pick<ReadTables, 'grants' | 'agents'>,
  kill: readonly KillRow[],
  of: { caller: Caller; token: string | null; verb: GrantVerb },
): Promise<GrantRow | null> {
  if (of.token === null || !isGrant(of.token) || !(await isStill(tables, of.caller))) return null;
  const grant = await tables.grants.byToken(hexHash(ports, of.token));
  if (grant === undefined || grant.agent !== of.caller.agent) return null;
  if (grant.expiresAt <= ports.clock.now() || !grant.verbs.split(' ').includes(of.verb)) return null;
  const scope = scopeOfGrant(grant.agent, placeOfGrant(grant));
  if (engagementOf(ports, kill, scope) !== null || switchEpochOf(kill, scope) !== grant.epoch) return null;
  return mayCall(ports, grant.agent) ? grant : null;
}

/** The secret that was shown when the call came counts still: it may have been revoked or rotated while the platform was asked. */
export async function isStill(tables: Pick<ReadTables, 'agents'>, { agent, keyId }: Caller): Promise<boolean> {
  const known = await tables.agents.get(agent);
  return known !== undefined && known.revokedAt === null && known.keyId === keyId;
}

/** The draft of its run; or, by a person's code, any draft of theirs by this agent in that place. */
export function covers(grant: GrantRow, draft: Draft): boolean {
  const { request } = draft;
  if (request.agent !== grant.agent) return false;
  if (grant.draft !== null) return grant.draft === draft.id;
  const { message } = placeOfGrant(grant);
  const isSamePlace = channelIdOf(message) === channelIdOf(request.asked) && message.thread === request.asked.thread;
  return isSamePlace && request.requester === grant.requester;
}

/** The rules of now name it, and as one that answers by itself. */
export function mayCall(ports: Pick<Ports, 'rules'>, agent: string): boolean {
  const { agents } = ports.rules.current().book;
  return Object.hasOwn(agents, agent) && CALLING_CONNECTORS.includes(agents[agent]?.connector ?? '');
}
