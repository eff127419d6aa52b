import type { Audience } from './audience.ts';
import type { Effect } from './command.ts';
import type { Draft, RequestOf } from './draft.ts';
import type { Fact } from './fact.ts';
import { channelIdOf, type DraftId, type Place, type RunId } from './ids.ts';
import { type Requirements, reviewersNeeded } from './requirements.ts';

export interface Opening {
  id: DraftId;
  run: RunId;
  request: RequestOf;
  destination: Place | null;
  requirements: Requirements;
  requirementsDigest: string;
  audience: Audience;
  expiresAt: number;
  /** The version of the rules that allowed it. */
  rules: number;
  questionDigest: string;
}

/** Where an answer goes unless the requester chooses another place: below the question, or below the message that it is about. */
export function placeOfAnswer({ asked, how }: Pick<RequestOf, 'asked' | 'how'>): Place {
  const { platform, workspace, channel, thread, message } = asked;
  return { platform, workspace, channel, thread: thread ?? (how === 'privately' ? null : message) };
}

/** The first fact of a draft: a person asked, and the rules let them. */
export function openDraft(opening: Opening): { draft: Draft; fact: Fact; effects: Effect[] } {
  const { id, run, request, requirements, requirementsDigest } = opening;
  const draft: Draft = {
    id,
    version: 1,
    state: 'awaiting_agent',
    request,
    destination: opening.destination,
    requirements,
    requirementsDigest,
    audience: opening.audience,
    revision: null,
    approvals: [],
    approvedUnder: null,
    run,
    publishing: { attempt: null, mayStandAlready: false, message: null, publishedAt: null, fillDigest: null },
    last: { kind: 'awaiting_agent', by: request.requester, code: null, reason: null, at: request.at },
    createdAt: request.at,
    expiresAt: opening.expiresAt,
  };
  const fact: Fact = {
    type: 'draft.requested',
    draft: id,
    version: 1,
    actor: request.requester,
    human: request.requesterHuman,
    refs: {
      from: 'none',
      to: 'awaiting_agent',
      by: 'requester',
      agent: request.agent,
      channel: opening.destination === null ? 'direct' : channelIdOf(opening.destination),
      needed: reviewersNeeded(requirements),
      rules: opening.rules,
      run,
    },
    digests: { question: opening.questionDigest, requirements: requirementsDigest },
  };
  return { draft, fact, effects: [{ kind: 'ask_agent', run }, { kind: 'show_requester' }] };
}
