import { describe, expect, it } from 'vitest';
import { refusedIn, visible } from '../../src/text/code-points.ts';
import { parseMarkdown, plainText, previewOf, printMarkdown } from '../../src/text/index.ts';
import { mentions, parsed } from './support/texts.ts';

/** What a reader can see, in our own words: letters, marks, numbers, punctuation, symbols, and the plain space. */
const SEEN = /^[\p{L}\p{M}\p{N}\p{P}\p{S} \n]*$/u;
const UNSEEN = new RegExp(
  [
    '\\p{Default_Ignorable_Code_Point}',
    '[\\u2800\\uFFFC]',
    '[\\u{1D159}\\u{13441}\\u{13442}]',
    '[\\uFE00-\\uFE0F]',
    '[\\u{E0100}-\\u{E01EF}]',
  ].join('|'),
  'u',
);

function isSeen(text: string): boolean {
  return SEEN.test(text) && !UNSEEN.test(text);
}

function* codePoints(): Generator<string> {
  for (let code = 0; code <= 0x10ffff; code += 1) yield String.fromCodePoint(code);
}

it('refuses or shows every code point there is', () => {
  const hidden: string[] = [];
  let refused = 0;
  for (const character of codePoints()) {
    const isNone = character === '\0' || /\p{Cn}|\p{Cs}/u.test(character);
    if (isNone !== (refusedIn(character) !== undefined)) hidden.push(`refused wrongly: ${character.codePointAt(0)?.toString(16)}`);
    if (isNone) refused += 1;
    else if (!isSeen(visible(`a${character}b`).replace('\t', ' '))) hidden.push(character.codePointAt(0)!.toString(16));
  }
  expect(hidden).toEqual([]);
  expect(refused).toBeGreaterThan(800_000);
});

it('brings no invisible character into a tree, a preview, a post or an Edit box', () => {
  // Letters are as they are; everything else goes through the whole parser.
  const others = [...codePoints()].filter((character) => refusedIn(character) === undefined && !/^[\p{L}\p{Co}]$/u.test(character));
  others.push('\uE000', '\uE001', '\uF8FF', '\u{F0000}', '\u{10FFFD}', '\u3164', '\u115F', '\u1160', '\uFFA0', '\u{13441}');
  for (let start = 0; start < others.length; start += 1_000) {
    const tree = parsed(`x ${others.slice(start, start + 1_000).join(' a')}`);
    for (const shown of [...strings(tree), previewOf(tree), plainText(tree), printMarkdown(tree)]) {
      if (!isSeen(shown.replaceAll('\t', ' '))) expect([...shown].filter((character) => !isSeen(character))).toEqual([]);
    }
  }
  expect(others.length).toBeGreaterThan(14_000);
});

function strings(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(strings) : [];
}

