/**
 * `mrkdwn` as Slack reads it: `<…>` is a mention or a link, `& < >` come escaped, and bare addresses become links by themselves
 * (not with `verbatim`). In doubt something counts as live: an address between backticks does, too.
 */
import { joined, link, mention, silent } from './live.ts';
import type { Names, Shown } from './live.ts';

export function showMrkdwn(source: string, names: Names, verbatim = false): Shown {
  const pieces = source.split(/(<[^<>\n]+>)/).map((piece) => {
    const inside = /^<([^<>\n]+)>$/.exec(piece)?.[1];
    if (inside !== undefined) return showToken(inside, names);
    return verbatim ? silent(unescaped(unmarked(piece))) : showBare(piece);
  });
  return joined(pieces, '');
}

function showToken(inside: string, names: Names): Shown {
  const [target = '', label] = inside.split(/\|(.*)/s);
  const [, user] = /^@([UW][A-Z0-9]+)$/.exec(target) ?? [];
  if (user !== undefined) return mention('mention', user, names);
  const [, channel] = /^#([CDG][A-Z0-9]+)$/.exec(target) ?? [];
  if (channel !== undefined) return mention('channel', channel, names);
  const [, group] = /^!subteam\^(S[A-Z0-9]+)$/.exec(target) ?? [];
  if (group !== undefined) return mention('usergroup', group, names);
  const [, range] = /^!(here|channel|everyone|group)$/.exec(target) ?? [];
  if (range !== undefined) return mention('broadcast', range, names);
  if (target.startsWith('!date^')) return silent(unescaped(label ?? target));
  if (target.startsWith('!') || target.startsWith('@') || target.startsWith('#')) return silent(`<${unescaped(inside)}>`);
  return link(unescaped(target), label === undefined ? undefined : unescaped(unmarked(label)));
}

const ADDRESS =
  /(?:https?:\/\/|mailto:)[^\s<>|`*"']+|\b(?:[a-z0-9-]+\.)+(?:com|org|net|io|dev|app|co|ai|md|sh|me|eu|de|uk|example)\b[^\s<>|`*"']*/gi;

/** Text without `<…>`: formatting marks are gone, and what looks like an address is a link. */
function showBare(source: string): Shown {
  const pieces: Shown[] = [];
  let at = 0;
  for (const found of source.matchAll(ADDRESS)) {
    const address = found[0].replace(/[.,;:!?)]+$/, '');
    pieces.push(silent(unescaped(unmarked(source.slice(at, found.index)))));
    const shown = unescaped(address);
    pieces.push(link(/^(https?:|mailto:)/i.test(shown) ? shown : `http://${shown}`, shown));
    at = found.index + address.length;
  }
  pieces.push(silent(unescaped(unmarked(source.slice(at)))));
  return joined(pieces, '');
}

/** `*bold*`, `_italic_`, `~strike~` and code without their marks, where they stand at the edges of words. */
function unmarked(source: string): string {
  return source
    .replace(/```\n?([\s\S]*?)\n?```/g, '$1')
    .replace(/`([^`\n]+)`/g, '$1')
    .replace(/(?<![\p{L}\p{N}])([*_~])(?=\S)([^*_~\n]*\S)\1(?![\p{L}\p{N}])/gu, '$2');
}

export function unescaped(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** What people type, as Slack's client stores it: escaped, with the addresses in it made links. */
export function typed(text: string): string {
  return escaped(text).replace(/https?:\/\/[^\s<>|]+/g, (address) => `<${address}>`);
}
