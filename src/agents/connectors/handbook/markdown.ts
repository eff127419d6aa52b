/**
 * Quotes Markdown from a page, word for word, except for what means nothing outside of it: relative links become the file's
 * name, images their description, tables lists (chats have no tables), and lines that were wrapped become one.
 */
import { posix } from 'node:path';
import type { Definition, Link, LinkReference, Nodes, Paragraph, RootContent, Table, TableCell } from 'mdast';

export interface PageSource {
  /** Relative to the folder. */
  file: string;
  text: string;
  definitions: ReadonlyMap<string, Definition>;
}

/** One block in pieces of which the first ones can stand alone: items of a list, sentences of a paragraph. Others are one piece. */
export interface Block {
  heading: boolean;
  /** Joined as they are they give the block, up to white space at its end. */
  pieces: string[];
}

export function blockOf(node: RootContent, page: PageSource): Block {
  const cuts = node.type === 'list' ? node.children.slice(1).map(startOf) : node.type === 'paragraph' ? sentenceStarts(node, page) : [];
  if (node.type === 'table') return { heading: false, pieces: rowsOf(node, page) };
  const edges = [startOf(node), ...cuts, endOf(node)];
  const pieces = edges.slice(1).map((end, at) => quoted([node], edges[at] ?? end, end, page));
  return { heading: node.type === 'heading', pieces: pieces.filter((piece) => piece.trim() !== '') };
}

/** The words of a node without any markup, on one line. */
export function plain(node: Nodes): string {
  const text = 'value' in node ? node.value : 'alt' in node ? (node.alt ?? '') : childrenOf(node).map(plain).join('');
  return text.replace(/\s+/g, ' ');
}

function startOf(node: Nodes): number {
  return node.position?.start.offset ?? 0;
}

function endOf(node: Nodes): number {
  return node.position?.end.offset ?? 0;
}

/** The page's text from `start` to `end`, with the nodes that need it replaced. */
function quoted(nodes: Nodes[], start: number, end: number, page: PageSource): string {
  let text = '';
  let at = start;
  const visit = (node: Nodes): void => {
    if (endOf(node) <= start || startOf(node) >= end) return;
    const replacement =
      startOf(node) >= start && endOf(node) <= end
        ? replacementOf(node, page)
        : textOf(node, Math.max(start, startOf(node)), Math.min(end, endOf(node)), page);
    if (replacement === null) return childrenOf(node).forEach(visit);
    text += page.text.slice(at, Math.max(at, startOf(node))) + replacement;
    at = Math.min(end, endOf(node));
  };
  nodes.forEach(visit);
  return text + page.text.slice(at, end);
}

/** Null for what is quoted as it stands, apart from its children. */
function replacementOf(node: Nodes, page: PageSource): string | null {
  if (node.type === 'link') return linkOf(node, node.url, page);
  if (node.type === 'linkReference') return linkOf(node, page.definitions.get(node.identifier)?.url ?? '', page);
  if (node.type === 'image' || node.type === 'imageReference') return node.alt ?? '';
  if (node.type === 'html') return /^<br\b/i.test(node.value) ? ' ' : '';
  if (node.type === 'table')
    return rowsOf(node, page)
      .join('')
      .trimEnd()
      .replaceAll('\n', `\n${' '.repeat((node.position?.start.column ?? 1) - 1)}`);
  if (node.type === 'footnoteReference' || node.type === 'footnoteDefinition' || node.type === 'definition') return '';
  return textOf(node, startOf(node), endOf(node), page);
}

/** A wrapped line of a paragraph goes on after one space. In a quotation the next line's `>` goes with it. */
function textOf(node: Nodes, start: number, end: number, page: PageSource): string | null {
  return node.type === 'text' ? page.text.slice(start, end).replace(/(?<![ \t])[ \t]*\n[ \t]*(?:>[ \t]?)*/g, ' ') : null;
}

function linkOf(node: Link | LinkReference, url: string, page: PageSource): string {
  const [first, last] = [node.children[0], node.children.at(-1)];
  const label = first && last ? quoted(node.children, startOf(first), endOf(last), page) : '';
  if (/^https?:\/\//i.test(url)) return node.type === 'link' ? page.text.slice(startOf(node), endOf(node)) : `[${label}](<${url}>)`;
  if (/^[a-z][a-z0-9+.-]*:|^\/\/|^#|^$/i.test(url)) return label;
  const file = posix.normalize(posix.join(posix.dirname(page.file), url.replace(/[?#].*$/, '')));
  return file.startsWith('..') || label === file ? label : `${label} (${file.replace(/[\\`*_[\]<>]/g, '\\$&')})`;
}

/** A row is an item: its first cell, then each other cell behind the head of its column. */
function rowsOf(table: Table, page: PageSource): string[] {
  const [head, ...rows] = table.children.map((row) => row.children.map((cell) => cellOf(cell, page)));
  return rows.map(([first = '', ...rest]) => {
    const facts = rest.flatMap((cell, at) => {
      const name = head?.[at + 1] ?? '';
      return cell === '' ? [] : [name === '' ? cell : `${name}${/[?:]$/.test(name) ? '' : ':'} ${cell}`];
    });
    const subject = first === '' || first.includes('*') ? first : `**${first}**`;
    return `- ${[subject, facts.join('; ')].filter((part) => part !== '').join(' – ')}\n`;
  });
}

function cellOf(cell: TableCell, page: PageSource): string {
  const [first, last] = [cell.children[0], cell.children.at(-1)];
  return first && last ? quoted(cell.children, startOf(first), endOf(last), page).replaceAll('\\|', '|').trim() : '';
}

const sentences = new Intl.Segmenter('en', { granularity: 'sentence' });
const SENTENCE_END = /[.!?\u2026\u3002\uff01\uff1f]["'\u201d\u2019)\]]*\s*$/;
const ABBREVIATION = /\b(?:e\.g|i\.e|etc|vs|cf|approx|incl|no|nos|dr|mr|mrs|ms|st|p|pp)\.\s*$/i;

/** Where sentences begin, the first left out. Only between words of the paragraph itself, never within a link or an emphasis. */
function sentenceStarts(paragraph: Paragraph, page: PageSource): number[] {
  return paragraph.children.flatMap((node) => {
    if (node.type !== 'text') return [];
    const text = page.text.slice(startOf(node), endOf(node));
    return [...sentences.segment(text)]
      .filter(({ segment }) => SENTENCE_END.test(segment) && !ABBREVIATION.test(segment))
      .map(({ segment, index }) => startOf(node) + index + segment.length)
      .filter((offset) => offset < endOf(paragraph));
  });
}

function childrenOf(node: Nodes): Nodes[] {
  return 'children' in node ? node.children : [];
}
