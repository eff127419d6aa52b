/** The code in our Markdown pages: fenced blocks, and commands that stand within a sentence. */
import { filesOfRepository, textOf } from './tree.ts';

export interface Code {
  /** `docs/deploy.md:12`, where its text begins. */
  at: string;
  page: string;
  /** As written behind the fence; null for a command within a sentence. */
  language: string | null;
  /** Without the indentation of its fence; ends in a line break when it is a block. */
  text: string;
}

/** Every page that we wrote. `examples/` is what a company writes: its code is none of ours. */
export function pages(): string[] {
  return filesOfRepository().filter((path) => path.endsWith('.md') && !path.startsWith('examples/'));
}

export function codeOf(page: string, source = textOf(page)): { blocks: Code[]; sentences: Code[] } {
  const blocks: Code[] = [];
  const sentences: Code[] = [];
  let open: { fence: string; indent: string; block: Code } | null = null;
  for (const [index, line] of source.split('\n').entries()) {
    const [, indent = '', fence, language = ''] = /^(\s*)(`{3,}|~{3,})\s*(\S*)/.exec(line) ?? [];
    if (open !== null) {
      if (fence?.startsWith(open.fence) && language === '') open = null;
      else open.block.text += `${line.startsWith(open.indent) ? line.slice(open.indent.length) : line.trimStart()}\n`;
    } else if (fence !== undefined) {
      open = { fence, indent, block: { at: `${page}:${index + 2}`, page, language, text: '' } };
      blocks.push(open.block);
    } else {
      for (const [, text = ''] of line.matchAll(/(?<!`)`([^`]+)`(?!`)/g))
        sentences.push({ at: `${page}:${index + 1}`, page, language: null, text });
    }
  }
  if (open !== null) throw new Error(`${open.block.at}: this block never ends`);
  return { blocks, sentences };
}
