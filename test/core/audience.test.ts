import { expect, test } from 'vitest';
import { AUDIENCE_CLASSES, isWider } from '../../src/core/audience.ts';

test('from narrow to wide: only the requester, some, the company, people outside; what is not known counts as the widest', () => {
  expect(AUDIENCE_CLASSES).toEqual(['requester', 'restricted', 'workspace', 'external', 'unknown']);
  for (const [nth, one] of AUDIENCE_CLASSES.entries()) {
    expect(AUDIENCE_CLASSES.filter((than) => isWider(one, than))).toEqual(AUDIENCE_CLASSES.slice(0, nth));
  }
});
