import { expect, test } from 'vitest';
import { fitOf, type Forum, hasSameTags } from '../../src/core/forum.ts';

const forum: Forum = {
  tags: [
    { id: '1', name: 'runbook', mayUse: true },
    { id: '2', name: 'answered', mayUse: true },
    { id: '3', name: 'official', mayUse: false },
  ],
  needsTag: false,
  mostTags: 2,
  longestTitle: 100,
};

test('a new post has the tags of its rule, in its order, by the ids that the platform knows them by', () => {
  const tags = [
    { id: '2', name: 'answered' },
    { id: '1', name: 'runbook' },
  ];
  expect(fitOf({ tags: ['answered', 'runbook'] }, forum)).toEqual({ ok: true, forum: { tags, longestTitle: 100 } });
  expect(fitOf({ tags: [] }, forum)).toEqual({ ok: true, forum: { tags: [], longestTitle: 100 } });
});

test('a channel that is no forum, and whose rule says nothing of new posts, has none', () => {
  expect(fitOf(null, null)).toEqual({ ok: true, forum: null });
});

test.each([
  ['a rule that speaks of new posts, on a channel that is no forum', { tags: [] }, null, { kind: 'no_forum' }],
  ['a forum whose rule says nothing of new posts', null, forum, { kind: 'no_rule' }],
  ['a tag that the forum has not', { tags: ['runbook', 'Runbook'] }, forum, { kind: 'unknown_tag', tag: 'Runbook' }],
  ['a tag that only moderators may set', { tags: ['official'] }, forum, { kind: 'moderated_tag', tag: 'official' }],
  [
    'more tags than a post can have there',
    { tags: ['runbook', 'answered', 'weekly'] },
    { ...forum, tags: [...forum.tags, { id: '4', name: 'weekly', mayUse: true }] },
    { kind: 'too_many_tags', most: 2 },
  ],
  ['no tag where posts need one', { tags: [] }, { ...forum, needsTag: true }, { kind: 'needs_tag' }],
])('%s makes no new post possible', (_what, rule, there, problem) => {
  expect(fitOf(rule, there)).toEqual({ ok: false, problem });
});

test('a post stays what was approved as long as its tags are the same ones, whatever they are called now', () => {
  const composed = { title: 'x', tags: [{ id: '1', name: 'runbook' }] };
  expect(hasSameTags(composed, { tags: [{ id: '1', name: 'runbooks' }] })).toBe(true);
  expect(hasSameTags(composed, { tags: [{ id: '2', name: 'runbook' }] })).toBe(false);
  expect(hasSameTags(composed, { tags: [] })).toBe(false);
  expect(hasSameTags(composed, null)).toBe(false);
  expect(hasSameTags(null, { tags: [] })).toBe(false);
  expect(hasSameTags(null, null)).toBe(true);
});
