import { answerOfPost } from './discord/components.ts';
import { plainWordsOf } from './discord/markdown.ts';
import { SLOT } from './fill.ts';
import { fieldsOf, parsedJson, stringsOf, textIn } from './json.ts';
import type { DisclosedPost, Disclosed } from './export.ts';

/** So many characters in a row are no coincidence. */
const WINDOW = 24;
/** A whole answer shorter than this cannot be told from an ordinary word. */
const SHORTEST_WHOLE = 6;

/** Everything that agents answered and that drafts say: what a notice never holds, and a card only for whom it was meant. */
export interface AgentBytes {
  /** The first piece of it that stands in `said` and in none of the texts that may be read; null when there is none. */
  foundIn(said: string, readable: () => readonly string[]): string | null;
}

/**
 * Looks for windows of 24 characters as they are, and again by letters and digits alone, so that no other quote, escape, mark or line
 * break hides one. Answers that are shorter than a window are looked for whole.
 */
export function createAgentBytes({ posts, outputs }: Disclosed): AgentBytes {
  const answers = [...posts.map(({ post }) => textOfPost(post)), ...outputs.map(({ text }) => answerIn(text))];
  const all = [...answers, ...outputs.flatMap(({ text }) => [text, ...stringsOf(parsedJson(text))])];
  const exact = new Set(all.flatMap(windowsOf));
  const bare = new Set(all.map(lettersOf).flatMap(windowsOf));
  const known = createTexts();
  const short = answers.map((answer) => answer.trim()).filter((answer) => answer.length >= SHORTEST_WHOLE && answer.length < WINDOW);

  return {
    foundIn(said, readable) {
      // Most of what is said holds no such piece, and then nobody asks what may be read.
      let texts: Text[] | undefined;
      const isForeign = (piece: string): boolean => {
        texts ??= readable().map(known);
        const letters = lettersOf(piece);
        return !texts.some((one) => one.text.includes(piece) || (letters !== '' && one.letters.includes(letters)));
      };
      const inWindows = (text: string, secret: ReadonlySet<string>): string | undefined =>
        windowsOf(text).find((window) => secret.has(window) && isTelling(window) && isForeign(window));
      return (
        inWindows(said, exact) ?? inWindows(lettersOf(said), bare) ?? short.find((one) => holdsWhole(said, one) && isForeign(one)) ?? null
      );
    },
  };
}

interface Text {
  text: string;
  letters: string;
}

/** Remembers the letters of a text that was met before. */
function createTexts(): (text: string) => Text {
  const texts = new Map<string, Text>();
  return (text) => {
    const one = texts.get(text) ?? { text, letters: lettersOf(text) };
    texts.set(text, one);
    return one;
  };
}

/** A ruler of dashes or a row of zeros could stand in any text. */
function isTelling(window: string): boolean {
  return new Set(window).size >= 8;
}

/** The answer in a post, as plain text, without the line of the credit, in which the slot stands: that is ours. */
export function textOfPost(post: DisclosedPost['post']): string {
  const body = fieldsOf(fieldsOf(post['request'])?.['body']);
  if (fieldsOf(post['destination'])?.['platform'] === 'discord') return plainWordsOf(answerOfPost(body ?? {}));
  const text = textIn(body, 'text');
  const paragraphs = text.split('\n\n');
  return paragraphs.at(-1)?.includes(SLOT) ? paragraphs.slice(0, -1).join('\n\n') : text;
}

/** An agent's output is JSON; what cannot be read as such is an answer as a whole. */
function answerIn(output: string): string {
  const parsed = fieldsOf(parsedJson(output));
  return parsed ? textIn(parsed, 'text') : output;
}

function windowsOf(text: string): string[] {
  return Array.from({ length: Math.max(0, text.length - WINDOW + 1) }, (_, at) => text.slice(at, at + WINDOW));
}

function lettersOf(text: string): string {
  return text.replaceAll(/[^\p{L}\p{N}]/gu, '');
}

/** As words of its own: neither a letter nor a digit before or after it. */
function holdsWhole(said: string, answer: string): boolean {
  for (let at = said.indexOf(answer); at >= 0; at = said.indexOf(answer, at + 1)) {
    const around = said.slice(Math.max(0, at - 1), at) + said.slice(at + answer.length, at + answer.length + 1);
    if (!/[\p{L}\p{N}]/u.test(around)) return true;
  }
  return false;
}
