import { beforeAll, expect, test } from 'vitest';
import type { State } from '../../src/core/draft.ts';
import { REFUSAL_CODES } from '../../src/core/errors.ts';
import { NOTICES } from '../../src/core/sentences.ts';
import { type Step, walk } from './lifecycle-walk.ts';

let moves: (Step & { after: NonNullable<Step['after']> })[] = [];

beforeAll(() => {
  moves = [0, 1, 2].flatMap((needed) => [...walk(needed)]).filter((step): step is (typeof moves)[number] => step.after !== null);
});

/** States in which a draft has ended, came back, or stands in doubt. */
const NEWS: readonly State[] = [
  'published',
  'rejected',
  'expired',
  'withdrawn',
  'retracted',
  'retract_failed',
  'publish_failed',
  'outcome_unknown',
];

/** What the requester did with their own hand they know; and an answer comes on the card at which they are looking. */
function isOwnMove({ who, command }: Step): boolean {
  return who === 'ana' || command.kind === 'answer' || command.kind === 'abandon';
}

/** A card that is brought up to date calls nobody: only a message of its own does. */
function tells({ did }: Step): boolean {
  return did.some((effect) => effect.kind === 'tell_requester' || effect.kind === 'show_requester');
}

test('the requester is told every end of a draft, and whatever brings it back, in a message of its own', () => {
  const news = moves.filter((move) => !isOwnMove(move) && (NEWS.includes(move.after.state) || move.after.state === 'awaiting_requester'));
  expect(new Set(news.map(({ after }) => after.state))).toEqual(new Set([...NEWS, 'awaiting_requester']));
  expect(news.filter((move) => !tells(move)).map(({ before, name, who }) => `${before.state}: ${name} by ${who}`)).toEqual([]);
});

test('each of these is a sentence of the catalogue', () => {
  const codes = new Set(moves.flatMap(({ did }) => did.flatMap((effect) => (effect.kind === 'tell_requester' ? [effect.code] : []))));
  expect([...codes].toSorted()).toEqual([
    'EXPIRED',
    'NO_ANSWER',
    'OUTCOME_UNKNOWN',
    'PUBLISHED',
    'PUBLISH_FAILED',
    'REJECTED',
    'RETRACTED',
    'RETRACT_FAILED',
    'SETTLED',
    'WITHDRAWN_BY_AGENT',
    'WITHDRAWN_BY_OPERATOR',
  ]);
  for (const code of codes) expect([...REFUSAL_CODES, ...Object.keys(NOTICES)]).toContain(code);
});

test('nobody is told twice of one move', () => {
  const twice = moves.filter(({ did }) => did.filter(({ kind }) => kind === 'tell_requester').length > 1);
  expect(twice).toEqual([]);
});
