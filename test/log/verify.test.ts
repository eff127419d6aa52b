import { describe, expect, it } from 'vitest';
import { createSigner } from '../../src/log/signer.ts';
import { parseVerifierKey } from '../../src/log/verifier-key.ts';
import { verifyLog } from '../../src/log/verify.ts';
import {
  copyOf,
  goldenCopy,
  goldenEntries,
  headOver,
  logOf,
  type Parts,
  problemsOf,
  renumbered,
  signer,
  storedAs,
  upTo,
  verified,
} from './copies.ts';
import { bytesOf, vectors } from './vectors.ts';

const { checkpoints } = vectors('checkpoint');
const note = (nth: number): string => checkpoints.at(nth)?.note ?? '';
const changed = (change: (parts: Parts) => void): Parts => {
  const parts = goldenCopy();
  change(parts);
  return parts;
};
const doesNotFit = (from: number, to: number): string =>
  `entries ${from} to ${to}: they do not give the root that was signed for them; at least one was changed, added or removed`;
const uncovered = (from: number, to: number): string =>
  `entries ${from} to ${to} have positions, but no checkpoint of the pinned key covers them`;
const cutShort = (size: number): string => `a checkpoint signs 49 entries, but only ${size} are here: the log was cut short`;
const misplaced = (index: number, expected: number): string =>
  `entry ${index}: it stands where entry ${expected} should; entries are missing, doubled or in another order`;
const stranger = createSigner(signer.name, new Uint8Array(32).fill(9));
const elsewhere = createSigner('countersign/00000000000000000000000000', new Uint8Array(32).fill(9));

describe('a log that nobody touched', () => {
  it('fits in the database and in an export, and is complete up to its last checkpoint', async () => {
    const whole = { problems: [], size: 49, root: checkpoints.at(-1)?.root, unsigned: 0, texts: { checked: 0, erased: 0 } };
    expect(await verified(goldenCopy())).toEqual(whole);
    const exported = changed((parts) => {
      for (const entry of parts.entries) entry.leafHash = null;
      parts.checkpoints = [note(-1)];
      parts.drafts = null;
    });
    expect(await verified(exported)).toEqual(whole);
  });

  it('fits before its first entry', async () => {
    const empty = { ...goldenCopy(), entries: [], drafts: [], checkpoints: [note(0)] };
    expect(await verified(empty)).toMatchObject({ problems: [], size: 0, root: checkpoints[0]?.root });
    expect(await problemsOf({ ...empty, checkpoints: [] })).toEqual([]);
  });
});

describe('entries that were moved', () => {
  const without = (nth: number) => (parts: Parts) => void parts.entries.splice(nth, 1);

  it('are missed when one was taken out, and the gap is named', async () => {
    const problems = await problemsOf(changed(without(10)));
    expect(problems[0]).toBe(misplaced(11, 10));
    expect(problems.filter((problem) => problem.includes('stands where'))).toHaveLength(1);
    expect(problems).toEqual(expect.arrayContaining([doesNotFit(3, 19), cutShort(48)]));
  });

  it('are missed when one was taken out and the others moved up', async () => {
    // Number 40 is a refused attempt: only the tree can miss it.
    const parts = changed(without(40));
    parts.entries = renumbered(parts.entries);
    expect(await problemsOf(parts)).toEqual([cutShort(48)]);
    parts.checkpoints = parts.checkpoints.slice(0, -1);
    expect(await problemsOf(parts)).toEqual([uncovered(32, 47)]);
    parts.entries.push({ ...storedAs(bytesOf('{}')), index: 48 });
    parts.checkpoints = goldenCopy().checkpoints;
    expect(await problemsOf(parts)).toContain(doesNotFit(32, 48));
  });

  it('are found when one stands there twice', async () => {
    const twice = (parts: Parts): void => void parts.entries.splice(40, 0, { ...parts.entries[40]! });
    expect(await problemsOf(changed(twice))).toEqual([misplaced(40, 41), doesNotFit(32, 48), uncovered(49, 49)]);
    const parts = changed(twice);
    parts.entries = renumbered(parts.entries);
    expect(await problemsOf(parts)).toEqual([doesNotFit(32, 48), uncovered(49, 49)]);
  });

  it('are found when two changed places', async () => {
    const parts = changed(({ entries }) => entries.splice(39, 2, entries[40]!, entries[39]!));
    expect(await problemsOf(parts)).toEqual([misplaced(40, 39), misplaced(39, 41), misplaced(41, 40), doesNotFit(32, 48)]);
    parts.entries = renumbered(parts.entries);
    expect(await problemsOf(parts)).toEqual([doesNotFit(32, 48)]);
  });

  it('are found when one was put between them', async () => {
    const [refused] = goldenEntries(40);
    const other = logOf([{ ...refused!, id: 'ent_00000000000000000000000000' }]).entries[0]!;
    const parts = changed(({ entries }) => entries.splice(12, 0, other));
    parts.entries = renumbered(parts.entries);
    expect(await problemsOf(parts)).toEqual([doesNotFit(3, 19), uncovered(49, 49)]);
  });

  it('are missed when the log was cut short', async () => {
    const cut = (parts: Parts): void => void parts.entries.splice(30);
    expect(await problemsOf({ ...changed(cut), drafts: null })).toEqual([cutShort(30)]);
  });
});

