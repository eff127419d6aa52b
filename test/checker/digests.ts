/** The digests of docs/log.md: SHA-256 over a line that names the format, then over canonical JSON. Hex. */
import { createHash } from 'node:crypto';
import { canonical } from './canonical-json.ts';

export const postDigest = (post: unknown): string => digest('countersign/post/v1', canonical(post));
/** Of `{body, method}`, as it was sent. */
export const fillDigest = (request: { method: string; body: unknown }): string => digest('countersign/fill/v1', canonical(request));
export const requirementsDigest = (requirements: unknown): string => digest('countersign/requirements/v1', canonical(requirements));
export const rulesDigest = (file: string): string => digest('countersign/rules/v1', file);

/** Of a question, text, preview, reason, wish or output, whose `kind` it is. */
export function saltedDigest(kind: string, salt: string, text: string): string {
  return digest('countersign/salted/v1', canonical({ kind, salt, text, v: 1 }));
}

function digest(line: string, bytes: string): string {
  return createHash('sha256').update(`${line}\n${bytes}`, 'utf8').digest('hex');
}
