/** Writes pairs of rows, many at once, and says of each pair when it is saved; killed by the test that started it. */
import { createPostgresStore, createSqliteStore } from '../../src/store/kysely-store.ts';

const address = JSON.parse(process.env['ADDRESS'] ?? '') as { sqlite: string } | { postgres: string };
const dataKey = new Uint8Array(32).fill(7);
const store = await ('sqlite' in address
  ? createSqliteStore({ file: address.sqlite, dataKey, now: Date.now })
  : createPostgresStore({ url: address.postgres, dataKey }));

for (let n = 0; ; n += 5) await Promise.all([0, 1, 2, 3, 4].map((more) => savePair(`w${n + more}`)));

async function savePair(id: string): Promise<void> {
  await store.transact(async (tx) => {
    await tx.deliveries.put(id, 'x'.repeat(2_000), 1);
    await tx.deliveries.put(`${id}-twin`, 'x'.repeat(2_000), 1);
  });
  process.stdout.write(`${JSON.stringify({ saved: id })}\n`);
}
