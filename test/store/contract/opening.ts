import { expect, it } from 'vitest';
import { MIGRATIONS } from '../../../src/store/migrations/index.ts';
import { DATA_KEY, type Harness } from '../harness.ts';
import { ana, draftOf } from '../samples.ts';

/** What leads back to the first schema. */
const UNDO = [
  'drop table submissions',
  'drop table grants',
  'drop table agents',
  'drop table channel_cards',
  'drop index drafts_erased',
  'drop index runs_by_draft',
  'drop index cards_open_by_person',
  'alter table cards drop column shared_lead',
  'alter table cards drop column shared_channel',
].join('; ');

export function openingContract(setUp: () => Promise<Harness>): void {
  it('finds everything again after it was closed and opened', async () => {
    const harness = await setUp();
    const store = await harness.open();
    const draft = draftOf();
    const pseudonym = await store.transact(async (tx) => {
      await tx.drafts.insert(draft);
      await tx.texts.put(draft.id, 'question', 'how?');
      return tx.people.pseudonym(ana);
    });
    await store.close();
    await store.close();
    const again = await harness.open();
    expect(await again.read.drafts.get(draft.id)).toEqual(draft);
    expect(await again.read.texts.get(draft.id, 'question')).toBe('how?');
    expect(await again.transact((tx) => tx.people.pseudonym(ana))).toBe(pseudonym);
    expect(await again.read.meta.get('schema')).toBe(String(MIGRATIONS.length));
  });

  it('is made once when several processes open an empty database at the same time', async () => {
    const harness = await setUp();
    const stores = await Promise.all(Array.from({ length: 5 }, () => harness.open()));
    expect(await Promise.all(stores.map((store) => store.transact((tx) => tx.meta.get('schema'))))).toEqual(
      stores.map(() => String(MIGRATIONS.length)),
    );
  });

  it('raises a database of the first schema to that of this program, with all that is in it', async () => {
    const harness = await setUp();
    const draft = draftOf({ state: 'expired' });
    const store = await harness.open();
    await store.transact((tx) => tx.drafts.insert(draft));
    await store.close();
    await harness.run(`${UNDO}; update meta set value = '1' where name = 'schema'`);
    const raised = await harness.open();
    expect(await raised.read.meta.get('schema')).toBe(String(MIGRATIONS.length));
    expect(await raised.read.drafts.get(draft.id)).toEqual(draft);
    await expect(harness.run(UNDO)).resolves.toBeUndefined();
  });

  it('refuses a database that a newer program wrote, and leaves it alone', async () => {
    const harness = await setUp();
    const store = await harness.open();
    await store.transact((tx) => tx.meta.set('schema' as 'origin', '999'));
    await expect(harness.open()).rejects.toMatchObject({ code: 'DATABASE_NEWER', message: expect.stringContaining('999') });
    expect(await store.read.meta.get('schema')).toBe('999');
  });

  it('refuses another DATA_KEY at once, and the right one opens as before', async () => {
    const harness = await setUp();
    await (await harness.open()).close();
    await expect(harness.open({ dataKey: new Uint8Array(32).fill(8) })).rejects.toMatchObject({ code: 'WRONG_DATA_KEY' });
    await expect(harness.open({ dataKey: DATA_KEY.subarray(1) })).rejects.toThrow('32 bytes');
    expect(await (await harness.open()).read.kill.all()).toEqual([]);
  });
}
