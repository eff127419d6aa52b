import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { APPROVERS_SLOT, asOneName as readAsOne, escapeName, fill, joinNames, type Json, type Post } from '../../src/core/post.ts';

const POST: Post = {
  v: 1,
  salt: '0'.repeat(64),
  publicationId: 'pub_00000000000000000000000001',
  destination: { platform: 'playground', workspace: 'acme', channel: 'engineering', thread: 'm1' },
  audience: 'workspace',
  requirementsDigest: '1'.repeat(64),
  request: { method: 'POST /publish', body: {} },
};
const withBody = (body: Post['request']['body']): Post => ({ ...POST, request: { ...POST.request, body } });

describe('filling a post with those who approved it', () => {
  test('puts their names where the slot stands, however deep, and changes nothing else', () => {
    const credit = `Approved by ${APPROVERS_SLOT}. cs-1`;
    const filled = fill(withBody({ text: credit, blocks: [{ text: [credit, 1, true, null] }], channel: 'C1' }), ['Ana', 'Ben']);
    const done = 'Approved by Ana and Ben. cs-1';
    expect(filled.request).toEqual({
      method: 'POST /publish',
      body: { text: done, blocks: [{ text: [done, 1, true, null] }], channel: 'C1' },
    });
    expect(filled.destination).toEqual(POST.destination);
    expect(filled.publicationId).toBe(POST.publicationId);
  });

  test('gives back the approved post when the names are taken out again', () => {
    const plain = fc.string({ unit: fc.constantFrom('a', '“', '{', '\u{E000}', 'approvers', '💙'), maxLength: 6 });
    const json: fc.Arbitrary<Json> = fc.letrec<{ value: Json }>((tie) => ({
      value: fc.oneof(
        { maxDepth: 3 },
        plain,
        fc.integer(),
        fc.constantFrom(true, null),
        fc.array(tie('value'), { maxLength: 3 }),
        fc.dictionary(fc.constantFrom('a', 'b', '__proto__', 'text'), tie('value')),
      ),
    })).value;
    fc.assert(
      fc.property(json, plain, (rest, before) => {
        fc.pre(!JSON.stringify([rest, before]).includes(APPROVERS_SLOT));
        const body = { rest, text: `${before}${APPROVERS_SLOT}.` };
        const filled = JSON.stringify(fill(withBody(body), ['⟪Ana⟫']).request.body);
        expect(filled.replace('⟪Ana⟫', APPROVERS_SLOT)).toBe(JSON.stringify(body));
      }),
      { numRuns: 300 },
    );
  });

  test('does not change the post that was approved', () => {
    const post = withBody({ text: APPROVERS_SLOT });
    fill(post, ['Ana']);
    expect(post.request.body).toEqual({ text: APPROVERS_SLOT });
  });

  test('refuses a post that nobody approved, and one that has no place for their names', () => {
    expect(() => fill(withBody({ text: APPROVERS_SLOT }), [])).toThrow('there are none');
    expect(() => fill(withBody({ text: 'Approved by Ben.' }), ['Ana'])).toThrow('no slot');
  });
});

test.each([
  [[], ''],
  [['Ana'], 'Ana'],
  [['Ana', 'Ben'], 'Ana and Ben'],
  [['Ana', 'Ben', 'Chloe'], 'Ana, Ben and Chloe'],
])('joins the names %j as “%s”', (names, joined) => {
  expect(joinNames(names)).toBe(joined);
  expect(joinNames(names, 'or')).toBe(joined.replace(' and ', ' or '));
});

