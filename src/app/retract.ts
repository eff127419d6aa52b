import type { RetractOutcome } from '../adapter.ts';
import type { Draft } from '../core/draft.ts';
import { channelIdOf, type DraftId, requestReferenceOf } from '../core/ids.ts';
import { ALARM_WHAT, OURSELVES, tombstone } from '../core/sentences.ts';
import { atTime } from '../core/times.ts';
import type { EffectRow, Tables } from '../store/store.ts';
import { advance } from './advance.ts';
import { aboutDraft } from './describe-refusal.ts';
import type { Carried } from './carried.ts';
import { lookFor } from './look-for.ts';
import { ruleNow } from './lookups.ts';
import { adapterOf, namesOf } from './names.ts';
import { addAlarm } from './notices.ts';
import type { Ports } from './ports.ts';
import { editIn } from './show-on.ts';

const TRIES = 20;

/** Takes a publication away. Works while the switch is engaged; a message that is not there any more counts as taken away. */
export async function retractPublication(ports: Ports, effect: EffectRow): Promise<Carried> {
  const draft = await ports.store.read.drafts.get(effect.draft as DraftId);
  if (!draft || draft.state !== 'retracting' || draft.destination === null) return 'done';
  const outcome = await takeAway(ports, draft);
  if (outcome === 'unknown' && effect.attempts < TRIES)
    return { laterMs: Math.min(60_000, 500 * 2 ** effect.attempts), countsAttempt: true, code: 'NOT_CONFIRMED' };
  const isGone = outcome === 'done' || outcome === 'title stands';
  await advance(ports, {
    draft: draft.id,
    actor: { kind: 'system' },
    command: () =>
      isGone
        ? { kind: 'confirm', attempt: null, message: null }
        : { kind: 'refuse', attempt: null, code: 'RETRACT_FAILED', platformCode: outcome },
    alsoSave: async (tx) => {
      if (outcome === 'title stands') await alarmTitle(ports, tx, draft);
    },
  });
  return 'done';
}

/** Somebody who may change it must: the title is of the text that was taken away. */
function alarmTitle(ports: Ports, tx: Tables, draft: Draft): Promise<void> {
  const what = ALARM_WHAT.titleStands(`#${ports.text.plain(draft.audience.channelName)}`);
  const detail = { what, code: 'TITLE_STANDS', request: requestReferenceOf(draft.id) };
  const key = `title:${draft.id}:${draft.version}`;
  return addAlarm(ports, tx, { code: 'ALARM', detail, about: aboutDraft(draft), draft: draft.id, key });
}

async function takeAway(ports: Ports, draft: Draft): Promise<RetractOutcome> {
  if (draft.destination === null) return 'done';
  // An operator may have settled it as posted without knowing the message: then it is looked for by its reference.
  const found = draft.publishing.message === null ? await lookFor(ports, draft, draft.createdAt) : null;
  if (found?.kind === 'absent') return 'done';
  const message = draft.publishing.message ?? (found?.kind === 'found' ? found.message : null);
  if (message === null) return 'unknown';
  const name = await namesOf(ports, draft.last.by === null ? [] : [draft.last.by]);
  const by = draft.last.by === null ? OURSELVES : name(draft.last.by);
  const rule = ruleNow(ports.rules.current().book, draft.destination, draft.audience.channelName)?.rule;
  const words = { agent: draft.request.agent, by, time: atTime(draft.last.at, ports.clock.now(), ports.timeZone) };
  const adapter = adapterOf(ports, draft.destination.platform);
  if (rule?.retract === 'remove') return adapter.retract(message, 'remove');
  const change = () => adapter.retract(message, { tombstone: tombstone(words) });
  return editIn(ports, channelIdOf(message), message.message, change, (outcome) => outcome === 'refused');
}
