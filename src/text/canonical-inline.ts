/**
 * One form for every line of text, so that printing and parsing again changes nothing: neighbours of a kind are one, spaces
 * are single and stand outside strong and emphasis, breaks stand between words, everything can be seen, and no text holds a URL
 * that is not a link.
 */
import type { Inline } from '../core/text.ts';
import { visible } from './code-points.ts';
import { linked } from './bare-urls.ts';

/** A line of a paragraph or heading; empty when there is nothing to see. Raw text may hold line feeds; each is a break. */
export function canonicalInline(raw: Inline[]): Inline[] {
  return withLinks(trimmed(settle(hoisted(cleaned(joined(raw))))));
}

/** Settled, and every URL in a text is a node of its own. */
export function withLinks(nodes: Inline[]): Inline[] {
  return settle(eachText(nodes, linked));
}

/** Neighbouring raw texts are one before anything looks at them: an emoji or a URL may be in pieces. */
function joined(nodes: Inline[]): Inline[] {
  const out: Inline[] = [];
  for (const node of nodes) {
    const last = out.at(-1);
    if (node.kind === 'text' && last?.kind === 'text') out[out.length - 1] = { kind: 'text', text: last.text + node.text };
    else out.push(hasChildren(node) ? { kind: node.kind, children: joined(node.children) } : node);
  }
  return out;
}

function cleaned(nodes: Inline[]): Inline[] {
  return nodes.flatMap((node): Inline[] => {
    if (hasChildren(node)) return [{ kind: node.kind, children: cleaned(node.children) }];
    if (node.kind === 'code') {
      const text = visible(node.text)
        .replace(/[\n\t]/g, ' ')
        .trim();
      return text === '' ? [{ kind: 'text', text: ' ' }] : [{ kind: 'code', text }];
    }
    if (node.kind !== 'text') return [node];
    const lines = visible(node.text).replace(/\t/g, ' ').split('\n');
    return lines.flatMap((text, index): Inline[] => (index === 0 ? [{ kind: 'text', text }] : [{ kind: 'break' }, { kind: 'text', text }]));
  });
}

/** A space or break at an end of strong or emphasis goes outside; Markdown cannot say it inside. */
function hoisted(nodes: Inline[]): Inline[] {
  return nodes.flatMap((node): Inline[] => {
    if (!hasChildren(node)) return [node];
    const children = settle(hoisted(node.children));
    const before = takeSpace(children, 'first');
    const after = takeSpace(children, 'last');
    return [...before, ...(children.length === 0 ? [] : [{ kind: node.kind, children }]), ...after];
  });
}

function trimmed(nodes: Inline[]): Inline[] {
  const children = [...nodes];
  takeSpace(children, 'first');
  takeSpace(children, 'last');
  return children;
}

/** Takes the break or space out of one end of a settled list, where at most one can be. */
function takeSpace(children: Inline[], end: 'first' | 'last'): Inline[] {
  const index = end === 'first' ? 0 : children.length - 1;
  const node = children[index];
  if (node?.kind === 'break') return children.splice(index, 1);
  if (node?.kind !== 'text') return [];
  const text = end === 'first' ? node.text.trimStart() : node.text.trimEnd();
  if (text === node.text) return [];
  children.splice(index, 1, ...(text === '' ? [] : [{ kind: 'text' as const, text }]));
  return [{ kind: 'text', text: ' ' }];
}

/** Neighbours of a kind become one; spaces are single, and none stands beside a break. */
function settle(nodes: Inline[]): Inline[] {
  const out: Inline[] = [];
  for (const node of nodes) put(out, node);
  return out;
}

function put(out: Inline[], node: Inline): void {
  const last = out.at(-1);
  if (node.kind === 'text') putText(out, node.text, last);
  else if (node.kind === 'break') putBreak(out, last);
  else if (node.kind === 'code' && last?.kind === 'code') out[out.length - 1] = { kind: 'code', text: last.text + node.text };
  else if (hasChildren(node)) {
    if (last?.kind === node.kind) for (const child of node.children) put(last.children, child);
    else if (node.children.length > 0) out.push({ kind: node.kind, children: settle(node.children) });
  } else out.push(node);
}

function putText(out: Inline[], text: string, last: Inline | undefined): void {
  const before = last?.kind === 'text' ? last.text : '';
  const single = (before + text).replace(/ {2,}/g, ' ');
  const whole = last?.kind === 'break' ? single.trimStart() : single;
  if (last?.kind === 'text') out[out.length - 1] = { kind: 'text', text: whole };
  else if (whole !== '') out.push({ kind: 'text', text: whole });
}

function putBreak(out: Inline[], last: Inline | undefined): void {
  if (last?.kind === 'text' && last.text.endsWith(' ')) {
    const text = last.text.trimEnd();
    out.pop();
    if (text !== '') out.push({ kind: 'text', text });
  }
  if (out.at(-1)?.kind !== 'break') out.push({ kind: 'break' });
}

function eachText(nodes: Inline[], change: (text: string) => Inline[]): Inline[] {
  return nodes.flatMap((node): Inline[] => {
    if (hasChildren(node)) return [{ kind: node.kind, children: eachText(node.children, change) }];
    return node.kind === 'text' ? change(node.text) : [node];
  });
}

function hasChildren(node: Inline): node is Extract<Inline, { children: Inline[] }> {
  return node.kind === 'strong' || node.kind === 'emphasis';
}
