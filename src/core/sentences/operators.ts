import type { State } from '../draft.ts';
import { count } from '../times.ts';

/** What a draft waits for, as an operator reads it, who may not read the draft. */
export const STANDS: Record<State, (standing: Standing) => string> = {
  awaiting_agent: ({ agent }) => `${agent} is looking for an answer.`,
  awaiting_requester: (standing) => `Waits for ${standing.requester}.${held(standing)}`,
  awaiting_reviewer: (standing) => `Waits for ${standing.reviewers}.${held(standing)}`,
  rejected: ({ requester }) => `Rejected. Waits for ${requester}.`,
  approved: ({ isHeld }) => (isHeld ? 'Approved, and held back: publishing is stopped for it.' : 'Approved. It is about to be posted.'),
  publishing: () => 'It is being posted.',
  outcome_unknown: () => 'The platform did not confirm the post: it may or may not be in the channel. Look there, then settle it.',
  publish_failed: ({ requester, mayStand, settledBy }) =>
    settledBy !== null
      ? `Settled by ${settledBy} as not posted. Waits for ${requester}.`
      : mayStand
        ? `Never confirmed: the post may or may not be in the channel. Waits for ${requester}.`
        : `The post failed. Waits for ${requester}.`,
  published: () => 'Posted.',
  retracting: () => 'It is being taken away from the channel.',
  retract_failed: () => 'It could not be taken away, and is still in the channel.',
  withdrawn: () => 'Closed.',
  expired: () => 'Closed when its time was over.',
  retracted: () => 'Retracted.',
};

export interface Standing {
  requester: string;
  /** `Ben or Chloe`: whose approval is missing; empty where none is. */
  reviewers: string;
  agent: string;
  /** The switch stops it. */
  isHeld: boolean;
  mayStand: boolean;
  /** The operator who looked and did not find it there: for operators that ends the doubt. Its requester is told of it all the same. */
  settledBy: string | null;
}

const held = ({ isHeld }: Standing): string => (isHeld ? ' Publishing is stopped for it.' : '');

/** How the kill switch stands. */
export const SWITCH_STANDS = {
  notStopped: () => 'Publishing is not stopped.',
  stopped: () => 'Publishing is stopped.',
  /** For nothing: it is not. */
  stoppedFor: (scopes: readonly string[]) =>
    scopes.length === 0 ? SWITCH_STANDS.notStopped() : `Publishing is stopped: ${scopes.join(', ')}.`,
} as const;

/** What the kill file stops. */
export const BY_KILL_FILE = 'everything, by the kill file';

/** `everything`, `handbook`, `#random`: what the switch stops, or can. A channel without a name is said by its id. */
export function scopeInWords(scope: string, channel: string | null = null): string {
  if (scope === 'all') return 'everything';
  const isNamed = scope.startsWith('channel:') && channel !== null;
  return isNamed ? `#${channel}` : scope.slice(scope.indexOf(':') + 1);
}

/** How anybody asks, and what anybody can write behind `/countersign`. */
export function helpForAll(agent: string): string {
  return `To ask, write in a channel: @${agent} how do I …? The answer comes to you alone. Commands: /countersign status · why · connect AGENT QUESTION · proof REFERENCE · help.`;
}

/** What operators can write behind `/countersign`. */
export const COMMANDS_HELP =
  'For operators: /countersign engage [all | agent:NAME | channel:ID] REASON · release [all | agent:NAME | channel:ID] · withdraw REFERENCE REASON · settle REFERENCE published|failed REASON.';

/** What an operator's order to one draft did, behind `Done:`. */
export const ORDERED = {
  withdrawn: (name: string, mayStand: boolean) =>
    mayStand
      ? `${name} is closed. The platform never confirmed an earlier attempt, so its post may be in the channel: look there.`
      : `${name} is closed. Nothing was posted.`,
  settled: (name: string, outcome: 'published' | 'failed') => `${name} is settled as ${outcome}.`,
  retracting: (name: string) => `${name} is being taken away from its channel.`,
};

/** What a check with the key of the same installation is worth. */
export const OWN_KEY = 'Checked with this installation’s own key; whoever holds it could have signed anything.';

/** What a check of the whole stored log found. */
export function verdict(checked: { problems: number; size: number; unsigned: number; texts: number; erased: number }): string {
  const covered = count(checked.size, 'entry', 'entries');
  const waiting = checked.unsigned === 0 ? '' : ` Under no checkpoint yet: ${checked.unsigned}.`;
  const erased = checked.erased === 0 ? '' : ` Texts that were erased: ${checked.erased}.`;
  const found =
    checked.problems === 0
      ? `Everything fits: ${covered} under the last checkpoint, and ${count(checked.texts, 'text')}.${erased}${waiting}`
      : `${count(checked.problems, 'problem')}: something was changed behind Countersign’s back, or is lost. The last checkpoint that fits covers ${covered}. Stop publishing, keep the database as it is, and compare it with your anchor and your backups.`;
  return `${found} ${OWN_KEY} Pin it elsewhere, and check an export with it: npm run countersign -- verify.`;
}
