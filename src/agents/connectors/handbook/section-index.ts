import MiniSearch from 'minisearch';
import type { SearchResult } from 'minisearch';
import type { Section } from './page.ts';
import { termsOfQuestion, termsOfText } from './words.ts';

export interface Query {
  question: string;
  /** What the person wants to be different, without words about length; empty when they did not say. */
  wish: string;
  /** Said before in the thread: decides between sections that fit about equally, and nothing else. */
  thread: string[];
}

export interface SectionIndex {
  /** Takes the sections of one page in place of those that it had. */
  put(file: string, sections: Section[]): void;
  /** The sections that answer the question, best first; none when nothing is about it. */
  rank(query: Query): Section[];
}

/** A section that has some of the terms; `terms` are its own words for the `queryTerms` that it has, `match` says in which fields. */
type Hit = { id: string } & Pick<SearchResult, 'score' | 'terms' | 'queryTerms' | 'match'>;

interface Entry {
  id: string;
  title: string;
  heading: string;
  above: string;
  path: string;
  strong: string;
  text: string;
}

/** The share of what the question is about that a section must hold; less is enough where a heading or the page's title names some of it. */
const ENOUGH = 0.8;
const ENOUGH_WHEN_NAMED = 0.55;
const NAMES = new Set(['title', 'heading', 'above', 'path', 'strong']);
/** So many words carry a question; of a longer one not every word can be in a section. */
const CARRYING_WORDS = 6;
const MOST_QUESTION_TERMS = 64;
/** Of the newest messages. */
const MOST_THREAD_CHARACTERS = 2_000;
const MOST_THREAD_TERMS = 32;
const MOST_SECTIONS = 30;
/** Beside a word that the question is about, in the order of the results. */
const WEAK = 0.1;
/** How much a word counts that a section has only as the beginning of a longer one, in another spelling, elsewhere on its page. */
const LONGER_WORD = 0.8;
const OTHER_SPELLING = 0.6;
const SAME_PAGE = 0.5;

export function createSectionIndex(): SectionIndex {
  const byFile = new Map<string, { sections: Section[]; entries: Entry[] }>();
  const byId = new Map<string, Section>();
  const index = new MiniSearch<Entry>({
    fields: ['title', 'heading', 'above', 'path', 'strong', 'text'],
    tokenize: termsOfText,
    processTerm: (term) => term,
    searchOptions: {
      tokenize: (text) => text.split(' '),
      bm25: { k: 1.2, b: 0.4, d: 0.5 },
      boost: { heading: 4, title: 2.5, above: 1.5, path: 1, strong: 0.5, text: 1 },
    },
  });

  function put(file: string, sections: Section[]): void {
    const before = byFile.get(file);
    if (before) index.removeAll(before.entries);
    for (const section of before?.sections ?? []) byId.delete(section.id);
    byFile.delete(file);
    if (sections.length === 0) return;
    const entries = sections.map(entryOf);
    index.addAll(entries);
    for (const section of sections) byId.set(section.id, section);
    byFile.set(file, { sections, entries });
  }

  function rank({ question, wish, thread }: Query): Section[] {
    const asked = termsOfQuestion(question);
    const about = asked.about.slice(0, MOST_QUESTION_TERMS);
    const wished = [...new Set([...termsOfQuestion(wish).about.slice(0, MOST_QUESTION_TERMS), ...about])];
    if (wished.length === 0) return [];
    const heard = termsOfQuestion(thread.join(' ').slice(-MOST_THREAD_CHARACTERS)).about.slice(-MOST_THREAD_TERMS);
    const weak = new Set([...asked.usual, ...heard].filter((term) => !wished.includes(term)));
    const results = search(wished, weak);
    const measure = createMeasure(wished, results, byId);
    return results
      .map((result) => {
        const coverage = Math.max(measure(about, result), measure(wished, result));
        const isNamed = Object.entries(result.match).some(([term, fields]) => !weak.has(term) && fields.some((field) => NAMES.has(field)));
        return { section: byId.get(result.id), enough: coverage >= (isNamed ? ENOUGH_WHEN_NAMED : ENOUGH), score: result.score * coverage };
      })
      .filter(({ enough }) => enough)
      .sort((a, b) => b.score - a.score)
      .slice(0, MOST_SECTIONS)
      .flatMap(({ section }) => section ?? []);
  }

  /** Other spellings are looked for only where no page has the word as it was written. */
  function search(strong: string[], weak: ReadonlySet<string>): Hit[] {
    const terms = [...strong, ...weak];
    const boostTerm = (term: string): number => (weak.has(term) ? WEAK : 1);
    const prefix = (term: string): boolean => term.length >= 4 && !weak.has(term);
    const results = index.search(terms.join(' '), { boostTerm, prefix });
    const known = new Set(results.flatMap((result) => result.queryTerms));
    const misspelt = new Set(strong.filter((term) => !known.has(term) && term.length >= 5));
    if (misspelt.size === 0) return results;
    return index.search(terms.join(' '), { boostTerm, prefix, fuzzy: (term) => misspelt.has(term) && (term.length < 9 ? 1 : 2) });
  }

  return { put, rank };
}

/** Says from 0 to 1 how much of some terms a section has. A word that few sections have counts for up to twice as much. */
function createMeasure(terms: string[], results: Hit[], sections: ReadonlyMap<string, Section>) {
  const ofPage = new Map<string, Set<string>>();
  const weights = new Map<string, number>();
  for (const { id, queryTerms } of results) {
    const file = sections.get(id)?.file ?? '';
    ofPage.set(file, new Set([...(ofPage.get(file) ?? []), ...queryTerms]));
  }
  for (const term of terms) {
    const having = results.filter((result) => result.queryTerms.includes(term)).length;
    // A number that no page has says how much or when, not what.
    weights.set(
      term,
      having === 0 && /^\d+$/.test(term) ? 0 : 1 + Math.log((sections.size + 1) / (having + 1)) / Math.log(sections.size + 1),
    );
  }
  return (some: string[], result: Hit): number => {
    const weightOf = (term: string): number => weights.get(term) ?? 0;
    const all = sum(
      some
        .map(weightOf)
        .sort((a, b) => b - a)
        .slice(0, CARRYING_WORDS),
    );
    const page = ofPage.get(sections.get(result.id)?.file ?? '');
    const had = some.map((term) => {
      if (result.queryTerms.includes(term)) return weightOf(term) * likeness(term, result.terms);
      return page?.has(term) ? weightOf(term) * SAME_PAGE : 0;
    });
    return all === 0 ? 0 : Math.min(1, sum(had) / all);
  };
}

function likeness(term: string, found: string[]): number {
  if (found.includes(term)) return 1;
  return found.some((other) => other.startsWith(term)) ? LONGER_WORD : OTHER_SPELLING;
}

function sum(numbers: number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

function entryOf(section: Section): Entry {
  const own = section.blocks.slice(0, section.ownBlocks);
  const text = own.flatMap((block) => block.pieces).join(' ');
  return {
    id: section.id,
    title: section.heading === null ? '' : section.pageTitle,
    heading: section.heading ?? section.pageTitle,
    above: section.above.join(' '),
    path: section.file.replace(/\.md$/i, '').replace(/[^\p{L}\p{N}]+/gu, ' '),
    // What is defined or set off: the first column of a table, the word before a colon.
    strong: [...text.matchAll(/\*\*([^*\n]+)\*\*/g)].map(([, words]) => words).join(' '),
    text,
  };
}
