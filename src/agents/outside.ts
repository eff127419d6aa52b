/** The most bytes that an agent outside may send for one question, progress included: more is no answer that anybody could post. */
export const MOST_BYTES = 1024 * 1024;

/** The most often that it may tell its progress in one run. */
export const MOST_PROGRESS = 1_000;

/** JSON in UTF-8. Throws an error that says nothing of what was read: that may be the text of an answer. */
export function jsonIn(bytes: Uint8Array): unknown {
  return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) as unknown;
}

/** The member `text` of an agent's progress; null where there is none. */
export function progressText(value: unknown): string | null {
  const text = typeof value === 'object' && value !== null && 'text' in value ? value.text : null;
  return typeof text === 'string' ? text : null;
}
