/**
 * Components of a message as plain data (https://discord.com/developers/docs/components/reference): what is sent is also what is
 * digested, so nothing here knows a class or a builder.
 */
import type { Json } from '#adapter';

export type Piece = { [key: string]: Json };

export const TYPE = { row: 1, button: 2, input: 4, text: 10, container: 17, label: 18 } as const;

export const FLAGS = { suppressEmbeds: 1 << 2, ephemeral: 1 << 6, components: 1 << 15 } as const;

/** https://discord.com/developers/docs/components/reference#component-reference, and of the text of all of them in sum */
export const MOST = { components: 40, characters: 4000, inRow: 5 } as const;

/** Nobody is told of anything. On a change Discord reads the mentions anew, so it is said on every write. */
export const NOBODY: Piece = { parse: [] };

export function text(content: string): Piece {
  return { type: TYPE.text, content };
}

export function container(components: Piece[]): Piece {
  return { type: TYPE.container, components };
}

export function rows(buttons: Piece[]): Piece[] {
  const out: Piece[] = [];
  for (let at = 0; at < buttons.length; at += MOST.inRow) out.push({ type: TYPE.row, components: buttons.slice(at, at + MOST.inRow) });
  return out;
}

/**
 * A refusal's code, for whoever looks at what was shown; people see the sentence. A component's id is a number: the code's 31-bit FNV-1a.
 */
export function refusalId(code: string): number {
  let hash = 0x811c9dc5;
  for (const character of code) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193);
  return (hash >>> 1) & 0x7fffffff || 1;
}

/** What the limits of a message count: every component, and the characters of those that are text. */
export function sizeOf(components: Piece[]): { components: number; characters: number } {
  const size = { components: 0, characters: 0 };
  for (const one of components) {
    size.components += 1;
    const { content } = one;
    if (one['type'] === TYPE.text && typeof content === 'string') size.characters += content.length;
    const within = sizeOf((one['components'] ?? []) as Piece[]);
    size.components += within.components;
    size.characters += within.characters;
  }
  return size;
}

/** Whether they can be one message. */
export function fits(components: Piece[]): boolean {
  const size = sizeOf(components);
  return size.components <= MOST.components && size.characters <= MOST.characters;
}
