import { checkApprovals } from './approvals.ts';
import { checkAudiences } from './audiences.ts';
import { checkDisclosures } from './disclosures.ts';
import { readExport } from './export.ts';
import { historiesOf } from './history.ts';
import type { History } from './history.ts';
import { checkKillSwitch } from './kill-switch.ts';
import { checkLifecycles } from './lifecycle.ts';
import { readLog } from './log.ts';
import { questionsOf } from './questions.ts';
import { checkReviewers } from './reviewers.ts';
import type { Report, Violation } from './rules.ts';
import { readVerifierKey } from './signed-note.ts';
import type { Story } from './story.ts';
import { boundToDrafts } from './discord/bound.ts';
import { discordPlacesOf } from './discord/places.ts';
import { placesOf } from './slack/places.ts';
import { readWire } from './wire.ts';
import type { WireEntry } from './wire.ts';
import { readWorld } from './world.ts';
import { checkWrites } from './writes.ts';
import type { Sorted } from './writes.ts';

export interface Evidence {
  /** The lines of `countersign export --disclose`. */
  exported: string;
  /** `GET /playground/api/wire`. */
  wire: WireEntry[];
  /** `GET /playground/api/world`, or a list of such answers where the world changed meanwhile. */
  world: unknown;
  /** The pinned one, from outside: a log that is checked with its own key proves nothing. */
  verifierKey: string;
}

export interface Findings {
  violations: Violation[];
  /** What there was to look at. */
  looked: Sorted & { entries: number; checkpoints: number; drafts: number };
}

/**
 * Joins the platform's own record of what we did with the log of what we say we did. It shares nothing with either side: formats and
 * rules are written here once more, from `docs/log.md` and `docs/lifecycle.md`.
 */
export function check(evidence: Evidence): Violation[] {
  return examine(evidence).violations;
}

export function examine({ exported: text, wire, world, verifierKey }: Evidence): Findings {
  const violations: Violation[] = [];
  const report: Report = (rule, what, number) => void violations.push({ rule, what, ...(number === undefined ? {} : { wire: number }) });
  const key = readVerifierKey(verifierKey);
  if (!key) {
    report('input.form', 'the verifier key is none');
    return { violations, looked: { publications: 0, cards: 0, notices: 0, tombstones: 0, entries: 0, checkpoints: 0, drafts: 0 } };
  }
  const exported = readExport(text, verifierKey, report);
  const { entries, sizes } = readLog(exported, key, report);
  const histories = historiesOf(entries);
  const { disclosed } = exported;
  const requesterOf = ({ opened }: History): string => disclosed.people.get(opened.actor ?? '') ?? '';
  const read = readWire(wire, { slack: placesOf(world), discord: discordPlacesOf(world) }, report);
  const requests = boundToDrafts(read, { histories, posts: disclosed.posts, requesterOf });
  const questions = questionsOf(requests);
  const story: Story = { entries, sizes, histories, disclosed, world: readWorld(world, report), wire: requests, questions, report };

  checkLifecycles(story);
  checkApprovals(story);
  checkKillSwitch(story);
  checkDisclosures(story);
  checkAudiences(story);
  checkReviewers(story);
  const sorted = checkWrites(story);
  return { violations, looked: { ...sorted, entries: entries.length, checkpoints: sizes.length, drafts: histories.size } };
}
