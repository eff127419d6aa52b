import type { Clicked, Reply } from '../adapter.ts';
import type { Seen } from '../core/command.ts';
import type { CardRow, Draft } from '../core/draft.ts';
import { type Refusal, refusal } from '../core/errors.ts';
import type { PersonId } from '../core/ids.ts';
import { NOT_NOW_BECAUSE } from '../core/sentences.ts';
import { advance, type Advanced, replayed, type StoredReply } from './advance.ts';
import { aboutDraft, aboutNoDraft, describeRefusal } from './describe-refusal.ts';
import { recordRefusal } from './entries.ts';
import { keepEvidence } from './evidence.ts';
import { findTarget } from './find-target.ts';
import { handleRequest } from './handle-request.ts';
import { actorOn, LookupFailed, lookupRefusal } from './lookups.ts';
import type { Ports } from './ports.ts';
import { withLookupsOnce } from './recent-lookups.ts';
import { rowOfPerson } from './review-channel.ts';
import { PREPARE } from './prepare.ts';
import { readText } from './sealed.ts';
import { VOIDING, voidApprovals } from './void-approvals.ts';
import { whoMayRetract } from './who-may-retract.ts';

/**
 * A button was pressed. Whoever pressed it is the person whom the platform verified; the card's row says what they saw: its text, once
 * the platform has taken the card that shows it. A card without a `ref` has shown nothing yet.
 */
export async function decide(ports: Ports, clicked: Clicked): Promise<Reply> {
  const found = await findTarget(ports, clicked);
  if (found === null) return refuseUnknown(ports, clicked, 'UNKNOWN_CARD', null);
  const { draft } = found;
  const row = found.row === null ? null : await rowOfPerson(ports, found.row, clicked.person);
  if (found.row !== null && row === null) return refuseUnknown(ports, clicked, 'NOT_YOURS', draft);
  if (asksAfresh(draft, clicked)) return askAfresh(ports, clicked, draft);
  const done =
    row !== null && row.ref === null
      ? await refuseClick(ports, clicked, draft, refusal('NOT_NOW', { what: NOT_NOW_BECAUSE.cardOnItsWay() }))
      : await tryToDecide(ports, clicked, draft, row);
  return replyTo(ports, await withWhomToAsk(ports, done, clicked), draft, clicked.person);
}

/** Who reads a publication that they may not retract is told who may. */
async function withWhomToAsk(ports: Ports, done: Advanced, { target, person }: Clicked): Promise<Advanced> {
  if (done.ok || done.draft === null || done.refusal.code !== 'NOT_YOURS' || target.kind !== 'publication') return done;
  const who = await whoMayRetract(ports, done.draft, person);
  return who === null ? done : { ...done, refusal: refusal('NOT_YOURS', { who }) };
}

/** The answer that the person is shown, in words. */
async function replyTo(ports: Ports, done: Advanced, draft: Draft, person: PersonId): Promise<Reply> {
  if (done.ok) return { ok: true, state: done.draft.state, draft: done.draft.id, message: null, pointer: null };
  const now = (await ports.store.read.drafts.get(draft.id)) ?? draft;
  return { ok: false, code: done.refusal.code, message: await describeRefusal(ports, done.refusal, aboutDraft(now), now, person) };
}

async function tryToDecide(base: Ports, clicked: Clicked, draft: Draft, row: CardRow | null): Promise<Advanced> {
  const ports = withLookupsOnce(base);
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
      async alsoSave(tx, saved) {
        await prepared.alsoSave?.(tx, saved);
        await keepEvidence(ports, tx, { draft: draft.id, move: saved.entry }, clicked);
      },
    });
    // Only the post that was decided about: an old delivery that comes again voids nothing newer.
    const isSame = draft.revision !== null && draft.revision.digest === seen.digest;
    if (!done.ok && isSame && VOIDING.includes(done.refusal.code)) await voidApprovals(ports, draft, done.refusal.code);
    return done;
  } catch (error) {
    if (!(error instanceof LookupFailed)) throw error;
    ports.logger.warn({ error, draft: draft.id }, 'a click was refused because the platform did not answer');
    return refuseClick(ports, clicked, draft, lookupRefusal(error));
  }
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
    // What was signed is a press on a card of another draft, and no question.
    evidence: null,
    message: request.asked,
    how: request.how,
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
export async function refuseUnknown(
  ports: Ports,
  clicked: Pick<Clicked, 'person' | 'verb'>,
  code: 'UNKNOWN_CARD' | 'NOT_YOURS',
  draft: Draft | null,
): Promise<{ ok: false; code: string; message: string }> {
  const at = ports.clock.now();
  await ports.store.transact((tx) =>
    recordRefusal(ports, tx, { person: clicked.person, draft: draft?.id ?? null, code, verb: clicked.verb }, at),
  );
  return { ok: false, code, message: await describeRefusal(ports, refusal(code), aboutNoDraft(clicked.person)) };
}
