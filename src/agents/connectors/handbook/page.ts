import { posix } from 'node:path';
import type { Definition, Heading, Root, RootContent } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmFromMarkdown } from 'mdast-util-gfm';
import { gfm } from 'micromark-extension-gfm';
import { blockOf, plain } from './markdown.ts';
import type { Block } from './markdown.ts';

/** What is searched and quoted: the text below one heading of one page. */
export interface Section {
  /** Unique within the folder. */
  id: string;
  file: string;
  pageTitle: string;
  /** Null for the text above a page's first heading, and for the text right below its title. */
  heading: string | null;
  /** The headings that this one stands under, without the page's title. */
  above: string[];
  /** Its own text, then that of the headings below it. Never empty. */
  blocks: Block[];
  /** How many of the blocks are its own: only these are searched. */
  ownBlocks: number;
}

interface Part {
  heading: Heading | null;
  nodes: RootContent[];
}

/** Cuts a page into its sections. Throws when the page is too deeply nested to be parsed. */
export function sectionsOf(file: string, wholeText: string): Section[] {
  const { text, title } = withoutFrontMatter(wholeText);
  const tree = fromMarkdown(text, { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] });
  const definitions = new Map(
    tree.children.filter((node): node is Definition => node.type === 'definition').map((node) => [node.identifier, node]),
  );
  const page = { file, text, definitions };
  const parts = partsOf(tree);
  const titleAt = parts.findIndex((part) => part.heading?.depth === 1);
  const pageTitle = title ?? nameOf(parts[titleAt]?.heading) ?? nameOfFile(file);
  const blocks = parts.map((part) => part.nodes.map((node) => blockOf(node, page)).filter((block) => block.pieces.length > 0));

  return parts.flatMap(({ heading }, at) => {
    const own = blocks[at] ?? [];
    const isTitle = at === titleAt || heading === null;
    const below = isTitle
      ? []
      : childrenAfter(parts, at).flatMap((child) => [headingBlock(parts[child]?.heading), ...(blocks[child] ?? [])]);
    const all = [...own, ...below];
    if (all.every((block) => block.heading)) return [];
    const above = isTitle
      ? []
      : parentsOf(parts, at)
          .filter((parent) => parent !== titleAt)
          .map((parent) => nameOf(parts[parent]?.heading) ?? '');
    return [{ id: `${file}#${at}`, file, pageTitle, heading: isTitle ? null : nameOf(heading), above, blocks: all, ownBlocks: own.length }];
  });
}

function partsOf(tree: Root): Part[] {
  const parts: Part[] = [{ heading: null, nodes: [] }];
  for (const node of withoutFoot(tree.children)) {
    if (node.type === 'heading') parts.push({ heading: node, nodes: [] });
    else if (node.type !== 'thematicBreak' && node.type !== 'definition') parts.at(-1)?.nodes.push(node);
  }
  return parts;
}

/** The longest foot of a page, in characters. */
const LONGEST_FOOT = 300;

/** What stands behind the last rule of a page, if it is a short paragraph (an owner, a date), says nothing about its last section. */
function withoutFoot(nodes: RootContent[]): RootContent[] {
  const rule = nodes.findLastIndex((node) => node.type === 'thematicBreak');
  const foot = nodes.slice(rule + 1);
  const isFoot =
    rule > 0 && foot.every((node) => node.type === 'paragraph') && foot.reduce((sum, node) => sum + plain(node).length, 0) <= LONGEST_FOOT;
  return isFoot ? nodes.slice(0, rule) : nodes;
}

/** The parts below the heading at `at`, in order. */
function childrenAfter(parts: Part[], at: number): number[] {
  const depth = parts[at]?.heading?.depth ?? 0;
  const end = parts.findIndex((part, index) => index > at && (part.heading?.depth ?? 0) <= depth);
  return parts.flatMap((_, index) => (index > at && (end < 0 || index < end) ? [index] : []));
}

/** The parts whose heading the one at `at` stands under, outermost first. */
function parentsOf(parts: Part[], at: number): number[] {
  const parents: number[] = [];
  let depth = parts[at]?.heading?.depth ?? 0;
  for (let before = at - 1; before > 0; before--) {
    const found = parts[before]?.heading?.depth ?? 0;
    if (found < depth) {
      parents.unshift(before);
      depth = found;
    }
  }
  return parents;
}

/** A heading within a quotation is a line in bold: the quotation's own outline begins and ends with it. */
function headingBlock(heading: Heading | null | undefined): Block {
  const name = nameOf(heading);
  return { heading: true, pieces: name === null ? [] : [`**${name.replace(/[\\`*_[\]<>]/g, '\\$&')}**`] };
}

function nameOf(heading: Heading | null | undefined): string | null {
  const name = heading ? plain(heading).trim() : '';
  return name === '' ? null : name;
}

/** `vpn-access.md` is “Vpn access”. */
function nameOfFile(file: string): string {
  const words = posix.basename(file, posix.extname(file)).replace(/[-_]+/g, ' ').trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function withoutFrontMatter(text: string): { text: string; title: string | null } {
  const found = /^---\n(.*?)\n---(?:\n|$)/s.exec(text);
  if (!found) return { text, title: null };
  const title = /^title:[ \t]*(?:"([^"\n]+)"|'([^'\n]+)'|([^\n]+))$/m.exec(found[1] ?? '');
  return { text: text.slice(found[0].length), title: (title?.[1] ?? title?.[2] ?? title?.[3] ?? '').trim() || null };
}
