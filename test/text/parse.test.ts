import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Block, Inline } from '../../src/core/text.ts';
import { visible } from '../../src/text/code-points.ts';
import { parseMarkdown, plainText } from '../../src/text/index.ts';
import { webUrl } from '../../src/text/links.ts';
import { markdown, mentions, parsed } from './support/texts.ts';

const read = (text: string): string => plainText(parsed(text));

it('gives every kind of block and inline node', () => {
  expect(
    parsed(
      '## A *b* **c** `d`\n\n1. x\n2. y\n\n- z\n\n> q\n\n```sh title\nls\n```\n\n[l](https://a.example) [x](mention:playground:acme:ana)\nnext',
    ).blocks,
  ).toEqual([
    {
      kind: 'heading',
      level: 2,
      children: [
        { kind: 'text', text: 'A ' },
        { kind: 'emphasis', children: [{ kind: 'text', text: 'b' }] },
        { kind: 'text', text: ' ' },
        { kind: 'strong', children: [{ kind: 'text', text: 'c' }] },
        { kind: 'text', text: ' ' },
        { kind: 'code', text: 'd' },
      ],
    },
    { kind: 'list', ordered: true, items: [[paragraph('x')], [paragraph('y')]] },
    { kind: 'list', ordered: false, items: [[paragraph('z')]] },
    { kind: 'quote', blocks: [paragraph('q')] },
    { kind: 'code', language: 'sh title', text: 'ls' },
    {
      kind: 'paragraph',
      children: [
        { kind: 'link', label: 'l', url: 'https://a.example/' },
        { kind: 'text', text: ' ' },
        { kind: 'mention', person: 'playground:acme:ana', name: 'Ana' },
        { kind: 'break' },
        { kind: 'text', text: 'next' },
      ],
    },
  ]);
});

describe('what we have no node for is shown', () => {
  it.each([
    ['an image, whose address is no link', 'a ![alt](https://a.example/i.png "t")', 'a ![alt](`https://a.example/i.png` “t”)'],
    ['an image by reference', 'a ![alt][i]\n\n[i]: https://a.example/i.png', 'a ![alt](`https://a.example/i.png`)'],
    ['HTML within a line', 'a <b onclick="x()">b</b> <!-- c -->', 'a <b onclick="x()">b</b> <!-- c -->'],
    ['a block of HTML', '<div>\n  <p>hi</p>\n</div>', '<div>\n<p>hi</p>\n</div>'],
    ['a script', '<script>alert(1)</script>', '<script>alert(1)</script>'],
    ['a table', '|a|b|\n|-|-|\n|**1**|`2`|', '¦ a     | b\n¦ ------|----\n¦ **1** | `2`'],
    ['a task list', '- [x] done\n- [ ] open', '• ☑ done\n• ☐ open'],
    ['a footnote', 'a[^n]\n\n[^n]: b\n\n    c', 'a[^n]\n\n[^n]: b\n\nc'],
    ['a thematic break', 'a\n\n***\n\nb', 'a\n\n· · ·\n\nb'],
    ['struck text', 'a ~~b *c*~~', 'a ~~b *c*~~'],
    ['the title of a link', '[a](https://a.example/ "t")', 'a (https://a.example/) (“t”)'],
    ['a link by reference', '[a][r]\n\n[r]: https://a.example/', 'a (https://a.example/)'],
    ['a definition that nothing uses, which is a hidden comment', 'a\n\n[//]: # (hidden)', 'a\n\n[//]: `#` “hidden”'],
    [
      'a second definition of the same name',
      '[r]\n\n[r]: https://a.example/\n[r]: https://b.example/',
      'r (https://a.example/)\n\n[r]: `https://b.example/`',
    ],
    ['the numbers of a list that does not begin at 1', '3. a\n4. b', '3. a\n\n4. b'],
    ['the numbers of a list with an empty item', '1. a\n2.\n3. c', '1. a\n\n2.\n\n3. c'],
    ['what stands behind the fence of an empty code block', '```secret words\n```', '¦ secret words'],
    ['formatting within a label, as its words', '[*a* `b` **c** ![i](j)](https://a.example/)', 'a b c ![i](j) (https://a.example/)'],
    ['character references, as their characters', '&lt;b&gt; &amp; &copy; &#x41;', '<b> & © A'],
  ])('%s', (_, text, shown) => expect(read(text)).toBe(shown));

  it('loses no word of a text', () => {
    const word = fc.stringMatching(/^[a-z]{4,8}$/);
    const wrapped = fc.tuple(
      word,
      fc.constantFrom(
        '*%*',
        '**%**',
        '`%`',
        '~~%~~',
        '# %',
        '> %',
        '- %',
        '7. %',
        '<%>',
        '<!--%-->',
        '![%](x)',
        '![x](%)',
        '[x](%)',
        '[%]: x',
        '[^a]: %',
        '| % |\n|-|',
        '    %',
        '```%',
      ),
    );
    fc.assert(
      fc.property(fc.array(wrapped, { minLength: 1, maxLength: 6 }), (pieces) => {
        const shown = read(pieces.map(([one, mark]) => mark.replace('%', one)).join('\n\n'));
        for (const [one] of pieces) expect(shown).toContain(one);
      }),
      { numRuns: 300 },
    );
  });
});

