import { setImmediate } from 'node:timers/promises';
import type { Answer, Method } from '../wire.ts';

type Call = (method: Method, body: { [key: string]: unknown }) => Promise<Answer>;

/** What only tells how things are. */
const READS: readonly Method[] = ['conversations.info', 'conversations.members', 'usergroups.users.list', 'users.info'];

/**
 * Slack refuses whoever asks too often, and one decision asks of the same channel who reads it and who may post there. What is asked
 * twice in the same turn is sent once, after both have asked: so no answer is older than any of its questions.
 */
export function sharingReads(call: Call): Call {
  const unsent = new Map<string, Promise<Answer>>();
  return (method, body) => {
    if (!READS.includes(method)) return call(method, body);
    const key = JSON.stringify([method, body]);
    const sent = unsent.get(key) ?? setImmediate().then(() => (unsent.delete(key), call(method, body)));
    unsent.set(key, sent);
    return sent;
  };
}
