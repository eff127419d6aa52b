import { describe, expect, it } from 'vitest';
import { check } from './check.ts';
import { honestStory } from './honest-story.ts';
import { PLANTED_IN_THE_LOG } from './planted-log.ts';
import { PLANTED_AMONG_PEOPLE } from './planted-people.ts';
import { PLANTED_IN_PRIVATE } from './planted-private.ts';
import { PLANTED_AMONG_PUBLICATIONS } from './planted-publications.ts';
import { plantedEvidence } from './planted.ts';
import { RULES } from './rules.ts';
import { evidenceOf } from './told.ts';
import { UNUSUAL } from './unusual.ts';

const planted = [...PLANTED_IN_THE_LOG, ...PLANTED_AMONG_PEOPLE, ...PLANTED_AMONG_PUBLICATIONS, ...PLANTED_IN_PRIVATE];

describe('the checker reports', () => {
  it.each(planted.map((one) => [one.rule, one.what, one] as const))('%s: %s', (_rule, _what, one) => {
    expect(check(plantedEvidence(one)).map(({ rule }) => rule)).toContain(one.rule);
  });

  it('every rule that it knows, each planted at least once', () => {
    const broken = new Set(planted.map(({ rule }) => rule));
    expect(Object.keys(RULES).filter((rule) => !broken.has(rule as keyof typeof RULES))).toEqual([]);
  });
});

describe('the checker finds nothing wrong in a story with', () => {
  it.each(UNUSUAL.map(({ what, story }) => [what, story] as const))('%s', (_what, story) => {
    expect(check(evidenceOf(story(honestStory())))).toEqual([]);
  });

  it('a group that changed meanwhile, when both worlds are told', () => {
    const { world, ...evidence } = evidenceOf(honestStory());
    const later = { ...(world as object), groups: [] };
    expect(check({ ...evidence, world: later }).map(({ rule }) => rule)).toContain('showing.entitled');
    expect(check({ ...evidence, world: [world, later] })).toEqual([]);
  });
});
