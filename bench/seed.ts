import { setTimeout as sleep } from 'node:timers/promises';
import type { PersonId } from '../src/adapter.ts';
import { utf8, textOf } from '../src/log/bytes.ts';
import { signCheckpoint } from '../src/log/checkpoint.ts';
import { appendLeaf, formatFrontier, type Frontier, leafHash, parseFrontier, rootOf } from '../src/log/merkle.ts';
import type { Signer } from '../src/log/signer.ts';
import type { Store } from '../src/store/store.ts';
import { type Bulk, openBulk, type Row } from './bulk.ts';
import { createPeople, PEOPLE } from './cycles.ts';
import { type Address, bytesOf, openSql, type Sql } from './database.ts';
import type { Desk } from './desk.ts';
import { openBench } from './installation.ts';
import { requester } from './platform.ts';
import { watchQuiet } from './quiet.ts';
import { createCopier, readTemplate, type Template } from './template.ts';

/** Drafts a transaction; each leaves about as many rows as a real one. */
const DRAFTS_AT_ONCE = 1_000;

/**
 * Fills a database with drafts that wait for their reviewers: one is made by the product itself, the others are copies of its rows
 * under ids, people, keys and digests of their own. The log goes on over all of them, so `verify` must find nothing wrong.
 */
export async function seed(address: Address, drafts: number, desk: Desk): Promise<{ ms: number; bytes: number }> {
  const startedAt = performance.now();
  const opened = await openBench(address, desk, 0);
  const { given, signer, dataKey } = opened;
  const sql = await openSql(address);
  const quiet = watchQuiet(sql, 2);
  const people = createPeople(opened, desk, { quiet, sql, nth: 0 });
  const { draft } = await people.askAndApprove(new AbortController().signal);
  await quiet.ofDraft(draft);
  await untilItRests(sql, draft);
  const asking = Array.from({ length: Math.min(PEOPLE, Math.ceil(drafts / 10)) }, (_, nth) => requester(nth));
  const pseudonyms = await pseudonymsOf(given.store, asking);
  const template = await readTemplate(sql, given.store.read, draft);
  await quiet.stop();
  await opened.close();
  const [head] = await sql.query('select frontier from checkpoints order by size desc limit 1');
  await sql.close();

  const bulk = await openBulk(address);
  await fill(bulk, { template, drafts, pseudonyms, dataKey, signer, from: parseFrontier(head?.['frontier'] as Uint8Array) });
  await bulk.close();
  return { ms: performance.now() - startedAt, bytes: await bytesOf(address) };
}

/** What is due in a moment would be due a hundred thousand times at once, and nothing else would get a word in for minutes. */
const A_MOMENT_MS = 60_000;

async function untilItRests(sql: Sql, draft: string): Promise<void> {
  const soon = async (): Promise<unknown[]> =>
    sql.query('select id from effects where draft = ? and due_at <= ?', [draft, Date.now() + A_MOMENT_MS]);
  while ((await soon()).length > 0) await sleep(20);
}

interface Filling {
  template: Template;
  drafts: number;
  pseudonyms: ReadonlyMap<PersonId, string>;
  dataKey: Uint8Array;
  signer: Signer;
  from: Frontier;
}

async function fill(bulk: Bulk, { template, drafts, pseudonyms, dataKey, signer, from }: Filling): Promise<void> {
  const copy = createCopier(template, dataKey);
  const people = [...pseudonyms];
  let frontier = from;
  for (let begun = 0; begun < drafts; begun += DRAFTS_AT_ONCE) {
    const howMany = Math.min(DRAFTS_AT_ONCE, drafts - begun);
    const copies = Array.from({ length: howMany }, (_, nth) => {
      const [person, pseudonym] = people[(begun + nth) % people.length] ?? ['', ''];
      return copy({ person, pseudonym, nth: begun + nth, agoMs: (drafts - begun - nth) * 10 });
    });
    const entries = copies
      .flatMap((one) => one.entries)
      .map((entry): Row => {
        const bytes = utf8(entry.text);
        const leaf = leafHash(bytes);
        const row = { id: entry.id, draft: entry.draft, bytes, leaf_hash: leaf, idx: frontier.size };
        frontier = appendLeaf(frontier, leaf);
        return row;
      });
    await bulk.begin();
    for (const table of TABLES)
      await bulk.insert(
        table,
        copies.flatMap((one) => one.rows[table]),
      );
    await bulk.insert('entries', entries);
    await bulk.insert('checkpoints', [checkpointOf(frontier, signer)]);
    await bulk.commit();
  }
}

const TABLES = ['drafts', 'draft_keys', 'texts', 'cards', 'runs', 'effects', 'deliveries'] as const;

function checkpointOf(frontier: Frontier, signer: Signer): Row {
  const note = textOf(signCheckpoint({ origin: signer.name, size: frontier.size, root: rootOf(frontier) }, signer)) ?? '';
  return { size: frontier.size, note, frontier: formatFrontier(frontier), at: Date.now() };
}

async function pseudonymsOf(store: Store, people: readonly PersonId[]): Promise<Map<PersonId, string>> {
  return store.transact(async (tx) => {
    const all = new Map<PersonId, string>();
    for (const person of people) all.set(person, await tx.people.pseudonym(person));
    return all;
  });
}
