import type { Draft } from '../core/draft.ts';
import type { RefusalCode } from '../core/errors.ts';
import type { DraftId } from '../core/ids.ts';
import { advance, type Advanced } from './advance.ts';
import { composeRevision } from './compose.ts';
import type { Ports } from './ports.ts';
import { readTree } from './sealed.ts';
import { groundNow } from './submit-answer.ts';

/** What the approvals rest on has changed: they no longer count, and the requester is asked again with the truth. */
export const VOIDING: readonly RefusalCode[] = [
  'AUDIENCE_WIDENED',
  'AUDIENCE_TOO_WIDE',
  'RULE_CHANGED',
  'RULE_GONE',
  'REVIEWER_CHANGED',
  'CANNOT_POST_THERE',
  'NO_NEW_POST',
  'SWITCH_RELEASED',
  'COPY_RESTORED',
];

/**
 * Back to the requester with a post made anew: a new digest, so no old button can approve it. What stood in a copy of the database
 * that was put in its place may have been posted since, so its requester is told that, whatever the reason was.
 */
export async function voidApprovals(ports: Ports, draft: Draft, because: RefusalCode): Promise<Advanced | null> {
  if (draft.revision === null) return null;
  const code = (await isInDoubt(ports, draft)) ? 'COPY_RESTORED' : because;
  const { number, id, publicationId, editor, digest } = draft.revision;
  const tree = await readTree(ports, draft.id, number);
  if (tree === null) return null;
  const written = { tree, number, editor, again: { id, publicationId } };
  const { composed, texts } = await composeRevision(ports, draft, written, await groundNow(ports, draft));
  return advance(ports, {
    draft: draft.id,
    actor: { kind: 'system' },
    texts,
    command: () => ({ kind: 'void', of: digest, code, composed }),
  });
}

/**
 * Everything that an older copy holds, and that could still be posted, goes back to its requester before the switch is released:
 * approvals, and buttons that wait for a decision, may have been used once already since the copy was made. Resolves with how many.
 */
export async function takeBackRestored(ports: Ports): Promise<number> {
  const at = await restoredAt(ports);
  if (at === null || !(await isAllStopped(ports))) return 0;
  let took = 0;
  for (let after: DraftId | undefined; ;) {
    const page = await ports.store.read.drafts.list({ states: WAITING, limit: PAGE, ...(after ? { after } : {}) });
    for (const draft of page) {
      const isTold = draft.publishing.mayStandAlready && draft.last.at > at;
      if (stoodInCopy(draft, at) && !isTold && (await voidApprovals(ports, draft, 'COPY_RESTORED'))?.ok) took += 1;
    }
    after = page.at(-1)?.id;
    if (page.length < PAGE) return took;
  }
}

/** It stood in such a copy, and its requester was not told yet that it may have been posted since. */
export async function isInDoubt(ports: Ports, draft: Draft): Promise<boolean> {
  return !draft.publishing.mayStandAlready && stoodInCopy(draft, await restoredAt(ports));
}

/** After the release people decide anew, and know what they were told. */
async function isAllStopped({ store }: Ports): Promise<boolean> {
  return (await store.read.kill.all()).some(({ scope, engaged }) => scope === 'all' && engaged);
}

const PAGE = 200;
const WAITING = ['awaiting_requester', 'awaiting_reviewer', 'approved'] as const;

/** When a copy of the database was last put in its place, in ms; null when that never happened. */
async function restoredAt({ store }: Ports): Promise<number | null> {
  const at = await store.read.meta.get('restored_at');
  return at === undefined ? null : Number(at);
}

/** An answer to a direct message is never posted, so nothing is in doubt about it. */
function stoodInCopy({ createdAt, destination }: Draft, at: number | null): boolean {
  return at !== null && createdAt <= at && destination !== null;
}