describe('checkpoints', () => {
  it('of another key, of no key or changed by hand are named, and cover nothing', async () => {
    for (const forged of [headOver(goldenCopy().entries, stranger), 'nonsense', note(-1).replace('\n49\n', '\n50\n')]) {
      const parts = changed(({ checkpoints: notes }) => notes.splice(-1, 1, forged));
      const { problems, size, root, unsigned } = await verified(parts);
      expect(problems).toEqual([expect.stringMatching(/^checkpoint 7 of 7 is not one of the pinned key: /), uncovered(32, 48)]);
      expect({ size, root, unsigned }).toEqual({ size: 32, root: checkpoints.at(-2)?.root, unsigned: 17 });
    }
  });

  it('are all refused when another key is pinned', async () => {
    const wrongKey = await verifyLog(copyOf(goldenCopy()), parseVerifierKey(stranger.verifierKey));
    expect(wrongKey).toMatchObject({ problems: ['none of the 7 checkpoints is one of the pinned key', uncovered(0, 48)], size: 0 });
    const otherLog = await verifyLog(copyOf(goldenCopy()), parseVerifierKey(elsewhere.verifierKey));
    expect(otherLog.problems).toContain(`entry 0 is of another log: ${signer.name}`);
  });

  it('are missed when the newest was removed or an older one stands in its place, not when a later one covers the same entries', async () => {
    expect(await problemsOf(changed((parts) => parts.checkpoints.pop()))).toEqual([uncovered(32, 48)]);
    expect(await problemsOf(changed((parts) => parts.checkpoints.splice(-1, 1, note(-2))))).toEqual([uncovered(32, 48)]);
    expect(await problemsOf(changed((parts) => void (parts.checkpoints = [])))).toEqual([uncovered(0, 48)]);
    expect(await problemsOf(changed((parts) => parts.checkpoints.splice(4, 1)))).toEqual([]);
  });

  it('that our own key signed over another history are found, whether or not the true one lies beside them', async () => {
    const fork = headOver(goldenCopy().entries.slice(0, 32).toReversed());
    expect(await problemsOf(changed((parts) => parts.checkpoints.push(fork)))).toEqual([
      'a checkpoint of size 32 was signed over another history',
    ]);
    const replaced = changed((parts) => parts.checkpoints.splice(5, 1, fork));
    expect(await verified(replaced)).toMatchObject({ problems: [doesNotFit(20, 31)], size: 49 });
    expect(await verified({ ...replaced, checkpoints: replaced.checkpoints.slice(0, 6) })).toMatchObject({ size: 20 });
    const twice = changed(({ checkpoints: notes }) => {
      notes.splice(4, 1, headOver(goldenCopy().entries.slice(0, 20).toReversed()));
      notes.splice(6, 1, headOver(goldenCopy().entries.toReversed()));
    });
    expect(await problemsOf(twice)).toEqual([doesNotFit(3, 19), doesNotFit(32, 48)]);
  });

  it('that do not fit are named once, by the first range', async () => {
    const parts = changed(({ entries }) => (entries[10] = { ...entries[9]!, index: 10 }));
    const { problems, size } = await verified(parts);
    expect(problems.filter((problem) => problem.includes('the root'))).toEqual([doesNotFit(3, 19)]);
    expect(size).toBe(3);
  });
});

