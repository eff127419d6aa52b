import type { Meter, MoveSeen } from '../app/ports.ts';
import { REFUSAL_CODES } from '../core/errors.ts';
import type { FactType } from '../core/fact.ts';
import type { Family } from './exposition.ts';
import { createCounter, createHistogram } from './instruments.ts';

/** What became of an attempt to publish, by the fact that says so. */
const OUTCOMES: Partial<Record<FactType, string>> = {
  'publication.confirmed': 'confirmed',
  'publication.refused': 'refused',
  'publication.lost': 'unknown',
  'publication.abandoned': 'abandoned',
};

const RUN_ENDS: Partial<Record<FactType, string>> = {
  'draft.answered': 'answered',
  'draft.stopped': 'stopped',
  'draft.withdrawn': 'withdrawn',
  'draft.expired': 'expired',
};

const RUN_BOUNDS = [0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300];
/** From half a minute to three days: people decide between meetings, and after weekends. */
const DECISION_BOUNDS = [30, 60, 300, 900, 3_600, 4 * 3_600, 12 * 3_600, 86_400, 3 * 86_400];

const KINDS = ['ask', 'click', 'command'] as const;

/** Counts what this process has seen since it started. Labels come from lists in the source: no id, no name and no text can become one. */
export function createMeter(): Meter & { families(): Family[] } {
  const decisions = createHistogram(
    'countersign_decision_seconds',
    'How long a draft waited for the decision of its requester or of a reviewer (approve, edit, ask again, reject, keep private).',
    DECISION_BOUNDS,
  );
  const runs = createHistogram(
    'countersign_agent_run_seconds',
    'From the question to the end of the agent’s run, by result: answered, stopped, withdrawn, expired or a refusal’s code.',
    RUN_BOUNDS,
  );
  const outcomes = createCounter(
    'countersign_publish_outcomes_total',
    'Ends of attempts to publish: confirmed, refused, unknown (no answer, it is looked for), abandoned (never sent).',
    Object.values(OUTCOMES).map((outcome) => ({ outcome })),
  );
  const deliveries = createCounter(
    'countersign_deliveries_total',
    'What platforms handed in, by kind and by what became of it; one that came again counts again.',
    KINDS.flatMap((kind) => ['done', 'refused', 'failed'].map((became) => ({ kind, became }))),
  );
  const refusals = createCounter(
    'countersign_refusals_total',
    'Questions, clicks and commands that were refused, by code (docs/errors.md).',
    REFUSAL_CODES.map((code) => ({ code })),
  );

  return {
    moved(move) {
      const seconds = move.afterMs / 1_000;
      const outcome = OUTCOMES[move.fact];
      if (outcome !== undefined) outcomes.add({ outcome });
      if (move.from === 'awaiting_agent') runs.observe(seconds, { result: RUN_ENDS[move.fact] ?? known(move.code) });
      if (isAwaitedDecision(move)) decisions.observe(seconds, { by: move.by });
    },
    delivered(kind, became) {
      deliveries.add({ kind, became: became.is });
      if (became.is === 'refused') refusals.add({ code: known(became.code) });
    },
    families: () => [decisions, runs, outcomes, deliveries, refusals].map((instrument) => instrument.family()),
  };
}

/** Of the person whose turn it was: a requester who takes a draft back from its reviewers kept nobody waiting. */
function isAwaitedDecision({ from, by }: MoveSeen): boolean {
  return (from === 'awaiting_requester' && by === 'requester') || (from === 'awaiting_reviewer' && by === 'reviewer');
}

const CODES: ReadonlySet<string> = new Set(REFUSAL_CODES);

function known(code: string | null): string {
  return code !== null && CODES.has(code) ? code : 'other';
}
