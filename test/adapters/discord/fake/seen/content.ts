/** Discord's Markdown, as its client shows it: the words, and what in them is more than words. */

export type LiveKind = 'mention' | 'role' | 'everyone' | 'channel' | 'link' | 'emoji' | 'timestamp' | 'command';

export interface Live {
  kind: LiveKind;
  /** An id, an address, `everyone` or `here`. */
  value: string;
  /** Of a link: whether the address is the words that are shown, and whether its page is fetched for a preview. */
  label?: string;
  isPreviewed?: boolean;
}

export interface Names {
  person(id: string): string | undefined;
  role(id: string): string | undefined;
  channel(id: string): string | undefined;
}

export interface Shown {
  text: string;
  live: Live[];
}

/** What begins at this place; the first that fits is taken. Code first, in which nothing is live. */
const PIECES: [RegExp, (match: RegExpExecArray, names: Names) => Shown][] = [
  [/```(?:[a-zA-Z0-9+-]+\n)?\n?([^]*?)```/y, ([, code = '']) => plain(code)],
  [/``((?:[^`]|`(?!`))+)``/y, ([, code = '']) => plain(code)],
  [/`([^`]+)`/y, ([, code = '']) => plain(code)],
  [/\\([^a-zA-Z0-9\s])/y, ([, mark = '']) => plain(mark)],
  [/<@!?(\d+)>/y, ([, id = ''], names) => live('mention', id, `@${names.person(id) ?? 'unknown-user'}`)],
  [/<@&(\d+)>/y, ([, id = ''], names) => live('role', id, `@${names.role(id) ?? 'unknown-role'}`)],
  [/<#(\d+)>/y, ([, id = ''], names) => live('channel', id, `#${names.channel(id) ?? 'unknown'}`)],
  [/<id:(\w+)>/y, ([, page = '']) => live('channel', page, `#${page}`)],
  [/<a?:(\w+):(\d+)>/y, ([, name = '', id = '']) => live('emoji', id, `:${name}:`)],
  [/<t:(-?\d+)(?::[tTdDfFRsS])?>/y, ([, seconds = '']) => live('timestamp', seconds, timeOf(seconds))],
  [/<\/([^:>]+):(\d+)>/y, ([, name = '', id = '']) => live('command', id, `/${name}`)],
  [/<(https?:\/\/[^\s<>]+)>/y, ([, url = '']) => link(url, url, false)],
  [/\[([^\]\n]+)\]\(<(https?:\/\/[^\s<>]+)>\)/y, ([, label = '', url = '']) => link(url, label, false)],
  [/\[([^\]\n]+)\]\((https?:\/\/[^\s<>)]+)(?: "[^"]*")?\)/y, ([, label = '', url = '']) => link(url, label, true)],
  [/https?:\/\/[^\s<>]*[^\s<>"'.,:;!?)\]]/y, ([url]) => link(url, url, true)],
  [/@(everyone|here)/y, ([words, which = '']) => live('everyone', which, words)],
  [/(?:\*\*|__|~~|\|\|)/y, () => plain('')],
];

export function show(content: string, names: Names): Shown {
  let text = '';
  const found: Live[] = [];
  for (let at = 0; at < content.length;) {
    const hit = pieceAt(content, at, names);
    if (hit === null) {
      text += isMark(content, at) ? '' : content.charAt(at);
      at += 1;
      continue;
    }
    text += hit.shown.text;
    found.push(...hit.shown.live);
    at += hit.length;
  }
  return { text, live: found };
}

function pieceAt(content: string, at: number, names: Names): { shown: Shown; length: number } | null {
  if (at === 0 || content.charAt(at - 1) === '\n') {
    const [line] = /^(?:(?:>>> |> |#{1,3} |-# ))+/.exec(content.slice(at)) ?? [];
    if (line !== undefined) return { shown: plain(''), length: line.length };
  }
  for (const [pattern, shownAs] of PIECES) {
    pattern.lastIndex = at;
    const match = pattern.exec(content);
    if (match) return { shown: shownAs(match, names), length: match[0].length };
  }
  return null;
}

/** A single star or underscore that makes words slanted: at the edge of a word. */
function isMark(content: string, at: number): boolean {
  const mark = content.charAt(at);
  if (mark !== '*' && mark !== '_') return false;
  const inWord = (character: string) => /[\p{L}\p{N}]/u.test(character);
  const [before, after] = [content.charAt(at - 1), content.charAt(at + 1)];
  const rest = content.slice(at + 1);
  if (inWord(after) && !inWord(before)) return rest.includes(mark);
  return inWord(before) && !inWord(after) && content.slice(0, at).includes(mark);
}

function plain(text: string): Shown {
  return { text, live: [] };
}

function live(kind: LiveKind, value: string, text: string): Shown {
  return { text, live: [{ kind, value }] };
}

function link(url: string, label: string, isPreviewed: boolean): Shown {
  return { text: label, live: [{ kind: 'link', value: url, label, isPreviewed }] };
}

function timeOf(seconds: string): string {
  const time = new Date(Number(seconds) * 1000);
  return Number.isNaN(time.getTime()) ? seconds : time.toISOString();
}
