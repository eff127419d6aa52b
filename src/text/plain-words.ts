import { visible } from './code-points.ts';
import { defuse, looksDefused, writeDefused } from './defuse.ts';

/** People's own words (a question, a reason) for a card: nothing invisible, no live URL, line ends kept. */
export function plainWords(words: string): string {
  const lines = visible(words.replace(/\r\n?/g, '\n')).replace(/\t/g, ' ');
  const defused = defuse(lines, { hosts: true });
  return writeDefused(defused.replace(/\[/g, (bracket, at: number, whole: string) => (looksDefused(whole, at) ? '\\[' : bracket)));
}
