/**
 * Whether a name, as its platform gives it, is plainly one name, so that it may stand bare among names and words of ours. People choose
 * their names themselves: `Ana (ana)`, `2 reviewers` or `Ben аnd Chloe` would read as what they are not. Rather one real name too many
 * is quoted than one forged name too few.
 */
export function isPlainName(name: string): boolean {
  const words = name.split(' ');
  const spelt = name.replaceAll(/[\u0E33\u0EB3]/g, '');
  const counted = words.filter((word, index) => index === words.length - 1 || !(PARTICLES.has(word) || INITIALS.test(word)));
  return (
    name === name.normalize('NFC') &&
    // Full-width and other letters that stand for plain ones; Thai and Lao write one vowel so.
    spelt === spelt.normalize('NFKC') &&
    counted.length <= MOST_WORDS &&
    words.length <= MOST_IN_ALL &&
    words.every((word, index) => isWord(word, index === words.length - 1)) &&
    isOneScript(name) &&
    !isLatinInDisguise(name) &&
    !holdsOurWords(words)
  );
}

const MOST_WORDS = 3;
/** With particles and initials. */
const MOST_IN_ALL = 6;

/** Written small within a name, they are no word of it: `Ana María de la Cruz`. */
const PARTICLES: ReadonlySet<string> = new Set(
  'af al ap av bin bint da das de del dei della den der di do dos du el ibn la las le los op san st te ten ter van vom von zu zum zur'.split(
    ' ',
  ),
);

/** Letters with their marks; between letters an apostrophe or a hyphen. An initial has its full stop, or is the last word. */
const WORD = /^\p{L}\p{M}*(?:['’-]?\p{L}\p{M}*)*$/u;
const INITIALS = /^(?:\p{Lu}\p{M}*\.-?)+$/u;
const ONE_LETTER = /^\p{L}\p{M}*$/u;
/** A word of one sign is an ordinary one. */
const WHOLE_SIGNS = /^[\p{scx=Han}\p{scx=Hangul}]$/u;
/** More than four on one letter reach other lines. */
const PILED_MARKS = /\p{M}{5}/u;

function isWord(word: string, isLast: boolean): boolean {
  if (PILED_MARKS.test(word)) return false;
  // Behind a full stop our own sentence would seem to end.
  if (INITIALS.test(word)) return !isLast;
  if (ONE_LETTER.test(word)) return isLast || WHOLE_SIGNS.test(word);
  return WORD.test(word);
}

/** Scripts in which people write names today (UAX #31, table 5), with those that are written together. */
const SCRIPTS: readonly RegExp[] = [
  ...(
    'Latin Cyrillic Greek Armenian Georgian Hebrew Arabic Thaana Ethiopic Devanagari Bengali Gurmukhi Gujarati Oriya Tamil Telugu ' +
    'Kannada Malayalam Sinhala Thai Lao Tibetan Myanmar Khmer'
  )
    .split(' ')
    .map((script) => new RegExp(`^\\p{scx=${script}}$`, 'u')),
  /^[\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}]$/u,
  /^[\p{scx=Han}\p{scx=Hangul}]$/u,
  /^[\p{scx=Han}\p{scx=Bopomofo}]$/u,
];

function isOneScript(name: string): boolean {
  const letters = name.match(/\p{L}/gu) ?? [];
  return SCRIPTS.some((script) => letters.every((letter) => script.test(letter)));
}

/** Cyrillic and Greek letters that look like Latin ones. A name of nothing else cannot be told from one in Latin letters. */
const LOOK_LATIN = /^[АВЕЅІЈКМНОРСТУХҮԚԜаеѕіјкорсухһԁԛԝΑΒΕΖΗΙΚΜΝΟΡΤΥΧοανυκρι .'’-]+$/u;

function isLatinInDisguise(name: string): boolean {
  return LOOK_LATIN.test(name) && /[\p{scx=Cyrillic}\p{scx=Greek}]/u.test(name.replaceAll(/[^\p{L}]/gu, ''));
}

/** What joins names, and what our own sentences say of people, in every place of a name. */
const OUR_WORDS: ReadonlySet<string> = new Set(
  (
    'and or plus with by nor und oder och eller og sowie avec mit oraz lub jako sekä ning como mais vagy και и или та або et ou ve veya va sau dhe eta ' +
    'nobody noone none everyone everybody somebody someone anybody anyone all others other another more you your yours yourself we us me myself they ' +
    'them those who this that it not only reviewer reviewers operator operators requester requesters approver approvers member members people person ' +
    'approve approved approves approval reject rejected rejects retracted retract posted post published publish edited edit asked ask written wrote ' +
    'closed settled stopped countersign playground agent agents bot admin administrator system team the unknown somewhere here there'
  ).split(' '),
);
/** The same, where they stand between two words: at other places, or with a capital letter, they are names. */
const JOINING: ReadonlySet<string> = new Set(
  'y e et i a o u ou en of ja ve veya va és es é si și sau na at an ali dan dhe eta och te и й і а'.split(' '),
);
/** In names without spaces. */
const JOINING_SIGNS = /[和与與及跟]|(?<=\p{scx=Han})と/u;

function holdsOurWords(words: readonly string[]): boolean {
  const isOurs = (word: string): boolean =>
    word
      .toLowerCase()
      .split(/['’.-]/)
      .some((part) => OUR_WORDS.has(part));
  const isLoud = words.every((word) => word === word.toUpperCase());
  const joins = (word: string): boolean => JOINING.has(isLoud ? word.toLowerCase() : word);
  const isBetween = words.some((word, index) => index > 0 && index < words.length - 1 && joins(word));
  const isWithin = words.some((word) => /-(?:y|e|et|i|ou|en|und|and)-/iu.test(word));
  return words.some(isOurs) || isBetween || isWithin || JOINING_SIGNS.test(words.join(' '));
}
