import type { Actor } from './command.ts';
import type { Draft } from './draft.ts';

export type Role = 'requester' | 'reviewer' | 'operator' | 'agent' | 'system';

/** What this actor is to this draft now. */
export function rolesOf(draft: Draft, actor: Actor): Role[] {
  if (actor.kind !== 'person') return [actor.kind];
  const roles: Role[] = [];
  if (actor.person === draft.request.requester) roles.push('requester');
  if (actor.mayReview !== 'no' && !askedOrWrittenBy(draft, actor.human)) roles.push('reviewer');
  if (actor.mayOperate) roles.push('operator');
  return roles;
}

/** Separation of duties, by human: a reviewer is neither the requester nor who last edited the text, under any account. */
export function askedOrWrittenBy(draft: Draft, human: string): boolean {
  return human === draft.request.requesterHuman || human === draft.revision?.editorHuman;
}
