import { z } from '@hono/zod-openapi';
import { answerShape } from '../agents/contract.ts';
import type { DraftSeen, MadeGrant, RequestSeen } from '../app/door/door.ts';
import { STATES } from '../core/draft.ts';
import { GRANT_VERBS } from '../core/grant.ts';

const instant = z.iso.datetime().describe('ISO 8601, in UTC.');

/** Made anew: what was made before this package was loaded does not know its method. */
export const Answer = z.strictObject(answerShape.shape).openapi('Answer');

export const Code = z
  .union([
    z.strictObject({ code: z.string().min(1).max(64).describe('What the person was shown, with or without its hyphens.') }),
    z.strictObject({ run: z.string().min(1).max(64).describe('A run that waits for you, because a person asked you.') }),
  ])
  .openapi('CodeOrRun');

export const Grant = z
  .strictObject({
    grant: z.string().describe('Shown once. Send it as “Countersign-Grant”.'),
    request: z.string().describe('What /v1/requests/{id} takes.'),
    draft: z.string().nullable().describe('The one draft that it is for; null: for new drafts of its person and place.'),
    expires_at: instant,
    verbs: z.array(z.enum(GRANT_VERBS)),
    drafts: z.int().describe('How many new drafts it has room for.'),
    bytes: z.int().describe('How many bytes of answers.'),
  })
  .openapi('Grant');

export const Draft = z
  .strictObject({
    id: z.string(),
    state: z.enum(STATES),
    revision: z.int().describe('0 while there is no text.'),
    created_at: instant,
    changed_at: instant,
    run: z.string().nullable().describe('The run that waits for your answer, where one does: POST /v1/grants takes it.'),
  })
  .openapi('Draft');

export const Drafts = z.strictObject({ drafts: z.array(Draft) }).openapi('Drafts');

export const Request = z
  .strictObject({
    id: z.string(),
    question: z.string(),
    wish: z.string().nullable().describe('What its requester wants to be different, where they asked again.'),
    previous: z.string().nullable().describe('The text that they asked to have done again, as Markdown.'),
    rejection: z.string().nullable().describe('Why a reviewer rejected that text.'),
    conversation: z
      .array(z.strictObject({ by: z.enum(['agent', 'requester', 'reviewer']), text: z.string() }))
      .describe('What the draft went through before that, oldest first.'),
    thread: z.array(z.strictObject({ from: z.string(), text: z.string() })),
    max_characters: z.int(),
    answer: z.record(z.string(), z.unknown()).describe('The JSON Schema of an answer.'),
  })
  .openapi('Request');

export const Problem = z
  .strictObject({ type: z.string(), title: z.string(), status: z.int(), detail: z.string(), code: z.string() })
  .describe('RFC 9457. What helps against each code: docs/errors.md')
  .openapi('Problem');

const at = (ms: number): string => new Date(ms).toISOString();

export function grantBody({ grant, request, draft, expiresAt, verbs, drafts, bytes }: MadeGrant): z.infer<typeof Grant> {
  return { grant, request, draft, expires_at: at(expiresAt), verbs: [...verbs], drafts, bytes };
}

export function draftBody({ id, state, revision, createdAt, changedAt, run }: DraftSeen): z.infer<typeof Draft> {
  return { id, state, revision, created_at: at(createdAt), changed_at: at(changedAt), run };
}

export function requestBody({ maxCharacters, ...seen }: RequestSeen): Omit<z.infer<typeof Request>, 'answer'> {
  return { ...seen, max_characters: maxCharacters };
}