describe('each class of character that cannot be seen', () => {
  it.each([
    ['a control character', '\u0007', 'U+0007'],
    ['a lone carriage return from a reference', '&#13;', 'U+000D'],
    ['a bidi override', '\u202E', 'U+202E'],
    ['a bidi isolate', '\u2066', 'U+2066'],
    ['a zero-width space', '\u200B', 'U+200B'],
    ['a byte order mark', '\uFEFF', 'U+FEFF'],
    ['a tag character', '\u{E0041}', 'U+E0041'],
    ['a variation selector', '\uFE0F', 'U+FE0F'],
    ['a supplementary variation selector', '\u{E0101}', 'U+E0101'],
    ["the beginning of the approvers' slot", '\uE000', 'U+E000'],
    ["the end of the approvers' slot", '\uE001', 'U+E001'],
    ['a soft hyphen', '\u00AD', 'U+00AD'],
    ['a Hangul filler', '\u3164', 'U+3164'],
    ['a blank Braille pattern', '\u2800', 'U+2800'],
    ['a line separator', '\u2028', 'U+2028'],
    ['a joiner outside an emoji', '\u200D', 'U+200D'],
  ])('shows %s', (_, character, name) => {
    const raw = [`a${character}b`, `**a${character}**`, `\`a${character}b\``, `\`\`\`\na${character}b\n\`\`\``];
    // In code a reference is none; that to a control character is U+FFFD to every Markdown parser.
    const referred = [`a ${reference(character)} b`, `[${reference(character)}](https://a.example/)`];
    for (const text of character.startsWith('&') ? referred : character < ' ' ? raw : [...raw, ...referred]) {
      expect(previewOf(parsed(text))).toContain(`⟨${name}⟩`);
      expect(plainText(parsed(text))).toContain(`⟨${name}⟩`);
    }
  });

  it('shows it at the start of the text, where a parser would drop it', () => {
    expect(plainText(parsed('\uFEFFhello'))).toBe('⟨U+FEFF⟩hello');
  });

  it('shows it in the name of a code block, a link, a title, an image and a person', () => {
    const names = new Map([['playground:acme:eve' as const, 'E\u202Eve\0']]);
    const text = '```a\u200Bb\nx\n```\n\n[l\u200Bl](https://a.example/ "t\u200Bt") ![i\u200B](x\u200B) [x](mention:playground:acme:eve)';
    const result = parseMarkdown(text, { mentions: names });
    expect(result.ok && plainText(result.tree)).toBe(
      '¦a⟨U+200B⟩b\n¦ x\n\nl⟨U+200B⟩l (https://a.example/) (“t⟨U+200B⟩t”) ![i⟨U+200B⟩](`x⟨U+200B⟩`) @E⟨U+202E⟩ve⟨U+0000⟩',
    );
  });
});

it.each([
  ['NUL', 'a\0b', 'U+0000'],
  ['half of a surrogate pair', 'a\uD800b', 'U+D800'],
  ['the other half', '\uDC00', 'U+DC00'],
  ['a noncharacter', '\uFFFE', 'U+FFFE'],
  ['an unassigned code point', '\u0378', 'U+0378'],
  ['one that a character reference brings in', 'a &#x378; b', 'U+0378'],
  ['one in a link that a reference brings in', '[a](https://a.example/&#x378;)', 'U+0378'],
  ['one in the name of a code block', '```&#x378;\nx\n```', 'U+0378'],
])('refuses %s, and says which', (_, text, name) => {
  const result = parseMarkdown(text, { mentions });
  expect(result).toMatchObject({ ok: false, code: 'TEXT_REFUSED', reason: expect.stringContaining(name) });
});

it('keeps the invisible parts of an emoji that Unicode recommends, and of no other', () => {
  const kept = '👩‍💻 ❤️ 1️⃣ 🏴󠁧󠁢󠁥󠁮󠁧󠁿 🇩🇪 👍🏽';
  expect(plainText(parsed(`x ${kept}`))).toBe(`x ${kept}`);
  expect(plainText(parsed('x ❤️️ 👩‍ 🏴󠁧󠁢'))).toBe('x ❤️⟨U+FE0F⟩ 👩⟨U+200D⟩ 🏴⟨U+E0067⟩⟨U+E0062⟩');
});

it('shows marks that would stand on our own marks, and those above the fourth on a letter', () => {
  expect(plainText(parsed('x **\u0301a** e\u0301'))).toBe('x **⟨U+0301⟩a** e\u0301');
  expect(plainText(parsed(`e${'\u0301'.repeat(6)}`))).toBe(`e${'\u0301'.repeat(4)}⟨U+0301⟩⟨U+0301⟩`);
});

it('takes every unusual space for a plain one, and shows tabs only in code', () => {
  expect(plainText(parsed('a\u00A0\u3000 \t\u2003b `c\td`\n\n```\n\te\u00A0f\n```'))).toBe('a b `c d`\n\n¦ \te f');
});

function reference(character: string): string {
  return character.startsWith('&') ? character : `&#x${character.codePointAt(0)!.toString(16)};`;
}
