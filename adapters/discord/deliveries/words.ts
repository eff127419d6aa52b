/** Discord's marks in what people wrote, as plain words (https://discord.com/developers/docs/reference#message-formatting). */

/** Somebody's words, and whom they name. */
export interface Words {
  text: string;
  /** Ids of people, our bot not among them, each once, in the order of the text. */
  mentions: string[];
}

const PERSON = /<@!?(\d{1,20})>/g;
const MARK = /<(?:@!?|@&|#)(\d{1,20})>|<a?:(\w+):\d{1,20}>|<\/([^:<>]+):\d{1,20}>|<t:(-?\d{1,13})(?::[a-zA-Z])?>/g;

/** `nameOf` says what a person is called. */
export async function plainWords(written: string, bot: string, nameOf: (user: string) => Promise<string>): Promise<Words> {
  const people = [...new Set(Array.from(written.matchAll(PERSON)).flatMap(([, id]) => (id && id !== bot ? [id] : [])))];
  const names = new Map(await Promise.all(people.map(async (id) => [id, await nameOf(id)] as const)));
  const text = written.replace(MARK, (whole, id: string | undefined, emoji?: string, command?: string, seconds?: string) => {
    if (emoji !== undefined) return `:${emoji}:`;
    if (command !== undefined) return `/${command}`;
    if (seconds !== undefined) return dateOf(seconds) ?? whole;
    if (id === undefined) return whole;
    if (whole.startsWith('<#')) return `#${id}`;
    if (whole.startsWith('<@&')) return `@${id}`;
    return `@${names.get(id) ?? 'Countersign'}`;
  });
  return { text, mentions: people };
}

function dateOf(seconds: string): string | null {
  const time = new Date(Number(seconds) * 1000);
  return Number.isNaN(time.getTime()) ? null : time.toISOString();
}

const NAMED = /^@?([\p{L}\p{N}][\p{L}\p{N}_-]*)/u;

/**
 * `@Countersign handbook: how …` · `@Countersign @handbook how …` · `@Countersign how …`, and without the bot's name in a direct message.
 * Without an agent's name the rules of the channel say who answers. `written` still has Discord's marks.
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

export function mentionOf(bot: string): RegExp {
  return new RegExp(`<@!?${bot.replace(/\D/g, '')}>`);
}
