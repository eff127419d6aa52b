import { expect, test } from 'vitest';
import { departureFrom, departureInWords } from '../../src/log/anchor.ts';
import { createSigner, generateSeed } from '../../src/log/signer.ts';
import { parseVerifierKey } from '../../src/log/verifier-key.ts';
import { key, signer } from './copies.ts';
import { type Bench, bench, someEntries, write } from './sequencing.ts';

/** Signs so many more entries, as one process does, and resolves with the newest checkpoint. */
async function grow({ store, sequencer }: Bench, count: number): Promise<string> {
  const entries = await write(store, someEntries(count));
  const one = sequencer();
  await one.checkpointed(entries.at(-1)!, 5_000);
  await one.stop();
  return (await store.read.checkpoints.latest())!.note;
}

test('a database goes on from every checkpoint that it signed', async () => {
  const one = await bench();
  const notes = [await grow(one, 3), await grow(one, 1), await grow(one, 5)];
  for (const note of notes) expect(await departureFrom(note, one.store.read.checkpoints, key)).toBeNull();
});

test('a database without the newest entries is an older copy, and by how many is told', async () => {
  const one = await bench();
  await grow(one, 3);
  const anchor = await grow(one, 2);
  one.sql('DELETE FROM checkpoints WHERE size = 5');
  const departure = await departureFrom(anchor, one.store.read.checkpoints, key);
  expect(departure).toEqual({ kind: 'older', anchored: 5, here: 3 });
  expect(departureInWords(departure!)).toBe('This database is an older copy: 5 entries were signed here, and it holds 3 of them.');
  one.sql('DELETE FROM checkpoints');
  expect(await departureFrom(anchor, one.store.read.checkpoints, key)).toEqual({ kind: 'older', anchored: 5, here: 0 });
});

test.each([4, 5, 6])('an older copy that signed %s entries by itself is told from the database that signed five others', async (size) => {
  const [one, other] = [await bench(), await bench()];
  const anchor = await grow(one, 5);
  await grow(other, size);
  const kind = size < 5 ? 'older' : 'other_history';
  expect(await departureFrom(anchor, other.store.read.checkpoints, key)).toMatchObject({ kind, anchored: 5 });
});

test.each([
  ['of another key', createSigner(signer.name, generateSeed()).verifierKey],
  [
    'of another log',
    createSigner(
      signer.name.replace(/.$/, (last) => (last === '0' ? '1' : '0')),
      generateSeed(),
    ).verifierKey,
  ],
])('an anchor %s says that this is another log', async (_what, other) => {
  const one = await bench();
  const anchor = await grow(one, 2);
  await grow(one, 1);
  expect(await departureFrom(anchor, one.store.read.checkpoints, parseVerifierKey(other))).toEqual({ kind: 'other_log' });
  expect(await departureFrom('', one.store.read.checkpoints, key)).toEqual({ kind: 'other_log' });
});

test('nothing is signed in a database that does not go on from what its process knows', async () => {
  const one = await bench();
  await grow(one, 3);
  const known = await grow(one, 2);
  one.sql('DELETE FROM checkpoints WHERE size = 5');
  one.sql('UPDATE entries SET idx = NULL WHERE idx >= 3');
  const anchored = one.sequencer({
    owner: 'anchored',
    anchor: {
      async demandContinued(checkpoints) {
        const departure = await departureFrom(known, checkpoints, key);
        if (departure !== null) throw new Error(departure.kind);
      },
      signed: () => {},
    },
  });
  const [waiting] = await one.store.read.entries.unsequenced(1);
  await expect(anchored.checkpointed(waiting!.id, 600)).rejects.toThrow('did not come under a checkpoint in time');
  expect(one.errors).toContainEqual(new Error('older'));
  expect(await one.store.read.checkpoints.latest()).toMatchObject({ size: 3 });
});
