import { createRoute, z } from '@hono/zod-openapi';
import { Answer, Code, Draft, Drafts, Grant, Problem, Request } from './api-shapes.ts';

const grant = z.string().optional().describe('A grant, “csg_…”.');
const grantHeader = z.object({ 'countersign-grant': grant });
const submitHeaders = z.object({
  'countersign-grant': grant,
  'idempotency-key': z.string().optional().describe('Yours, another for each thing that you hand in; kept for 24 hours.'),
});
const params = z.object({ id: z.string().openapi({ param: { name: 'id', in: 'path' } }) });

const json = <S extends z.ZodType>(schema: S, description: string) => ({ description, content: { 'application/json': { schema } } });
const body = <S extends z.ZodType>(schema: S) => ({ required: true, content: { 'application/json': { schema } } });

const MEANS = {
  400: 'not what this takes',
  401: 'no agent has this secret',
  403: 'the grant does not allow it, or the name by which this was called is not its own',
  404: 'nothing of yours',
  409: 'not as things stand',
  413: 'too large',
  415: 'not JSON',
  422: 'the answer, or the key, is not right',
  429: 'too many requests',
  500: 'it did not work',
  503: 'not now',
} as const;
type Status = keyof typeof MEANS;

/** Every route can answer with these. */
const ALWAYS = [401, 403, 413, 429, 500, 503] as const;

function problems(...statuses: Status[]) {
  const content = { 'application/problem+json': { schema: Problem } };
  return Object.fromEntries([...new Set([...ALWAYS, ...statuses])].map((status) => [status, { description: MEANS[status], content }]));
}

const secret = [{ secret: [] }];
const secretAndGrant = [{ secret: [], grant: [] }];

/** By method and path: the table of access has a row for each. */
export const ROUTES = {
  'POST /v1/grants': createRoute({
    method: 'post',
    path: '/v1/grants',
    summary: 'A grant, for a code that a person gave you, or for a run that waits for you',
    security: secret,
    request: { body: body(Code) },
    responses: { 201: json(Grant, 'made; it is shown once'), ...problems(400, 415) },
  }),
  'GET /v1/runs': createRoute({
    method: 'get',
    path: '/v1/runs',
    summary: 'The drafts that wait for your answer, because a person asked you: at most 50, newest first',
    security: secret,
    responses: { 200: json(Drafts, 'those that there are'), ...problems() },
  }),
  'POST /v1/drafts': createRoute({
    method: 'post',
    path: '/v1/drafts',
    summary: 'Hand in a draft for the person who made the grant: they alone see it until they approve it',
    security: secretAndGrant,
    request: { headers: submitHeaders, body: body(Answer) },
    responses: { 201: json(Draft, 'handed in'), ...problems(400, 409, 415, 422) },
  }),
  'GET /v1/drafts/{id}': createRoute({
    method: 'get',
    path: '/v1/drafts/{id}',
    summary: 'What became of a draft of yours: its state alone',
    security: secret,
    request: { params },
    responses: { 200: json(Draft, 'as it is now'), ...problems(404) },
  }),
  'DELETE /v1/drafts/{id}': createRoute({
    method: 'delete',
    path: '/v1/drafts/{id}',
    summary: 'Take back a draft of yours that is not published',
    security: secretAndGrant,
    request: { params, headers: grantHeader },
    responses: { 200: json(Draft, 'taken back'), ...problems(404, 409) },
  }),
  'POST /v1/drafts/{id}/revisions': createRoute({
    method: 'post',
    path: '/v1/drafts/{id}/revisions',
    summary: 'Answer a draft that waits for you',
    security: secretAndGrant,
    request: { params, headers: submitHeaders, body: body(Answer) },
    responses: { 201: json(Draft, 'handed in'), ...problems(400, 404, 409, 415, 422) },
  }),
  'GET /v1/requests/{id}': createRoute({
    method: 'get',
    path: '/v1/requests/{id}',
    summary: 'What you may know of a question: never who asks, nor where',
    description: 'By the id of a draft, or, before there is one, by “request” of the grant.',
    security: secretAndGrant,
    request: { params, headers: grantHeader },
    responses: { 200: json(Request, 'the question'), ...problems(404) },
  }),
} as const;
export type RouteName = keyof typeof ROUTES | 'GET /v1/openapi.json' | 'POST /mcp' | 'GET /mcp' | 'DELETE /mcp';
