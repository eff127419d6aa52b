import { setImmediate } from 'node:timers/promises';
import type { Answer, Wire } from '../wire.ts';

/**
 * Discord refuses whoever asks too often, and one decision asks of the same channel who reads it and who may post there. What is asked
 * twice in the same turn is sent once, after both have asked: so no answer is older than any of its questions.
 */
export function sharingReads(call: Wire['call']): Wire['call'] {
  const unsent = new Map<string, Promise<Answer>>();
  return (method, path, body) => {
    if (method !== 'GET') return call(method, path, body);
    const sent = unsent.get(path) ?? setImmediate().then(() => (unsent.delete(path), call(method, path, body)));
    unsent.set(path, sent);
    return sent;
  };
}
