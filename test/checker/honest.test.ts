import { expect, it } from 'vitest';
import { examine } from './check.ts';
import { honestStory } from './honest-story.ts';
import { evidenceOf } from './told.ts';

it('finds nothing wrong in a story in which nothing is wrong, and has looked at all of it', () => {
  const { violations, looked } = examine(evidenceOf(honestStory()));
  expect(violations).toEqual([]);
  expect(looked).toEqual({ publications: 3, cards: 14, notices: 2, tombstones: 1, entries: 47, checkpoints: 7, drafts: 4 });
});
