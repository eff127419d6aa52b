/**
 * Turns text into the terms that are searched for. Written for English; other languages are searched by whole words, and those
 * without spaces by the words that `Intl.Segmenter` finds.
 */

const JOINED = /[\p{L}\p{N}\p{M}]+(?:[-\u2010\u2011][\p{L}\p{N}\p{M}]+)*/gu;
/** In characters. What is longer is no word, and comparing spellings of it would take seconds. */
const LONGEST_WORD = 48;
/** Of a question, in characters. */
const MOST_READ = 8_000;
const WITHOUT_SPACES = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}]/u;
const segmenter = new Intl.Segmenter(undefined, { granularity: 'word' });

/** The terms of a page. `Wi-Fi` is found by “wi fi” and by “wifi”. */
export function termsOfText(text: string): string[] {
  return [...plainLower(text).matchAll(JOINED)]
    .flatMap(([word]) => {
      const parts = word.split(/[-\u2010\u2011]/);
      return (parts.length > 1 ? [...parts, parts.join('')] : parts).flatMap(split).map(stem);
    })
    .filter((term) => term.length <= LONGEST_WORD);
}

export interface QuestionTerms {
  /** What the question is about, each term once. */
  about: string[];
  /** The words that every question has, such as “how much” or “not”. They tell sections of one page apart, and nothing else. */
  usual: string[];
}

export function termsOfQuestion(text: string): QuestionTerms {
  const words = [...plainLower(text.slice(0, MOST_READ)).matchAll(JOINED)]
    .flatMap(([word]) => word.split(/[-\u2010\u2011]/))
    .flatMap(split);
  const isUsual = (word: string): boolean => STOP_WORDS.has(word) || /^[a-z]$/.test(word);
  const terms = (of: string[]): string[] => [...new Set(of.map(stem).filter((term) => term.length <= LONGEST_WORD))];
  return { about: terms(words.filter((word) => !isUsual(word))), usual: terms(words.filter(isUsual)) };
}

/** Without accents and apostrophes: “résumé’s” is `resumes`. */
function plainLower(text: string): string {
  const folded = text.normalize('NFKD').replace(/[\u0300-\u036f]/g, '');
  return folded.toLowerCase().replace(/(?<=\p{L})['\u2019](?=\p{L})/gu, '');
}

function split(word: string): string[] {
  if (!WITHOUT_SPACES.test(word)) return [word];
  return [...segmenter.segment(word)].map(({ segment }) => segment);
}

/** Cuts English endings, so that rotate, rotating and rotation are one term. Rough on purpose: pages and questions are cut alike. */
function stem(word: string): string {
  if (word.length < 4 || !/^[a-z]+$/.test(word)) return word;
  const single = word.replace(/ies$/, 'y').replace(/(?<=[^su])s$/, '');
  const at = single.search(/(?:ing|ed|ion|ment|ness|ly|al)$/);
  const bare = at >= 3 && /[aeiouy]/.test(single.slice(0, at)) ? single.slice(0, at) : single;
  const open = bare.length > 3 ? bare.replace(/e$/, '') : bare;
  return open.replace(/([b-df-hj-np-tv-z])\1$/, '$1');
}

const STOP_WORDS: ReadonlySet<string> = new Set(
  `a about above after again all also am an and another any anybody anyone anything are arent as ask asked at away be because been
  before being below best between both but by can cannot cant come could couldnt did didnt do does doesnt doing done dont down each
  either else even ever every everyone exactly explain few find following for from further get gets getting give given go goes going
  got had happen happened happens has hasnt have havent having he hello help her here hers hey hi him his how however hows i id if ill im in into is isnt it
  its itself ive just know let lets like long look looking made make many may maybe me might mine more most much must my myself
  need needed needs neither never no nobody none nor not nothing now of off oh ok okay on once one only onto or other others our ours
  out over own perhaps please possible put quick question rather really right said same say see shall she should shouldnt show since
  so some somebody someone something still such sure take taken takes tell than thank thanks that thats the their theirs them then
  there theres these they thing things think this those though through to together told too try under until up upon us use used using
  usually very via want wants was wasnt way we well were weve what whatever whats when whens where wheres whether which while who
  whom whos whose why will with within without wont would wouldnt yes yet you youd your youre yours yourself`.split(/\s+/),
);
