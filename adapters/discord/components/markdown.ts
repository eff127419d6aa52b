/**
 * Words as Discord's Markdown that shows exactly these words (https://discord.com/developers/docs/reference#message-formatting): a
 * backslash before whatever Discord would read as a mark, a mention, a time, an emoji or an address.
 */

/** Before any mark, Discord takes a backslash away and shows the mark. */
const MARKS = /[\\*_~|`<>[\]]/g;

/** What begins a heading, a list or small print at the start of a line, and nothing elsewhere. */
const AT_THE_START = /^([ \t]*)(#{1,3}|-#|[-+])(?=\s|$)/gm;
const NUMBERED = /^([ \t]*\d+)([.)])(?=\s|$)/gm;

/** Addresses that Discord finds by themselves: with a scheme, and its own invitations without one. */
const SCHEME = /:(?=\/\/)/g;
const INVITATION = /(discord(?:app)?)\.(?=(?:gg|com|new|gift)\b)/gi;

export function escaped(words: string): string {
  return words.replace(MARKS, '\\$&').replace(SCHEME, '\\:').replace(INVITATION, '$1\\.').replaceAll('@', '\\@');
}

/** For what may stand at the start of a line; the marks of a line that are ours are put before it afterwards. */
export function linesEscaped(lines: string): string {
  return lines.replace(AT_THE_START, '$1\\$2').replace(NUMBERED, '$1\\$2');
}

/** Words of their own line or lines. */
export function plain(words: string): string {
  return linesEscaped(escaped(words));
}

/** `https://x` becomes `https[:]//x`, which no client makes a link of. */
export function inert(words: string): string {
  return words.replaceAll('://', '[:]//');
}

/**
 * Nothing in code is read, and no address in it is live. Discord takes three backticks for a block wherever they stand, so words that
 * have two in a row stand as words.
 */
export function code(words: string): string {
  const line = words.replaceAll(/\s*\n\s*/g, ' ') || ' ';
  if (line.includes('``')) return escaped(line);
  const fence = line.includes('`') ? '``' : '`';
  const space = line.startsWith('`') || line.endsWith('`') ? ' ' : '';
  return `${fence}${space}${line}${space}${fence}`;
}

const FENCE = '```';

export function codeBlock(words: string, language = ''): string {
  // What holds a fence of its own stands in lines of code instead.
  if (words.includes(FENCE) || words.endsWith('`')) return codeLines(words);
  return `${FENCE}${/^[\w+#.-]{1,30}$/.test(language) ? language : ''}\n${words}\n${FENCE}`;
}

/** Each line as code by itself, where no block can stand. */
export function codeLines(words: string): string {
  const lines = words.split('\n').map((line) => (line === '' ? '' : code(line)));
  return linesEscaped(lines.join('\n'));
}

export function quoted(lines: string): string {
  return lines.replace(/^/gm, '> ');
}

export function bold(words: string): string {
  return words === '' ? '' : `**${words}**`;
}
