import { type Draft, ENDED_STATES, TO_DECIDE_STATES } from '../core/draft.ts';
import { channelIdOf, type DraftId, referenceOf, type MessageRef } from '../core/ids.ts';
import type { ExpressionBuilder } from 'kysely';
import { nextDueAt } from '../core/timers.ts';
import type { Context } from './context.ts';
import { kept } from './kept.ts';
import type { Drafts } from './store.ts';
import type { Database } from './tables.ts';

const COLUMNS = [
  'id',
  'version',
  'state',
  'requester',
  'requester_human',
  'agent',
  'platform',
  'channel',
  'reference',
  'message',
  'due_at',
  'ended_at',
  'created_at',
  'body',
] as const;

const byId = kept(({ db }, id: string) => db.selectFrom('drafts').select('body').where('id', '=', id));
const heldById = kept(({ db }, id: string) => db.selectFrom('drafts').select('body').where('id', '=', id).forShare());
const insertRow = kept(({ db }, row: ReturnType<typeof rowOf>) => db.insertInto('drafts').values(row), COLUMNS);
const saveRow = kept(
  ({ db }, { id, ...row }: ReturnType<typeof rowOf>, before: number) =>
    db.updateTable('drafts').set(row).where('id', '=', id).where('version', '=', before),
  COLUMNS,
);

