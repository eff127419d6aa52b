/**
 * Other bots obey messages that begin with their mark. So the first word of such a text becomes inline code, and the message
 * begins with a backtick that everybody can see.
 */
import type { Block, Inline } from '../core/text.ts';
import { withLinks } from './canonical-inline.ts';

/**
 * `/` and `\` (commands of Slack, Discord, Teams, Hubot, IRC), `!` `.` `?` `$` `;` `%` `&` `+` `-` `=` `~` `^` `|` `>` `,` `:` `#` (prefixes that chat bots
 * have as their default or offer): all ASCII punctuation except what opens ordinary prose – quotes, brackets, `@` of a
 * mention – and `*` `_` `` ` ``, which are formatting everywhere. Full-width twins count as the same mark.
 */
const COMMAND_MARK = /^[/\\!.?$;%&+\-=~^|>,:#]/;

/** The blocks, with the first visible word as code where it begins like a command. */
export function withoutCommand(blocks: Block[]): Block[] {
  const [first, ...rest] = blocks;
  if (first === undefined) return blocks;
  switch (first.kind) {
    case 'paragraph':
    case 'heading':
      return [{ ...first, children: withLinks(guarded(first.children)) }, ...rest];
    case 'quote':
      return [{ kind: 'quote', blocks: withoutCommand(first.blocks) }, ...rest];
    case 'list':
      return [{ ...first, items: first.items.map((item, index) => (index === 0 ? withoutCommand(item) : item)) }, ...rest];
    case 'code':
      return blocks;
  }
}

function guarded(children: Inline[]): Inline[] {
  const [first, ...rest] = children;
  if (first?.kind === 'strong' || first?.kind === 'emphasis') return [{ kind: first.kind, children: guarded(first.children) }, ...rest];
  if (first?.kind === 'link' && isCommand(first.label)) {
    // A label cannot hold code, so the link is shown as its label and its URL.
    return [...guardedText(`${first.label} (`), { kind: 'link', label: first.url, url: first.url }, { kind: 'text', text: ')' }, ...rest];
  }
  if (first?.kind === 'text' && isCommand(first.text)) return [...guardedText(first.text), ...rest];
  return children;
}

function guardedText(text: string): Inline[] {
  const word = /^\S+/.exec(text)?.[0] ?? '';
  return [
    { kind: 'code', text: word },
    { kind: 'text', text: text.slice(word.length) },
  ];
}

function isCommand(text: string): boolean {
  const first = String.fromCodePoint(text.codePointAt(0) ?? 0x20);
  const folded = first.normalize('NFKC');
  return COMMAND_MARK.test(folded.length === 1 ? folded : first);
}
