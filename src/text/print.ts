/** The tree as canonical Markdown, for the requester's Edit box: `parseMarkdown` reads it back as the same tree. */
import type { Block, Tree } from '../core/text.ts';
import { printInline } from './print-inline.ts';

export function printMarkdown(tree: Tree): string {
  return printBlocks(tree.blocks).join('\n');
}

function printBlocks(blocks: Block[], inItem = false): string[] {
  const lines: string[] = [];
  let marker = 0;
  blocks.forEach((block, index) => {
    const before = blocks[index - 1];
    if (before !== undefined && !(inItem && isTight(before, block))) lines.push('');
    // Two lists in a row would be one if their items were marked alike.
    marker = before?.kind === 'list' && block.kind === 'list' && before.ordered === block.ordered ? 1 - marker : 0;
    lines.push(...printBlock(block, marker));
  });
  return lines;
}

function printBlock(block: Block, marker: number): string[] {
  switch (block.kind) {
    case 'paragraph':
      return printInline(block.children, { startsLine: true, heading: false }).split('\n');
    case 'heading':
      return [`${'#'.repeat(block.level)} ${printInline(block.children, { startsLine: false, heading: true })}`];
    case 'quote':
      return printBlocks(block.blocks).map((line) => (line === '' ? '>' : `> ${line}`));
    case 'list':
      return block.items.flatMap((item, index) => {
        const lead = block.ordered ? `${index + 1}${marker === 0 ? '.' : ')'} ` : marker === 0 ? '- ' : '* ';
        const indent = ' '.repeat(lead.length);
        return printBlocks(item, true).map((line, row) => (row === 0 ? lead + line : line === '' ? '' : indent + line));
      });
    case 'code':
      return printCode(block.text, block.language);
  }
}

/** Within an item, a list stands directly under the paragraph that leads to it. */
function isTight(before: Block, block: Block): boolean {
  return before.kind === 'paragraph' && block.kind === 'list';
}

/** CommonMark 4.5: the fence is longer than any run of backticks within. */
function printCode(text: string, language: string): string[] {
  let length = 3;
  for (const [run] of text.matchAll(/`+/g)) length = Math.max(length, run.length + 1);
  const fence = '`'.repeat(length);
  const info = language.replace(/[\\&`]/g, (mark) => (mark === '`' ? '&#x60;' : `\\${mark}`));
  return [fence + info, ...text.split('\n'), fence];
}
