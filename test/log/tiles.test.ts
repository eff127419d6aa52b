import { describe, expect, it } from 'vitest';
import { entryBundles, tilePath, tilesOf } from '../../src/log/tiles.ts';
import { naiveRoot, sha256 } from './known-tree.ts';
import { bytesOf, hex, unhex, vectors } from './vectors.ts';

const { tiles, bundles } = vectors('tiles');
const entries = vectors('entries').entries;
const leaves = entries.map((entry) => unhex(entry.leafHash));
const numbered = (count: number): Uint8Array[] => Array.from({ length: count }, (_, nth) => sha256(bytesOf(String(nth))));
const hashesIn = (bytes: Uint8Array): Uint8Array[] =>
  Array.from({ length: bytes.length / 32 }, (_, nth) => bytes.subarray(nth * 32, nth * 32 + 32));

describe('the static layout', () => {
  it.each([
    [0, 0, 256, 'tile/0/000'],
    [0, 0, 255, 'tile/0/000.p/255'],
    [0, 5, 7, 'tile/0/005.p/7'],
    [1, 999, 256, 'tile/1/999'],
    [2, 1000, 17, 'tile/2/x001/000.p/17'],
    [0, 1234067, 256, 'tile/0/x001/x234/067'],
    ['entries', 1234067, 1, 'tile/entries/x001/x234/067.p/1'],
    [63, 0, 1, 'tile/63/000.p/1'],
  ] as const)('names tile %s, %i of width %i as C2SP tlog-tiles does', (level, index, width, path) => {
    expect(tilePath(level, index, width)).toBe(path);
  });

  it('puts the golden log into the same files as ever', () => {
    expect([...tilesOf(leaves)].map(({ path, bytes }) => ({ path, bytes: hex(bytes) }))).toEqual(tiles);
    expect(
      [...entryBundles(entries.map((entry) => bytesOf(entry.bytes)))].map(({ path, bytes }) => ({
        path,
        length: bytes.length,
        sha256: hex(sha256(bytes)),
      })),
    ).toEqual(bundles);
  });

  it('puts each entry behind its length', () => {
    const [bundle] = entryBundles([bytesOf('ab'), bytesOf(''), new Uint8Array(0x0102)]);
    expect(bundle?.path).toBe('tile/entries/000.p/3');
    expect(hex(bundle?.bytes ?? new Uint8Array())).toBe(`0002616200000102${'00'.repeat(0x0102)}`);
    expect(() => [...entryBundles([new Uint8Array(0x10000)])]).toThrow(RangeError);
  });

  it('cuts entries into bundles of 256', () => {
    const paths = (count: number): string[] => [...entryBundles(numbered(count))].map(({ path }) => path);
    expect(paths(0)).toEqual([]);
    expect(paths(256)).toEqual(['tile/entries/000']);
    expect(paths(513)).toEqual(['tile/entries/000', 'tile/entries/001', 'tile/entries/002.p/1']);
  });

  it('has the tiles that C2SP counts for 256 and for 70,000 entries', () => {
    const paths = (count: number): string[] => [...tilesOf(numbered(count))].map(({ path }) => path);
    expect(paths(0)).toEqual([]);
    expect(paths(256)).toEqual(['tile/0/000', 'tile/1/000.p/1']);
    const many = paths(70_000);
    expect(many.filter((path) => /^tile\/0\/\d{3}$/.test(path))).toHaveLength(273);
    expect(many.slice(273)).toEqual(['tile/0/273.p/112', 'tile/1/000', 'tile/1/001.p/17', 'tile/2/000.p/1']);
  });

  it('holds the whole tree: level 0 gives the root, and every level follows from the one below', () => {
    const all = numbered(600);
    const files = new Map([...tilesOf(all, 513)].map(({ path, bytes }) => [path, hashesIn(bytes)]));
    const level = (wanted: number): Uint8Array[][] =>
      [...files].filter(([path]) => path.startsWith(`tile/${wanted}/`)).map(([, hashes]) => hashes);
    expect(hex(naiveRoot(level(0).flat()))).toBe(hex(naiveRoot(all.slice(0, 513))));
    expect(level(1).flat().map(hex)).toEqual(
      level(0)
        .filter((tile) => tile.length === 256)
        .map((tile) => hex(naiveRoot(tile))),
    );
    expect(files.get('tile/0/002.p/1')?.map(hex)).toEqual([hex(all[512] as Uint8Array)]);
    expect(() => [...tilesOf(all, 601)]).toThrow(RangeError);
  });
});