export function createDrafts(context: Context): Drafts {
  const { db, kind } = context;
  const first = (found: { body: string } | undefined): Draft | undefined => (found ? draftOf(found) : undefined);

  return {
    get: async (id) => first(await byId.first(context, id)),

    // On SQLite the transaction is the lock.
    hold: async (id) => first(await (kind === 'postgres' ? heldById : byId).first(context, id)),

    async insert(draft) {
      await insertRow.all(context, rowOf(draft));
    },

    save: (draft) => saveRow.touches(context, rowOf(draft), draft.version - 1),

    async list({ states, requester, agent, channel, after, limit }) {
      let query = db
        .selectFrom('drafts')
        .select(['body', 'created_at', 'id'])
        .orderBy('created_at', 'desc')
        .orderBy('id', 'desc')
        .limit(limit);
      if (requester !== undefined) query = query.where('requester', '=', requester);
      if (agent !== undefined) query = query.where('agent', '=', agent);
      if (channel !== undefined) query = query.where('channel', '=', channel);
      if (after !== undefined) {
        const last = await db.selectFrom('drafts').select('created_at').where('id', '=', after).executeTakeFirst();
        if (last === undefined) return [];
        query = query.where((is) => is(is.refTuple('created_at', 'id'), '<', is.tuple(last.created_at, after)));
      }
      if (states === undefined) return (await query.execute()).map(draftOf);
      // The index stands in order within one state only: asked for several at once, the database would sort every draft in them.
      const [newest, ...others] = [...new Set(states)].map((state) =>
        db.selectFrom(query.where('state', '=', state).as('of_one')).selectAll(),
      );
      if (newest === undefined) return [];
      const all = others.reduce((some, one) => some.unionAll(one), newest);
      const page = await all.orderBy('created_at', 'desc').orderBy('id', 'desc').limit(limit).execute();
      return page.map(draftOf);
    },

    async toReview(reviewer, limit) {
      const waiting = await db
        .selectFrom('cards')
        .innerJoin('drafts', 'drafts.id', 'cards.draft')
        .select(['drafts.body', 'cards.digest'])
        .where('cards.person', '=', reviewer)
        .where('cards.role', '=', 'reviewer')
        .where('cards.open', '=', 1)
        .where('drafts.state', '=', 'awaiting_reviewer')
        .orderBy('drafts.created_at', 'desc')
        .orderBy('drafts.id', 'desc')
        // A card of an earlier post may still be open beside that of the current one, and one that was decided waits for others.
        .limit(limit * 4)
        .execute();
      return waiting
        .map(({ body, digest }) => ({ digest, draft: draftOf({ body }) }))
        .filter(({ digest, draft }) => digest === draft.revision?.digest && !draft.approvals.some(({ person }) => person === reviewer))
        .map(({ draft }) => draft)
        .slice(0, limit);
    },

    async due(now, limit) {
      const due = await db
        .selectFrom('drafts')
        .select('body')
        .where('due_at', '<=', now)
        .orderBy('due_at')
        .orderBy('id')
        .limit(limit)
        .execute();
      return due.map(draftOf);
    },

    async ended(before, limit) {
      const ended = await db
        .selectFrom('drafts')
        .select('body')
        .where('ended_at', '<', before)
        .where('erased', '=', 0)
        .orderBy('ended_at')
        .orderBy('id')
        .limit(limit)
        .execute();
      return ended.map(draftOf);
    },

    async forget(before, limit) {
      const isOver = (query: ExpressionBuilder<Database, 'drafts'>) => query.and([query('ended_at', '<', before), query('erased', '=', 1)]);
      const oldest = db.selectFrom('drafts').select('id').where(isOver).orderBy('ended_at').limit(limit);
      // Asked twice: on PostgreSQL somebody may have begun to retract one of them in between.
      const forgotten = await db.deleteFrom('drafts').where('id', 'in', oldest).where(isOver).returning('id').execute();
      const ids = forgotten.map(({ id }) => id);
      if (ids.length === 0) return [];
      for (const table of ['cards', 'runs', 'attempts', 'effects', 'texts', 'draft_keys'] as const) {
        await db.deleteFrom(table).where('draft', 'in', ids).execute();
      }
      return ids as DraftId[];
    },

    async counts(requester, since) {
      const theirs = db.selectFrom('drafts').where((is) => is.or([is('requester', '=', requester), is('requester_human', '=', requester)]));
      const asked = await theirs.select('created_at').where('created_at', '>=', since).orderBy('created_at').execute();
      const open = await theirs
        .select((is) => is.fn.countAll<number>().as('count'))
        .where('state', 'in', TO_DECIDE_STATES)
        .executeTakeFirstOrThrow();
      return { asked: asked.map((row) => row.created_at), open: open.count };
    },

    async tally(states) {
      if (states.length === 0) return {};
      const counted = await db
        .selectFrom('drafts')
        .select(['state', (is) => is.fn.countAll<number>().as('count')])
        .where('state', 'in', states)
        .groupBy('state')
        .execute();
      return Object.fromEntries(counted.map(({ state, count }) => [state, count]));
    },

    /** A short reference has 40 bits, so two drafts may share one among millions: the one that was published comes first, then the newer. */
    async byPublication(sought) {
      const newest = db.selectFrom('drafts').select('body').orderBy('created_at', 'desc').limit(1);
      if ('message' in sought) return first(await newest.where('message', '=', keyOf(sought.message)).executeTakeFirst());
      const named = sought.reference.startsWith('rq-')
        ? newest.where((is) => is.between('id', `drf_${sought.reference.slice(3)}`, `drf_${sought.reference.slice(3)}~`))
        : newest.where('reference', '=', sought.reference);
      return first((await named.where('message', 'is not', null).executeTakeFirst()) ?? (await named.executeTakeFirst()));
    },
  };
}

function draftOf(row: { body: string }): Draft {
  const draft = JSON.parse(row.body) as Draft;
  // A database that was begun before questions could be asked in other ways does not say how: all of them were said.
  return { ...draft, request: { ...draft.request, how: draft.request.how ?? 'said' } };
}

function rowOf(draft: Draft) {
  const { request, destination, revision, publishing } = draft;
  return {
    id: draft.id,
    version: draft.version,
    state: draft.state,
    requester: request.requester,
    requester_human: request.requesterHuman,
    agent: request.agent,
    platform: request.asked.platform,
    channel: destination === null ? null : channelIdOf(destination),
    reference: revision === null ? null : referenceOf(revision.publicationId),
    message: publishing.message === null ? null : keyOf(publishing.message),
    due_at: nextDueAt(draft),
    ended_at: ENDED_STATES.includes(draft.state) ? draft.last.at : null,
    created_at: draft.createdAt,
    body: JSON.stringify(draft),
  };
}

/** One text for one message, and no two messages with the same: a channel's id may hold any character. */
function keyOf({ platform, workspace, channel, message }: MessageRef): string {
  return JSON.stringify([platform, workspace, channel, message]);
}
