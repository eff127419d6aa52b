import type { Section } from './page.ts';
import { passageOf, wholeOf } from './passage.ts';
import type { Query } from './section-index.ts';
import { termsOfQuestion, termsOfText } from './words.ts';

export interface Asked {
  question: string;
  wish: string | null;
  previous: string | null;
  thread: { text: string }[];
  maxCharacters: number;
}

const SHORTER = /\b(?:short(?:er|en|ly)?|brief(?:er|ly)?|concise(?:ly)?|less|fewer|tl;?dr|summar(?:y|i[sz]ed?)|too (?:long|much))\b/gi;
/** From here on, two texts are taken for the same passage, though one was shortened or edited a little. */
const SAME = 0.8;

/** Picks the section and how much of it; `rank` finds the sections that answer, best first. */
export function choose(asked: Asked, rank: (query: Query) => Section[]): { section: Section; text: string } | null {
  const { question, previous, thread, maxCharacters } = asked;
  const wish = (asked.wish ?? '').replace(SHORTER, ' ');
  const wantsShorter = asked.wish !== null && wish !== asked.wish;
  const query = { question: question.replace(/^\s*@\S+/, ''), wish, thread: thread.map((message) => message.text) };
  const sections = rank(query);

  if (previous === null) return first(sections, Infinity, maxCharacters);
  const seen = seenAs(previous, sections);
  if (wantsShorter || previous.length > maxCharacters) {
    return first(seen === undefined ? sections : [seen], Math.floor(previous.length / 2), maxCharacters);
  }
  const shown = new Set(termsOfText(previous));
  const fresh = sections.filter((section) => section !== seen && share(termsOf(section), shown) < SAME);
  // With words the wish has put the sections into another order. Without any, what was better than the last one was had before.
  const better = termsOfQuestion(wish).about.length === 0 && seen !== undefined ? sections.slice(0, sections.indexOf(seen)) : [];
  return first(
    fresh.filter((section) => !better.includes(section)),
    Infinity,
    maxCharacters,
  );
}

function first(sections: Section[], wantedCharacters: number, maxCharacters: number): { section: Section; text: string } | null {
  const [section] = sections;
  const text = section ? passageOf(section, wantedCharacters, maxCharacters) : null;
  return section && text !== null ? { section, text } : null;
}

/** The section that the previous answer was quoted from. People may have edited it, so it is known by its words. */
function seenAs(previous: string, sections: Section[]): Section | undefined {
  const words = new Set(termsOfText(previous));
  const likely = sections
    .map((section) => ({ section, of: share(words, termsOf(section)), back: share(termsOf(section), words) }))
    .filter(({ of }) => of >= SAME)
    .sort((a, b) => b.of + b.back - (a.of + a.back));
  return likely[0]?.section;
}

/** With its names: a shortened passage ends with them. */
function termsOf(section: Section): Set<string> {
  return new Set(termsOfText(`${wholeOf(section)} The rest is in ${section.pageTitle} ${section.heading ?? ''} ${section.file}`));
}

/** The part of `some` that is in `others`. */
function share(some: Set<string>, others: Set<string>): number {
  if (some.size === 0) return 0;
  return [...some].filter((word) => others.has(word)).length / some.size;
}
