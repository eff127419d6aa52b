/**
 * The tree as lines of plain text with quiet marks. How the words themselves are written is a style: `preview.ts` for cards,
 * `plain.ts` for platforms that show plain text. The marks are the same, so a card looks like the post.
 *
 * `**strong**` `*emphasis*` · `# heading` · `• item` `1. item` · `│ quote` · `¦ line of code`, under `¦sh` where its language is known
 */
import type { PersonId } from '../core/ids.ts';
import type { Block, Inline, Tree } from '../core/text.ts';

export interface Style {
  text(text: string, at: TextAt): string;
  code(text: string): string;
  link(label: string, url: string): string;
  mention(name: string, person: PersonId): string;
  /** Stands between two marks of strong and emphasis that touch. */
  joint: string;
  codeLine(line: string): string;
}

export interface TextAt {
  startsLine: boolean;
  /** What follows is a link without a label of its own. */
  beforeBareLink: boolean;
}

export function layOut(tree: Tree, style: Style): string {
  return blockLines(tree.blocks, style).join('\n');
}

/** One line, or more where there are breaks. */
export function layOutInline(nodes: Inline[], style: Style): string {
  let out = '';
  let endsInMark = false;
  const mark = (stars: string): void => {
    out += endsInMark ? style.joint + stars : stars;
    endsInMark = true;
  };
  const walk = (children: Inline[], startsLine: boolean): void => {
    children.forEach((node, index) => {
      const next = children[index + 1];
      if (node.kind === 'strong' || node.kind === 'emphasis') {
        const stars = node.kind === 'strong' ? '**' : '*';
        mark(stars);
        walk(node.children, false);
        mark(stars);
        return;
      }
      out += leaf(node, style, {
        startsLine: index === 0 ? startsLine : children[index - 1]?.kind === 'break',
        beforeBareLink: next?.kind === 'link' && next.label === next.url,
      });
      endsInMark = false;
    });
  };
  walk(nodes, true);
  return out;
}

function leaf(node: Exclude<Inline, { children: Inline[] }>, style: Style, at: TextAt): string {
  switch (node.kind) {
    case 'text':
      return style.text(node.text, at);
    case 'code':
      return style.code(node.text);
    case 'link':
      return style.link(node.label, node.url);
    case 'mention':
      return style.mention(node.name, node.person);
    case 'break':
      return '\n';
  }
}

function blockLines(blocks: Block[], style: Style, inItem = false): string[] {
  return blocks.flatMap((block, index) => {
    const before = blocks[index - 1];
    const isTight = inItem && before?.kind === 'paragraph' && block.kind === 'list';
    return before === undefined || isTight ? linesOf(block, style) : ['', ...linesOf(block, style)];
  });
}

function linesOf(block: Block, style: Style): string[] {
  switch (block.kind) {
    case 'paragraph':
      return layOutInline(block.children, style).split('\n');
    case 'heading':
      return [`${'#'.repeat(block.level)} ${layOutInline(block.children, style)}`];
    case 'quote':
      return blockLines(block.blocks, style).map((line) => (line === '' ? '│' : `│ ${line}`));
    case 'list':
      return block.items.flatMap((item, index) => {
        const lead = block.ordered ? `${index + 1}. ` : '• ';
        const indent = ' '.repeat(lead.length);
        return blockLines(item, style, true).map((line, row) => (row === 0 ? lead + line : line === '' ? '' : indent + line));
      });
    case 'code': {
      const lines = block.text.split('\n').map((line) => (line === '' ? '¦' : `¦ ${style.codeLine(line)}`));
      return block.language === '' ? lines : [`¦${style.codeLine(block.language)}`, ...lines];
    }
  }
}
