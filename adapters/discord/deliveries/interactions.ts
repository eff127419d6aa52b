import { setTimeout as sleep } from 'node:timers/promises';
import { CODE, refusalOf } from '../errors.ts';
import type { Wire } from '../wire.ts';
import * as answers from './answers.ts';
import { takeCommand } from './commands.ts';
import type { Context, Response, Taken } from './context.ts';
import { takeSubmission } from './forms.ts';
import { takePress } from './presses.ts';
import { commandShape, pressShape, submissionShape } from './shapes.ts';
import { wordFor } from './telling.ts';

/** Discord gives up after three seconds. What is not done by then is answered later, to the same person alone. */
const LATER_AFTER_MS = 1_800;

/** What Discord says of an answer whose announcement it does not know. It said no, so nothing is done twice. */
const NOT_YET: readonly (number | null)[] = [CODE.unknownMessage, CODE.unknownWebhook];
const ONCE_MORE_AFTER_MS = 500;

/** How an interaction is known to Discord. */
export interface Handle {
  id: string;
  token: string;
}

/** Null for what is none of ours. */
export function handleOf(body: unknown, applicationId: string): Handle | null {
  const { id, token, application_id: application } = (body ?? {}) as { [key: string]: unknown };
  return typeof id === 'string' &&
    /^\d{1,20}$/.test(id) &&
    typeof token === 'string' &&
    /^[\w.~+/=-]{1,1000}$/.test(token) &&
    application === applicationId
    ? { id, token }
    : null;
}

/** What is of no kind that we know is answered with nothing, and nothing comes of it. */
export function sort(context: Context, body: unknown): Promise<Taken> {
  const command = commandShape.safeParse(body);
  if (command.success) return takeCommand(context, command.data);
  const press = pressShape.safeParse(body);
  if (press.success) return takePress(context, press.data);
  const submission = submissionShape.safeParse(body);
  if (submission.success) return takeSubmission(context, submission.data);
  throw new Error('an interaction could not be read');
}

export interface Answering {
  /** Sends the first answer: by a request, or as the response to Discord's own. */
  first(response: Response): Promise<boolean>;
  failed: Response;
}

/**
 * The answer follows what it answers. What takes longer is announced, and then answered in place of the announcement; when it could not
 * be kept, whoever did it is told so.
 */
export async function answerTo(
  { wire, applicationId, logger }: { wire: Wire; applicationId: string; logger: Context['options']['logger'] },
  { token }: Handle,
  work: Promise<Taken>,
  { first, failed }: Answering,
): Promise<void> {
  const slow = Symbol('slow');
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<typeof slow>((resolve) => (timer = setTimeout(() => resolve(slow), LATER_AFTER_MS)));
  const done = work.catch((error: unknown): Taken => {
    logger.error({ error }, 'a delivery was not taken');
    return { response: failed };
  });
  const soon = await Promise.race([done, late]);
  clearTimeout(timer);
  if (soon !== slow) {
    if (await first(soon.response)) await soon.afterwards?.();
    return;
  }
  const isAnnounced = await first(answers.LATER);
  const { response, afterwards } = await done;
  if (!isAnnounced) return;
  const original = `/webhooks/${applicationId}/${token}/messages/@original`;
  const later = answers.laterThan(response);
  const send = () =>
    later === null
      ? wire.answer('DELETE', original)
      : wire.answer('PATCH', original, later === 'too late' ? (answers.laterThan(failed) as object) : later);
  let answer = await send();
  // Discord may not have read the announcement yet, which over HTTP is its own request's response.
  if (NOT_YET.includes(refusalOf(answer))) {
    await sleep(ONCE_MORE_AFTER_MS);
    answer = await send();
  }
  if (answer.kind !== 'done') logger.warn({ because: wordFor(answer) }, 'an answer came too late to be shown');
  await afterwards?.();
}
