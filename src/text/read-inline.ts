/** Phrasing content of a Markdown tree as our inline nodes, not yet canonical. Nothing is lost: what we have no node for becomes text. */
import type { Association, Definition, Image, ImageReference, Link, LinkReference, Nodes, PhrasingContent } from 'mdast';
import type { PersonId } from '../core/ids.ts';
import type { Inline } from '../core/text.ts';
import { visible, visibleLine } from './code-points.ts';
import { namesAnotherHost, webUrl } from './links.ts';

export interface Source {
  markdown: string;
  /** The people whose ids came with the request, with the names to show. */
  mentions: ReadonlyMap<PersonId, string>;
  /** Link definitions by their identifier; the first counts. */
  definitions: ReadonlyMap<string, Definition>;
  /** Those that a link or an image has used so far. */
  used: Set<Definition>;
}

interface Within {
  strong: boolean;
  emphasis: boolean;
  depth: number;
}

/** Marks nested deeper than this are shown as they were written. */
const DEEPEST = 50;
const MENTION = 'mention:';
/** Ids with anything else in them could not be printed as a Markdown link and read again. */
const MENTION_ID = /^[A-Za-z0-9:._~@+-]+$/;

export function readInline(
  nodes: PhrasingContent[],
  source: Source,
  within: Within = { strong: false, emphasis: false, depth: 0 },
): Inline[] {
  return nodes.flatMap((node) => readOne(node, source, within));
}

function readOne(node: PhrasingContent, source: Source, within: Within): Inline[] {
  if (within.depth > DEEPEST) return text(sourceOf(node, source));
  const inside = (nodes: PhrasingContent[], kind: Partial<Within> = {}): Inline[] =>
    readInline(nodes, source, { ...within, ...kind, depth: within.depth + 1 });
  switch (node.type) {
    case 'text':
    case 'html':
      return text(node.value);
    case 'inlineCode':
      return [{ kind: 'code', text: node.value }];
    case 'break':
      return [{ kind: 'break' }];
    case 'strong':
      return within.strong ? inside(node.children) : [{ kind: 'strong', children: inside(node.children, { strong: true }) }];
    case 'emphasis':
      return within.emphasis ? inside(node.children) : [{ kind: 'emphasis', children: inside(node.children, { emphasis: true }) }];
    case 'delete':
      return [...text('~~'), ...inside(node.children), ...text('~~')];
    case 'image':
    case 'imageReference':
      return image(node, source);
    case 'footnoteReference':
      return text(`[^${nameOf(node)}]`);
    case 'link':
    case 'linkReference':
      return link(node, source);
  }
}

function link(node: Link | LinkReference, source: Source): Inline[] {
  const target = targetOf(node, source);
  const label = visibleLine(labelOf(node.children, source));
  return [...linkTo(label, target.url, source), ...(target.title ? text(` (“${target.title}”)`) : [])];
}

function linkTo(label: string, address: string, source: Source): Inline[] {
  if (address.startsWith(MENTION)) {
    const person = address.slice(MENTION.length) as PersonId;
    const name = source.mentions.get(person);
    if (name !== undefined && MENTION_ID.test(person)) return [{ kind: 'mention', person, name: visibleLine(name) }];
  }
  const url = webUrl(address);
  if (url === undefined) return both(label, address);
  if (label === '' || webUrl(label) === url || `http://${label}` === address) return [{ kind: 'link', label: url, url }];
  return namesAnotherHost(label, url) ? both(label, url) : [{ kind: 'link', label, url }];
}

/** A link that is none: its label and where it led, neither of them live. */
function both(label: string, address: string): Inline[] {
  const shown: Inline[] = /:\/\/|www\./i.test(label) ? [{ kind: 'code', text: label }] : text(label);
  // An e-mail address links itself; it says nothing that the label does not.
  if (address.trim() === '' || label === visible(address) || `mailto:${label}` === address) return shown;
  const target: Inline = { kind: 'code', text: address };
  return label === '' ? [target] : [...shown, ...text(' ('), target, ...text(')')];
}

/** As it is written in Markdown, with the address as code: an image is neither shown nor fetched. */
function image(node: Image | ImageReference, source: Source): Inline[] {
  const { url, title } = targetOf(node, source);
  return [...text(`![${node.alt ?? ''}](`), { kind: 'code', text: url }, ...text(title ? ` “${title}”)` : ')')];
}

function targetOf(node: Link | LinkReference | Image | ImageReference, source: Source): { url: string; title?: string | null | undefined } {
  if (node.type === 'link' || node.type === 'image') return node;
  const definition = source.definitions.get(node.identifier);
  // The Markdown parser makes a reference only where there is a definition.
  if (definition === undefined) throw new Error('a Markdown reference has no definition');
  source.used.add(definition);
  return definition;
}

/** A label is plain text: its formatting is given up, its words are not. */
function labelOf(nodes: PhrasingContent[], source: Source, depth = 0): string {
  return nodes
    .map((node) => {
      if (depth > DEEPEST) return sourceOf(node, source);
      if (node.type === 'break') return ' ';
      if (node.type === 'delete') return `~~${labelOf(node.children, source, depth + 1)}~~`;
      if (node.type === 'image' || node.type === 'imageReference') {
        const { url, title } = targetOf(node, source);
        return `![${node.alt ?? ''}](${url}${title ? ` “${title}”` : ''})`;
      }
      if (node.type === 'footnoteReference') return `[^${nameOf(node)}]`;
      return 'children' in node ? labelOf(node.children, source, depth + 1) : node.value;
    })
    .join('');
}

export function text(value: string): Inline[] {
  return value === '' ? [] : [{ kind: 'text', text: value }];
}

export function nameOf(node: Association): string {
  return node.label ?? node.identifier;
}

/** What the agent wrote there. */
export function sourceOf(node: Nodes, { markdown }: Pick<Source, 'markdown'>): string {
  return markdown.slice(node.position?.start.offset, node.position?.end.offset);
}
