/** What changed between two revisions, word by word, as a reviewer is shown it. */
import { diffArrays } from 'diff';
import type { DifferencePart, Tree } from '../core/text.ts';
import { previewOf } from './preview.ts';

/**
 * Changes beyond this are shown as one piece removed and one added. The time of the comparison grows with its square; this
 * many take well under a second, and two texts of 3,000 characters hardly have more words between them.
 */
const MOST_CHANGES = 1_500;

/** Emoji, words with their marks, our own `[.]` and `[:]`, and single characters, each with the backslash before it. */
const TOKEN = /\p{RGI_Emoji}|\[[.:]\]|[\p{L}\p{N}_][\p{L}\p{M}\p{N}_]*|[ ]+|\\?[\s\S]\p{M}*/gv;

/**
 * Joined, `same` and `removed` are the preview of `before`, `same` and `added` that of `after`. No part holds a live URL, and
 * none comes alive where a removed part meets an added one; show each part as an element of its own all the same.
 */
export function differencesBetween(before: Tree, after: Tree): DifferencePart[] {
  const old = tokensOf(previewOf(before));
  const now = tokensOf(previewOf(after));
  const parts = diffArrays(old, now, { maxEditLength: MOST_CHANGES })?.map(({ value, added, removed }): DifferencePart => ({
    kind: added ? 'added' : removed ? 'removed' : 'same',
    text: value.join(''),
  }));
  const shown = parts === undefined ? wholePiece(old, now) : inPhrases(parts);
  if (!shown.some(({ text }, index) => (text + (shown[index + 1]?.text ?? '')).includes('://'))) return shown;
  // A text never begins with a slash (see first-word.ts), so here nothing can meet.
  return [
    { kind: 'removed', text: old.join('') },
    { kind: 'added', text: now.join('') },
  ];
}

/** Changed words with only a space between them are one change: people read phrases. */
function inPhrases(parts: DifferencePart[]): DifferencePart[] {
  const out: DifferencePart[] = [];
  let removed = '';
  let added = '';
  const close = (): void => {
    if (removed !== '') out.push({ kind: 'removed', text: removed });
    if (added !== '') out.push({ kind: 'added', text: added });
    removed = added = '';
  };
  parts.forEach(({ kind, text }, index) => {
    const joins = kind === 'same' && removed !== '' && added !== '' && /^ *$/.test(text) && index < parts.length - 1;
    if (kind === 'same' && !joins) {
      close();
      out.push({ kind, text });
      return;
    }
    if (kind !== 'added') removed += text;
    if (kind !== 'removed') added += text;
  });
  close();
  return out;
}

/** What both texts begin and end with is the same; all between is replaced. */
function wholePiece(old: string[], now: string[]): DifferencePart[] {
  const shorter = Math.min(old.length, now.length);
  let start = 0;
  while (start < shorter && old[start] === now[start]) start += 1;
  let end = 0;
  while (end < shorter - start && old.at(-1 - end) === now.at(-1 - end)) end += 1;
  const parts: DifferencePart[] = [
    { kind: 'same', text: old.slice(0, start).join('') },
    { kind: 'removed', text: old.slice(start, old.length - end).join('') },
    { kind: 'added', text: now.slice(start, now.length - end).join('') },
    { kind: 'same', text: old.slice(old.length - end).join('') },
  ];
  return parts.filter(({ text }) => text !== '');
}

function tokensOf(preview: string): string[] {
  return preview.match(TOKEN) ?? [];
}
