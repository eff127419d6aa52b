import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { goldenCopy, goldenEntries, logOf, type Parts, problemsOf, storedAs, upTo } from './copies.ts';

const SIZES = [2, 4, 6];
/** Six entries under three checkpoints; one entry of each kind of damage at a time is changed in it. */
const small = logOf(goldenEntries(0, 1, 2, 3, 4, 5), SIZES);
const HASH_LEFT = ': its bytes are not those that were hashed';

function withBytes(parts: Parts, index: number, change: (stored: Parts['entries'][number]) => Partial<Parts['entries'][number]>): Parts {
  const stored = parts.entries[index]!;
  return { ...parts, entries: parts.entries.with(index, { ...stored, ...change(stored) }) };
}

function flipped(bytes: Uint8Array, place: number, mask: number): Uint8Array {
  return Uint8Array.from(bytes, (byte, at) => (at === place ? byte ^ mask : byte));
}

function rangeOf(sizes: readonly number[], index: number): string {
  const end = sizes.find((size) => size > index) ?? 0;
  const from = sizes.findLast((size) => size <= index) ?? 0;
  return `entries ${from} to ${end - 1}: they do not give the root that was signed for them; at least one was changed, added or removed`;
}

describe('every single-byte change of a stored entry', () => {
  // A byte becomes another digit or letter, another case, or no ASCII at all.
  it.each(SIZES.map((size) => size - 1))('is found and named in entry %i, at every byte', async (index) => {
    const missed: string[] = [];
    for (const place of small.entries[index]!.bytes.keys()) {
      for (const mask of [0x01, 0x20, 0x80]) {
        const problems = await problemsOf(withBytes(small, index, ({ bytes }) => ({ bytes: flipped(bytes, place, mask) })));
        const named = problems.filter((problem) => problem.includes(HASH_LEFT) || problem.includes('the root'));
        if (problems[0] !== `entry ${index}${HASH_LEFT}` || named.length !== 1)
          missed.push(`byte ${place} ^ ${mask}: ${problems.join('; ')}`);
      }
    }
    expect(missed).toEqual([]);
  });

  it.each(SIZES.map((size) => size - 2))(
    'is found in entry %i by the checkpoints when its leaf hash was changed with it',
    async (index) => {
      const missed: string[] = [];
      for (const place of small.entries[index]!.bytes.keys()) {
        const problems = await problemsOf(withBytes(small, index, ({ bytes }) => storedAs(flipped(bytes, place, 0x01))));
        const named = problems.filter((problem) => problem.includes(HASH_LEFT) || problem.includes('the root'));
        if (named.length !== 1 || named[0] !== rangeOf(SIZES, index)) missed.push(`byte ${place}: ${problems.join('; ')}`);
      }
      expect(missed).toEqual([]);
    },
  );

  it('is found anywhere in the golden log, in the database and in an export', async () => {
    const golden = goldenCopy();
    const sizes = [0, 1, 2, 3, 20, 32, 49];
    const place = fc.tuple(fc.nat(48), fc.nat(), fc.integer({ min: 1, max: 255 }));
    await fc.assert(
      fc.asyncProperty(place, async ([index, at, mask]) => {
        const bytes = flipped(golden.entries[index]!.bytes, at % golden.entries[index]!.bytes.length, mask);
        expect(await problemsOf(withBytes(golden, index, () => ({ bytes })))).toContain(`entry ${index}${HASH_LEFT}`);
        expect(await problemsOf(withBytes(golden, index, () => ({ bytes, leafHash: null })))).toContain(rangeOf(sizes, index));
      }),
      { numRuns: 100 },
    );
  });

  it('is found when it is the stored leaf hash that changed', async () => {
    for (const place of upTo(32)) {
      const parts = withBytes(small, 3, ({ leafHash }) => ({ leafHash: flipped(leafHash!, place, 0x10) }));
      expect(await problemsOf(parts)).toContain(`entry 3${HASH_LEFT}`);
    }
  });

  it('is found when a byte was added or taken away, and when nothing is left', async () => {
    const all = small.entries[3]!.bytes;
    for (const bytes of [all.subarray(1), all.subarray(0, -1), Uint8Array.of(...all, 0x20), new Uint8Array()]) {
      expect(await problemsOf(withBytes(small, 3, () => ({ bytes })))).toEqual(
        expect.arrayContaining([`entry 3${HASH_LEFT}`, expect.stringMatching(/^entry 3 cannot be read: /)]),
      );
    }
  });

  it('does not hide another one', async () => {
    const golden = goldenCopy();
    const one = withBytes(golden, 5, ({ bytes }) => ({ bytes: flipped(bytes, 40, 1) }));
    const two = withBytes(one, 30, ({ bytes }) => storedAs(flipped(bytes, 40, 1)));
    const problems = await problemsOf(two);
    expect(problems).toContain(`entry 5${HASH_LEFT}`);
    expect(problems).toContain(rangeOf([0, 1, 2, 3, 20, 32, 49], 30));
    expect(problems.filter((problem) => problem.includes('the root'))).toHaveLength(1);
  });
});
