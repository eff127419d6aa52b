/**
 * The tree as the elements of one `rich_text` block. A post and a card have the same layout; how words, links and people are
 * written is theirs (`Leaves`).
 */
import type { Block, Inline, Tree } from '#adapter';
import { preformatted, quote, section } from './rich-text.ts';
import type { Piece, TextStyle } from './rich-text.ts';

export interface Leaves {
  text(words: string, style: TextStyle): Piece[];
  code(words: string, style: TextStyle): Piece[];
  link(label: string, url: string, style: TextStyle): Piece[];
  mention(person: string, name: string, style: TextStyle): Piece[];
  /** Something of ours between their words, where Slack has no element for it: `• ` of a list that is quoted. */
  mark(words: string): Piece[];
  /** The text of a code block. */
  block(words: string): string;
}

/** https://docs.slack.dev/reference/block-kit/blocks/rich-text-block: deeper lists are shown at this depth. */
const DEEPEST = 8;

export function layOut(tree: Tree, leaves: Leaves): Piece[] {
  return blocksOf(tree.blocks, leaves, 0);
}

function blocksOf(blocks: Block[], leaves: Leaves, indent: number): Piece[] {
  const out: Piece[] = [];
  // Sections that follow each other stand without a gap between them, so paragraphs share one, with an empty line in between.
  let words: Piece[] = [];
  const endSection = () => {
    if (words.length > 0) out.push(section(words));
    words = [];
  };
  for (const block of blocks) {
    if (block.kind === 'paragraph' || block.kind === 'heading') {
      const style: TextStyle = block.kind === 'heading' ? { bold: true } : {};
      if (words.length > 0) words.push(...leaves.mark('\n\n'));
      words.push(...inlines(block.children, leaves, style));
      continue;
    }
    endSection();
    if (block.kind === 'code') out.push(preformatted(leaves.block(block.text)));
    if (block.kind === 'quote') out.push(quote(filled(quoted(block.blocks, leaves), leaves)));
    if (block.kind === 'list') out.push(...list(block, leaves, indent));
  }
  endSection();
  return out;
}

/** What cannot stand in an item of Slack's lists ends the list; the next item goes on with it, under its own number. */
function list({ ordered, items }: Extract<Block, { kind: 'list' }>, leaves: Leaves, indent: number): Piece[] {
  const out: Piece[] = [];
  let sections: Piece[] = [];
  let first = 0;
  const endList = (next: number) => {
    if (sections.length > 0) out.push(listOf(ordered, indent, first, sections));
    sections = [];
    first = next;
  };
  for (const [index, blocks] of items.entries()) {
    const [lead, rest] = leadOf(blocks);
    if (sections.length === 0) first = index;
    sections.push(section(filled(paragraphs(lead, leaves), leaves)));
    if (rest.length === 0) continue;
    endList(index + 1);
    out.push(...blocksOf(rest, leaves, indent + 1));
  }
  endList(items.length);
  return out;
}

function listOf(ordered: boolean, indent: number, first: number, elements: Piece[]): Piece {
  const style = ordered ? 'ordered' : 'bullet';
  const offset: Piece = ordered && first > 0 ? { offset: first } : {};
  return { type: 'rich_text_list', style, indent: Math.min(indent, DEEPEST), ...offset, elements };
}

/** The paragraphs that an item begins with, and what comes after. */
function leadOf(blocks: Block[]): [lead: Block[], rest: Block[]] {
  const end = blocks.findIndex((block) => block.kind !== 'paragraph' && block.kind !== 'heading');
  return end < 0 ? [blocks, []] : [blocks.slice(0, end), blocks.slice(end)];
}

function paragraphs(blocks: Block[], leaves: Leaves): Piece[] {
  return blocks.flatMap((block, index) => [...(index > 0 ? leaves.mark('\n') : []), ...quotedBlock(block, leaves)]);
}

/** Everything in words: a quote of Slack's holds nothing else. */
function quoted(blocks: Block[], leaves: Leaves): Piece[] {
  return blocks.flatMap((block, index) => [...(index > 0 ? leaves.mark('\n\n') : []), ...quotedBlock(block, leaves)]);
}

function quotedBlock(block: Block, leaves: Leaves): Piece[] {
  switch (block.kind) {
    case 'paragraph':
      return inlines(block.children, leaves, {});
    case 'heading':
      return inlines(block.children, leaves, { bold: true });
    case 'code':
      return leaves.code(block.text, {});
    case 'quote':
      return [...leaves.mark('> '), ...quoted(block.blocks, leaves)];
    case 'list':
      return block.items.flatMap((item, index) => {
        const mark = `${index > 0 ? '\n' : ''}${block.ordered ? `${index + 1}. ` : '• '}`;
        return [...leaves.mark(mark), ...paragraphs(item, leaves)];
      });
  }
}

function inlines(nodes: Inline[], leaves: Leaves, style: TextStyle): Piece[] {
  return nodes.flatMap((node) => inline(node, leaves, style));
}

function inline(node: Inline, leaves: Leaves, style: TextStyle): Piece[] {
  switch (node.kind) {
    case 'text':
      return leaves.text(node.text, style);
    case 'strong':
      return inlines(node.children, leaves, { ...style, bold: true });
    case 'emphasis':
      return inlines(node.children, leaves, { ...style, italic: true });
    case 'code':
      return leaves.code(node.text, style);
    case 'link':
      return leaves.link(node.label, node.url, style);
    case 'mention':
      return leaves.mention(node.person, node.name, style);
    case 'break':
      return leaves.mark('\n');
  }
}

/** Slack accepts no section without an element. */
function filled(pieces: Piece[], leaves: Leaves): Piece[] {
  return pieces.length > 0 ? pieces : leaves.mark(' ');
}
