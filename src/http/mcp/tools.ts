import { z } from '@hono/zod-openapi';
import { Answer, Draft, Drafts, Grant, Request } from '../api-shapes.ts';
import type { Call } from './send.ts';

const grant = z.string().max(128).describe('A grant, “csg_…”, from connect or take_run.');
const draft = z.string().max(64).describe('The id of a draft, “drf_…”.');
const key = z.string().min(1).max(200).describe('Yours, another for each thing that you hand in. The same again has no second effect.');

interface Tool<Input extends z.ZodObject> {
  title: string;
  description: string;
  input: Input;
  output: z.ZodObject;
  /** It changes nothing; of the others, none destroys what people have. */
  readOnly: boolean;
  call(input: z.infer<Input>): Call;
}

function tool<Input extends z.ZodObject>(one: Tool<Input>): Tool<Input> {
  return one;
}

const at = (path: string, id: string): string => path.replace('{id}', encodeURIComponent(id));

/** The verbs of the door, as tools. Each is one call of /v1; none approves, publishes, or names a person. */
export const TOOLS = {
  connect: tool({
    title: 'Use a code',
    description:
      'Makes a grant for a one-time code. Ask the person for it: they get one by writing “/countersign connect AGENT QUESTION” in the channel that it is about, and it lives five minutes.',
    input: z.strictObject({ code: z.string().min(1).max(64).describe('What the person was shown.') }),
    output: Grant,
    readOnly: false,
    call: ({ code }) => ({ method: 'POST', path: '/v1/grants', body: { code } }),
  }),
  waiting: tool({
    title: 'What waits for you',
    description: 'Drafts that wait for your answer because a person asked you. Take one by its run with take_run.',
    input: z.strictObject({}),
    output: Drafts,
    readOnly: true,
    call: () => ({ method: 'GET', path: '/v1/runs' }),
  }),
  take_run: tool({
    title: 'Take a question',
    description: 'Makes a grant for a run that waits for you, so that you can read its question and answer it.',
    input: z.strictObject({ run: z.string().min(1).max(64).describe('The run, “run_…”, from waiting.') }),
    output: Grant,
    readOnly: false,
    call: ({ run }) => ({ method: 'POST', path: '/v1/grants', body: { run } }),
  }),
  read_request: tool({
    title: 'Read the question',
    description: 'What you may know of a question: never who asks, nor where. Takes “request” of a grant.',
    input: z.strictObject({ grant, request: z.string().max(64).describe('“request” of the grant, or the id of a draft.') }),
    output: Request,
    readOnly: true,
    call: (input) => ({ method: 'GET', path: at('/v1/requests/{id}', input.request), grant: input.grant }),
  }),
  submit_draft: tool({
    title: 'Hand in a draft',
    description:
      'Hands in a draft for the person who made the grant. They alone see it; it is posted only if they, and whoever the channel’s rule names, approve it with buttons in their chat. Nothing that is pressed or accepted here is an approval.',
    input: z.strictObject({ grant, key, answer: Answer }),
    output: Draft,
    readOnly: false,
    call: (input) => ({ method: 'POST', path: '/v1/drafts', grant: input.grant, key: input.key, body: input.answer }),
  }),
  answer_draft: tool({
    title: 'Answer a draft that waits for you',
    description: 'Hands in the answer of a draft that waits for you: a question that a person asked you, or asked again.',
    input: z.strictObject({ grant, draft, key, answer: Answer }),
    output: Draft,
    readOnly: false,
    call: (input) => ({
      method: 'POST',
      path: at('/v1/drafts/{id}/revisions', input.draft),
      grant: input.grant,
      key: input.key,
      body: input.answer,
    }),
  }),
  draft_state: tool({
    title: 'What became of a draft',
    description: 'The state of a draft of yours, and nothing of people or text.',
    input: z.strictObject({ draft }),
    output: Draft,
    readOnly: true,
    call: (input) => ({ method: 'GET', path: at('/v1/drafts/{id}', input.draft) }),
  }),
  withdraw_draft: tool({
    title: 'Take a draft back',
    description: 'Takes back a draft of yours that is not published. Its requester is told.',
    input: z.strictObject({ grant, draft }),
    output: Draft,
    readOnly: false,
    call: (input) => ({ method: 'DELETE', path: at('/v1/drafts/{id}', input.draft), grant: input.grant }),
  }),
} as const;
