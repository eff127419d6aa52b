import type { Draft, State } from '../core/draft.ts';
import { channelIdOf, referenceOf, type MessageRef } from '../core/ids.ts';
import { nextDueAt } from '../core/timers.ts';
import { touched, type Context } from './context.ts';
import type { Drafts } from './store.ts';

/** States in which somebody still has to act: what the limit of open drafts counts. */
const OPEN_STATES: readonly State[] = [
  'awaiting_agent',
  'awaiting_requester',
  'awaiting_reviewer',
  'rejected',
  'approved',
  'publishing',
  'outcome_unknown',
  'publish_failed',
];

/** States in which nobody has to act any more: from here the time runs after which the text is erased. */
const ENDED_STATES: readonly State[] = ['published', 'retract_failed', 'withdrawn', 'expired', 'retracted'];

export function createDrafts({ db, kind }: Context): Drafts {
  const first = (found: { body: string } | undefined): Draft | undefined => (found ? draftOf(found) : undefined);

  return {
    get: async (id) => first(await db.selectFrom('drafts').select('body').where('id', '=', id).executeTakeFirst()),

    async hold(id) {
      const draft = db.selectFrom('drafts').select('body').where('id', '=', id);
      // On SQLite the transaction is the lock.
      return first(await (kind === 'postgres' ? draft.forShare() : draft).executeTakeFirst());
    },

    async insert(draft) {
      await db.insertInto('drafts').values(rowOf(draft)).execute();
    },

    async save(draft) {
      const saved = await db
        .updateTable('drafts')
        .set(rowOf(draft))
        .where('id', '=', draft.id)
        .where('version', '=', draft.version - 1)
        .executeTakeFirst();
      return touched(saved);
    },

    async list({ states, requester, agent, channel, after, limit }) {
      if (states?.length === 0) return [];
      let query = db.selectFrom('drafts').select('body').orderBy('created_at', 'desc').orderBy('id', 'desc').limit(limit);
      if (states !== undefined) query = query.where('state', 'in', states);
      if (requester !== undefined) query = query.where('requester', '=', requester);
      if (agent !== undefined) query = query.where('agent', '=', agent);
      if (channel !== undefined) query = query.where('channel', '=', channel);
      if (after !== undefined) {
        const last = await db.selectFrom('drafts').select('created_at').where('id', '=', after).executeTakeFirst();
        if (last === undefined) return [];
        query = query.where((is) => is(is.refTuple('created_at', 'id'), '<', is.tuple(last.created_at, after)));
      }
      return (await query.execute()).map(draftOf);
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

    async counts(requester, since) {
      const theirs = db.selectFrom('drafts').where((is) => is.or([is('requester', '=', requester), is('requester_human', '=', requester)]));
      const asked = await theirs.select('created_at').where('created_at', '>=', since).orderBy('created_at').execute();
      const open = await theirs
        .select((is) => is.fn.countAll<number>().as('count'))
        .where('state', 'in', OPEN_STATES)
        .executeTakeFirstOrThrow();
      return { asked: asked.map((row) => row.created_at), open: open.count };
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
  return JSON.parse(row.body) as Draft;
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