describe('mentions', () => {
  it('are of people whose ids came with the request, under the name that came with them', () => {
    expect(parsed('[somebody](mention:playground:acme:ana)').blocks).toEqual([
      { kind: 'paragraph', children: [{ kind: 'mention', person: 'playground:acme:ana', name: 'Ana' }] },
    ]);
  });

  it.each([
    ['of anybody else', '[Olu](mention:playground:acme:olu)', 'Olu (`mention:playground:acme:olu`)'],
    ['without an id', '[Olu](mention:)', 'Olu (`mention:`)'],
    ['of a name like a property of every object', '[x](mention:constructor)', 'x (`mention:constructor`)'],
    ['of everyone', '@everyone @channel @here <!channel> <@U2>', '@everyone @channel @here <!channel> <@U2>'],
  ])('%s are text', (_, text, shown) => {
    expect(read(text)).toBe(shown);
    expect(JSON.stringify(parsed(text))).not.toContain('"mention"');
  });
});

it.each(['', ' \n\t\r\n', '&nbsp;', '```\n\n```', '- \n- ', '>', '#', '**&#x20;**'])('finds nothing to see in %j', (text) => {
  expect(parseMarkdown(text, { mentions })).toMatchObject({ ok: false, code: 'TEXT_EMPTY' });
});

it('puts spaces and breaks at the ends of marks outside them', () => {
  expect(read('x **&#x20;a&#x20;** y *&#10;b&#10;*')).toBe('x **a** y\n*b*');
});

it('takes every kind of line end for the same', () => {
  expect(parsed('a\r\nb\rc\n\r\n```\r\nd\re\n```')).toEqual(parsed('a\nb\nc\n\n```\nd\ne\n```'));
});

it('gives only canonical trees: nothing empty, nothing twice, no space at an end, no URL outside a link', () => {
  fc.assert(
    fc.property(markdown, (text) => {
      const result = parseMarkdown(text, { mentions });
      if (result.ok) result.tree.blocks.forEach(expectCanonicalBlock);
    }),
    { numRuns: 1_000 },
  );
});

function expectCanonicalBlock(block: Block): void {
  if (block.kind === 'code') expectVisible(block.text);
  if (block.kind === 'paragraph' || block.kind === 'heading') {
    expect(block.children.length).toBeGreaterThan(0);
    expectCanonicalInline(block.children, []);
    expect([block.children[0]?.kind, block.children.at(-1)?.kind]).not.toContain('break');
    if (block.kind === 'heading') expect(block.children.map(({ kind }) => kind)).not.toContain('break');
  }
  const inner = block.kind === 'list' ? block.items : block.kind === 'quote' ? [block.blocks] : [];
  for (const blocks of inner) {
    expect(blocks.length).toBeGreaterThan(0);
    blocks.forEach(expectCanonicalBlock);
  }
}

function expectCanonicalInline(nodes: Inline[], around: string[]): void {
  nodes.forEach((node, index) => {
    if (node.kind !== 'link' && node.kind !== 'mention') expect(nodes[index + 1]?.kind).not.toBe(node.kind);
    if (node.kind === 'text') {
      expect(node.text).not.toMatch(/[a-z]:\/\/[^\s.,;:!?'"*_~)}\]<>“”«»`⟨⟩]|\n|\t| {2}/i);
      expectVisible(node.text);
    }
    if (node.kind === 'code') expect(node.text).toBe(node.text.trim());
    if (node.kind === 'link') expect(webUrl(node.url)).toBe(node.url);
    if (node.kind !== 'strong' && node.kind !== 'emphasis') return;
    expect(around).not.toContain(node.kind);
    expect(node.children.length).toBeGreaterThan(0);
    expectCanonicalInline(node.children, [...around, node.kind]);
  });
}

function expectVisible(text: string): void {
  expect(text).not.toBe('');
  expect(visible(text)).toBe(text);
}

function paragraph(text: string): Block {
  return { kind: 'paragraph', children: [{ kind: 'text', text }] };
}
