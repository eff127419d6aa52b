import { type Measures, STOPPED } from '../app/measures.ts';
import { UNSETTLED_STATES } from '../core/draft.ts';
import type { Family, Sample } from './exposition.ts';

/** `null`: the database did not answer, so there is nothing to tell but that. */
export function installationFamilies(measures: Measures | null): Family[] {
  const answers = gauge('countersign_database_up', 'Whether the database answered the questions below: 1 or 0.', [
    { value: measures === null ? 0 : 1 },
  ]);
  if (measures === null) return [answers];
  const { drafts, effectsDue, log, stopped, at } = measures;
  const since = (then: number | null): number => (then === null ? 0 : Math.max(0, at - then) / 1_000);
  return [
    answers,
    gauge(
      'countersign_drafts',
      'Drafts out of which something can still become, by state.',
      UNSETTLED_STATES.map((state) => ({ labels: { state }, value: drafts[state] ?? 0 })),
    ),
    gauge('countersign_effects_due', 'Effects that are due: cards, notices, posts. A number that stays means that they fail.', [
      { value: effectsDue },
    ]),
    gauge('countersign_log_entries', 'Entries of the log under the last signed checkpoint.', [{ value: log.size }]),
    gauge('countersign_log_unsigned_entries', 'Entries that no checkpoint covers yet.', [{ value: log.unsigned }]),
    gauge('countersign_log_unsigned_age_seconds', 'Age of the oldest of those in seconds; 0 when there is none.', [
      { value: since(log.unsignedSince) },
    ]),
    gauge(
      'countersign_log_checkpoint_age_seconds',
      'Age of the last checkpoint in seconds. It grows while nothing happens.',
      log.checkpointAt === null ? [] : [{ value: since(log.checkpointAt) }],
    ),
    gauge(
      'countersign_switch_engaged',
      'What the kill switch stops: everything (all), so many agents, so many channels; file: the kill file of this process is there.',
      STOPPED.map((scope) => ({ labels: { scope }, value: stopped[scope] })),
    ),
  ];
}

function gauge(name: string, help: string, samples: Sample[]): Family {
  return { name, help, type: 'gauge', samples };
}
