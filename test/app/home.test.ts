import { expect, it, onTestFinished } from 'vitest';
import { homeOf } from '../../src/app/home.ts';
import type { Ports } from '../../src/app/ports.ts';
import type { HomeSection } from '../../src/core/home.ts';
import { createSqliteStore } from '../../src/store/kysely-store.ts';
import { text } from '../../src/text-port.ts';
import { DATA_KEY } from '../store/harness.ts';
import { ben, cardOf, draftOf, newId, revisionOf } from '../store/samples.ts';

/**
 * A page of what waits for Ben, the newest first, and of how many drafts cards were read for it. A card that reached nobody and was meant
 * for a channel of reviewers is shown to nobody alone.
 */
async function pageOfBen(drafts: ('shown' | 'kept back')[], page = 0): Promise<{ section: HomeSection; read: number }> {
  const store = await createSqliteStore({ file: ':memory:', now: () => 100, dataKey: DATA_KEY });
  onTestFinished(() => store.close());
  const read = new Set<string>();
  const ofDraft: typeof store.read.cards.ofDraft = (draft) => (read.add(draft), store.read.cards.ofDraft(draft));
  const ports = {
    store: { ...store, read: { ...store.read, cards: { ...store.read.cards, ofDraft } } },
    clock: { now: () => 2_000_000 },
    timeZone: 'UTC',
    text,
    adapters: new Map([['playground', { person: () => Promise.reject(new Error('is away')) }]]),
    logger: { warn() {} },
  } as unknown as Ports;
  await store.transact(async (tx) => {
    for (const [nth, kind] of drafts.entries()) {
      const revision = revisionOf();
      const draft = draftOf({ state: 'awaiting_reviewer', revision, createdAt: 1_000_000 - nth });
      await tx.drafts.insert(draft);
      const id = newId('crd');
      const reached = { ref: { surface: 'direct', message: `m${nth}` }, shared: null };
      const unreached = { ref: null, shared: { lead: id, channel: 'playground:acme:review' as const } };
      const stands = kind === 'shown' ? reached : unreached;
      await tx.cards.insert(
        cardOf({ id, draft: draft.id, person: ben, role: 'reviewer', revision: 1, digest: revision.digest, ...stands }),
      );
    }
  });
  const home = await homeOf(ports, { person: ben, pages: { to_review: page, open: 0, published: 0 } });
  const section = home.sections.find(({ list }) => list === 'to_review');
  if (!section) throw new Error('the page has no list of what waits for a review');
  return { section, read: read.size };
}

const many = (count: number, kind: 'shown' | 'kept back') => Array.from({ length: count }, () => kind);

it('a page of what waits for a review asks of one draft more than it shows, however many wait', async () => {
  const first = await pageOfBen(many(40, 'shown'));
  expect([first.section.items.length, first.section.more, first.read]).toEqual([6, true, 7]);
  const last = await pageOfBen(many(12, 'shown'), 1);
  expect([last.section.items.length, last.section.more]).toEqual([6, false]);
});

it('drafts that may not be shown any more hide none that come after them, nor that there are more', async () => {
  const { section } = await pageOfBen([...many(20, 'kept back'), ...many(7, 'shown')]);
  expect([section.items.length, section.more]).toEqual([6, true]);
  const { section: none } = await pageOfBen(many(20, 'kept back'));
  expect([none.items, none.more]).toEqual([[], false]);
});
