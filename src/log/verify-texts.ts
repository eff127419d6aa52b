import type { Entry } from '../core/fact.ts';
import type { Post } from '../core/post.ts';
import { postDigest, saltedDigest, type SaltedKind } from './digests.ts';
import { FormatError } from './format-error.ts';
import type { Replayed } from './replay.ts';

/** Opens the sealed text of a draft by its name; undefined when there is none or it was erased, an empty text when it was damaged. */
export type OpenTexts = (draft: string, name: string) => Promise<string | undefined>;

/** Kinds that are sealed as `<kind>:<digest>` with their salt. A preview lies beside its post, under the post's salt. */
const SALTED: readonly SaltedKind[] = ['question', 'text', 'reason', 'wish', 'output'];

/** Checks what is still readable against the digests that the log holds. What was erased must have an entry that says so. */
export function createTextCheck(open: OpenTexts | null) {
  const wrong: string[] = [];
  const unreadable: { draft: string; where: string; name: string }[] = [];
  let checked = 0;
  let erased = 0;

  async function take(entry: Entry, where: string): Promise<void> {
    if (open === null || entry.draft === undefined) return;
    for (const kind of SALTED) {
      const digest = entry.digests[kind];
      if (digest !== undefined) await one(entry.draft, where, `${kind}:${digest}`, (sealed) => isSalted(kind, digest, sealed));
    }
    const { post } = entry.digests;
    if (post !== undefined) await one(entry.draft, where, `post:${post}`, (sealed) => isPost(entry.digests, sealed));
  }

  async function one(draft: string, where: string, name: string, fits: (sealed: string) => boolean): Promise<void> {
    const sealed = await open?.(draft, name);
    if (sealed === undefined) {
      unreadable.push({ draft, where, name });
      return;
    }
    checked += 1;
    if (!fits(sealed)) wrong.push(`${where}: the stored ${name.split(':')[0]} is not the one that was logged`);
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

/** The post itself, the preview that was shown of it, and the requirements that it carries: as many of them as the entry speaks of. */
function isPost({ post: digest, preview, requirements }: Entry['digests'], sealed: string): boolean {
  const value = parsed(sealed) as { post?: Post; preview?: unknown } | null;
  const post = value?.post;
  if (!post || attempt(() => postDigest(post)) !== digest) return false;
  const shown = value.preview;
  if (preview !== undefined && (typeof shown !== 'string' || attempt(() => saltedDigest('preview', post.salt, shown)) !== preview))
    return false;
  return requirements === undefined || post.requirementsDigest === requirements;
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
