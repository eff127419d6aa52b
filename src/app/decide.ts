import type { Clicked, Reply, Verb } from '../adapter.ts';
import type { Actor, Command, Seen } from '../core/command.ts';
import type { CardRow, Draft } from '../core/draft.ts';
import { type Refusal, type RefusalCode, refusal } from '../core/errors.ts';
import { idFrom, type PersonId } from '../core/ids.ts';
import type { Tree } from '../core/text.ts';
import type { Tables } from '../store/store.ts';
import { advance, type Advanced, type Moment } from './advance.ts';
import { composeRevision, salted, type SealedTexts } from './compose.ts';
import { aboutDraft, describeRefusal } from './describe-refusal.ts';
import { recordRefusal } from './entries.ts';
import { handleRequest } from './handle-request.ts';
import { actorOn, circumstancesOf, LookupFailed } from './lookups.ts';
import { namesOf } from './names.ts';
import type { Ports } from './ports.ts';
import { readText } from './sealed.ts';
import { groundNow, readEdit } from './submit-answer.ts';

/** A button was pressed. Whoever pressed it is the person whom the platform verified; the card's row says what they saw. */
export async function decide(ports: Ports, clicked: Clicked): Promise<Reply> {
  const found = await findTarget(ports, clicked);
  if (found === null) return refuseUnknown(ports, clicked, 'UNKNOWN_CARD', null);
  const { draft, row } = found;
  if (row !== null && row.person !== clicked.person) return refuseUnknown(ports, clicked, 'NOT_YOURS', draft);
  if (asksAfresh(draft, clicked)) return askAfresh(ports, clicked, draft);
  return replyTo(ports, await tryToDecide(ports, clicked, draft, row), draft);
}

/** The answer that the person is shown, in words. */
export async function replyTo(ports: Ports, done: Advanced, draft: Draft): Promise<Reply> {
  if (done.ok) return { ok: true, state: done.draft.state, draft: done.draft.id, message: null };
  const now = (await ports.store.read.drafts.get(draft.id)) ?? draft;
  return { ok: false, code: done.refusal.code, message: await describeRefusal(ports, done.refusal, aboutDraft(now), now) };
}

async function tryToDecide(ports: Ports, clicked: Clicked, draft: Draft, row: CardRow | null): Promise<Advanced> {
  try {
    const actor = await actorOn(ports, clicked.person, draft);
    const seen: Seen = { revision: row?.revision ?? draft.revision?.number ?? 0, digest: row?.digest ?? null };
    const prepared = await PREPARE[clicked.verb](ports, { draft, actor, seen, text: clicked.text });
    if ('code' in prepared) return await refuseClick(ports, clicked, draft, prepared);
    const { command, texts } = prepared;
    const done = await advance(ports, {
      draft: draft.id,
      actor,
      command,
      texts,
      delivery: clicked.deliveryId,
      ...(prepared.alsoSave ? { alsoSave: prepared.alsoSave } : {}),
    });
    if (!done.ok && VOIDING.includes(done.refusal.code)) await voidApprovals(ports, draft, done.refusal.code);
    return done;
  } catch (error) {
    if (!(error instanceof LookupFailed)) throw error;
    ports.logger.warn({ error, draft: draft.id }, 'a click was refused because the platform did not answer');
    return { ok: false, refusal: refusal('LOOKUP_FAILED'), draft };
  }
}

/** What the approvals rest on has changed: they no longer count, and the requester is asked again with the truth. */
export const VOIDING: readonly RefusalCode[] = [
  'AUDIENCE_WIDENED',
  'AUDIENCE_TOO_WIDE',
  'RULE_CHANGED',
  'RULE_GONE',
  'REVIEWER_CHANGED',
  'CANNOT_POST_THERE',
  'SWITCH_RELEASED',
];

/** Back to the requester with a post made anew: a new digest, so no old button can approve it. */
export async function voidApprovals(ports: Ports, draft: Draft, code: RefusalCode): Promise<Advanced | null> {
  if (draft.revision === null) return null;
  const { number, id, publicationId, editor, digest } = draft.revision;
  const tree = await ports.store.read.texts.get(draft.id, `tree:${number}`);
  if (tree === undefined) return null;
  const written = { tree: JSON.parse(tree) as Tree, number, editor, again: { id, publicationId } };
  const { composed, texts } = await composeRevision(ports, draft, written, await groundNow(ports, draft));
  return advance(ports, {
    draft: draft.id,
    actor: { kind: 'system' },
    texts,
    command: () => ({ kind: 'void', of: digest, code, composed }),
  });
}

interface Prepared {
  command(draft: Draft, now: Moment): Command;
  texts: SealedTexts;
  alsoSave?(tx: Tables, saved: { draft: Draft }): Promise<void>;
}

interface Press {
  draft: Draft;
  actor: Actor;
  seen: Seen;
  text: string | null;
}