describe('a name as others read it', () => {
  test.each([
    ['Ana', 'Ana'],
    ["Sinéad O'Connor-Müller (Ops)", "Sinéad O'Connor-Müller （Ops）"],
    ['  Ana\t', 'Ana'],
    ['नमस्ते', 'नमस्ते'],
    ['张伟', '张伟'],
    ['@everyone', '＠everyone'],
    ['<!channel>', '＜！channel＞'],
    ['[Ana](https://evil.example)', '［Ana］（https：／／evil.example）'],
    ['*Ana* _Ana_ `Ana`', '＊Ana＊ ＿Ana＿ ｀Ana｀'],
    ['Ben, Chloe', 'Ben， Chloe'],
    ['＠everyone', '⟨U+FF20⟩everyone'],
    ['A\u202Ena', 'A⟨U+202E⟩na'],
    ['A\u200Bna', 'A⟨U+200B⟩na'],
    ['A\u3164na', 'A⟨U+3164⟩na'],
    ['A\nna', 'A⟨U+000A⟩na'],
    ['\u{E000}approvers\u{E001}', '⟨U+E000⟩approvers⟨U+E001⟩'],
    ['Ana 💙', 'Ana ⟨U+1F499⟩'],
    ['\u0338Ana', '⟨U+0338⟩Ana'],
    ['Ana \u0338', 'Ana ⟨U+0338⟩'],
    ['q\u0301\u0301\u0301\u0301\u0301\u0301', 'q\u0301\u0301\u0301\u0301⟨U+0301⟩⟨U+0301⟩'],
    ['\ud800', '⟨U+D800⟩'],
    ['', '⟨no name⟩'],
    [' ', '⟨no name⟩'],
    ['⟨no name⟩', '⟨U+27E8⟩no name⟨U+27E9⟩'],
  ])('%j is shown as “%s”', (name, shown) => {
    expect(escapeName(name)).toBe(shown);
  });

  test.each([
    ['Ben and Chloe', '“Ben and Chloe”'],
    ['Ben AND Chloe', '“Ben AND Chloe”'],
    ['Ben or Chloe', '“Ben or Chloe”'],
    ['Ben-and-Chloe', '“Ben-and-Chloe”'],
    ['Ben, Chloe', '“Ben， Chloe”'],
    ['Ben & Chloe', '“Ben ＆ Chloe”'],
    ['Ben/Chloe', '“Ben／Chloe”'],
    ['Ana. Approved by Olu', '“Ana． Approved by Olu”'],
    ['you', '“you”'],
    ['Countersign', '“Countersign”'],
    ['Anders Orlando Byron', 'Anders Orlando Byron'],
    ['You Li', 'You Li'],
    ['Sinéad (Ops)', '“Sinéad （Ops）”'],
  ])('%j among other names is %s', (name, shown) => {
    expect(readAsOne(escapeName(name))).toBe(shown);
    expect(`Approved by ${joinNames(['Ana', shown])}.`).toBe(`Approved by Ana and ${shown}.`);
  });

  test('can bring no quotes of its own, so it never closes ours', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 8 }), (given) => {
        expect(escapeName(`“${given}”`)).not.toMatch(/[“”]/);
      }),
    );
  });

  /** Ordinary letters, everything that means something to some platform, what cannot be seen, and our own signs. */
  const character = fc.oneof(
    fc.constantFrom(...'anZ9 .-()é', ...'@<>&*_~`|[]{}\\/#!?:;,"%$^=+', '\u0301', '\u0345'),
    fc.constantFrom('\u202e', '\u200b', '\u{E000}', '\u{E001}', '\u{E0041}', '\u00a0', '\u3164', '\ufe0f', '\n', '⟨', '⟩', '＠', '\u007f'),
    fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
  );
  const name = fc.array(character, { maxLength: 8 }).map((characters) => characters.join(''));
  const asOneName = (text: string): string => text.normalize('NFC').trim();

  test('is never that of somebody who has another name', () => {
    let alike = 0;
    const other = (of: string) => fc.oneof(name, fc.constant(of.normalize('NFKC')), fc.constant(escapeName(of)), fc.constant(`${of} `));
    const two = name.chain((one) => fc.tuple(fc.constant(one), other(one)));
    fc.assert(
      fc.property(two, ([one, another]) => {
        const same = asOneName(one) === asOneName(another);
        alike += same ? 1 : 0;
        expect(escapeName(one) === escapeName(another)).toBe(same);
      }),
      { numRuns: 3000 },
    );
    expect(alike).toBeGreaterThan(100);
  });

  test('holds nothing that is invisible, markup or a call, and no slot', () => {
    fc.assert(
      fc.property(name, (given) => {
        const shown = escapeName(given);
        expect(shown).not.toBe('');
        expect(shown).not.toMatch(/[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Cn}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u);
        expect(shown.replaceAll(/⟨U\+[0-9A-F]{4,6}⟩|⟨no name⟩/g, '')).toMatch(/^[\p{L}\p{M}\p{N} .'’\-！-～]*$/u);
        expect(shown).not.toMatch(/(^|[^\p{L}\p{N}\p{M}])\p{M}/u);
        expect(shown).not.toContain(APPROVERS_SLOT);
      }),
      { numRuns: 3000 },
    );
  });
});
