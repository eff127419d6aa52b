import type { Ports } from './ports.ts';

/** Of a name, of a channel or of what means nothing here, a sentence holds this much: no platform has longer names of channels. */
const MOST_NAMED = 120;

/**
 * The beginning of somebody's words, with `…` behind it where there was more. Counted as they will be read: what is invisible is
 * written out there. Only for what nobody approves.
 */
export function shortened(ports: Pick<Ports, 'text'>, words: string, most: number): string {
  const characters = [...words];
  const fits = (count: number): boolean => [...ports.text.plain(characters.slice(0, count).join(''))].length <= most;
  if (fits(characters.length)) return words;
  let [enough, tooMany] = [0, Math.min(characters.length, most + 1)];
  while (tooMany - enough > 1) {
    const middle = Math.floor((enough + tooMany) / 2);
    if (fits(middle)) enough = middle;
    else tooMany = middle;
  }
  return `${characters.slice(0, enough).join('')}…`;
}

/** A name that somebody gave to something, as a sentence may hold it. */
export function nameInWords(ports: Pick<Ports, 'text'>, words: string): string {
  return ports.text.plain(shortened(ports, words, MOST_NAMED));
}
