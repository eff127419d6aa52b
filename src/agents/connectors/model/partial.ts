import { parsePartialJson } from 'ai';

/** A step is looked at when so many characters more have come, and when it has grown by a thirtieth: what is long is not read again at each of its words. */
const LEAST = 24;
const PART = 30;
/** Nobody reads the progress of what is longer. */
const MOST = 100_000;

/** Tells the `text` of an answer in JSON while it is written, whole each time. One for each call of the model. */
export function createPartial(progress: (text: string) => void): (delta: string) => Promise<void> {
  let written = '';
  let seen = 0;
  let told = '';
  return async (delta) => {
    written += delta;
    if (written.length > MOST || written.length - seen < Math.max(LEAST, seen / PART)) return;
    seen = written.length;
    const { value } = await parsePartialJson(written);
    if (typeof value !== 'object' || value === null || !('text' in value) || typeof value.text !== 'string') return;
    if (value.text === told) return;
    told = value.text;
    progress(told);
  };
}
