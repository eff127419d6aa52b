/**
 * The tree as a card shows it. People approve what they read here, so two different trees never have the same preview: whatever
 * could be taken for a mark has a backslash before it, and nothing else has. No URL is live.
 *
 * A link is `[label `https[:]//host/path`]`, or only `` `https[:]//host/path` `` when it has no other label. A mention is `‹@Ana slack:T1:U2›`:
 * people may have the same name. Inline code that begins like a URL has a backslash before it, to tell it from a link.
 */
import type { Tree } from '../core/text.ts';
import { defuse, isDefused, looksDefused, writeDefused } from './defuse.ts';
import { layOut, type Style } from './layout.ts';

/** What a backslash can stand before in text, and the colon, which may become `[:]`. */
const ESCAPABLE = '\\`*‹›[•│¦#.|:';

const preview: Style = {
  text: (text, { startsLine, beforeBareLink }) => {
    const words = text === '|' ? '\\|' : writeText(text, beforeBareLink);
    return writeDefused(startsLine ? writeLineStart(words) : words);
  },
  code: (text) => `\`${writeCode(text)}\``,
  link: (label, url) => (label === url ? writeUrl(url) : `[${writeDefused(writeLabel(label))} ${writeUrl(url)}]`),
  mention: (name, person) => `‹@${writeDefused(writeText(name, true).replaceAll('›', '\\›'))} ${person}›`,
  joint: '|',
  codeLine: writeCodeLine,
};

export function previewOf(tree: Tree): string {
  return layOut(tree, preview);
}

/** Without line starts; the dots and colons of addresses are still to be written. */
function writeText(text: string, everyBracket: boolean): string {
  return defuse(text, { hosts: true }).replace(/[\\`*‹[]/g, (mark, at: number, whole: string) => {
    if (mark === '\\') return isEscapable(whole[at + 1], ESCAPABLE) ? '\\\\' : mark;
    return mark !== '[' || everyBracket || looksDefused(whole, at) ? `\\${mark}` : mark;
  });
}

/** Behind our bracket, `.]` would read as `[.]`. */
function writeLabel(label: string): string {
  return writeText(label, true).replace(/^[.:](?=\])/, '\\$&');
}

function writeLineStart(text: string): string {
  return text.replace(/^(?:• |[│¦]|#{1,6} )/, '\\$&').replace(/^(\d+)\. /, '$1\\. ');
}

/** Platforms do not look for addresses in inline code; where a backtick may end theirs, hosts are defused all the same. */
function writeCode(text: string): string {
  const words = defuse(text, { hosts: text.includes('`') }).replace(/[\\`[]/g, (mark, at: number, whole: string) => {
    if (mark === '`') return '\\`';
    if (mark === '[') return looksDefused(whole, at) ? '\\[' : mark;
    return isEscapable(whole[at + 1], '\\`[') || (at === 0 && /^\\http/i.test(whole)) ? '\\\\' : mark;
  });
  return writeDefused(/^https?:\/\//i.test(text) ? `\\${words}` : words);
}

/** A tab is shown as `⇥`. */
function writeCodeLine(line: string): string {
  const words = defuse(line, { hosts: false }).replace(/[\\[⇥\t]/g, (mark, at: number, whole: string) => {
    if (mark === '\t') return '⇥';
    if (mark === '⇥') return '\\⇥';
    if (mark === '[') return looksDefused(whole, at) ? '\\[' : mark;
    return isEscapable(whole[at + 1], '\\[⇥\t') && at + 1 < whole.length ? '\\\\' : mark;
  });
  return writeDefused(words);
}

/** A canonical URL holds no backtick, no backslash and no bracket but those of an IPv6 host. */
function writeUrl(url: string): string {
  return `\`${url.replaceAll('://', '[:]//')}\``;
}

/** A backslash needs one before it where the next character would take it for an escape; at the end, our own mark would. */
function isEscapable(next: string | undefined, escapable: string): boolean {
  return next === undefined || isDefused(next) || escapable.includes(next);
}
