import { expect } from 'vitest';

/** What goes wrong when words are put together: a word that is missing, a gap where it should stand, an end that is none. */
const FLAWS: Record<string, RegExp> = {
  'a word that is missing': /undefined|\bnull\b|NaN|Infinity|\[object/,
  'a gap': / {2}|^ | $|“”|\(\)|# /,
  'a stray full stop': / [.,;:?!]|[.,;:]{2}|[?!][.,]/,
  'no end': /[^.?!…”)]$/,
  'an end without a full stop': /[^.?!…][”)]$/,
};

/** Labels with a value behind them have no full stop: `Who could read it: 212 people at Acme`. */
const LABELLED = /^(Would be posted|Who could read it|Before that): \S/;

/** Fails unless this is whole sentences, whatever they say. */
export function expectWellWritten(text: string): void {
  const flaws = Object.entries(FLAWS).filter(([name, flaw]) => flaw.test(text) && !(name.includes('end') && LABELLED.test(text)));
  expect(flaws.map(([name]) => `${name}: ${text}`)).toEqual([]);
}
