import type { Verb } from '../adapter.ts';
import type { Actor, Command, Seen } from '../core/command.ts';
import type { Draft } from '../core/draft.ts';
import { type Refusal, refusal } from '../core/errors.ts';
import { idFrom, type PersonId } from '../core/ids.ts';
import type { Tables } from '../store/store.ts';
import type { Moment } from './advance.ts';
import { circumstancesOf } from './circumstances.ts';
import { composeRevision, salted, type SealedTexts } from './compose.ts';
import { sealedAsk } from './conversation.ts';
import { chooseDestination } from './destinations.ts';
import { ruleNow } from './lookups.ts';
import { namesOf } from './names.ts';
import type { Ports } from './ports.ts';
import { readTree, rejectedBy, type StoredRejection } from './sealed.ts';
import { groundNow, readEdit } from './submit-answer.ts';

/** As the inputs of the cards say; what a platform or a script sends is measured again, as it will be shown. */
const MOST_WISH = 1000;
export const MOST_REASON = 500;

export function tooLongFor(ports: Ports, words: string, most: number): Refusal | null {
  const characters = Math.max([...words.trim()].length, [...ports.text.plain(words.trim())].length);
  return characters > most ? refusal('TEXT_TOO_LONG', { characters, most }) : null;
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
export const PREPARE: Record<Verb, (ports: Ports, press: Press) => Promise<Prepared | Refusal>> = {
  async approve(ports, { draft, actor, seen }) {
    const circumstances = await circumstancesOf(ports, draft);
    const person = actor.kind === 'person' ? actor.person : draft.request.requester;
    const name = (await namesOf(ports, [person]))(person);
    return {
      command: (_draft, now) => ({
        kind: 'approve',
        seen,
        circumstances: { ...circumstances, engaged: now.engaged !== null },
        switchEpoch: now.switchEpoch,
      }),
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

  async ask_again(ports, { draft, seen, text }) {
    if (!mayStillBeAsked(ports, draft)) return refusal('RULE_GONE');
    const tooLong = tooLongFor(ports, text ?? '', MOST_WISH);
    if (tooLong) return tooLong;
    const run = idFrom('run', ports.randomBytes(16));
    const wish = text?.trim() ? salted(ports, 'wish', text.trim()) : null;
    const asked = await sealedAsk(ports, draft, text?.trim() || null);
    return {
      command: (_draft, now) => ({
        kind: 'ask_again',
        seen,
        run,
        wish: wish === null ? null : `wish:${wish.digest}`,
        wishDigest: wish?.digest ?? null,
        engaged: now.engaged !== null,
      }),
      texts: [['asked', asked], ...(wish === null ? [] : [[`wish:${wish.digest}`, wish.sealed] as const])],
      alsoSave: (tx, saved) =>
        tx.runs.insert({
          id: run,
          draft: saved.draft.id,
          agent: saved.draft.request.agent,
          owner: null,
          startedAt: null,
          deadlineAt: null,
        }),
    };
  },

  reject: (ports, { actor, seen, text }) => {
    if (!text?.trim()) return Promise.resolve(refusal('REASON_NEEDED'));
    const tooLong = tooLongFor(ports, text, MOST_REASON);
    if (tooLong) return Promise.resolve(tooLong);
    const reason = salted(ports, 'reason', text.trim());
    return Promise.resolve({
      command: () => ({ kind: 'reject', seen, reason: `reason:${reason.digest}`, reasonDigest: reason.digest }),
      texts: [
        [`reason:${reason.digest}`, reason.sealed],
        ...(actor.kind === 'person' ? [[rejectedBy(actor.person, seen.digest), rejection(ports, reason.digest)] as const] : []),
      ],
    });
  },

  async move(ports, { draft, actor, seen, text }) {
    if (draft.revision === null || draft.state !== 'awaiting_requester') return refusal('NOT_NOW');
    const chosen = await chooseDestination(ports, draft, text ?? '');
    if ('code' in chosen) return chosen;
    const tree = await readTree(ports, draft.id, draft.revision.number);
    if (tree === null || actor.kind !== 'person') return refusal('NOT_NOW');
    const written = { tree, number: draft.revision.number + 1, editor: draft.revision.editor };
    const moved = { ...draft, destination: chosen.destination };
    const { composed, texts, textDigest } = await composeRevision(ports, moved, written, chosen.ground);
    return { command: () => ({ kind: 'edit', seen, composed, textDigest }), texts };
  },

  stop: () => simple({ kind: 'stop' }),
  withdraw: () => simple({ kind: 'withdraw', reason: null, reasonDigest: null }),
  retract: () => simple({ kind: 'retract' }),
  retry: (_ports, { seen }) =>
    Promise.resolve({ command: (_draft, now) => ({ kind: 'retry', seen, engaged: now.engaged !== null }), texts: [] }),
};

/** Today's rule of the place of the request still lets this agent be asked there. */
function mayStillBeAsked(ports: Ports, { destination, request }: Draft): boolean {
  const { book } = ports.rules.current();
  if (destination === null) return book.directMessages?.agents.includes(request.agent) ?? false;
  return ruleNow(book, request.asked, request.askedIn ?? '')?.rule.agents.includes(request.agent) ?? false;
}

function simple(command: Command): Promise<Prepared> {
  return Promise.resolve({ command: () => command, texts: [] });
}

function rejection(ports: Ports, reason: string): string {
  return JSON.stringify({ at: ports.clock.now(), reason } satisfies StoredRejection);
}

/** Under this name the credit's name of somebody who approved is sealed, as it was when they did. */
export function approverName(person: PersonId): string {
  return `approver:${person}`;
}
