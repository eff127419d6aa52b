import { type Selectable, sql } from 'kysely';
import type { DraftId, GrantId, PersonId, RunId } from '../core/ids.ts';
import { type Context, touched } from './context.ts';
import { placeOf, seal, unseal } from './sealed-text.ts';
import type { GrantRow, Grants } from './store.ts';
import type { Database } from './tables.ts';

/** The words of the question are sealed by DATA_KEY itself, because there is no draft yet whose key could; they go with the row. */
export function createGrants({ db, dataKey }: Context): Grants {
  const sealed = (id: string, question: string): Uint8Array => seal(dataKey, placeOf.grant(id), Buffer.from(question, 'utf8'));

  function grantOf(row: Selectable<Database['grants']> | undefined): GrantRow | undefined {
    if (row === undefined) return undefined;
    return {
      id: row.id as GrantId,
      agent: row.agent,
      requester: row.requester as PersonId,
      asked: row.asked,
      question: Buffer.from(unseal(dataKey, placeOf.grant(row.id), row.question)).toString('utf8'),
      verbs: row.verbs,
      draftsLeft: row.drafts_left,
      bytesLeft: row.bytes_left,
      epoch: row.epoch,
      draft: row.draft as DraftId | null,
      run: row.run as RunId | null,
      createdAt: row.created_at,
      expiresAt: row.expires_at,
    };
  }

  return {
    async insert(grant, { codeHash, tokenHash }) {
      await db
        .insertInto('grants')
        .values({
          id: grant.id,
          code_hash: codeHash,
          token_hash: tokenHash,
          agent: grant.agent,
          requester: grant.requester,
          asked: grant.asked,
          question: sealed(grant.id, grant.question),
          verbs: grant.verbs,
          drafts_left: grant.draftsLeft,
          bytes_left: grant.bytesLeft,
          epoch: grant.epoch,
          draft: grant.draft,
          run: grant.run,
          created_at: grant.createdAt,
          expires_at: grant.expiresAt,
        })
        .execute();
    },

    byToken: async (tokenHash) => grantOf(await db.selectFrom('grants').selectAll().where('token_hash', '=', tokenHash).executeTakeFirst()),

    async redeem(codeHash, agent, { tokenHash, now, expiresAt }) {
      const row = await db
        .updateTable('grants')
        .set({ code_hash: null, token_hash: tokenHash, expires_at: expiresAt })
        .where('code_hash', '=', codeHash)
        .where('agent', '=', agent)
        .where('expires_at', '>', now)
        .returningAll()
        .executeTakeFirst();
      return grantOf(row);
    },

    spend: async (id, { drafts, bytes }) =>
      touched(
        await db
          .updateTable('grants')
          .set({ drafts_left: sql<number>`drafts_left - ${drafts}`, bytes_left: sql<number>`bytes_left - ${bytes}` })
          .where('id', '=', id)
          .where('drafts_left', '>=', drafts)
          .where('bytes_left', '>=', bytes)
          .executeTakeFirst(),
      ),

    async dropOf(agent) {
      await db.deleteFrom('grants').where('agent', '=', agent).execute();
    },

    async dropOffers(requester, agent) {
      await db
        .deleteFrom('grants')
        .where('requester', '=', requester)
        .where('agent', '=', agent)
        .where('code_hash', 'is not', null)
        .execute();
    },

    sweep: async (before) => Number((await db.deleteFrom('grants').where('expires_at', '<', before).executeTakeFirst()).numDeletedRows),
  };
}
