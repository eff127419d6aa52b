import { type Document, isAlias, isMap, isNode, isScalar, isSeq, LineCounter, parseDocument, visit, type YAMLError } from 'yaml';
import type { Path } from './problem.ts';
import { quoted, visible } from './words.ts';

export interface Position {
  line: number;
  column: number;
}

export interface YamlRead {
  /** Null when the text cannot be read as one plain YAML document. */
  content: { value: unknown } | null;
  /** Of a key, or of a list's entry; where the file lacks it, of what should hold it. */
  positionOf(path: Path): Position;
  problems: (Position & { message: string })[];
}

/** A rules file of any size is far below this, and a larger one is not worth a parser's time. */
const MOST_CHARACTERS = 1_000_000;
/** The format itself needs fewer than ten. */
const MOST_LEVELS = 40;
const TOO_DEEP = 'this is nested too deeply to be read';

/**
 * Reads plain YAML 1.2 and refuses what makes a file mean more than it shows: anchors and aliases (a few lines can unfold to
 * gigabytes), merge keys, tags, a second document, a key written twice.
 */
export function readYaml(source: string): YamlRead {
  const start = { line: 1, column: 1 };
  if (source.length > MOST_CHARACTERS) {
    return { content: null, positionOf: () => start, problems: [{ ...start, message: 'the file is larger than 1 MB' }] };
  }
  const lines = new LineCounter();
  const positionAt = (offset: number): Position => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  // `logLevel: 'error'`, because at 'silent' a second document is dropped without a word.
  const document = parseDocument(source, { lineCounter: lines, prettyErrors: false, stringKeys: true, schema: 'core', logLevel: 'error' });
  const refused = refusedParts(document);
  // The parser's own limit is its stack, so it speaks at another depth each time.
  const told = refused.some(({ message }) => message === TOO_DEEP) ? [] : worthSaying(document.errors);
  const errors = told.map((error) => ({ ...positionAt(error.pos[0]), message: inWords(error, source) }));
  const readable = document.errors.every((error) => error.code === 'DUPLICATE_KEY') && refused.length === 0;
  return {
    content: readable ? { value: document.toJS() } : null,
    positionOf: (path) => positionAt(offsetOf(document, path)),
    problems: [...errors, ...refused.map(({ offset, message }) => ({ ...positionAt(offset), message }))],
  };
}

/** Errors of one value, after which the parser still knows where it is. */
const OF_ONE_VALUE: readonly YAMLError['code'][] = [
  'DUPLICATE_KEY',
  'NON_STRING_KEY',
  'BAD_DQ_ESCAPE',
  'TAG_RESOLVE_FAILED',
  'MULTIPLE_DOCS',
];

/** All up to the first that breaks the structure: what the parser finds after it is mostly wrong. Tabs are told all the same. */
function worthSaying(errors: readonly YAMLError[]): YAMLError[] {
  const tooDeep = errors.find((error) => error.code === 'RESOURCE_EXHAUSTION');
  if (tooDeep) return [tooDeep];
  const inOrder = errors.toSorted((a, b) => a.pos[0] - b.pos[0]);
  const broken = inOrder.findIndex((error) => !OF_ONE_VALUE.includes(error.code));
  return inOrder.filter((error, index) => broken < 0 || index <= broken || error.code === 'TAB_AS_INDENT');
}

function inWords(error: YAMLError, source: string): string {
  const there = /^[^\s:,{}[\]]+/.exec(source.slice(error.pos[0], error.pos[0] + 100))?.[0] ?? '';
  if (error.code === 'DUPLICATE_KEY') return `the key ${quoted(there)} is written twice; keep one of them`;
  if (error.code === 'TAB_AS_INDENT') return 'a tab cannot indent; use spaces';
  if (error.code === 'MULTIPLE_DOCS') return 'a second document begins here; the rules are one document, without a line ---';
  if (error.code === 'NON_STRING_KEY') return 'a key must be a plain word';
  if (error.code === 'RESOURCE_EXHAUSTION') return TOO_DEEP;
  return `cannot be read as YAML: ${visible(error.message)}`;
}

function refusedParts(document: Document.Parsed): { offset: number; message: string }[] {
  const found: { offset: number; message: string }[] = [];
  const refuse = (node: unknown, message: string): void => {
    found.push({ offset: isNode(node) ? (node.range?.[0] ?? 0) : 0, message });
  };
  visit(document, {
    Node(_key, node, ancestors) {
      if (ancestors.length > MOST_LEVELS) {
        refuse(node, TOO_DEEP);
        return visit.BREAK;
      }
      if (isAlias(node)) refuse(node, `the alias *${visible(node.source)} is not read here; write out what it stands for`);
      else if (node.anchor !== undefined) refuse(node, `the anchor &${visible(node.anchor)} is not read here; remove it`);
      if (node.tag !== undefined)
        refuse(node, `the tag ${quoted(node.tag.replace('tag:yaml.org,2002:', '!!'))} is not read here; remove it`);
    },
    Pair(_key, pair) {
      if (!isScalar(pair.key)) return;
      if (pair.key.value === '<<') refuse(pair.key, 'merging with << is not read here; write out the keys');
      if (pair.key.value === '__proto__') refuse(pair.key, 'the key “__proto__” is not read here; remove it');
    },
  });
  return found;
}

/** Follows the path as far as the file goes. */
function offsetOf(document: Document.Parsed, path: Path): number {
  let node: unknown = document.contents;
  let offset = startOf(node) ?? 0;
  for (const part of path) {
    if (isMap(node)) {
      // The last of two, because that is the one whose value was read.
      const pair = node.items.findLast(({ key }) => isScalar(key) && key.value === String(part));
      if (pair === undefined) break;
      offset = startOf(pair.key) ?? offset;
      node = pair.value;
    } else if (isSeq(node)) {
      if (typeof part !== 'number' || part >= node.items.length) break;
      node = node.items[part];
      offset = startOf(node) ?? offset;
    } else break;
  }
  return offset;
}

function startOf(node: unknown): number | undefined {
  return isNode(node) ? node.range?.[0] : undefined;
}
