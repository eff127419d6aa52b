/**
 * Shows addresses so that no platform makes them live: `https[:]//wiki.acme.example`, `evil[.]example`, `mailto[:]ana`. A text that holds `[.]` or
 * `[:]` itself shows `\[.]`, so nothing is said twice. Backslashes are the caller's, who knows what else it escapes.
 */
import { replaceLiveDots } from './addresses.ts';
import { visible } from './code-points.ts';

/** Stand for `[.]` and `[:]` while other characters are escaped. No visible text holds them. */
const DOT = '\u0001';
const COLON = '\u0002';

const SCHEMES = /(mailto|xmpp|(?<![\p{L}\p{N}])(?:tel|sms)):(?!\s)/giu;

/** With the dots of bare hosts, or only what is an address by its own words. */
export function defuse(text: string, { hosts }: { hosts: boolean }): string {
  if (visible(text) !== text) throw new Error('the text holds characters that cannot be seen; only parseMarkdown makes trees');
  const dots = hosts ? replaceLiveDots(text, DOT) : text;
  return dots
    .replaceAll('://', `${COLON}//`)
    .replace(SCHEMES, `$1${COLON}`)
    .replace(/(www)\.(?=[\p{L}\p{N}])/giu, `$1${DOT}`);
}

export function isDefused(character: string | undefined): boolean {
  return character === DOT || character === COLON;
}

/** Whether a `[` would be read as the beginning of our own marks. */
export function looksDefused(text: string, at: number): boolean {
  return /^\[[.:]\]/.test(text.slice(at, at + 3));
}

export function writeDefused(text: string): string {
  return text.replaceAll(DOT, '[.]').replaceAll(COLON, '[:]');
}
