import { concat } from './bytes.ts';
import { treeHash } from './merkle.ts';

/** Hashes in a full tile, entries in a full bundle. */
const FULL = 256;

/** A file of the static layout in which anybody can serve or mirror the log. */
export interface Tile {
  path: string;
  bytes: Uint8Array;
}

/**
 * C2SP tlog-tiles: `tile/<level>/<index>`, the index in groups of three digits, all but the last behind an `x`; a tile that is
 * not full yet ends in `.p/<width>`. Full tiles never change; a partial one belongs to one size of the log.
 */
export function tilePath(level: number | 'entries', index: number, width: number): string {
  const digits = String(index);
  const padded = digits.padStart(Math.ceil(digits.length / 3) * 3, '0');
  const groups = padded.match(/\d{3}/g) ?? [];
  const name = groups.map((group, nth) => (nth < groups.length - 1 ? `x${group}` : group)).join('/');
  return `tile/${level}/${name}${width < FULL ? `.p/${width}` : ''}`;
}

/** Every hash tile of the tree of the first `size` leaves, level by level. A level holds the roots of the full tiles below it. */
export function* tilesOf(leafHashes: readonly Uint8Array[], size = leafHashes.length): Generator<Tile> {
  if (size > leafHashes.length) throw new RangeError(`no tree of ${size} among ${leafHashes.length} leaves`);
  let hashes = leafHashes.slice(0, size);
  for (let level = 0; hashes.length > 0; level += 1) {
    const above: Uint8Array[] = [];
    for (const [index, tile] of tilesIn(hashes)) {
      yield { path: tilePath(level, index, tile.length), bytes: concat(tile) };
      if (tile.length === FULL) above.push(treeHash(tile));
    }
    hashes = above;
  }
}

/** The entries themselves, 256 to a bundle, each behind its length in two bytes (most significant first). */
export function* entryBundles(entries: Iterable<Uint8Array>): Generator<Tile> {
  for (const [index, bundle] of tilesIn(entries)) {
    yield { path: tilePath('entries', index, bundle.length), bytes: concat(bundle.flatMap((entry) => [lengthOf(entry), entry])) };
  }
}

function* tilesIn(items: Iterable<Uint8Array>): Generator<[index: number, tile: Uint8Array[]]> {
  let index = 0;
  let tile: Uint8Array[] = [];
  for (const item of items) {
    tile.push(item);
    if (tile.length === FULL) {
      yield [index, tile];
      index += 1;
      tile = [];
    }
  }
  if (tile.length > 0) yield [index, tile];
}

function lengthOf(entry: Uint8Array): Uint8Array {
  if (entry.length > 0xffff) throw new RangeError('an entry in a bundle has at most 65,535 bytes');
  return Uint8Array.of(entry.length >> 8, entry.length & 0xff);
}
