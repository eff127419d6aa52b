/** Slack's marks in what people wrote, as plain words (https://docs.slack.dev/messaging/formatting-message-text). */

/** Somebody's words, and whom they name. */
export interface Words {
  text: string;
  /** Ids of people, our bot not among them, each once, in the order of the text. */
  mentions: string[];
}

const MARK = /<([@#!]?)([^<>|]+)(?:\|([^<>]*))?>/g;

/** `nameOf` says what a person is called. */
export async function plainWords(written: string, bot: string, nameOf: (user: string) => Promise<string>): Promise<Words> {
  const people = [...new Set(Array.from(written.matchAll(MARK)).flatMap(([, kind, id]) => (kind === '@' && id && id !== bot ? [id] : [])))];
  const names = new Map(await Promise.all(people.map(async (id) => [id, await nameOf(id)] as const)));
  const text = written.replace(MARK, (whole, kind: string, what: string, label: string | undefined) => {
    if (kind === '@') return `@${names.get(what) ?? (label || 'Countersign')}`;
    if (kind === '#') return `#${label || what}`;
    if (kind === '!') return label ?? `@${what.split('^', 1)[0]}`;
    if (!/^(https?|mailto|tel):/i.test(what)) return whole;
    return label === undefined || label === what || what === `mailto:${label}` ? what.replace(/^mailto:/, '') : `${label} (${what})`;
  });
  return { text: unescaped(text), mentions: people };
}

/** `&amp;` last: what was written as `&amp;lt;` is `&lt;`. */
function unescaped(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}

const NAMED = /^@?([\p{L}\p{N}][\p{L}\p{N}_-]*)/u;

/**
 * `@Countersign handbook: how …` · `@Countersign @handbook how …` · `@Countersign how …`, and without the bot's name in a direct message
 * and behind `/countersign ask`. Without an agent's name the rules of the channel say who answers. `written` still has Slack's marks.
 */
export function readQuestion(written: string, bot: string): { agent: string | null; question: string } {
  const said = written.trim();
  const at = said.search(mentionOf(bot));
  const rest = said
    .replace(mentionOf(bot), '')
    .replace(/^[:,]\s*/, '')
    .trim();
  const name = NAMED.exec(rest);
  if (at > 0 || !name?.[1]) return { agent: null, question: rest };
  const after = rest.slice(name[0].length);
  const isAddressed = rest.startsWith('@') ? /^[:,]?(\s|$)/.test(after) : /^:(\s|$)/.test(after);
  if (!isAddressed) return { agent: null, question: rest };
  return { agent: name[1].toLowerCase(), question: after.replace(/^[:,]/, '').trim() };
}

function mentionOf(bot: string): RegExp {
  return new RegExp(`<@${bot.replace(/[^A-Za-z0-9]/g, '')}(?:\\|[^<>]*)?>`);
}
