import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { scopeOf } from '../../src/app/kill-switch.ts';
import { REFS } from '../../src/log/entry-shapes.ts';
import { parseRules } from '../../src/rules/load.ts';

const file = new URL('../../countersign.example.yaml', import.meta.url);
const rules = parseRules(readFileSync(file, 'utf8'), 'countersign.example.yaml');
if (!rules.ok) throw new Error('the example rules are not valid');
const { book } = rules;
const scope = (words: string): string | null => scopeOf({ rules: { current: () => ({ book, version: 1 }) } }, words);

describe('what the kill switch can be engaged for', () => {
  it.each([
    ['', 'all'],
    ['all', 'all'],
    ['everything', 'all'],
    ['handbook', 'agent:handbook'],
    ['agent:handbook', 'agent:handbook'],
    ['playground:acme:engineering', 'channel:playground:acme:engineering'],
    ['channel:slack:T01:C0123', 'channel:slack:T01:C0123'],
  ])('“%s” means %s, which the log can hold', (words, expected) => {
    expect(scope(words)).toBe(expected);
    expect(REFS.scope(expected)).toBe(true);
  });

  it.each([
    ['a word that names nothing', 'nothing'],
    ['an agent that there is not', 'agent:nobody'],
    ['half of a channel', 'playground:acme'],
    ['a name of something in every object', 'constructor'],
    ['a channel with a space', 'channel:playground:acme:the lobby'],
    ['words behind a channel', 'playground:acme:engineering because it is wrong'],
    ['a newline', 'playground:acme:a\nb'],
    ['a letter beyond ASCII', 'playground:acme:café'],
    ['a control character', 'playground:acme:\u0007'],
    ['an invisible character', 'playground:acme:eng\u200bineering'],
    ['more than the log can hold', `playground:acme:${'x'.repeat(250)}`],
  ])('%s is none', (_what, words) => {
    expect(scope(words)).toBeNull();
  });

  it('is the longest that there may be, and no longer', () => {
    const longest = `channel:a:b:${'x'.repeat(250 - 'channel:a:b:'.length)}`;
    expect(scope(longest)).toBe(longest);
    expect(scope(longest.slice('channel:'.length))).toBe(longest);
    expect(scope(`${longest}x`)).toBeNull();
  });
});
