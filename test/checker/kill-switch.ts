import type { Entry } from './entry.ts';
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

/** I15: in the order of the log, nothing goes forward while the switch is engaged for everything, the draft's agent or its channel. */
export function checkKillSwitch(story: Story): void {
  const engaged = new Set<string>();
  let changes = 0;
  for (const entry of story.entries) {
    const { type, refs } = entry;
    if (type === 'kill.engaged') engaged.add(String(refs['scope']));
    if (type === 'kill.released') engaged.delete(String(refs['scope']));
    if (type === 'kill.engaged' || type === 'kill.released') changes += 1;
    if (!FORWARD.has(type)) continue;
    const scope = scopesOf(story, entry).find((one) => engaged.has(one));
    if (scope !== undefined) story.report('kill.engaged', `${type} at ${entry.index}, while the switch is engaged for ${scope}`);
    if (type === 'publication.intended' && refs['epoch'] !== changes) {
      story.report('kill.epoch', `the intent at ${entry.index} says epoch ${refs['epoch']}, after ${changes} changes of the switch`);
    }
  }
}

function scopesOf(story: Story, entry: Entry): string[] {
  const opened = story.histories.get(entry.draft ?? '')?.opened;
  return ['all', `agent:${opened?.refs['agent']}`, `channel:${opened?.refs['channel']}`];
}
