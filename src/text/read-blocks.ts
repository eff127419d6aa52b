/** Flow content of a Markdown tree as our blocks. What we have no block for is shown in one that we have. */
import type { Definition, FootnoteDefinition, List, ListItem, PhrasingContent, RootContent, Table } from 'mdast';
import type { Block, Inline } from '../core/text.ts';
import { canonicalInline } from './canonical-inline.ts';
import { visible, visibleLine } from './code-points.ts';
import { plainLine } from './plain.ts';
import { nameOf, readInline, type Source, sourceOf, text } from './read-inline.ts';

/** Quotes and lists nested deeper than this are shown as they were written. */
const DEEPEST = 8;
/** Cells are padded to the widest of their column, up to this, so that a table cannot grow without bound. */
const WIDEST_CELL = 40;
/** Stands where a thematic break stood. */
const SECTION_BREAK = '· · ·';

export function readBlocks(nodes: RootContent[], source: Source, depth = 0): Block[] {
  return nodes.flatMap((node) => readBlock(node, source, depth));
}

function readBlock(node: RootContent, source: Source, depth: number): Block[] {
  switch (node.type) {
    case 'paragraph':
      return paragraph(readInline(node.children, source));
    case 'heading':
      return heading(node.depth, readInline(node.children, source));
    case 'thematicBreak':
      return paragraph(text(SECTION_BREAK));
    case 'html':
      return paragraph(text(node.value));
    case 'code':
      return codeBlock(node.value, [node.lang, node.meta].filter(Boolean).join(' '));
    case 'blockquote': {
      if (depth >= DEEPEST) return codeBlock(sourceOf(node, source));
      const blocks = readBlocks(node.children, source, depth + 1);
      return blocks.length === 0 ? [] : [{ kind: 'quote', blocks }];
    }
    case 'list':
      return depth >= DEEPEST ? codeBlock(sourceOf(node, source)) : list(node, source, depth);
    case 'table':
      return table(node, source);
    case 'definition':
      // Shown by the links that use it, or at the end.
      return [];
    case 'footnoteDefinition':
      return footnote(node, source, depth);
    default:
      return paragraph(text(sourceOf(node, source)));
  }
}

function paragraph(raw: Inline[]): Block[] {
  const children = canonicalInline(raw);
  return children.length === 0 ? [] : [{ kind: 'paragraph', children }];
}

/** A heading is one line. */
function heading(level: number, raw: Inline[]): Block[] {
  const oneLine = (nodes: Inline[]): Inline[] =>
    nodes.map((node): Inline => {
      if (node.kind === 'break') return { kind: 'text', text: ' ' };
      if (node.kind === 'text') return { kind: 'text', text: node.text.replace(/\n/g, ' ') };
      return 'children' in node ? { ...node, children: oneLine(node.children) } : node;
    });
  const children = canonicalInline(oneLine(raw));
  return children.length === 0 ? [] : [{ kind: 'heading', level, children }];
}

/** Blank lines at the ends are not kept. A block without code shows what was written behind its fence. */
export function codeBlock(raw: string, info = ''): Block[] {
  const lines = visible(raw).split('\n');
  const filled = (line: string): boolean => line.trim() !== '';
  const code = lines.slice(Math.max(0, lines.findIndex(filled)), lines.findLastIndex(filled) + 1).join('\n');
  const language = visibleLine(info);
  if (code !== '') return [{ kind: 'code', language, text: code }];
  return language === '' ? [] : [{ kind: 'code', language: '', text: language }];
}

/** Our lists count from 1. One that counts otherwise, or has an empty item, becomes paragraphs that keep its numbers. */
function list(node: List, source: Source, depth: number): Block[] {
  const ordered = node.ordered === true;
  const items = node.children.map((item) => itemOf(item, source, depth));
  const start = node.start ?? 1;
  if (ordered && (start !== 1 || items.some((item) => item.length === 0))) {
    return items.flatMap((item, index) => led(`${start + index}.`, item));
  }
  const filled = items.filter((item) => item.length > 0);
  return filled.length === 0 ? [] : [{ kind: 'list', ordered, items: filled }];
}

function itemOf(item: ListItem, source: Source, depth: number): Block[] {
  const blocks = readBlocks(item.children, source, depth + 1);
  return typeof item.checked === 'boolean' ? led(item.checked ? '☑' : '☐', blocks) : blocks;
}

/** The blocks, with a word before the first. */
function led(word: string, blocks: Block[]): Block[] {
  const [first, ...rest] = blocks;
  if (first?.kind !== 'paragraph') return [...paragraph(text(word)), ...blocks];
  return [...paragraph([...text(`${word} `), ...first.children]), ...rest];
}

/** As code, so that the columns stand below one another. */
function table(node: Table, source: Source): Block[] {
  const cell = (children: PhrasingContent[]): string => plainLine(canonicalInline(readInline(children, source))).replace(/\n/g, ' ');
  const rows = node.children.map((row) => row.children.map((one) => cell(one.children)));
  const columns = Math.max(...rows.map((row) => row.length));
  const widths = Array.from({ length: columns }, (_, column) =>
    Math.min(
      WIDEST_CELL,
      rows.reduce((widest, row) => Math.max(widest, row[column]?.length ?? 0), 0),
    ),
  );
  const line = (cells: string[]): string =>
    cells
      .map((one, column) => one.padEnd(widths[column] ?? 0))
      .join(' | ')
      .trimEnd();
  const [head = [], ...body] = rows.map(line);
  return codeBlock([head, widths.map((width) => '-'.repeat(width)).join('-|-'), ...body].join('\n'));
}

/** A definition that no link uses would be hidden text. */
export function readDefinition(node: Definition): Block[] {
  return paragraph([...text(`[${nameOf(node)}]: `), { kind: 'code', text: node.url }, ...text(node.title ? ` “${node.title}”` : '')]);
}

function footnote(node: FootnoteDefinition, source: Source, depth: number): Block[] {
  return led(`[^${nameOf(node)}]:`, readBlocks(node.children, source, depth));
}
