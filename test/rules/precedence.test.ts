import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ChannelId } from '../../src/core/ids.ts';
import { type RuleBook, type RuleFound, ruleFor } from '../../src/core/rule-book.ts';
import { parseRules } from '../../src/rules/load.ts';

type Which = { channel: string } | { match: string };

/** A rules file with these rules; JSON is YAML. Each rule is known by when it expires. */
function bookWith(which: Which[]): RuleBook {
  const channels = which.map((one, index) => ({
    ...one,
    agents: ['handbook'],
    may_ask: 'members',
    widest_audience: 'workspace',
    reviewers: { from: ['playground:acme:ben'], needed: 1 },
    expires: `${index + 1}h`,
  }));
  const parsed = parseRules(
    JSON.stringify({
      version: 1,
      operators: { people: ['playground:acme:olu'], alarms: ['playground:acme:olu'] },
      agents: { handbook: { connector: 'handbook', folder: './pages' } },
      channels,
    }),
    'r',
  );
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return parsed.book;
}

const outcome = (found: RuleFound): string =>
  found.kind === 'rule'
    ? (found.rule.channel ?? found.rule.match ?? '')
    : found.kind === 'ambiguous'
      ? `ambiguous: ${found.patterns.join(' ')}`
      : 'none';

/** Few names and few patterns, so that they meet. */
const name = fc.string({ unit: fc.constantFrom('a', 'b'), minLength: 1, maxLength: 2 }).map((rest) => `x${rest}`);
const workspace = fc.constantFrom('acme', 'globex');
/** A channel of the playground, whose ids are made of names; `id` and `name` may differ. */
const channel = fc.record({ workspace, id: name, name });
const exact = fc.tuple(workspace, name).map(([where, id]) => ({ channel: `playground:${where}:${id}` }));
const pattern = fc
  .tuple(workspace, fc.array(fc.constantFrom('*', 'a', 'b'), { maxLength: 2 }))
  .map(([where, pieces]) => ({ match: `playground:${where}:x${pieces.join('')}` }));
const rules = fc.uniqueArray(fc.oneof(exact, pattern), { maxLength: 6, selector: (one) => JSON.stringify(one) });

/** As `matches` promises, by another road. */
const fits = (one: Which, where: string, channelName: string): boolean =>
  'match' in one && new RegExp(`^${one.match.replaceAll('*', '.*')}$`, 's').test(`playground:${where}:${channelName}`);

test('an exact channel wins over every pattern; two patterns that fit refuse; no rule is no rule', () => {
  const seen = { exact: 0, one: 0, several: 0, none: 0 };
  fc.assert(
    fc.property(rules, channel, (which, asked) => {
      const id: ChannelId = `playground:${asked.workspace}:${asked.id}`;
      const found = ruleFor(bookWith(which), id, asked.name);
      const fitting = which.filter((one) => fits(one, asked.workspace, asked.name));
      if (which.some((one) => 'channel' in one && one.channel === id)) {
        seen.exact += 1;
        expect(outcome(found)).toBe(id);
      } else if (fitting.length === 1) {
        seen.one += 1;
        expect(found).toMatchObject({ kind: 'rule', rule: fitting[0] });
      } else {
        seen[fitting.length > 1 ? 'several' : 'none'] += 1;
        expect(found.kind).toBe(fitting.length > 1 ? 'ambiguous' : 'none');
      }
    }),
    {
      numRuns: 600,
      seed: 20,
      examples: [[[{ channel: 'playground:acme:xa' }, { match: 'playground:acme:x*' }], { workspace: 'acme', id: 'xa', name: 'xa' }]],
    },
  );
  // The fixed seed reaches all four; otherwise this would prove less than it says.
  expect(Math.min(...Object.values(seen))).toBeGreaterThan(5);
});

test('a rule that does not name this channel changes nothing for it, wherever it stands in the file', () => {
  fc.assert(
    fc.property(rules, channel, fc.oneof(exact, pattern), fc.nat(6), (which, asked, added, at) => {
      const id: ChannelId = `playground:${asked.workspace}:${asked.id}`;
      fc.pre(!which.some((one) => JSON.stringify(one) === JSON.stringify(added)));
      fc.pre(!('channel' in added && added.channel === id) && !fits(added, asked.workspace, asked.name));
      const before = outcome(ruleFor(bookWith(which), id, asked.name));
      expect(outcome(ruleFor(bookWith(which.toSpliced(at, 0, added)), id, asked.name))).toBe(before);
    }),
    { numRuns: 300 },
  );
});

test('the order of the rules decides nothing', () => {
  fc.assert(
    fc.property(rules, channel, (which, asked) => {
      const id: ChannelId = `playground:${asked.workspace}:${asked.id}`;
      const forwards = ruleFor(bookWith(which), id, asked.name);
      const backwards = ruleFor(bookWith(which.toReversed()), id, asked.name);
      expect(backwards.kind).toBe(forwards.kind);
      if (forwards.kind === 'rule') expect(outcome(backwards)).toBe(outcome(forwards));
    }),
    { numRuns: 200 },
  );
});

test('a pattern never reaches into another workspace, whatever a channel there is called', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom(':', '*', 'acme', 'playground', 'x', '\n', '\u0000', '\uD800', '💙') }),
      (channelName) => {
        const book = bookWith([{ match: 'playground:acme:*' }]);
        expect(ruleFor(book, 'playground:globex:x1', channelName).kind).toBe('none');
        expect(ruleFor(book, 'slack:acme:C1', channelName).kind).toBe('none');
      },
    ),
    { numRuns: 100 },
  );
});
