import { createHmac } from 'node:crypto';
import { expect, it } from 'vitest';
import type { Harness } from '../harness.ts';
import { ana, ben, draftOf, newId } from '../samples.ts';

export function textsContract(setUp: () => Promise<Harness>): void {
  it('keeps texts by draft and name, and replaces one that is put again', async () => {
    const store = await (await setUp()).open();
    const [one, other] = [newId('drf'), newId('drf')];
    await store.transact(async (tx) => {
      await tx.texts.put(one, 'question', 'how? \0 \u{1f600}');
      await tx.texts.put(one, 'text.1', '');
      await tx.texts.put(other, 'question', 'why?');
      await tx.texts.put(one, 'text.2', 'first');
      await tx.texts.put(one, 'text.2', 'second');
    });
    expect(await store.read.texts.get(one, 'question')).toBe('how? \0 \u{1f600}');
    expect(await store.read.texts.get(one, 'text.1')).toBe('');
    expect(await store.read.texts.get(one, 'text.2')).toBe('second');
    expect(await store.read.texts.get(other, 'question')).toBe('why?');
    expect(await store.read.texts.get(other, 'text.1')).toBeUndefined();
  });

  it('refuses a text that would not come back as it was', async () => {
    const store = await (await setUp()).open();
    await expect(store.transact((tx) => tx.texts.put(newId('drf'), 'question', 'half \ud83d'))).rejects.toThrow(RangeError);
  });

  it('erases every text of a draft for good, and takes no more for it', async () => {
    const store = await (await setUp()).open();
    const [draft, other] = [draftOf(), draftOf()];
    await store.transact(async (tx) => {
      await tx.drafts.insert(draft);
      await tx.texts.put(draft.id, 'question', 'how?');
      await tx.texts.put(other.id, 'question', 'why?');
    });
    expect(await store.read.texts.isErased(draft.id)).toBe(false);
    await store.transact((tx) => tx.texts.erase(draft.id));
    expect(await store.read.texts.get(draft.id, 'question')).toBeUndefined();
    expect(await store.read.texts.isErased(draft.id)).toBe(true);
    expect(await store.read.texts.get(other.id, 'question')).toBe('why?');
    await expect(store.transact((tx) => tx.texts.put(draft.id, 'question', 'again'))).rejects.toMatchObject({ code: 'TEXT_ERASED' });
    await store.transact((tx) => tx.texts.erase(draft.id));
    expect(await store.read.drafts.get(draft.id)).toEqual(draft);
  });

  it('erases a draft that never had a text', async () => {
    const store = await (await setUp()).open();
    const draft = newId('drf');
    expect(await store.read.texts.isErased(draft)).toBe(false);
    await store.transact((tx) => tx.texts.erase(draft));
    expect(await store.read.texts.isErased(draft)).toBe(true);
  });

  it('gives a draft one key when two processes write its first texts at once', async () => {
    const harness = await setUp();
    const stores = [await harness.open(), await harness.open()];
    const drafts = Array.from({ length: 10 }, () => newId('drf'));
    await Promise.all(
      drafts.flatMap((draft) => stores.map((store, n) => store.transact((tx) => tx.texts.put(draft, `text.${n}`, `words ${n}`)))),
    );
    for (const draft of drafts) {
      const texts = await Promise.all([0, 1].map((n) => stores[0]!.read.texts.get(draft, `text.${n}`)));
      expect(texts).toEqual(['words 0', 'words 1']);
    }
  });

  it('calls a person by one pseudonym, in every process, and nobody else by it', async () => {
    const harness = await setUp();
    const [one, other] = [await harness.open(), await harness.open()];
    const [first, second] = await Promise.all([one, other].map((store) => store.transact((tx) => tx.people.pseudonym(ana))));
    const bens = await one.transact((tx) => tx.people.pseudonym(ben));
    expect(first).toMatch(/^[0-9a-f]{64}$/);
    expect(second).toBe(first);
    expect(bens).not.toBe(first);
    expect(first).not.toBe(createHmac('sha256', '').update(ana).digest('hex'));
    expect(await one.read.people.known()).toEqual([
      { person: ana, pseudonym: first },
      { person: ben, pseudonym: bens },
    ]);
  });
}
