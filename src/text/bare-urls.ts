/**
 * URLs within text become nodes of their own: a link when they pass the hygiene, inline code otherwise, which no platform makes
 * live. So every live address of a post is a link node, however the agent escaped it.
 */
import type { Inline } from '../core/text.ts';
import { webUrl } from './links.ts';

/** Where a URL in running text ends. */
const END = /[\s<>"“”«»`⟨⟩]|$/g;
const WWW = /(?<![\p{L}\p{M}\p{N}_@/.-])www\.(?=[\p{L}\p{N}])/giu;
const LONGEST_SCHEME = 20;

/** Splits a text around its URLs. What is left as text holds none. */
export function linked(text: string): Inline[] {
  const out: Inline[] = [];
  let done = 0;
  for (const start of startsIn(text)) {
    if (start < done) continue;
    const end = endOf(text, start);
    const raw = text.slice(start, end);
    const node = nodeOf(raw);
    if (node === undefined) continue;
    if (start > done) out.push({ kind: 'text', text: text.slice(done, start) });
    out.push(node);
    done = end;
  }
  if (done < text.length) out.push({ kind: 'text', text: text.slice(done) });
  return out;
}

function startsIn(text: string): number[] {
  const starts = Array.from(text.matchAll(WWW), (match) => match.index);
  for (let at = text.indexOf('://'); at >= 0; at = text.indexOf('://', at + 3)) {
    const scheme = /[a-z][a-z0-9+.-]*$/i.exec(text.slice(Math.max(0, at - LONGEST_SCHEME), at))?.[0];
    if (scheme !== undefined) starts.push(at - scheme.length);
  }
  return starts.sort((a, b) => a - b);
}

/** Punctuation that closes the sentence is not part of the URL; a closing bracket is, when the URL opened it. */
function endOf(text: string, start: number): number {
  END.lastIndex = start;
  let end = END.exec(text)?.index ?? text.length;
  let unopened = 0;
  for (let at = start; at < end; at += 1) unopened += text[at] === '(' ? -1 : text[at] === ')' ? 1 : 0;
  for (; end > start; end -= 1) {
    const last = text[end - 1] ?? '';
    if (last === ')' && unopened > 0) unopened -= 1;
    else if (!".,;:!?'*_~]}".includes(last)) break;
  }
  return end;
}

function nodeOf(raw: string): Inline | undefined {
  if (/:\/\/$|^www\.?$/i.test(raw)) return undefined;
  const url = webUrl(raw.includes('://') ? raw : `http://${raw}`);
  return url === undefined ? { kind: 'code', text: raw } : { kind: 'link', label: url, url };
}
