import type { Clicked, Reply } from '../adapter.ts';
import type { Seen } from '../core/command.ts';
import type { CardRow, Draft } from '../core/draft.ts';
import { type Refusal, refusal } from '../core/errors.ts';
import { channelIdOf, type MessageRef } from '../core/ids.ts';
import { advance, type Advanced, replayed, type StoredReply } from './advance.ts';
import { aboutDraft, describeRefusal } from './describe-refusal.ts';
import { recordRefusal } from './entries.ts';
import { handleRequest } from './handle-request.ts';
import { lookFor } from './look-for.ts';
import { actorOn, LookupFailed } from './lookups.ts';
import type { Ports } from './ports.ts';
import { PREPARE } from './prepare.ts';
import { readText } from './sealed.ts';
import { VOIDING, voidApprovals } from './void-approvals.ts';

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
async function replyTo(ports: Ports, done: Advanced, draft: Draft): Promise<Reply> {
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
    // Only the post that was decided about: an old delivery that comes again voids nothing newer.
    const isSame = draft.revision !== null && draft.revision.digest === seen.digest;
    if (!done.ok && isSame && VOIDING.includes(done.refusal.code)) await voidApprovals(ports, draft, done.refusal.code);
    return done;
  } catch (error) {
    if (!(error instanceof LookupFailed)) throw error;
    ports.logger.warn({ error, draft: draft.id }, 'a click was refused because the platform did not answer');
    return refuseClick(ports, clicked, draft, refusal('LOOKUP_FAILED'));
  }
}

async function findTarget(ports: Ports, clicked: Clicked): Promise<{ draft: Draft; row: CardRow | null } | null> {
  const { read } = ports.store;
  if (clicked.target.kind === 'publication') {
    if (clicked.verb !== 'retract') return null;
    const { message } = clicked.target;
    const draft = (await read.drafts.byPublication({ message })) ?? (await postedUnseen(ports, message));
    return draft ? { draft, row: null } : null;
  }
  const row = await read.cards.get(clicked.target.card);
  // A button that was copied onto another message is nobody's: the platform says on which message it was pressed.
  if (!row || (row.ref !== null && row.ref.message !== clicked.target.message)) return null;
  const draft = await read.drafts.get(row.draft);
  return draft ? { draft, row } : null;
}

/** An operator settled it as posted without knowing the message: then the platform says whether this one is its publication. */
async function postedUnseen(ports: Ports, message: MessageRef): Promise<Draft | undefined> {
  const posted = await ports.store.read.drafts.list({
    states: ['published', 'retract_failed'],
    channel: channelIdOf(message),
    limit: 1_000,
  });
  for (const draft of posted.filter(({ publishing }) => publishing.message === null)) {
    const found = await lookFor(ports, draft, draft.createdAt);
    if (found.kind === 'found' && found.message.message === message.message) return draft;
  }
  return undefined;
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
  const reply: StoredReply = { draft: draft.id, state: draft.state, refusal: refused };
  return ports.store.transact(async (tx) => {
    const isNew = await tx.deliveries.put(clicked.deliveryId, JSON.stringify(reply), at);
    const known = isNew ? undefined : await tx.deliveries.get(clicked.deliveryId);
    if (known !== undefined) return replayed(tx, known);
    await recordRefusal(ports, tx, { person: clicked.person, draft: draft.id, code: refused.code, verb: clicked.verb }, at);
    return { ok: false, refusal: refused, draft };
  });
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
