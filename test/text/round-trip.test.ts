import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Inline } from '../../src/core/text.ts';
import { parseMarkdown, printMarkdown } from '../../src/text/index.ts';
import { markdown, mentions, parsed, wildTree } from './support/texts.ts';

function expectRoundTrip(text: string): void {
  const result = parseMarkdown(text, { mentions });
  if (result.ok) expect(parsed(printMarkdown(result.tree))).toEqual(result.tree);
}

it('reads its own Markdown back as the same tree, whatever the agent wrote', () => {
  fc.assert(fc.property(markdown, expectRoundTrip), { numRuns: 1_500 });
});

it('reads its own Markdown back as the same tree, however the tree was nested', () => {
  fc.assert(
    fc.property(wildTree, (tree) => expectRoundTrip(printMarkdown(tree))),
    { numRuns: 120 },
  );
});

it('prints the same Markdown from its own Markdown', () => {
  fc.assert(
    fc.property(markdown, (text) => {
      const result = parseMarkdown(text, { mentions });
      if (!result.ok) return;
      const printed = printMarkdown(result.tree);
      expect(printMarkdown(parsed(printed))).toBe(printed);
    }),
    { numRuns: 500 },
  );
});

it('writes Markdown that a person would write', () => {
  const text = [
    '# Rotate the *staging* password',
    '',
    'Use `psql`, not **pgAdmin**; see [staging.md](https://wiki.acme.example/x)',
    'or <https://wiki.acme.example/y?a=1&b=2>. It takes ~5 minutes & costs $3 < $4. Mail ana_b@acme.example!',
    '',
    '1. First',
    '   - a file_name_here',
    '   - b',
    '2. Second',
    '',
    '   ```sh',
    '   make\t# with `tabs`',
    '   ```',
    '',
    '> Ask [Ana](mention:playground:acme:ana)',
  ].join('\n');
  expect(printMarkdown(parsed(text))).toBe(text);
});

const t = (text: string): Inline => ({ kind: 'text', text });
const strong = (...children: Inline[]): Inline => ({ kind: 'strong', children });
const emphasis = (...children: Inline[]): Inline => ({ kind: 'emphasis', children });

it.each<[string, Inline[]]>([
  ['strong beside letters, with brackets within', [t('a'), strong(t('(b)')), t('c')]],
  ['strong beside letters of a script without spaces', [t('これは'), strong(t('「語」')), t('です')]],
  ['emphasis directly before strong', [emphasis(t('a')), strong(t('b'))]],
  ['strong directly before emphasis with strong in it', [strong(t('a')), emphasis(strong(t('b')), t('c'))]],
  ['emphasis around nothing but strong', [emphasis(strong(t('a')))]],
  ['strong around nothing but emphasis', [strong(emphasis(t('a')))]],
  ['emphasis within a strong word', [strong(t('a'), emphasis(t('b')), t('c'))]],
  ['an e-mail address beside marks', [strong(t('x')), emphasis(t('a@b.example')), t('c@d.example_')]],
  ['an e-mail address after marks within emphasis', [emphasis(strong(t('x')), t('-a@b.example'))]],
  ['an e-mail address before marks within emphasis', [emphasis(t('a@b.example-'), strong(t('x')))]],
  ['what could be an e-mail address within inner marks', [emphasis(strong(t('@b.example')))]],
  ['an emoji beside marks', [t('👩‍💻'), strong(t('!')), t('👩‍💻')]],
  ['an exclamation mark before a link', [t('a!'), { kind: 'link', label: 'x', url: 'https://a.example/' }]],
  ['backticks in code', [{ kind: 'code', text: '``a`' }, t('`')]],
  ['a list marker, a quote and an underline at the start of a line', [t('1. a'), { kind: 'break' }, t('> b'), { kind: 'break' }, t('---')]],
  ['a table', [t('a | b'), { kind: 'break' }, t('--- | ---')]],
])('prints and reads %s', (_, children) => {
  const tree = { blocks: [{ kind: 'paragraph' as const, children }] };
  expect(parsed(printMarkdown(tree))).toEqual(tree);
});
