/** Markdown → tree → what people read, and what changed between two trees. */
export { differencesBetween } from './differences.ts';
export { parseMarkdown } from './parse.ts';
export { plainText } from './plain.ts';
export { plainWords } from './plain-words.ts';
export { previewOf } from './preview.ts';
export { type PostParts, previewOfPost } from './preview-of-post.ts';
export { printMarkdown } from './print.ts';
export { titleOf } from './title.ts';
