/** What a file or a platform says, made safe for one line of a terminal or a log: control and invisible characters become `\u{…}`. */
export function visible(text: string): string {
  return text.replaceAll(/[\p{C}\u2028\u2029]/gu, (found) => `\\u{${(found.codePointAt(0) ?? 0).toString(16)}}`);
}

/** A value of the file inside a sentence. A long one is shortened: the line number leads to the rest. */
export function quoted(value: unknown): string {
  const text = visible(typeof value === 'string' ? value : (JSON.stringify(value) ?? String(value)));
  return `“${text.length > 60 ? `${text.slice(0, 60)}…` : text}”`;
}

/** `Ben`, `Ben or Chloe`, `Ben, Chloe or Olu`. */
export function oneOf(names: readonly string[], word: 'or' | 'and' = 'or'): string {
  const last = names.at(-1) ?? 'nobody';
  return names.length > 1 ? `${names.slice(0, -1).join(', ')} ${word} ${last}` : last;
}

/** The known word that was probably meant: at most two slips away, and nearer than its own length. Undefined when there is none. */
function nearest(typed: string, known: Iterable<string>): string | undefined {
  let best: string | undefined;
  let fewest = 3;
  for (const word of known) {
    const slips = distance(typed.toLowerCase(), word);
    if (slips < fewest && slips < word.length) [best, fewest] = [word, slips];
  }
  return best;
}

export function didYouMean(typed: string, known: Iterable<string>): string {
  const word = nearest(typed, known);
  return word === undefined ? '' : `; did you mean ${quoted(word)}?`;
}

/** Letters to add, drop, replace or swap with a neighbour (optimal string alignment). Words that differ much in length are not measured. */
function distance(a: string, b: string): number {
  if (Math.abs(a.length - b.length) > 2) return Number.POSITIVE_INFINITY;
  let before: number[] = [];
  let above = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row += 1) {
    const here = [row];
    for (let column = 1; column <= b.length; column += 1) {
      const same = a[row - 1] === b[column - 1] ? 0 : 1;
      let least = Math.min((above[column] ?? 0) + 1, (here[column - 1] ?? 0) + 1, (above[column - 1] ?? 0) + same);
      const swapped = row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      if (swapped) least = Math.min(least, (before[column - 2] ?? 0) + 1);
      here.push(least);
    }
    [before, above] = [above, here];
  }
  return above[b.length] ?? 0;
}
