import { describe, expect, it } from 'vitest';
import { decodeEntry, encodeEntry } from '../../src/log/entry.ts';
import { walk } from '../core/lifecycle-walk.ts';
import { entryOf, factOf } from './replaying.ts';

describe('the facts of the lifecycle', () => {
  it.each([0, 1, 2])('can each be written as an entry and read again, with %i reviewers needed', (needed) => {
    const written = new Set<string>();
    for (const { before, command, who, after } of walk(needed)) {
      if (after === null) continue;
      const entry = entryOf(factOf(before, command, who));
      expect(decodeEntry(encodeEntry(entry))).toEqual(entry);
      written.add(entry.type);
    }
    expect(written.size).toBeGreaterThan(15);
  });

  it('can be written when an operator settles a publication that nobody found', () => {
    const unknown = [...walk(0)].find((step) => step.before.state === 'outcome_unknown')?.before;
    if (!unknown) throw new Error('the walk meets no unknown outcome');
    const because = { reason: 'reason:x', reasonDigest: '0'.repeat(64) };
    const settled = { kind: 'settle', version: unknown.version, outcome: 'published', message: null, ...because } as const;
    expect(encodeEntry(entryOf(factOf(unknown, settled, 'olu')))).toBeInstanceOf(Uint8Array);
  });
});
