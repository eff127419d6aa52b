/** The lifecycle, as `docs/lifecycle.md` lists it (a test compares the two): who makes a move, from which states, to which. */
export interface Move {
  type: string;
  by: string;
  from: string;
  to: string;
}

const UNPUBLISHED = 'awaiting_agent awaiting_requester awaiting_reviewer rejected approved publish_failed';

const TABLE: [type: string, by: string, from: string, to: string][] = [
  ['draft.requested', 'requester', 'none', 'awaiting_agent'],
  ['draft.answered', 'agent', 'awaiting_agent', 'awaiting_requester'],
  ['draft.stopped', 'requester', 'awaiting_agent', 'awaiting_requester withdrawn'],
  ['draft.failed', 'system', 'awaiting_agent', 'awaiting_requester withdrawn'],
  ['draft.approved', 'requester', 'awaiting_requester', 'awaiting_reviewer approved'],
  ['draft.approved', 'reviewer', 'awaiting_reviewer', 'awaiting_reviewer approved'],
  ['draft.edited', 'requester', 'awaiting_requester awaiting_reviewer rejected publish_failed', 'awaiting_requester'],
  ['draft.asked_again', 'requester', 'awaiting_requester awaiting_reviewer rejected', 'awaiting_agent'],
  ['draft.rejected', 'reviewer', 'awaiting_reviewer approved', 'rejected'],
  ['draft.withdrawn', 'requester operator agent', UNPUBLISHED, 'withdrawn'],
  ['draft.expired', 'system', UNPUBLISHED, 'expired'],
  ['draft.voided', 'system', 'awaiting_requester awaiting_reviewer approved', 'awaiting_requester'],
  ['publication.intended', 'system', 'approved', 'publishing'],
  ['publication.confirmed', 'system', 'publishing outcome_unknown publish_failed', 'published'],
  ['publication.refused', 'system', 'publishing outcome_unknown', 'publish_failed'],
  ['publication.lost', 'system', 'publishing', 'outcome_unknown'],
  ['publication.abandoned', 'system', 'publishing', 'approved'],
  ['publication.settled', 'operator', 'outcome_unknown', 'published publish_failed'],
  ['publication.retried', 'requester', 'publish_failed', 'approved'],
  ['retraction.intended', 'requester reviewer operator', 'published retract_failed', 'retracting'],
  ['retraction.confirmed', 'system', 'retracting', 'retracted'],
  ['retraction.refused', 'system', 'retracting', 'retract_failed'],
];

/** One line for each way in which a draft can move. */
export const MOVES: readonly Move[] = TABLE.flatMap(([type, by, from, to]) =>
  by
    .split(' ')
    .flatMap((who) => from.split(' ').flatMap((before) => to.split(' ').map((after) => ({ type, by: who, from: before, to: after })))),
);

export function isMove(move: Move): boolean {
  return MOVES.some(({ type, by, from, to }) => type === move.type && by === move.by && from === move.from && to === move.to);
}
