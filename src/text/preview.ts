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

export function previewOf(tree: Tree): string {
  // Platforms look for no address in inline code. But a backtick of the agent's own may pair with one of ours, and then code is
  // none: where there is any, hosts are defused in code, too.
  const hosts = JSON.stringify(tree).includes('`');
  return layOut(tree, styleWith({ hosts }));
}

function styleWith(inCode: { hosts: boolean }): Style {
  return {
    text: (text, { startsLine, beforeBareLink }) => {
      const words = text === '|' ? '\\|' : writeText(text, beforeBareLink);
      return writeDefused(startsLine ? writeLineStart(words) : words);
    },
    code: (text) => `\`${writeCode(text, inCode)}\``,
    link: (label, url) => (label === url ? writeUrl(url, inCode) : `[${writeDefused(writeLabel(label))} ${writeUrl(url, inCode)}]`),
    mention: (name, person) => `‹@${writeDefused(writeText(name, true).replaceAll('›', '\\›'))} ${person}›`,
    joint: '|',
    codeLine: writeCodeLine,
  };
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

function writeCode(text: string, inCode: { hosts: boolean }): string {
  const words = defuse(text, inCode).replace(/[\\`[]/g, (mark, at: number, whole: string) => {
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

/** A canonical URL holds no backtick, no backslash and no bracket but those of an IPv6 host, so it needs no escapes. */
function writeUrl(url: string, inCode: { hosts: boolean }): string {
  const words = inCode.hosts ? writeDefused(defuse(url, inCode)) : url.replaceAll('://', '[:]//');
  return `\`${words}\``;
}

/** A backslash needs one before it where the next character would take it for an escape; at the end, our own mark would. */
function isEscapable(next: string | undefined, escapable: string): boolean {
  return next === undefined || isDefused(next) || escapable.includes(next);
}
