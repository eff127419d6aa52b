import type { DoorRefusal } from '../app/door/door.ts';
import { DOOR_REFUSALS } from '../core/sentences.ts';

/** What HTTP itself is refused for, before the door is asked. */
export const HTTP_REFUSALS = {
  BAD_REQUEST: { status: 400, title: 'That is not what this takes', detail: 'Send JSON of the form that the OpenAPI document says.' },
  NAME_REFUSED: {
    status: 403,
    title: 'This is not called by that name',
    detail: 'Another name than those in API_NAMES stands in “Host” or “Origin”.',
  },
  NO_SUCH_PATH: { status: 404, title: 'There is nothing here', detail: 'What there is, /v1/openapi.json says.' },
  METHOD_NOT_ALLOWED: { status: 405, title: 'That cannot be done here', detail: 'What can, “Allow” says.' },
  TOO_LARGE: { status: 413, title: 'That is too much', detail: 'A body has at most 262144 bytes.' },
  NOT_JSON: { status: 415, title: 'That is not JSON', detail: 'Send “Content-Type: application/json”.' },
  FAILED: { status: 500, title: 'That did not work', detail: 'The program’s log says why. Send it again with the same Idempotency-Key.' },
} as const satisfies Record<string, { status: number; title: string; detail: string }>;

const REFUSALS = { ...DOOR_REFUSALS, ...HTTP_REFUSALS };
export type ProblemCode = keyof typeof REFUSALS;

/** Problem details: https://www.rfc-editor.org/rfc/rfc9457. `type` names the kind and leads nowhere; `code` is its last part. */
export function problem(code: ProblemCode, more: { detail?: string | undefined; headers?: Record<string, string> } = {}): Response {
  const { status, title, detail } = REFUSALS[code];
  const body = { type: `urn:countersign:problem:${code}`, title, status, detail: more.detail ?? detail, code };
  const headers = {
    'content-type': 'application/problem+json',
    ...(status === 401 ? { 'www-authenticate': 'Bearer' } : {}),
    ...more.headers,
  };
  return new Response(JSON.stringify(body), { status, headers });
}

const RETRY_AFTER_MS = 60_000;

export function problemOf({ code, detail, retryAfterMs }: DoorRefusal): Response {
  const { status } = DOOR_REFUSALS[code];
  const waits = status === 429 || status === 503 || code === 'SUBMISSION_UNDER_WAY';
  const seconds = Math.ceil((retryAfterMs ?? (code === 'SUBMISSION_UNDER_WAY' ? 2_000 : RETRY_AFTER_MS)) / 1_000);
  return problem(code, { detail, ...(waits ? { headers: { 'retry-after': String(seconds) } } : {}) });
}