describe('an anchor', () => {
  const at = (size: number): Parts => logOf(goldenEntries(...upTo(size)), [size]);

  it('that the log contains changes nothing', async () => {
    for (const { note: kept } of checkpoints) expect(await problemsOf(goldenCopy(), kept)).toEqual([]);
  });

  it('that is longer than the log shows that its end is missing, which nothing else can show', async () => {
    expect(await problemsOf(at(32))).toEqual([]);
    expect(await problemsOf(at(32), note(-1))).toEqual([
      'your anchor has 49 entries, this log only 32: entries are missing, or an old copy was restored',
    ]);
  });

  it('of another history shows that this is not the log that was anchored', async () => {
    const fork = headOver(goldenCopy().entries.slice(0, 10).toReversed());
    expect(await problemsOf(goldenCopy(), fork)).toEqual([
      'the anchor of size 10 has another root than this log at that size: it is not the log that you anchored',
    ]);
  });

  it('that is not one of the pinned key is refused', async () => {
    for (const anchor of [headOver(goldenCopy().entries, stranger), '', 'nonsense']) {
      expect(await problemsOf(goldenCopy(), anchor)).toEqual([
        expect.stringMatching(/^the anchor is not a checkpoint of the pinned key: /),
      ]);
    }
  });
});

describe('what no checkpoint covers yet', () => {
  const tailed = (size: number, end: number): Parts => logOf(goldenEntries(...upTo(size)), [size], goldenEntries(...upTo(end, size)));

  it.each([
    ['approvals', 15, 18],
    ['an intent whose send has not started', 18, 19],
    ['an attempt that was abandoned before it started', 18, 20],
    ['the outcome of an intent that is covered', 28, 29],
  ])('is counted and may hold %s', async (_what, size, end) => {
    expect(await verified(tailed(size, end))).toMatchObject({ problems: [], size, unsigned: end - size });
  });

  it.each([
    ['confirmed', 27, 29, 2],
    ['refused', 24, 26, 2],
    ['lost', 19, 22, 3],
  ])('is a failure when a publication that was %s rests on it', async (_what, size, end, nth) => {
    expect(await problemsOf(tailed(size, end))).toEqual([
      `unsigned entry ${nth}: the publication of drf_N0CMC683F4Z21XJZ7Q04HGQRXM rests on an intent that no checkpoint covers`,
    ]);
  });

  it('is checked like the rest: its bytes, its form, its moves', async () => {
    const parts = tailed(15, 18);
    parts.tail[0] = { ...parts.tail[0]!, leafHash: parts.tail[1]!.leafHash };
    parts.tail[1] = storedAs(bytesOf('{}'));
    parts.tail[2] = { ...storedAs(parts.entries[3]!.bytes), leafHash: null };
    const problems = await problemsOf(parts);
    expect(problems[0]).toBe('unsigned entry 1: its bytes are not those that were hashed');
    expect(problems[1]).toBe('unsigned entry 2 cannot be read: this entry is not of version 1');
    expect(problems[2]).toBe(
      'unsigned entry 3 (ent_BPV7382GAMH48FVFQ2H4GW937M, draft.answered) is version 2 of its draft, after version 9',
    );
  });
});

describe('the drafts of the database', () => {
  const [first] = goldenCopy().drafts ?? [];

  it.each([
    ['state', { state: 'published' }, 'published (version 25)'],
    ['version', { version: 24 }, 'retracted (version 24)'],
  ])('are compared with their facts by %s', async (_what, change, claimed) => {
    const parts = changed(({ drafts }) => drafts?.splice(0, 1, { ...first!, ...change }));
    expect(await problemsOf(parts)).toEqual([`draft ${first?.id} is ${claimed} in the database, but retracted (version 25) by its facts`]);
  });

  it('may be gone once they have ended and the log says that their text was erased', async () => {
    expect(await problemsOf(changed(({ drafts }) => drafts?.shift()))).toEqual([]);
  });

  it('are missed when one was deleted before, and doubted when the log does not know it', async () => {
    const last = goldenCopy().drafts?.at(-1);
    expect(await problemsOf(changed(({ drafts }) => drafts?.pop()))).toEqual([
      `draft ${last?.id} stands in the log, but not in the database`,
    ]);
    const more = { id: 'drf_00000000000000000000000000', state: 'published', version: 9 };
    expect(await problemsOf(changed(({ drafts }) => drafts?.push(more)))).toEqual([
      `draft ${more.id} stands in the database, but the log does not know it`,
    ]);
  });
});
