import { base32, type PersonId } from '../../core/ids.ts';
import type { FactType } from '../../core/fact.ts';
import type { AgentRow } from '../../store/store.ts';
import { appendFact } from '../entries.ts';
import type { Ports } from '../ports.ts';
import { tokenFrom } from './tokens.ts';

export type IdentityDone = { ok: true; secret: string } | { ok: false; because: 'exists' | 'unknown' };

/** A first secret, or the first after it was revoked. It is given back once, and only its hash is kept. */
export function addAgent(ports: Ports, order: { name: string; by: PersonId }): Promise<IdentityDone> {
  return newSecret(ports, order, 'agent.added', (known) => (known && known.revokedAt === null ? 'exists' : null));
}

/** Another secret in place of the one that counts now, which counts no more from this moment. */
export function rotateAgent(ports: Ports, order: { name: string; by: PersonId }): Promise<IdentityDone> {
  return newSecret(ports, order, 'agent.rotated', (known) => (known && known.revokedAt === null ? null : 'unknown'));
}

/** Its secret counts no more, and with it none of its grants does. */
export async function revokeAgent(ports: Ports, { name, by }: { name: string; by: PersonId }): Promise<boolean> {
  return ports.store.transact(async (tx) => {
    const at = ports.clock.now();
    if (!(await tx.agents.revoke(name, at))) return false;
    await tx.grants.dropOf(name);
    await appendFact(ports, tx, { type: 'agent.revoked', actor: by, refs: { agent: name }, digests: {} }, at);
    return true;
  });
}

async function newSecret(
  ports: Ports,
  { name, by }: { name: string; by: PersonId },
  type: FactType,
  refuse: (known: AgentRow | undefined) => 'exists' | 'unknown' | null,
): Promise<IdentityDone> {
  return ports.store.transact(async (tx) => {
    const known = await tx.agents.get(name);
    const because = refuse(known);
    if (because !== null) return { ok: false, because };
    const keyId = base32(ports.randomBytes(16));
    const secret = tokenFrom(`csa_${keyId}_`, ports.randomBytes(32));
    const at = ports.clock.now();
    await tx.agents.put({
      name,
      keyId,
      secretHash: ports.secrets.hash(secret),
      createdAt: known?.createdAt ?? at,
      rotatedAt: type === 'agent.rotated' ? at : null,
      revokedAt: null,
    });
    await tx.grants.dropOf(name);
    await appendFact(ports, tx, { type, actor: by, refs: { agent: name }, digests: {} }, at);
    return { ok: true, secret };
  });
}
