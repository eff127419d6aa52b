import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { checkedBlocks, withIds } from './block-kit/check.ts';
import { bytesOf, parseBody } from './bodies.ts';
import type { Fields } from './fields.ts';
import { Refusal } from './refusal.ts';
import { BOT_USER } from './seed.ts';
import type { Slack } from './slack.ts';
import { answer, answerFault, isBefore, OUTAGE, statusOf } from './web-api.ts';
import { change, erase, recordPreviews, write } from './writing.ts';

type Origin = ReturnType<Slack['responseUrls']['use']>;

const KNOWN = ['text', 'blocks', 'response_type', 'replace_original', 'delete_original', 'thread_ts', 'unfurl_links', 'unfurl_media'];

/** `POST /response/…`: what an app says by the address that came with an interaction or a command. It gets no `ts` back. */
export async function answerResponseUrl(slack: Slack, path: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const ended = slack.wire.begin();
  response.once('close', ended);
  const body = parseBody(request.headers['content-type'] ?? '', await bytesOf(request));
  const log = (status: number, stored: string | null, error: string | null) =>
    slack.wire.append({
      method: 'POST',
      path,
      body,
      status,
      stored: stored !== null,
      ...(stored === null ? {} : { message: stored }),
      ...(error === null ? {} : { error }),
    });
  const fault = slack.faults.isOut() ? OUTAGE : slack.faults.take('response_url', null);
  if (fault?.mode === 'slow') await sleep(fault.ms);
  else if (fault && isBefore(fault)) {
    log(statusOf(fault), null, null);
    return answerFault(response, fault);
  }
  try {
    const stored = applyResponse(slack, slack.responseUrls.use(path), body);
    log(fault && !isBefore(fault) ? statusOf(fault) : 200, stored, null);
    if (fault && !isBefore(fault)) return answerFault(response, fault);
    answer(response, 200, { ok: true });
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    log(error.code.endsWith('_url') ? 404 : 200, null, error.code);
    answer(response, error.code.endsWith('_url') ? 404 : 200, { ok: false, error: error.code, ...error.more });
  }
}

/** The same body, whether it comes to a `response_url` or with the acknowledgement of a command. Gives back what it changed. */
export function applyResponse(slack: Slack, origin: Origin, body: Fields): string {
  const unknown = Object.keys(body).filter((name) => !KNOWN.includes(name));
  if (unknown.length > 0) throw new Refusal('invalid_arguments', { unknown });
  const channel = slack.world.channel(origin.channel);
  const original = origin.ts === null ? undefined : slack.messages.byTs(origin.ts);
  if (!channel) throw new Refusal('channel_not_found');
  if (body['delete_original'] === true && original) {
    erase(slack, channel, original);
    return original.ts;
  }
  const text = typeof body['text'] === 'string' ? body['text'] : '';
  const given = body['blocks'];
  const blocks = given === undefined ? null : withIds(checkedBlocks(given), () => slack.clock.id('b').toLowerCase());
  if (text === '' && (blocks === null || blocks.length === 0)) throw new Refusal('no_text');
  const unfurls = { links: body['unfurl_links'] !== false, media: body['unfurl_media'] !== false };
  if (body['replace_original'] === true && original) {
    change(slack, channel, original, { text, blocks });
    return original.ts;
  }
  const isPublic = body['response_type'] === 'in_channel';
  const threadTs = typeof body['thread_ts'] === 'string' ? body['thread_ts'] : null;
  const message = write(slack, channel, { user: BOT_USER, isOurs: true, text, blocks, threadTs, onlyFor: isPublic ? null : origin.person });
  recordPreviews(slack, message, unfurls);
  return message.ts;
}
