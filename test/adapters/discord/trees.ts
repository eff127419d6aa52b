/** Trees with words that would like to be more than words, and what is in them. */
import fc from 'fast-check';
import type { Block, Inline, PersonId, Tree } from '#adapter';
import type { Names } from './fake/seen/content.ts';
import { PEOPLE } from './fake/seed.ts';

/** What Discord, or an inattentive adapter, could take for something of its own. */
export const HOSTILE = [
  `<@${PEOPLE.dan}>`,
  `<@!${PEOPLE.dan}>`,
  '<@&300000000000000001>',
  '<#400000000000000001>',
  '@everyone',
  '@here',
  '<t:1700000000:R>',
  '</ask:123>',
  '<a:party:123>',
  ':smile:',
  'https://evil.example/a',
  '<https://evil.example/a>',
  '[a](https://evil.example/b)',
  'discord.gg/evil',
  '**b**',
  '_i_',
  '__u__',
  '~~s~~',
  '||hidden||',
  '`c`',
  '```',
  '# big',
  '-# small',
  '> said',
  '- item',
  '1. first',
  '‹@Ben 100›',
  '‹',
  '›',
  '\\',
  '\\‹',
  '[:]//',
  '[\\:]',
  'cs:approve:crd_0',
];

const word = fc.oneof(fc.constantFrom(...HOSTILE), fc.string({ unit: fc.constantFrom('a', 'B', 'ä', '😀', 'ß', '漢'), minLength: 1 }));
export const words = fc.array(word, { minLength: 1, maxLength: 4 }).map((all) => all.join(' '));

const person = fc.constantFrom<PersonId>(`discord:${PEOPLE.ana}`, `discord:${PEOPLE.ben}`, `discord:${PEOPLE.gil}`);
const url = fc.constantFrom('https://host.example/path?q=1&r=2', 'http://other.example/', 'https://host.example/(a)');

export const inline = fc.letrec<{ node: Inline }>((tie) => ({
  node: fc.oneof(
    { maxDepth: 2 },
    words.map((text): Inline => ({ kind: 'text', text })),
    words.map((text): Inline => ({ kind: 'code', text })),
    fc.record({ kind: fc.constant('mention' as const), person, name: words }),
    fc.record({ kind: fc.constant('link' as const), label: fc.oneof(words, fc.constant('')), url }),
    fc.constant<Inline>({ kind: 'break' }),
    fc.record({
      kind: fc.constantFrom('strong' as const, 'emphasis' as const),
      children: fc.array(tie('node'), { minLength: 1, maxLength: 2 }),
    }),
  ),
})).node;

/** A heading is one line, as the parser makes it. */
const headingLine = fc.array(inline, { minLength: 1, maxLength: 2 }).filter((children) => !JSON.stringify(children).includes('"break"'));

const paragraph = fc.record({ kind: fc.constant('paragraph' as const), children: fc.array(inline, { minLength: 1, maxLength: 4 }) });
const block = fc.letrec<{ node: Block }>((tie) => ({
  node: fc.oneof(
    { maxDepth: 3 },
    paragraph,
    fc.record({ kind: fc.constant('heading' as const), level: fc.constant(2), children: headingLine }),
    fc.record({ kind: fc.constant('code' as const), language: fc.constantFrom('', 'sh'), text: words }),
    fc.record({ kind: fc.constant('quote' as const), blocks: fc.array(tie('node'), { minLength: 1, maxLength: 3 }) }),
    fc.record({
      kind: fc.constant('list' as const),
      ordered: fc.boolean(),
      items: fc.array(fc.array(tie('node'), { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 3 }),
    }),
  ),
})).node;

export const tree: fc.Arbitrary<Tree> = fc.array(block, { minLength: 1, maxLength: 4 }).map((blocks) => ({ blocks }));

/** People are shown under a name that no text holds. */
export const NAMES: Names = { person: (id) => `NAME-${id}`, channel: (id) => `CHANNEL-${id}`, role: (id) => `ROLE-${id}` };

/** Every piece of text that the tree holds, in its order; a person as Discord would name them. */
export function piecesOf({ blocks }: Tree): string[] {
  const inlines = (nodes: Inline[]): string[] =>
    nodes.flatMap((node) => {
      if (node.kind === 'text' || node.kind === 'code') return [node.text];
      if (node.kind === 'strong' || node.kind === 'emphasis') return inlines(node.children);
      if (node.kind === 'link') return node.label === '' ? [node.url] : [node.label, node.url];
      return node.kind === 'mention' ? [`NAME-${node.person.split(':')[1]}`] : [];
    });
  const walk = (all: Block[]): string[] =>
    all.flatMap((one) => {
      if (one.kind === 'code') return [one.text];
      if (one.kind === 'quote') return walk(one.blocks);
      return one.kind === 'list' ? one.items.flatMap(walk) : inlines(one.children);
    });
  return walk(blocks);
}

/** What is left of a text when the pieces are taken out of it, one after the other; null when one is not there in its turn. */
export function without(text: string, pieces: string[]): string | null {
  let left = '';
  let at = 0;
  for (const piece of pieces) {
    const found = text.indexOf(piece, at);
    if (found < 0) return null;
    left += text.slice(at, found);
    at = found + piece.length;
  }
  return left + text.slice(at);
}
