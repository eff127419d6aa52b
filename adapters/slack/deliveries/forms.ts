/** Message shortcuts, and forms that were filled in. */
import { VERBS } from '#adapter';
import type { MessageRef } from '#adapter';
import { OURS } from '../blocks/buttons.ts';
import { AGENT, ASK, askForm, INPUT, noticeForm } from '../blocks/forms.ts';
import { SHORTCUTS } from '../config.ts';
import { SAID } from '../errors.ts';
import { isOurs } from '../facts/find.ts';
import { isForeign, NOTHING, personId, threadOf } from './context.ts';
import type { Context, Taken } from './context.ts';
import { readJson } from './presses.ts';
import { ask } from './questions.ts';
import { aboutShape, openedShape, shortcutShape, submissionShape, timeOf } from './shapes.ts';
import type { Submission } from './shapes.ts';
import { toldBy } from './telling.ts';
import type { Told } from './telling.ts';

export async function takeShortcut(context: Context, body: unknown): Promise<Taken> {
  const { success, data } = shortcutShape.safeParse(body);
  if (!success) return NOTHING;
  const { teller, inbound, ours } = context;
  const { user, trigger_id: trigger, callback_id: callback, message: on, channel } = data;
  const message: MessageRef = {
    platform: 'slack',
    workspace: ours.team,
    channel: channel.id,
    thread: threadOf(on.thread_ts, on.ts),
    message: on.ts,
  };
  const tell = (told: Told): Taken => ({ afterwards: () => teller.window(trigger, told) });
  if (isForeign(context, user.team_id ?? data.team?.id)) return tell(SAID.notOfThisWorkspace);
  if (callback === SHORTCUTS.ask) return { afterwards: () => teller.open(trigger, askForm(message)) };
  if (callback !== SHORTCUTS.retract) return NOTHING;
  if (!isOurs(on, ours)) return tell(SAID.notMyPost);
  const reply = await inbound.click({
    deliveryId: `shortcut:${on.ts}:${data.action_ts}:${user.id}`,
    person: personId(context, user.id),
    at: timeOf(data.action_ts),
    evidence: null,
    target: { kind: 'publication', message },
    verb: 'retract',
    text: null,
  });
  const told = toldBy(reply, true);
  return told === null ? NOTHING : tell(told);
}

export async function takeSubmission(context: Context, body: unknown): Promise<Taken> {
  const { success, data } = submissionShape.safeParse(body);
  const callback = success ? (data.view.callback_id ?? '') : '';
  if (!success || !callback.startsWith(OURS)) return NOTHING;
  if (isForeign(context, data.user.team_id ?? data.team?.id)) return refused(SAID.notOfThisWorkspace);
  return callback === ASK ? takeQuestion(context, data) : takeWords(context, data, callback);
}

async function takeQuestion(context: Context, submission: Submission): Promise<Taken> {
  const { user, view } = submission;
  const about = readJson(aboutShape, view.private_metadata);
  if (about === null) return NOTHING;
  const agent = inputOf(submission, AGENT).trim().toLowerCase() || null;
  const told = await ask(context, {
    deliveryId: deliveryId(context, submission),
    user: user.id,
    at: context.options.now(),
    message: about,
    how: 'about',
    agent,
    written: inputOf(submission, INPUT),
  });
  if (told === null) return NOTHING;
  return told.code !== null
    ? refused(told)
    : { afterwards: () => context.teller.whisper({ user: user.id, channel: about.channel, thread: about.thread }, told) };
}

/** The words that a button asked for. */
async function takeWords(context: Context, submission: Submission, callback: string): Promise<Taken> {
  const { user, view } = submission;
  const verb = VERBS.find((one) => callback === `${OURS}${one}`);
  const opened = readJson(openedShape, view.private_metadata);
  if (verb === undefined || opened === null || opened.target === null) return NOTHING;
  const { target, place } = opened;
  const reply = await context.inbound.click({
    deliveryId: deliveryId(context, submission),
    person: personId(context, user.id),
    at: context.options.now(),
    evidence: null,
    target,
    verb,
    text: inputOf(submission, INPUT),
  });
  const told = toldBy(reply, true);
  if (told === null) return NOTHING;
  if (told.code !== null) return refused(told);
  if (place === null) return { ack: { response_action: 'update', view: noticeForm(told.words) } };
  return { afterwards: () => context.teller.whisper({ user: user.id, ...place }, told) };
}

/** Below the field, in the form that stays open with what the person wrote. */
function refused({ words }: Told): Taken {
  return { ack: { response_action: 'errors', errors: { [INPUT.block]: words } } };
}

function inputOf({ view }: Submission, { block, action }: { block: string; action: string }): string {
  return view.state?.values[block]?.[action]?.value ?? '';
}

/**
 * A form that stays open after a refusal is sent again under the same view and hash: `trigger_id` tells the two apart, and where there
 * is none, the words do.
 */
function deliveryId({ wire }: Context, submission: Submission): string {
  const { view, trigger_id: trigger } = submission;
  return `form:${view.id}:${view.hash ?? ''}:${trigger ?? wire.fingerprint(JSON.stringify(view.state?.values ?? null))}`;
}
