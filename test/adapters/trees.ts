/** Trees with words that would like to be more than words, and what is in them. */
import fc from 'fast-check';
import type { Block, Inline, PersonId, Tree } from '#adapter';

/** What a platform, or an inattentive adapter, could take for something of its own; whom texts of it mention; where they link to. */
export function treesOf({ hostile, people, urls }: { hostile: readonly string[]; people: readonly PersonId[]; urls: readonly string[] }) {
  const word = fc.oneof(fc.constantFrom(...hostile), fc.string({ unit: fc.constantFrom('a', 'B', 'ä', '😀', 'ß', '漢'), minLength: 1 }));
  const words = fc.array(word, { minLength: 1, maxLength: 4 }).map((all) => all.join(' '));
  const person = fc.constantFrom(...people);
  const url = fc.constantFrom(...urls);

  const inline = fc.letrec<{ node: Inline }>((tie) => ({
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

  const tree: fc.Arbitrary<Tree> = fc.array(block, { minLength: 1, maxLength: 4 }).map((blocks) => ({ blocks }));
  return { words, inline, tree };
}

/** What a platform shows in place of an id: names that no text holds. */
export const NAMES = {
  person: (id: string) => `NAME-${id}`,
  channel: (id: string) => `CHANNEL-${id}`,
  role: (id: string) => `ROLE-${id}`,
  group: (id: string) => `GROUP-${id}`,
};

/** Every piece of text that the tree holds, in its order; a person as the platform would name them. */
export function piecesOf({ blocks }: Tree): string[] {
  const inlines = (nodes: Inline[]): string[] =>
    nodes.flatMap((node) => {
      if (node.kind === 'text' || node.kind === 'code') return [node.text];
      if (node.kind === 'strong' || node.kind === 'emphasis') return inlines(node.children);
      if (node.kind === 'link') return node.label === '' ? [node.url] : [node.label, node.url];
      return node.kind === 'mention' ? [NAMES.person(node.person.split(':').at(-1) ?? '')] : [];
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