/** What each button needs before its command can be made: looked up and composed outside the transaction. */
const PREPARE: Record<Verb, (ports: Ports, press: Press) => Promise<Prepared | Refusal>> = {
  async approve(ports, { draft, actor, seen }) {
    const { seenNow: _, ...circumstances } = await circumstancesOf(ports, draft);
    const person = actor.kind === 'person' ? actor.person : draft.request.requester;
    const name = (await namesOf(ports, [person]))(person);
    return {
      command: (_draft, now) => ({ kind: 'approve', seen, circumstances: { ...circumstances, engaged: now.engaged !== null } }),
      texts: [[approverName(person), name]],
    };
  },

  async edit(ports, { draft, actor, seen, text }) {
    if (draft.revision === null || actor.kind !== 'person') return refusal('NOT_NOW');
    const read = await readEdit(ports, draft, text ?? '');
    if (!read.ok) return refusal(read.code, read.detail);
    const written = { tree: read.tree, number: draft.revision.number + 1, editor: actor.person };
    const { composed, texts, textDigest } = await composeRevision(ports, draft, written, await groundNow(ports, draft));
    return { command: () => ({ kind: 'edit', seen, composed, textDigest }), texts };
  },

  ask_again: (ports, { seen, text }) => {
    const run = idFrom('run', ports.randomBytes(16));
    const wish = text?.trim() ? salted(ports, 'wish', text.trim()) : null;
    return Promise.resolve({
      command: (_draft, now) => ({
        kind: 'ask_again',
        seen,
        run,
        wish: wish === null ? null : `wish:${wish.digest}`,
        wishDigest: wish?.digest ?? null,
        engaged: now.engaged !== null,
      }),
      texts: wish === null ? [] : [[`wish:${wish.digest}`, wish.sealed]],
      alsoSave: (tx, saved) =>
        tx.runs.insert({
          id: run,
          draft: saved.draft.id,
          agent: saved.draft.request.agent,
          owner: null,
          startedAt: null,
          deadlineAt: null,
        }),
    });
  },

  reject: (ports, { seen, text }) => {
    if (!text?.trim()) return Promise.resolve(refusal('REASON_NEEDED'));
    const reason = salted(ports, 'reason', text.trim());
    return Promise.resolve({
      command: () => ({ kind: 'reject', seen, reason: `reason:${reason.digest}`, reasonDigest: reason.digest }),
      texts: [[`reason:${reason.digest}`, reason.sealed]],
    });
  },

  stop: () => simple({ kind: 'stop' }),
  withdraw: () => simple({ kind: 'withdraw', reason: null, reasonDigest: null }),
  retract: () => simple({ kind: 'retract' }),
  retry: (_ports, { seen }) =>
    Promise.resolve({ command: (_draft, now) => ({ kind: 'retry', seen, engaged: now.engaged !== null }), texts: [] }),
};

function simple(command: Command): Promise<Prepared> {
  return Promise.resolve({ command: () => command, texts: [] });
}

/** Under this name the credit's name of somebody who approved is sealed, as it was when they did. */
export function approverName(person: PersonId): string {
  return `approver:${person}`;
}

async function findTarget(ports: Ports, clicked: Clicked): Promise<{ draft: Draft; row: CardRow | null } | null> {
  const { read } = ports.store;
  if (clicked.target.kind === 'publication') {
    const draft = clicked.verb === 'retract' ? await read.drafts.byPublication({ message: clicked.target.message }) : undefined;
    return draft ? { draft, row: null } : null;
  }
  const row = await read.cards.get(clicked.target.card);
  // A button that was copied onto another message is nobody's: the platform says on which message it was pressed.
  if (!row || (row.ref !== null && row.ref.message !== clicked.target.message)) return null;
  const draft = await read.drafts.get(row.draft);
  return draft ? { draft, row } : null;
}

/** A request that ended without any answer can be asked again from its card: as a new request, under today's rules. */
function asksAfresh(draft: Draft, clicked: Clicked): boolean {
  return (
    clicked.verb === 'ask_again' &&
    draft.revision === null &&
    draft.state !== 'awaiting_agent' &&
    clicked.person === draft.request.requester
  );
}

async function askAfresh(ports: Ports, clicked: Clicked, draft: Draft): Promise<Reply> {
  const { request } = draft;
  const question = await readText(ports, draft.id, `question:${request.questionDigest}`);
  const thread = await ports.store.read.texts.get(draft.id, 'thread');
  return handleRequest(ports, {
    deliveryId: clicked.deliveryId,
    person: clicked.person,
    at: clicked.at,
    message: request.asked,
    direct: draft.destination === null,
    channelName: draft.audience.channelName,
    workspaceName: draft.audience.workspaceName,
    agent: request.agent,
    question: question ?? '',
    mentions: request.mentions,
    thread: () => Promise.resolve(thread === undefined ? [] : (JSON.parse(thread) as { from: string; text: string }[])),
  });
}

/** Refused before any move was tried (no reason given, an empty text): logged, and the same for the same delivery. */
async function refuseClick(ports: Ports, clicked: Clicked, draft: Draft, refused: Refusal): Promise<Advanced> {
  const at = ports.clock.now();
  await ports.store.transact(async (tx) => {
    const isNew = await tx.deliveries.put(
      clicked.deliveryId,
      JSON.stringify({ draft: draft.id, state: draft.state, refusal: refused }),
      at,
    );
    if (isNew) await recordRefusal(ports, tx, { person: clicked.person, draft: draft.id, code: refused.code, verb: clicked.verb }, at);
  });
  return { ok: false, refusal: refused, draft };
}

/** Somebody else's button, a forged or copied one: refused, logged, and nothing learnt of the draft. */
async function refuseUnknown(ports: Ports, clicked: Clicked, code: 'UNKNOWN_CARD' | 'NOT_YOURS', draft: Draft | null): Promise<Reply> {
  const at = ports.clock.now();
  await ports.store.transact((tx) =>
    recordRefusal(ports, tx, { person: clicked.person, draft: draft?.id ?? null, code, verb: clicked.verb }, at),
  );
  const about = { agent: '', channelName: null, channel: null, workspace: '', person: clicked.person };
  return { ok: false, code, message: await describeRefusal(ports, refusal(code), about) };
}
