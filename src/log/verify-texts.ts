import type { Entry } from '../core/fact.ts';
import type { Post } from '../core/post.ts';
import { postDigest, saltedDigest, type SaltedKind } from './digests.ts';
import { FormatError } from './format-error.ts';
import type { Replayed } from './replay.ts';
import { readEvidence, verifyEvidence } from './evidence.ts';

/** Opens the sealed text of a draft by its name; undefined when there is none or it was erased, an empty text when it was damaged. */
export type OpenTexts = (draft: string, name: string) => Promise<string | undefined>;

/** Kinds that are sealed as `<kind>:<digest>` with their salt. A preview lies beside its post, under the post's salt. */
const SALTED: readonly SaltedKind[] = ['question', 'text', 'reason', 'wish', 'output', 'prompt', 'arguments', 'result', 'evidence'];

/** Posts whose digests are kept, so that they are opened and hashed once: one post is spoken of by its answer, every card and every approval. */
const POSTS_KEPT = 10_000;

/** What a stored post comes to. */
interface PostDigests {
  post: string | null;
  preview: string | null;
  requirements: string;
}

/** Checks what is still readable against the digests that the log holds. What was erased must have an entry that says so. */
export function createTextCheck(open: OpenTexts | null) {
  const wrong: string[] = [];
  const unreadable: { draft: string; where: string; name: string }[] = [];
  const posts = new Map<string, PostDigests | null>();
  let checked = 0;
  let erased = 0;

  async function take(entry: Entry, where: string): Promise<void> {
    if (open === null || entry.draft === undefined) return;
    for (const kind of SALTED) {
      const digest = entry.digests[kind];
      if (digest !== undefined) await one(entry.draft, where, `${kind}:${digest}`, (sealed) => isSalted(kind, digest, sealed));
    }
    if (entry.type === 'evidence.kept') await evidence(entry.draft, entry, where);
    const { post } = entry.digests;
    if (post !== undefined) await onePost(entry.draft, where, `post:${post}`, entry.digests);
  }

  /** What was kept fits its digest; that the platform signed it, and signed this, is another question. Whose key it is, only a person knows. */
  async function evidence(draft: string, entry: Entry, where: string): Promise<void> {
    const sealed = await open?.(draft, `evidence:${entry.digests.evidence}`);
    const { text } = (parsed(sealed ?? '') ?? {}) as { text?: unknown };
    if (typeof text !== 'string') return;
    try {
      const kept = readEvidence(text);
      verifyEvidence(entry, kept, kept.publicKey);
    } catch (error) {
      if (!(error instanceof FormatError)) throw error;
      wrong.push(`${where}: ${error.message}`);
    }
  }

  async function onePost(draft: string, where: string, name: string, digests: Entry['digests']): Promise<void> {
    const key = `${draft} ${name}`;
    const known = posts.get(key);
    if (known === undefined) {
      return one(draft, where, name, (sealed) => {
        const read = digestsOf(sealed);
        posts.set(key, read);
        const [oldest] = posts.keys();
        if (posts.size > POSTS_KEPT && oldest !== undefined) posts.delete(oldest);
        return isPost(digests, read);
      });
    }
    note(isPost(digests, known), where, name);
  }

  async function one(draft: string, where: string, name: string, fits: (sealed: string) => boolean): Promise<void> {
    const sealed = await open?.(draft, name);
    if (sealed === undefined) {
      unreadable.push({ draft, where, name });
      return;
    }
    note(fits(sealed), where, name);
  }

  function note(isFitting: boolean, where: string, name: string): void {
    checked += 1;
    if (!isFitting) wrong.push(`${where}: the stored ${name.split(':')[0]} is not the one that was logged`);
  }

  return {
    take,
    /** Once every entry was taken: only then is it known whose text was erased. */
    problems(drafts: Map<string, Replayed>): string[] {
      const lost = unreadable.filter(({ draft }) => drafts.get(draft)?.erased !== true);
      erased = unreadable.length - lost.length;
      return [
        ...wrong,
        ...lost.map(({ where, name }) => `${where}: its ${name.split(':')[0]} cannot be read, and the log does not say that it was erased`),
      ];
    },
    counts: () => ({ checked, erased }),
  };
}

function isSalted(kind: SaltedKind, digest: string, sealed: string): boolean {
  const value = parsed(sealed) as { salt?: unknown; text?: unknown } | null;
  const { salt, text } = value ?? {};
  return typeof salt === 'string' && typeof text === 'string' && attempt(() => saltedDigest(kind, salt, text)) === digest;
}

/** Null for what is no post. */
function digestsOf(sealed: string): PostDigests | null {
  const value = parsed(sealed) as { post?: Post; preview?: unknown } | null;
  const post = value?.post;
  if (!post) return null;
  const { preview } = value;
  return {
    post: attempt(() => postDigest(post)),
    preview: typeof preview === 'string' ? attempt(() => saltedDigest('preview', post.salt, preview)) : null,
    requirements: post.requirementsDigest,
  };
}

/** The post itself, the preview that was shown of it, and the requirements that it carries: as many of them as the entry speaks of. */
function isPost({ post, preview, requirements }: Entry['digests'], read: PostDigests | null): boolean {
  if (read === null || read.post !== post) return false;
  return (preview === undefined || read.preview === preview) && (requirements === undefined || read.requirements === requirements);
}

/** Null for what is not JSON: it fits nothing. */
function parsed(sealed: string): unknown {
  try {
    return JSON.parse(sealed);
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

/** A text that cannot even be hashed was changed by hand: it fits nothing. */
function attempt(digest: () => string): string | null {
  try {
    return digest();
  } catch (error) {
    if (error instanceof FormatError) return null;
    throw error;
  }
}
