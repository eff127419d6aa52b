/** What an agent might write, kind and hostile, for properties. */
import fc from 'fast-check';
import type { PersonId } from '../../../src/core/ids.ts';
import type { Block, Inline, Tree } from '../../../src/core/text.ts';
import { parseMarkdown } from '../../../src/text/index.ts';

export const mentions = new Map<PersonId, string>([
  ['playground:acme:ana', 'Ana'],
  ['playground:acme:ana2', 'Ana'],
  ['slack:T1:U2', 'J›o\\ [Y] evil.example *'],
]);

export function parsed(markdown: string): Tree {
  const result = parseMarkdown(markdown, { mentions });
  if (!result.ok) throw new Error(`${result.code}: ${result.reason}`);
  return result.tree;
}

/** Pieces of Markdown and of our own marks, put together at random: most of it is broken somewhere. */
const PIECES = [
  '* _ ` ~ [ ] ( ) < > ! # | \\ & @ : ; . , - + = / " \' $ ^ { } ? ** __ `` ``` ~~ ~~~ ]( [^ [^1]: --- === |-|-|',
  'a b Z 7 é 語 「 word snake_case http // www. www.a.b &amp; &#x2a; &#10; &#x20; &lt; \\* <b> <div> `c` [r][r]',
  'https://a.example/x https://u:p@a.example http://[::1]/ <https://b.example/?a=[:]&b=(c)> mailto:a@b.c a@b.c evil.example x.md',
  '[a](https://a.example/) [a.example](https://a.example/) [b.example](https://a.example/)',
  '[Ana](mention:playground:acme:ana) [](mention:slack:T1:U2) [x](mention:slack:T1:U9)',
  '│ │ ¦sh ‹@Ana › [.] [:] `https[:]//x `\\http ⇥ ⟨U+202E⟩ 👩‍💻 \u202E \u200D \u0301 \uFE0F \uE000',
]
  .flatMap((line) => line.split(' '))
  .concat([
    '- ',
    '* ',
    '1. ',
    '2) ',
    '# ',
    '> ',
    '- [x] ',
    '• ',
    '¦ ',
    '** **',
    '`` ` ``',
    '<!-- x -->',
    '\t',
    '\u00A0',
    ' ',
    ' ',
    '  ',
    '    ',
  ])
  .concat(['![i](https://a.example/i "t")', '[r]: https://r.example/ "t"', '\n', '\n', '\n\n', '\r\n', '\\\n', '  \n']);

export const markdown = fc.array(fc.constantFrom(...PIECES), { minLength: 1, maxLength: 40 }).map((pieces) => pieces.join(''));

const words = fc
  .array(fc.constantFrom(...PIECES.filter((piece) => !piece.includes('\n'))), { minLength: 1, maxLength: 5 })
  .map((pieces) => pieces.join(''));

const leaf: fc.Arbitrary<Inline> = fc.oneof(
  { weight: 4, arbitrary: words.map((text): Inline => ({ kind: 'text', text })) },
  words.map((text): Inline => ({ kind: 'code', text })),
  fc
    .tuple(words, fc.constantFrom('https://a.example/', 'https://a.example/(x)?b=*_~&copy;'))
    .map(([label, url]): Inline => ({ kind: 'link', label, url })),
  fc.constantFrom('https://a.example/', 'http://b.example/?c=1#_d_').map((url): Inline => ({ kind: 'link', label: url, url })),
  fc.constantFrom(...mentions).map(([person, name]): Inline => ({ kind: 'mention', person, name })),
  fc.constant<Inline>({ kind: 'break' }),
);

function inline(depth: number): fc.Arbitrary<Inline[]> {
  const marked = (kind: 'strong' | 'emphasis'): fc.Arbitrary<Inline> => inline(depth - 1).map((children) => ({ kind, children }));
  const node = depth === 0 ? leaf : fc.oneof({ weight: 3, arbitrary: leaf }, marked('strong'), marked('emphasis'));
  return fc.array(node, { minLength: 1, maxLength: 5 });
}

function block(depth: number): fc.Arbitrary<Block> {
  const flat: fc.Arbitrary<Block>[] = [
    inline(2).map((children) => ({ kind: 'paragraph', children })),
    fc.tuple(fc.integer({ min: 1, max: 6 }), inline(2)).map(([level, children]) => ({ kind: 'heading', level, children })),
    fc
      .tuple(
        fc.constantFrom('', 'sh', 'a `b` \\& c', '~~~'),
        fc.array(fc.oneof(words, fc.constantFrom('', '```', '````', '  x')), { minLength: 1, maxLength: 4 }),
      )
      .map(([language, lines]) => ({ kind: 'code', language, text: lines.join('\n') })),
  ];
  if (depth === 0) return fc.oneof(...flat);
  const blocks = fc.array(block(depth - 1), { minLength: 1, maxLength: 3 });
  return fc.oneof(
    ...flat,
    blocks.map((inner): Block => ({ kind: 'quote', blocks: inner })),
    fc
      .tuple(fc.boolean(), fc.array(blocks, { minLength: 1, maxLength: 3 }))
      .map(([ordered, items]): Block => ({ kind: 'list', ordered, items })),
  );
}

/** Trees that no parser gave: they must be printed and parsed once to be canonical. */
export const wildTree: fc.Arbitrary<Tree> = fc.array(block(2), { minLength: 1, maxLength: 4 }).map((blocks) => ({ blocks }));
