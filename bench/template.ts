import { randomBytes } from 'node:crypto';
import type { DraftId } from '../src/adapter.ts';
import { idFrom, type IdOf, type PublicationId, referenceOf, requestReferenceOf } from '../src/core/ids.ts';
import type { Post } from '../src/core/post.ts';
import { postDigest, saltedDigest } from '../src/log/digests.ts';
import { newKey, placeOf, seal } from '../src/store/sealed-text.ts';
import type { ReadTables } from '../src/store/store.ts';
import type { Row } from './bulk.ts';
import type { Sql } from './database.ts';

/** What one real draft left in every table, with its texts opened and its entries as text. */
export interface Template {
  draft: string;
  /** The requester's name, as it stands in ids and texts, and their pseudonym in the log. */
  name: string;
  pseudonym: string;
  createdAt: number;
  tables: Record<'drafts' | 'cards' | 'runs' | 'effects' | 'deliveries', Row[]>;
  texts: { name: string; text: string }[];
  entries: { id: string; draft: string; text: string }[];
}

export interface Copied {
  rows: Record<'drafts' | 'draft_keys' | 'texts' | 'cards' | 'runs' | 'effects' | 'deliveries', Row[]>;
  entries: { id: string; draft: string; text: string }[];
}

export interface CopyOrder {
  person: string;
  pseudonym: string;
  nth: number;
  /** How much older than the template. */
  agoMs: number;
}

export async function readTemplate(sql: Sql, read: ReadTables, draft: DraftId): Promise<Template> {
  const rows = async (text: string): Promise<Row[]> => (await sql.query(text, [draft])) as Row[];
  const [body] = await rows('select body from drafts where id = ?');
  const { request, createdAt } = JSON.parse(String(body?.['body'])) as { request: { requester: string }; createdAt: number };
  const names = await rows('select name from texts where draft = ?');
  const texts = await Promise.all(
    names.map(async ({ name }) => ({ name: String(name), text: (await read.texts.get(draft, String(name))) ?? '' })),
  );
  const entries = (await rows('select id, draft, bytes from entries where draft = ? order by seq')).map((row) => ({
    id: String(row['id']),
    draft,
    text: Buffer.from(row['bytes'] as Uint8Array).toString('utf8'),
  }));
  const requested = JSON.parse(entries[0]?.text ?? '{}') as { actor: string };
  const deliveries = (await sql.query('select * from deliveries where reply like ?', [`%${draft}%`])) as Row[];
  const tables = {
    drafts: await rows('select * from drafts where id = ?'),
    cards: (await rows('select * from cards where draft = ? order by seq')).map(({ seq: _seq, ...row }) => row),
    runs: await rows('select * from runs where draft = ?'),
    effects: await rows('select * from effects where draft = ?'),
    deliveries,
  };
  const name = request.requester.split(':').at(-1) ?? '';
  return { draft, name, pseudonym: requested.actor, createdAt, tables, texts, entries };
}

/** Makes one further draft of the template: other ids, another person, and the digests that follow from them. */
export function createCopier(template: Template, dataKey: Uint8Array): (order: CopyOrder) => Copied {
  const whole = JSON.stringify({ tables: template.tables, texts: template.texts, entries: template.entries });
  const stored = template.texts.find(({ name }) => name.startsWith('post:'));
  if (!stored) throw new Error('the template has no post');
  const old = digestsOf(stored.text);
  const message = /msg-\d+-\d+/.exec(whole)?.[0] ?? '';
  const tokens = new Set(whole.match(/\b(?:drf|rev|pub|run|ent|crd|eff|att)_[0-9A-Z]{26}/g));
  const pattern = new RegExp(
    `\\b(?:drf|rev|pub|run|ent|crd|eff|att)_[0-9A-Z]{26}|\\b(?:rq|cs)-[0-9A-Z]{8}|${template.name}|${message}|\\b[0-9a-f]{64}\\b|\\b${template.createdAt}\\b`,
    'g',
  );

  return ({ person, pseudonym, nth, agoMs }) => {
    const twins = new Map<string, string>();
    for (const token of tokens) {
      const twin = idFrom(token.slice(0, 3) as keyof IdOf, randomBytes(16));
      twins.set(token, twin);
      if (token.startsWith('pub_')) twins.set(referenceOf(token as PublicationId), referenceOf(twin as PublicationId));
      if (token.startsWith('drf_')) twins.set(requestReferenceOf(token as DraftId), requestReferenceOf(twin as DraftId));
    }
    const createdAt = template.createdAt - agoMs;
    twins.set(template.name, person.split(':').at(-1) ?? '').set(template.pseudonym, pseudonym);
    twins.set(message, `msg-seeded-${nth}`).set(String(template.createdAt), String(createdAt));
    const put = (text: string): string => text.replace(pattern, (token) => twins.get(token) ?? token);
    const now = digestsOf(put(stored.text));
    twins.set(old.post, now.post).set(old.preview, now.preview);
    const copied = JSON.parse(put(whole)) as Pick<Template, 'tables' | 'texts' | 'entries'>;
    const draft = twins.get(template.draft) ?? '';
    const key = newKey();
    return {
      entries: copied.entries,
      rows: {
        ...copied.tables,
        draft_keys: [{ draft, wrapped: seal(dataKey, placeOf.draftKey(draft), key) }],
        texts: copied.texts.map(({ name, text }) => ({
          draft,
          name,
          sealed: seal(key, placeOf.text(draft, name), Buffer.from(text, 'utf8')),
        })),
      },
    };
  };
}

function digestsOf(storedPost: string): { post: string; preview: string } {
  const { post, preview } = JSON.parse(storedPost) as { post: Post; preview: string };
  return { post: postDigest(post), preview: saltedDigest('preview', post.salt, preview) };
}
