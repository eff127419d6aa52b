import { type Selectable } from 'kysely';
import { type Context, touched } from './context.ts';
import type { AgentRow, Agents } from './store.ts';
import type { Database } from './tables.ts';

/** A name keeps its row for ever: whoever had it is never taken for somebody new. */
export function createAgents({ db }: Context): Agents {
  return {
    async put({ name, keyId, secretHash, createdAt, rotatedAt, revokedAt }) {
      const row = { key_id: keyId, secret_hash: secretHash, created_at: createdAt, rotated_at: rotatedAt, revoked_at: revokedAt };
      await db
        .insertInto('agents')
        .values({ name, ...row })
        .onConflict((conflict) => conflict.column('name').doUpdateSet(row))
        .execute();
    },

    get: async (name) => agentOf(await db.selectFrom('agents').selectAll().where('name', '=', name).executeTakeFirst()),

    byKey: async (keyId) => agentOf(await db.selectFrom('agents').selectAll().where('key_id', '=', keyId).executeTakeFirst()),

    async all() {
      const rows = await db.selectFrom('agents').selectAll().orderBy('name').execute();
      return rows.flatMap((row) => agentOf(row) ?? []);
    },

    revoke: async (name, at) =>
      touched(
        await db.updateTable('agents').set({ revoked_at: at }).where('name', '=', name).where('revoked_at', 'is', null).executeTakeFirst(),
      ),
  };
}

function agentOf(row: Selectable<Database['agents']> | undefined): AgentRow | undefined {
  if (row === undefined) return undefined;
  const { name, key_id: keyId, secret_hash: secretHash, created_at: createdAt, rotated_at: rotatedAt, revoked_at: revokedAt } = row;
  return { name, keyId, secretHash: Uint8Array.from(secretHash), createdAt, rotatedAt, revokedAt };
}
