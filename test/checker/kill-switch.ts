import type { Entry } from './entry.ts';
import type { Moment } from './history.ts';
import { textIn } from './json.ts';
import { requirementsOf } from './story.ts';
import type { Story } from './story.ts';

/** What the switch stops. Editing, rejecting, withdrawing, expiring and retracting stay possible. */
const FORWARD = new Set([
  'draft.requested',
  'draft.answered',
  'draft.approved',
  'draft.asked_again',
  'publication.intended',
  'publication.retried',
]);

/**
 * I15, in the order of the log: nothing goes forward while the switch is engaged for everything, the draft's agent or its channel; and
 * releasing it publishes nothing, because what is begun was approved after the last change.
 */
export function checkKillSwitch(story: Story): void {
  const moments = new Map([...story.histories.values()].flatMap((history) => history.moments.map((moment) => [moment.entry, moment])));
  const engaged = new Set<string>();
  const changes: Entry[] = [];
  for (const entry of story.entries) {
    const { type, refs } = entry;
    if (type === 'kill.engaged') engaged.add(String(refs['scope']));
    if (type === 'kill.released') engaged.delete(String(refs['scope']));
    if (type === 'kill.engaged' || type === 'kill.released') changes.push(entry);
    const moment = moments.get(entry);
    if (!moment || !FORWARD.has(type)) continue;
    const scopes = scopesOf(story, moment);
    const scope = scopes.find((one) => engaged.has(one));
    if (scope !== undefined) story.report('kill.engaged', `${type} at ${entry.index}, while the switch is engaged for ${scope}`);
    if (type === 'publication.intended') checkIntent(story, moment, changes, scopes);
  }
}

function checkIntent({ report }: Story, { entry, approvals }: Moment, changes: readonly Entry[], scopes: readonly string[]): void {
  const what = `the intent at ${entry.index}`;
  if (entry.refs['epoch'] !== changes.length) {
    report('kill.epoch', `${what} says epoch ${entry.refs['epoch']}, after ${changes.length} changes of the switch`);
  }
  const last = changes.findLast((change) => scopes.includes(String(change.refs['scope'])));
  const approved = approvals.at(-1);
  if (last && approved && approved.index < last.index) {
    report('kill.released', `${what} rests on approvals from before the switch was changed at ${last.index}`);
  }
}

/** The channel is the one where it would be posted, else the one where it was asked. */
function scopesOf(story: Story, { entry, post }: Moment): string[] {
  const draft = entry.draft ?? '';
  const opened = story.histories.get(draft)?.opened;
  const destination = post && textIn(requirementsOf(story, draft, post.requirements) ?? null, 'destination');
  return ['all', `agent:${opened?.refs['agent']}`, `channel:${destination || opened?.refs['channel']}`];
}
