import fc from 'fast-check';
import { expect, it } from 'vitest';
import { check } from './check.ts';
import { honestStory } from './honest-story.ts';
import { evidenceOf } from './told.ts';
import type { WireEntry } from './wire.ts';

const honest = evidenceOf(honestStory());
const lines = honest.exported.split('\n');
const signed = lines.flatMap((line, index) => (/^\{"kind":"(entry|checkpoint)"/.test(line) ? [index] : []));
const words = honest.wire.flatMap((one, index) => (one.stored && one.path.endsWith('/publish') ? [index] : []));
const runs = { numRuns: 60 };

it('finds every single character that is changed in an entry or a checkpoint', () => {
  const place = fc.record({ line: fc.constantFrom(...signed), at: fc.nat(), to: fc.constantFrom('0', 'x', 'Q', ' ', '.', '_') });
  fc.assert(
    fc.property(place, ({ line, at, to }) => {
      const old = lines[line] ?? '';
      // What is changed is a string within the line's JSON, not the JSON around it.
      const from = old.indexOf('":"', old.indexOf('"bytes"') + old.indexOf('"note"')) + 3;
      const index = from + (at % (old.length - 2 - from));
      fc.pre(old[index] !== to && !/["\\]/.test(old.slice(index - 1, index + 1)));
      const changed = lines.with(line, old.slice(0, index) + to + old.slice(index + 1));
      expect(check({ ...honest, exported: changed.join('\n') })).not.toEqual([]);
    }),
    runs,
  );
});

it('finds every single character that is changed in what was published', () => {
  const place = fc.record({ n: fc.constantFrom(...words), at: fc.nat(), to: fc.string({ minLength: 1, maxLength: 1, unit: 'grapheme' }) });
  fc.assert(
    fc.property(place, ({ n, at, to }) => {
      const old = honest.wire[n] as WireEntry;
      const { text } = old.body as { text: string };
      const index = at % text.length;
      fc.pre(text[index] !== to);
      const body = { ...(old.body as object), text: text.slice(0, index) + to + text.slice(index + 1) };
      expect(check({ ...honest, wire: honest.wire.with(n, { ...old, body }) }).map(({ rule }) => rule)).toContain('publication.intent');
    }),
    runs,
  );
});
