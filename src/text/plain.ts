/** The tree as it is posted on a platform that shows plain text: the look of the card, with live URLs and without escapes. */
import type { Inline, Tree } from '../core/text.ts';
import { layOut, layOutInline, type Style } from './layout.ts';

const plain: Style = {
  text: (text) => text,
  code: (text) => `\`${text}\``,
  link: (label, url) => (label === url ? url : `${label} (${url})`),
  mention: (name) => `@${name}`,
  joint: '',
  codeLine: (line) => line,
};

export function plainText(tree: Tree): string {
  return layOut(tree, plain);
}

export function plainLine(nodes: Inline[]): string {
  return layOutInline(nodes, plain);
}
