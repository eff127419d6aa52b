/**
 * Inline nodes as Markdown that is read back as the same nodes. Strong and emphasis are written with `*`; those within them, or
 * directly behind another, with `_`, so two runs of marks never melt into one. Where a mark could not open or close
 * (CommonMark 6.2, flanking), the letter outside it is written as a character reference.
 */
import type { Inline } from '../core/text.ts';
import { escapeText } from './escape-markdown.ts';

export interface Where {
  /** The first text begins a line of a block. */
  startsLine: boolean;
  /** The text is a heading's: it must not end in what closes a heading. */
  heading: boolean;
}

type Family = '*' | '_';
type Marked = Extract<Inline, { children: Inline[] }>;

const OTHER: Record<Family, Family> = { '*': '_', _: '*' };

export function printInline(nodes: Inline[], where: Where): string {
  return printWithin(nodes, where, []);
}

function printWithin(nodes: Inline[], where: Where, around: Family[]): string {
  let out = '';
  /** Of the strong or emphasis directly before, if any: its mark, and the last character within. */
  let before: { family: Family; last: string } | undefined;
  nodes.forEach((node, index) => {
    if (node.kind === 'strong' || node.kind === 'emphasis') {
      const family = OTHER[before?.family ?? around.at(-1) ?? '_'];
      const inner = printWithin(node.children, { ...where, startsLine: false }, [...around, family]);
      if (needsReference(lastOf(out), firstOf(inner), family)) out = lastAsReference(out);
      const mark = markOf(node, family);
      out += mark + inner + mark;
      before = { family, last: lastOf(inner) };
      return;
    }
    const startsLine = index === 0 ? where.startsLine : nodes[index - 1]?.kind === 'break';
    const isLast = index === nodes.length - 1;
    const leaf = printLeaf(node, { startsLine, isLast, endsHeading: where.heading && isLast && around.length === 0, around });
    out += before && needsReference(firstOf(leaf), before.last, before.family) ? firstAsReference(leaf) : leaf;
    before = undefined;
  });
  return out;
}

function markOf(node: Marked, family: Family): string {
  return node.kind === 'strong' ? family.repeat(2) : family;
}

function printLeaf(
  node: Exclude<Inline, Marked>,
  at: { startsLine: boolean; isLast: boolean; endsHeading: boolean; around: Family[] },
): string {
  switch (node.kind) {
    case 'text':
      return escapeText(node.text, { ...at, label: false, underscored: at.around.includes('_') });
    case 'code':
      return printCode(node.text);
    case 'link':
      return node.label === node.url ? `<${node.url}>` : `[${labelText(node.label)}](${destination(node.url)})`;
    case 'mention':
      return `[${labelText(node.name)}](mention:${node.person})`;
    case 'break':
      return '\n';
  }
}

/** CommonMark 6.1: the fence is longer than any run within; a space keeps a backtick at an end apart from it. */
function printCode(text: string): string {
  const runs = new Set(Array.from(text.matchAll(/`+/g), (run) => run[0].length));
  let length = 1;
  while (runs.has(length)) length += 1;
  const fence = '`'.repeat(length);
  const space = /^`|`$/.test(text) ? ' ' : '';
  return fence + space + text + space + fence;
}

function labelText(label: string): string {
  return escapeText(label, { startsLine: false, isLast: true, endsHeading: false, label: true, underscored: true });
}

function destination(url: string): string {
  return url.replace(/[()&]/g, '\\$&');
}

/**
 * Whether the character outside a mark must be written as a reference, whose `&` or `;` counts as punctuation. A mark opens or
 * closes beside white space and punctuation, and `*` also between two letters.
 */
function needsReference(outside: string, inside: string, family: Family): boolean {
  if (outside === '' || /[\s!-/:-@[-`{-~]/.test(outside)) return false;
  return family === '_' || !/[\p{L}\p{N}]/u.test(inside);
}

function firstOf(text: string): string {
  return String.fromCodePoint(...[text.codePointAt(0)].filter((code) => code !== undefined));
}

function lastOf(text: string): string {
  return /.$/su.exec(text.slice(-2))?.[0] ?? '';
}

function firstAsReference(text: string): string {
  const first = firstOf(text);
  return reference(first) + text.slice(first.length);
}

function lastAsReference(text: string): string {
  const last = lastOf(text);
  return text.slice(0, text.length - last.length) + reference(last);
}

function reference(character: string): string {
  return `&#x${(character.codePointAt(0) ?? 0).toString(16).toUpperCase()};`;
}
