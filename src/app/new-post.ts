import type { Draft } from '../core/draft.ts';
import { type Refusal, refusal } from '../core/errors.ts';
import { type Fit, fitOf, hasSameTags, type NewPostGround, type NewPostRule } from '../core/forum.ts';
import type { Place } from '../core/ids.ts';
import { whyNoNewPost } from '../core/sentences.ts';
import { forumOf, LookupFailed } from './lookups.ts';
import type { Ports } from './ports.ts';
import { readPost } from './sealed.ts';

/** A forum of which nobody says how long a title may be: a short one is right everywhere. */
const SHORT_TITLE = 100;

/** Where a post goes into a thread that is there, or is begun below a question, it is no post of a forum's own. */
async function fitFor(ports: Ports, { thread, ...place }: Place, rule: NewPostRule | null): Promise<Fit> {
  if (thread !== null) return { ok: true, forum: null };
  return fitOf(rule, await forumOf(ports, { ...place, thread }));
}

/** Why no post can be made in this place, as a refusal with the name that stands for it; else what its posts are composed with. */
export async function mayBeNewPost(
  ports: Ports,
  place: Place,
  rule: NewPostRule | null,
  detail: Refusal['detail'],
): Promise<{ ground: NewPostGround } | Refusal> {
  const fit = await fitFor(ports, place, rule);
  return fit.ok ? { ground: fit.forum } : refusal('NO_NEW_POST', { ...detail, lacks: ports.text.plain(whyNoNewPost(fit.problem)) });
}

/**
 * The same for a text that must become a draft in any case, whatever is wrong with the forum: it is composed without tags then, and
 * refused in words when somebody approves it (`newPostNow`).
 */
export async function newPostGround(ports: Ports, place: Place, rule: NewPostRule | null): Promise<NewPostGround> {
  try {
    const fit = await fitFor(ports, place, rule);
    if (fit.ok) return fit.forum;
    return fit.problem.kind === 'no_forum' ? null : { tags: [], longestTitle: SHORT_TITLE };
  } catch (error) {
    if (!(error instanceof LookupFailed)) throw error;
    ports.logger.warn({ error }, 'whether a channel is a forum could not be found out');
    return rule === null ? null : { tags: [], longestTitle: SHORT_TITLE };
  }
}

/** Whether the post of this draft is still what would be composed now: its thread, its tags, by their ids. */
export async function newPostNow(ports: Ports, draft: Draft, rule: NewPostRule | null): Promise<'fits' | 'changed' | 'impossible'> {
  if (draft.destination === null || draft.destination.thread !== null || draft.revision === null) return 'fits';
  const fit = await fitFor(ports, draft.destination, rule);
  if (!fit.ok) return 'impossible';
  const stored = await readPost(ports, draft.id, draft.revision.digest);
  return hasSameTags(stored?.newPost ?? null, fit.forum) ? 'fits' : 'changed';
}

/** Why nothing can be posted there now, for the sentence about a draft; nothing where that cannot be said. */
export async function whyNot(ports: Ports, { destination }: Draft, rule: NewPostRule | null): Promise<{ lacks?: string }> {
  if (destination === null) return {};
  try {
    const fit = await fitFor(ports, destination, rule);
    return fit.ok ? {} : { lacks: ports.text.plain(whyNoNewPost(fit.problem)) };
  } catch (error) {
    if (!(error instanceof LookupFailed)) throw error;
    return {};
  }
}
