import { existsSync } from 'node:fs';
import { expect, test } from 'vitest';
import { REFUSAL_CODES, type RefusalCode } from '../../src/core/errors.ts';
import type { RefusalStory } from './refusal-story.ts';
import { AGENTS } from './refusals-agents.ts';
import { ASKING } from './refusals-asking.ts';
import { CHANGED } from './refusals-changed.ts';
import { CLICKING } from './refusals-clicking.ts';
import { COMMANDS } from './refusals-commands.ts';
import { PLATFORM } from './refusals-platform.ts';

/** A code without a story does not compile. */
const STORIES: Record<RefusalCode, RefusalStory> = { ...ASKING, ...CLICKING, ...CHANGED, ...AGENTS, ...PLATFORM, ...COMMANDS };

test('every refusal is reached from outside by exactly one story', () => {
  const groups = { ASKING, CLICKING, CHANGED, AGENTS, PLATFORM, COMMANDS };
  expect(
    Object.values(groups)
      .flatMap((group) => Object.keys(group))
      .toSorted(),
  ).toEqual(REFUSAL_CODES.toSorted());
  for (const name of Object.keys(groups)) expect(existsSync(`test/stories/refusals-${name.toLowerCase()}.test.ts`), name).toBe(true);
});

test('no two refusals are told in the same words', () => {
  const sentences = Object.values(STORIES).map((story) => story.reads);
  expect(new Set(sentences).size).toBe(sentences.length);
});
