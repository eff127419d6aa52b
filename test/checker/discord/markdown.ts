/** Discord's Markdown (https://discord.com/developers/docs/reference#message-formatting), read for its words. */

/** Stands before and after words of code, so that nothing in them counts as a mark of ours. */
const EDGE = '\0';

const PIECES: [RegExp, (match: RegExpExecArray) => string][] = [
  [/```(?:[\w+#.-]*\n)?([^]*?)```/y, ([, code = '']) => EDGE + code + EDGE],
  [/(`+)(?!`)([^]*?[^`])\1(?!`)/y, ([, , code = '']) => EDGE + code + EDGE],
  [/\\([^a-zA-Z0-9\s])/y, ([, mark = '']) => mark],
  [/<@!?(\d+)>/y, ([, id = '']) => id],
  [/<(https?:\/\/[^\s<>]+)>/y, ([, url = '']) => url],
  [/\*\*|__|~~|\|\||[*_]/y, () => ''],
];

/** Its words, with code between NULs. */
function wordsOf(markdown: string): string {
  let words = '';
  for (let at = 0; at < markdown.length;) {
    const hit = hitAt(markdown, at);
    words += hit?.words ?? markdown.charAt(at);
    at += hit?.length ?? 1;
  }
  return words;
}

function hitAt(markdown: string, at: number): { words: string; length: number } | null {
  for (const [pattern, read] of PIECES) {
    pattern.lastIndex = at;
    const match = pattern.exec(markdown);
    if (match) return { words: read(match), length: match[0].length };
  }
  return null;
}

/** The same for people: without the edges of code. */
export function plainWordsOf(markdown: string): string {
  return wordsOf(markdown).replaceAll(EDGE, '');
}

/**
 * The letters and digits of an answer, in their order: of the post, whose links and people are live, and of the card, on which a link
 * is its label and its address, and a person `‹@Ana 123›`. Both must be the same. Such marks that were an agent's have a backslash before
 * them, also as they are shown.
 */
export function lettersOf(markdown: string): string {
  return wordsOf(markdown)
    .replaceAll(/(?<!\\)‹@(?:\\[‹›]|[^›\0])*? (\d+)›/g, '$1')
    .replaceAll(/[^\p{L}\p{N}]/gu, '');
}

/** The people whom it would tell, and anything else that tells somebody. What is code or has a backslash before it tells nobody. */
export function mentionsOf(markdown: string): { people: string[]; others: string[] } {
  const live = markdown.replaceAll(/```[^]*?```|(`+)(?!`)[^]*?[^`]\1(?!`)/g, ' ').replaceAll(/\\[^a-zA-Z0-9\s]/g, ' ');
  return {
    people: [...live.matchAll(/<@!?(\d+)>/g)].map(([, id = '']) => id),
    others: [...live.matchAll(/<@&\d+>|@(?:everyone|here)/g)].map(([words]) => words),
  };
}
