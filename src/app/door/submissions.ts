import type { DraftId, RunId } from '../../core/ids.ts';
import type { SubmissionRow, Tables } from '../../store/store.ts';
import type { Ports } from '../ports.ts';
import { submitAnswer } from '../submit-answer.ts';
import { type Caller, type DoorReply, type DraftSeen, refused, Refused } from './door.ts';
import { draftSeen } from './look.ts';
import { hexHash } from './tokens.ts';

export interface Sent {
  caller: Caller;
  key: string | null;
  grant: string | null;
  /** What it is sent for: `draft`, or the draft that is answered. */
  to: string;
  answer: unknown;
}

/** What the first request under a key does besides its answer: opens a draft, or finds the one that waits; a `Refused` takes it back. */
export type Begin = (tx: Tables, at: number) => Promise<{ draft: DraftId; run: RunId }>;

export interface Submissions {
  /** Once for each key, whoever sends it again, to whichever process, also after a restart. `prepare` is what comes before `begin`. */
  hand(sent: Sent, prepare: () => Promise<Begin>): Promise<DoorReply<DraftSeen>>;
  settled(): Promise<void>;
}

const KEY = /^[A-Za-z0-9._:-]{8,128}$/;

export function createSubmissions(ports: Ports): Submissions {
  /** What this process is about. */
  const underWay = new Map<string, Promise<unknown>>();

  async function handOnce(sent: Sent, key: string, prepare: () => Promise<Begin>): Promise<DoorReply<DraftSeen>> {
    const { agent } = sent.caller;
    // The same bytes: whoever sends another body, or another grant, means something else.
    const digest = hexHash(ports, JSON.stringify([sent.to, sent.grant, sent.answer]));
    const known = await ports.store.read.submissions.get(agent, key);
    if (known !== undefined) return carryOn(known, digest, sent.answer);
    const begin = await prepare();
    const begun = await ports.store.transact(async (tx) => {
      const at = ports.clock.now();
      const opened = await begin(tx, at);
      const row: SubmissionRow = { agent, key, digest, owner: ports.owner, ...opened, reply: null, at };
      // Another process has begun it meanwhile: what this one did is taken back.
      if (!(await tx.submissions.put(row))) throw new Refused(refused('SUBMISSION_UNDER_WAY'));
      return row;
    });
    return finish(begun, sent.answer);
  }

  /** The same key again: the same answer, or what another process left undone is done. */
  async function carryOn(known: SubmissionRow, digest: string, answer: unknown): Promise<DoorReply<DraftSeen>> {
    if (known.digest !== digest) return refused('KEY_USED');
    if (known.reply !== null) return JSON.parse(known.reply) as DoorReply<DraftSeen>;
    const others = (await ports.store.read.leases.living()).filter((owner) => owner !== ports.owner);
    if (others.includes(known.owner)) return refused('SUBMISSION_UNDER_WAY');
    const isOurs = await ports.store.transact((tx) =>
      tx.submissions.takeOver(known.agent, known.key, { from: known.owner, to: ports.owner }),
    );
    return isOurs ? finish(known, answer) : refused('SUBMISSION_UNDER_WAY');
  }

  async function finish({ agent, key, draft: id, run }: SubmissionRow, answer: unknown): Promise<DoorReply<DraftSeen>> {
    const keep = (tx: Tables, reply: DoorReply<DraftSeen>): Promise<boolean> => tx.submissions.answer(agent, key, JSON.stringify(reply));
    const draft = await ports.store.read.drafts.get(id);
    const isAwaited = draft?.run === run && draft.state === 'awaiting_agent';
    let saved: DoorReply<DraftSeen> = refused('NOT_AWAITED');
    const isSaved =
      isAwaited &&
      (await submitAnswer(ports, draft, run, answer, async (tx) => {
        const now = await tx.drafts.get(id);
        saved = now === undefined ? saved : { ok: true, value: draftSeen(now) };
        await keep(tx, saved);
      }));
    if (isSaved) return saved;
    // It was closed, stopped or held meanwhile: that is the answer to this key from now on.
    const no = refused('NOT_AWAITED');
    const isFirst = await ports.store.transact((tx) => keep(tx, no));
    // Another process had taken over, and has answered it.
    const kept = isFirst ? undefined : await ports.store.read.submissions.get(agent, key);
    return kept?.reply == null ? no : (JSON.parse(kept.reply) as DoorReply<DraftSeen>);
  }

  return {
    async hand(sent, prepare) {
      if (sent.key === null || !KEY.test(sent.key)) return refused('KEY_NEEDED');
      const name = `${sent.caller.agent} ${sent.key}`;
      if (underWay.has(name)) return refused('SUBMISSION_UNDER_WAY');
      const work = handOnce(sent, sent.key, prepare);
      underWay.set(
        name,
        work.catch(() => {}),
      );
      try {
        return await work;
      } finally {
        underWay.delete(name);
      }
    },
    async settled() {
      await Promise.all(underWay.values());
    },
  };
}
