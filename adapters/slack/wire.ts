/**
 * The only file that holds the tokens and opens sockets to Slack. It sends every request once: nothing here, and nothing beneath
 * it, sends one again.
 */
import { createHmac } from 'node:crypto';
import { HTTPReceiver, SocketModeReceiver } from '@slack/bolt';
import { WebAPIPlatformError, WebAPIRateLimitedError, WebClient } from '@slack/web-api';
import type { WebClientOptions } from '@slack/web-api';
import type { PostRequest } from '#adapter';
import { EVENTS_PATH, TIMEOUTS } from './config.ts';
import type { SlackOptions } from './config.ts';
import { quiet } from './deliveries/quiet.ts';

export type Answer =
  | { kind: 'done'; body: { [key: string]: unknown }; scopes: string[] | null }
  /** A clear no, by Slack's own word for it. `needed` is the scope that is missing, where that is the reason. */
  | { kind: 'refused'; error: string; needed: string | null }
  | { kind: 'too_often'; retryAfterMs: number }
  /** The connection broke, time was up, or what came back cannot be read: it may have been done or not. */
  | { kind: 'unanswered'; cause: unknown };

/** The methods of the Web API that we call, the publishing one aside. */
export type Method =
  | 'auth.test'
  | 'chat.delete'
  | 'chat.postEphemeral'
  | 'chat.postMessage'
  | 'chat.update'
  | 'conversations.history'
  | 'conversations.info'
  | 'conversations.members'
  | 'conversations.open'
  | 'conversations.replies'
  | 'usergroups.users.list'
  | 'users.info'
  | 'users.list'
  | 'views.open'
  | 'views.publish';

export interface Wire {
  call(method: Method, body: { [key: string]: unknown }): Promise<Answer>;
  /** Sends the stored request's body as it is: no builder stands between it and the socket. */
  publish(request: PostRequest): Promise<Answer>;
  receiver: HTTPReceiver | SocketModeReceiver;
  /** Tells two texts apart without telling anything of them. */
  fingerprint(text: string): string;
}

/** The one request that publishes: what `PostRequest.method` says, and what the approved digest holds. */
export const PUBLISH = 'chat.postMessage';

export function createWire(options: SlackOptions): Wire {
  const { botToken, logger } = options;
  const { publishMs, otherMs } = options.timeouts ?? TIMEOUTS;
  const apiUrl = options.apiUrl.endsWith('/') ? options.apiUrl : `${options.apiUrl}/`;
  const given: WebClientOptions = {
    slackApiUrl: apiUrl,
    retryConfig: { retries: 0 },
    timeout: otherMs,
    rejectRateLimitedCalls: true,
    allowAbsoluteUrls: false,
    logger: quiet(logger),
  };
  const client = new WebClient(botToken, { ...given });

  return {
    async call(method, body) {
      try {
        const { ok: _ok, response_metadata: metadata, ...rest } = await client.apiCall(method, body);
        return { kind: 'done', body: { ...rest, response_metadata: metadata }, scopes: metadata?.scopes ?? null };
      } catch (error) {
        return answerOf(error);
      }
    },

    async publish({ body }) {
      try {
        const headers = { authorization: `Bearer ${botToken}`, 'content-type': 'application/json; charset=utf-8' };
        const signal = AbortSignal.timeout(publishMs);
        // A redirect would send the request, and the token, a second time.
        const response = await fetch(apiUrl + PUBLISH, { method: 'POST', headers, body: JSON.stringify(body), redirect: 'error', signal });
        if (response.status === 429) {
          await response.body?.cancel();
          return { kind: 'too_often', retryAfterMs: millisecondsOf(response.headers.get('retry-after')) };
        }
        const answer = (await response.json()) as unknown;
        // Slack says yes and no with 200, and whatever else comes is not Slack's own word for it.
        if (response.status !== 200) return { kind: 'unanswered', cause: new Error(`status ${response.status}`) };
        return read(answer);
      } catch (error) {
        return { kind: 'unanswered', cause: nameOf(error) };
      }
    },

    receiver: createReceiver(options, given),
    fingerprint: (text) => createHmac('sha256', botToken).update(`countersign/submitted/v1\n${text}`).digest('hex').slice(0, 32),
  };
}

function createReceiver(
  { appToken, signingSecret, logger }: SlackOptions,
  clientOptions: WebClientOptions,
): HTTPReceiver | SocketModeReceiver {
  if (appToken !== null) {
    // It neither calls again nor connects again by itself: `deliveries/line.ts` does, and knows when it is stopped.
    return new SocketModeReceiver({
      appToken,
      autoReconnectEnabled: false,
      logger: quiet(logger),
      installerOptions: { clientOptions: { ...clientOptions } },
    });
  }
  if (signingSecret === null)
    throw new Error('Slack needs SLACK_APP_TOKEN for Socket Mode, or SLACK_SIGNING_SECRET for deliveries over HTTP.');
  return new HTTPReceiver({
    signingSecret,
    endpoints: [EVENTS_PATH],
    processBeforeResponse: true,
    customRoutes: [],
    logger: quiet(logger),
  });
}

/** What is thrown by Slack's client, without what was sent and without what came back. */
function answerOf(error: unknown): Answer {
  if (error instanceof WebAPIRateLimitedError) return { kind: 'too_often', retryAfterMs: error.retryAfter * 1000 };
  if (error instanceof WebAPIPlatformError) return read(error.data);
  return { kind: 'unanswered', cause: nameOf(error) };
}

/** `channel_not_found`, `is_archived`, … */
const WORD = /^[a-z0-9_]{1,100}$/;

function read(answer: unknown): Answer {
  if (typeof answer !== 'object' || answer === null || !('ok' in answer))
    return { kind: 'unanswered', cause: new Error('no answer of Slack’s form') };
  const body = answer as { [key: string]: unknown };
  if (body['ok'] === true) return { kind: 'done', body, scopes: null };
  const { error, needed } = body;
  // Slack's client puts what it cannot read in the place of the word: that is no word, and no clear no.
  if (body['ok'] !== false || typeof error !== 'string' || !WORD.test(error))
    return { kind: 'unanswered', cause: new Error('no answer of Slack’s form') };
  if (error === 'ratelimited' || error === 'rate_limited') return { kind: 'too_often', retryAfterMs: millisecondsOf(null) };
  return { kind: 'refused', error, needed: typeof needed === 'string' ? needed : null };
}

/** An error of the network may quote the request; its names do not. */
function nameOf(error: unknown): Error {
  const original = error instanceof Error && 'original' in error ? error.original : error;
  const { name, code } = original as { name?: unknown; code?: unknown };
  return new Error([name, code].filter((one) => typeof one === 'string').join(' ') || 'unknown');
}

function millisecondsOf(retryAfter: string | null): number {
  return retryAfter !== null && /^\d{1,6}$/.test(retryAfter) ? Number(retryAfter) * 1000 : 1000;
}
