import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Entry } from '../../src/core/fact.ts';
import { DRAFT_FACTS, OTHER_FACTS } from '../../src/core/fact.ts';
import { decodeEntry, encodeEntry } from '../../src/log/entry.ts';
import { ENTRY_SHAPES } from '../../src/log/entry-shapes.ts';
import { leafHash } from '../../src/log/merkle.ts';
import { originFrom } from '../../src/log/origin.ts';
import { bytesOf, hex, refusalOf, vectors } from './vectors.ts';

const { log, entries: signed, later, refused } = vectors('entries');
const entries = [...signed, ...later];
const types = [...DRAFT_FACTS, ...OTHER_FACTS];
const golden = (type: Entry['type']): Entry => {
  const found = entries.find((entry) => entry.type === type);
  if (!found) throw new Error(`no golden entry of type ${type}`);
  return JSON.parse(found.bytes) as Entry;
};
const changed = (type: Entry['type'], change: (entry: Record<string, unknown> & Entry) => void): Entry => {
  const entry = golden(type) as Record<string, unknown> & Entry;
  change(entry);
  return entry;
};

describe('entries', () => {
  it.each(entries)('writes entry $index ($type) as it was always written, and reads it back', ({ bytes, leafHash: leaf }) => {
    const entry = decodeEntry(bytesOf(bytes));
    expect(entry).toEqual(JSON.parse(bytes));
    expect(encodeEntry(entry)).toEqual(bytesOf(bytes));
    expect(hex(leafHash(bytesOf(bytes)))).toBe(leaf);
    expect(leaf).toBe(createHash('sha256').update(Uint8Array.of(0)).update(bytes).digest('hex'));
  });

  it('has a golden entry of every type', () => {
    expect(new Set(entries.map((entry) => entry.type))).toEqual(new Set(types));
    expect(Object.keys(ENTRY_SHAPES).toSorted()).toEqual(types.toSorted());
  });

  it.each(refused)('refuses to read $why', ({ code, bytes }) => {
    expect(refusalOf(() => decodeEntry(bytesOf(bytes)))).toBe(code);
  });

  it.each(refused.filter(({ code }) => code !== 'NOT_CANONICAL'))('refuses to write $why', ({ code, bytes }) => {
    expect(refusalOf(() => encodeEntry(JSON.parse(bytes) as Entry))).toBe(code);
  });

  it.each(types)('reads no %s from which a field was taken, or to which one was added', (type) => {
    const { refs, digests } = ENTRY_SHAPES[type];
    const optional = [...refs, ...digests].filter((name) => name.endsWith('?')).map((name) => name.slice(0, -1));
    for (const part of ['refs', 'digests'] as const) {
      for (const name of Object.keys(golden(type)[part])) {
        const without = changed(type, (entry) => delete entry[part][name]);
        // Without its human, an entry with an actor is refused all the same.
        if (optional.includes(name) && name !== 'human') expect(encodeEntry(without)).toBeInstanceOf(Uint8Array);
        else expect(refusalOf(() => encodeEntry(without))).toBe('BAD_ENTRY');
      }
      expect(refusalOf(() => encodeEntry(changed(type, (entry) => (entry[part]['note'] = 'a'.repeat(64)))))).toBe('BAD_ENTRY');
    }
    for (const name of ['id', 'at', 'log', 'refs', 'digests'] as const) {
      expect(refusalOf(() => encodeEntry(changed(type, (entry) => delete (entry as Partial<Entry>)[name])))).toBe('BAD_ENTRY');
    }
    expect(refusalOf(() => encodeEntry(changed(type, (entry) => (entry['note'] = 1))))).toBe('BAD_ENTRY');
  });

  it.each(types)('writes no words, names or ids of people into any field of a %s', (type) => {
    const entry = golden(type);
    const places: [Record<string, unknown>, string][] = [
      ...Object.keys(entry).map((name): [Record<string, unknown>, string] => [entry as unknown as Record<string, unknown>, name]),
      ...Object.keys(entry.refs).map((name): [Record<string, unknown>, string] => [entry.refs, name]),
      ...Object.keys(entry.digests).map((name): [Record<string, unknown>, string] => [entry.digests, name]),
    ];
    for (const [record, name] of places) {
      const before = record[name];
      for (const words of ['the password is hunter2', 'Ana\u202e', 'two\nlines', 'x'.repeat(257), '', 'é', null, true]) {
        record[name] = words;
        expect(refusalOf(() => encodeEntry(entry))).toMatch(/^(BAD_ENTRY|UNKNOWN_TYPE|UNKNOWN_VERSION)$/);
      }
      record[name] = before;
    }
    expect(encodeEntry(entry)).toBeInstanceOf(Uint8Array);
  });

  it('lets an operator act without an account, and nobody else', () => {
    const withdrawnBy = (by: string): Entry =>
      changed('draft.withdrawn', (entry) => {
        delete entry.actor;
        delete entry.refs['human'];
        entry.refs['by'] = by;
      });
    expect(encodeEntry(withdrawnBy('operator'))).toBeInstanceOf(Uint8Array);
    for (const by of ['requester', 'reviewer']) expect(refusalOf(() => encodeEntry(withdrawnBy(by)))).toBe('BAD_ENTRY');
  });

  it('is at most 32 KiB, before anything in it is looked at', () => {
    expect(refusalOf(() => decodeEntry(new Uint8Array(32 * 1024 + 1)))).toBe('TOO_LARGE');
    expect(refusalOf(() => decodeEntry(new Uint8Array(32 * 1024)))).toBe('NOT_JSON');
    expect(refusalOf(() => encodeEntry(changed('draft.failed', (entry) => (entry.refs['code'] = 'X'.repeat(32 * 1024)))))).toBe(
      'TOO_LARGE',
    );
  });

  it('finds every changed byte: it cannot be read, or it is another leaf, and nothing is read in two ways', () => {
    fc.assert(
      fc.property(fc.nat(entries.length - 1), fc.nat(), fc.integer({ min: 1, max: 255 }), (nth, at, change) => {
        const bytes = bytesOf(entries[nth]?.bytes ?? '');
        const other = Uint8Array.from(bytes);
        const place = at % other.length;
        other[place] = (other[place] ?? 0) ^ change;
        let read: Entry;
        try {
          read = decodeEntry(other);
        } catch (error) {
          expect(error).toHaveProperty('name', 'FormatError');
          return;
        }
        expect(hex(leafHash(other))).not.toBe(hex(leafHash(bytes)));
        expect(encodeEntry(read)).toEqual(other);
        expect(read).not.toEqual(decodeEntry(bytes));
      }),
      { numRuns: 2000 },
    );
  });

  it('finds every changed byte of one entry, place by place', () => {
    const bytes = bytesOf(entries[3]?.bytes ?? '');
    const leaf = hex(leafHash(bytes));
    let readable = 0;
    for (let place = 0; place < bytes.length; place += 1) {
      const other = Uint8Array.from(bytes);
      other[place] = (other[place] ?? 0) ^ 1;
      expect(hex(leafHash(other))).not.toBe(leaf);
      try {
        expect(encodeEntry(decodeEntry(other))).toEqual(other);
        readable += 1;
      } catch (error) {
        expect(error).toHaveProperty('name', 'FormatError');
      }
    }
    // Digits of digests and ids may become other digits; most changes break the form.
    expect(readable).toBeGreaterThan(0);
    expect(readable).toBeLessThan(bytes.length);
  });

  it('names a log by 16 random bytes', () => {
    expect(log).toBe(originFrom(createHash('sha256').update('golden origin').digest().subarray(0, 16)));
    expect(() => originFrom(new Uint8Array(15))).toThrow(RangeError);
  });
});
