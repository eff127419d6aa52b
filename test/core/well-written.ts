import { expect } from 'vitest';

/** What goes wrong when words are put together: a word that is missing, a gap where it should stand, an end that is none. */
const FLAWS: Record<string, RegExp> = {
  'a word that is missing': /undefined|\bnull\b|NaN|Infinity|\[object|\$\{/,
  'a gap': / {2}|^ | $|“”|\(\)|# /,
  'a stray full stop': / [.,;:?!]|[.,;:]{2}|[?!][.,]/,
  'no end': /[^.?!…”)]$/,
  'an end without a full stop': /[^.?!…][”)]$/,
  'a small beginning': /^(?!handbook\b|agent:)\p{Ll}/u,
};

/** One word for one idea: what each of these would say is said by another word, or not at all. */
const OTHER_WORDS: Record<string, RegExp> = {
  'person, requester': /\b(users?|askers?|authors?|owners?)\b/i,
  reviewer: /\b(approvers?|moderators?)\b/i,
  operator: /\badmin(istrator)?s?\b|\broot\b/i,
  'agent (the bot is us)': /\b(bots?|models?|assistants?|apps?)\b/i,
  'question, request': /\b(prompts?|quer(y|ies)|tickets?)\b/i,
  'draft, answer': /\b(repl(y|ies)|responses?|suggestions?|proposals?)\b/i,
  revision: /\bversions?\b/i,
  'post (a message is what people write)': /(?<!direct )\bmessages?\b/i,
  approval: /\b(votes?|signatures?|sign-offs?)\b/i,
  'edit, ask again': /\b(revise|regenerate)\b/i,
  'keep private': /\b(cancel|discard|dismiss)(s|ed)?\b/i,
  'publish, post': /\b(deliver|unpublish)(s|ed)?\b/i,
  'retract, take away': /\b(deleted?|recall(ed)?)\b/i,
  rule: /\b(polic(y|ies)|config(uration)?)\b/i,
  'audience, readers': /\b(visibility|permissions?)\b/i,
  'workspace, channel (a server is the machine on which this runs)': /\b((?<!on the )servers?|rooms?|spaces?)\b/i,
  notice: /\b(notifications?|alerts?)\b/i,
  log: /\b(trail|journal|snapshot)\b/i,
  'stop, release': /\b(enabled?|disabled?|paused?)\b/i,
};

/** Labels with a value behind them have no full stop: `Who could read it: 212 people at Acme`. What leads to a quotation ends in a colon. */
const LABELLED = /^(Would be posted|Who could read it|Before that): \S/;

/** No platform takes more in one piece (Slack: 3,000 characters in a section). */
const MOST_SENTENCE = 3_000;

/** Fails unless this is whole sentences in the words of this product, whatever they say. */
export function expectWellWritten(text: string): void {
  const flaws = Object.entries(FLAWS).filter(([name, flaw]) => flaw.test(text) && !(name.includes('end') && LABELLED.test(text)));
  expect(flaws.map(([name]) => `${name}: ${text}`)).toEqual([]);
  expectOwnWords(text);
  expect(text.length, text).toBeLessThanOrEqual(MOST_SENTENCE);
}

/** Fails where another word is used for an idea that has one already. */
export function expectOwnWords(text: string): void {
  const others = Object.entries(OTHER_WORDS).filter(([, word]) => word.test(text));
  expect(others.map(([ours]) => `say “${ours}”: ${text}`)).toEqual([]);
}
