/**
 * Markdown from an agent, or from the requester's Edit box, to our tree: once, before anything is shown or sent.
 *
 * Decided here: a line end within a paragraph is a break, as in chats (CommonMark would make it a space); tabs stay in code blocks
 * and are spaces elsewhere; every run of spaces outside code is one space.
 */
import type { Definition, Nodes, Root } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmFromMarkdown } from 'mdast-util-gfm';
import { gfm } from 'micromark-extension-gfm';
import type { PersonId } from '../core/ids.ts';
import type { Block, Tree } from '../core/text.ts';
import { refusedIn } from './code-points.ts';
import { isQuickToParse, LONGEST } from './effort.ts';
import { withoutCommand } from './first-word.ts';
import { printMarkdown } from './print.ts';
import { codeBlock, readBlocks, readDefinition } from './read-blocks.ts';

interface ParseOptions {
  /** The people whose ids came with the request, and the names to show for them. Anyone else's mention is text. */
  mentions: ReadonlyMap<PersonId, string>;
}

type ParseResult =
  | { ok: true; tree: Tree }
  /** `TEXT_REFUSED`: a code point that no text may hold, or too long. `TEXT_EMPTY`: nothing that can be seen. */
  | { ok: false; code: 'TEXT_REFUSED' | 'TEXT_EMPTY'; reason: string };

/** A single tilde is no strikethrough: “~5 to ~6 minutes” is what people write. */
const SYNTAX = [gfm({ singleTilde: false })];
/** Without its transforms, which make links of escaped text, and recurse. */
const TREE = gfmFromMarkdown().map((extension) => ({ ...extension, transforms: [] }));

/** Never throws, whatever the text is. */
export function parseMarkdown(markdown: string, { mentions }: ParseOptions): ParseResult {
  if (markdown.length > LONGEST) return refused(`The text has ${markdown.length} characters; ${LONGEST} are possible.`);
  const lines = markdown.replace(/\r\n?/g, '\n');
  const source = refusedIn(lines);
  if (source !== undefined) return refused(`The text holds ${source}, which is no character.`);
  const blocks = isQuickToParse(lines) ? read(lines, mentions) : codeBlock(lines);
  if (typeof blocks === 'string') return refused(`The text holds ${blocks}, which is no character.`);
  if (blocks.length === 0) return { ok: false, code: 'TEXT_EMPTY', reason: 'The text holds nothing that can be seen.' };
  return { ok: true, tree: { blocks } };
}

/** The blocks, or the name of a code point that a character reference brought in. */
function read(markdown: string, mentions: ReadonlyMap<PersonId, string>): Block[] | string {
  // The parser drops a byte order mark at the start; it is an invisible character like any other.
  const root = fromMarkdown(markdown.replace(/^\uFEFF/, '⟨U+FEFF⟩'), { extensions: SYNTAX, mdastExtensions: TREE });
  const { definitions, found } = lookThrough(root);
  if (found !== undefined) return found;
  const first = new Map(definitions.toReversed().map((definition) => [definition.identifier, definition]));
  const used = new Set<Definition>();
  const blocks = readBlocks(root.children, { markdown, mentions, definitions: first, used });
  const unused = definitions.filter((definition) => !used.has(definition));
  const guarded = withoutCommand([...blocks, ...unused.flatMap(readDefinition)]);
  // What takes long to read again in the Edit box would be another tree then.
  return isQuickToParse(printMarkdown({ blocks: guarded })) ? guarded : codeBlock(markdown);
}

/** Looks at every node, without recursion: this sees the tree before its depth is bounded. */
function lookThrough(root: Root): { definitions: Definition[]; found: string | undefined } {
  const definitions: Definition[] = [];
  const open: Nodes[] = [root];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (node.type === 'definition') definitions.push(node);
    for (const value of Object.values(node) as unknown[]) {
      const found = typeof value === 'string' ? refusedIn(value) : undefined;
      if (found !== undefined) return { definitions, found };
    }
    if ('children' in node) open.push(...node.children.toReversed());
  }
  return { definitions, found: undefined };
}

function refused(reason: string): ParseResult {
  return { ok: false, code: 'TEXT_REFUSED', reason };
}
