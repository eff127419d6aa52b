import type { PersonId } from './ids.ts';

/**
 * The tree that an agent's Markdown is parsed into, once. Everything that is ever shown or sent is rendered from it.
 * It holds no HTML, no images and no invisible characters: the parser turned those into visible text.
 */
export interface Tree {
  blocks: Block[];
}

export type Block =
  | { kind: 'paragraph'; children: Inline[] }
  | { kind: 'heading'; level: number; children: Inline[] }
  | { kind: 'list'; ordered: boolean; items: Block[][] }
  | { kind: 'quote'; blocks: Block[] }
  | { kind: 'code'; language: string; text: string };

export type Inline =
  | { kind: 'text'; text: string }
  | { kind: 'strong'; children: Inline[] }
  | { kind: 'emphasis'; children: Inline[] }
  | { kind: 'code'; text: string }
  /** `url` is http or https, with an ASCII host and without user or password. */
  | { kind: 'link'; label: string; url: string }
  /** Only people whose ids came with the request; anyone else is plain text. */
  | { kind: 'mention'; person: PersonId; name: string }
  | { kind: 'break' };

/** The people a publication of this tree will notify, each once, in the order of the text. */
export function mentionsIn(tree: Tree): { person: PersonId; name: string }[] {
  const found = new Map<PersonId, string>();
  const inline = (nodes: Inline[]): void => {
    for (const node of nodes) {
      if (node.kind === 'mention') found.set(node.person, node.name);
      if (node.kind === 'strong' || node.kind === 'emphasis') inline(node.children);
    }
  };
  const walk = (blocks: Block[]): void => {
    for (const block of blocks) {
      if (block.kind === 'paragraph' || block.kind === 'heading') inline(block.children);
      if (block.kind === 'list') block.items.forEach(walk);
      if (block.kind === 'quote') walk(block.blocks);
    }
  };
  walk(tree.blocks);
  return [...found].map(([person, name]) => ({ person, name }));
}

/** One piece of the difference between two revisions, in reading order. */
export interface DifferencePart {
  kind: 'same' | 'removed' | 'added';
  text: string;
}
