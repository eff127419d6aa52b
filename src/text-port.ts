import type { Ports } from './app/ports.ts';
import { differencesBetween, parseMarkdown, plainWords, previewOfPost, printMarkdown, titleOf } from './text/index.ts';

/** The text module as the use cases see it. */
export const text: Ports['text'] = {
  parse: (markdown, mentions) => parseMarkdown(markdown, { mentions }),
  print: printMarkdown,
  previewOfPost,
  differencesBetween,
  plain: plainWords,
  titleOf,
};
