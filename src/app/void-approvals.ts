import type { Draft } from '../core/draft.ts';
import type { RefusalCode } from '../core/errors.ts';
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
  'SWITCH_RELEASED',
];

/** Back to the requester with a post made anew: a new digest, so no old button can approve it. */
export async function voidApprovals(ports: Ports, draft: Draft, code: RefusalCode): Promise<Advanced | null> {
  if (draft.revision === null) return null;
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
