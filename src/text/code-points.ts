/**
 * Which code points may stand in a text. A reader must see everything that they approve, so what cannot be seen is
 * written out as `⟨U+202E⟩`, in the tree itself: the card and the post show the same.
 * The Unicode data is that of the running Node (`process.versions.unicode`).
 */

/** NUL, halves of surrogate pairs, noncharacters and what Unicode has not assigned: nobody can say how these will look. */
const REFUSED = /[\0\p{Cs}\p{Cn}]/u;

/**
 * Control, format (bidi, zero width, tags), private use (the approvers' slot), line and paragraph separators, every default
 * ignorable (variation selectors, fillers), and the assigned symbols whose glyph is empty: U+2800 BRAILLE PATTERN BLANK,
 * U+FFFC OBJECT REPLACEMENT CHARACTER, U+1D159 NULL NOTEHEAD, U+13441–13442 HIEROGLYPH BLANKS, U+16FE4 KHITAN FILLER, U+1107F BRAHMI JOINER.
 */
const HIDDEN =
  /[[\p{Cc}--[\n\t]]\p{Cf}\p{Co}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800\uFFFC\u{1107F}\u{13441}\u{13442}\u{16FE4}\u{1D159}]/v;

/** Hidden ones may stay within an emoji that Unicode recommends for interchange (joiners, selectors, flags' tags): no freedom is left in those. */
const HIDDEN_OUTSIDE_EMOJI = new RegExp(`\\p{RGI_Emoji}|${HIDDEN.source}`, 'gv');

/** Marks with no letter before them would sit on our own marks; more than four on a letter is UTS #39's limit, and reaches other lines. */
const STRAY_MARKS = /(?<=^|\s)\p{M}+|(?<=[\p{Mn}\p{Me}]{4})[\p{Mn}\p{Me}]+/gu;

/** No-break, ideographic and the other 15 spaces look like a space, so they are one. */
const SPACES = /[\p{Zs}--[ ]]/gv;

/** The first code point that no text may hold, as `U+0378`. */
export function refusedIn(text: string): string | undefined {
  const found = REFUSED.exec(text)?.[0];
  return found === undefined ? undefined : nameOf(found);
}

/** Every code point of the result can be seen. Line feeds and tabs stay; the caller says what becomes of them. Idempotent. */
export function visible(text: string): string {
  // Nearly every text is printable ASCII, and then the tables of Unicode need not be asked.
  if (/^[\n\t -~]*$/.test(text)) return text;
  return text
    .replace(/\0|\p{Cs}|\p{Cn}/gu, escaped)
    .replace(SPACES, ' ')
    .replace(HIDDEN_OUTSIDE_EMOJI, (found) => (HIDDEN.test(found) && [...found].length === 1 ? escaped(found) : found))
    .replace(STRAY_MARKS, (marks) => Array.from(marks, escaped).join(''));
}

/** As `visible`, on one line: every run of white space is one space, and none stands at an end. */
export function visibleLine(text: string): string {
  return visible(text)
    .replace(/[\n\t ]+/g, ' ')
    .trim();
}

/** `⟨U+202E⟩` */
export function escaped(character: string): string {
  return `⟨${nameOf(character)}⟩`;
}

function nameOf(character: string): string {
  return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
}

/** Whether this one character would be shown as something else; also line feeds, tabs and unusual spaces. */
export function isHidden(character: string): boolean {
  return REFUSED.test(character) || HIDDEN.test(character) || /[\p{Zs}\n\t]/u.test(character.replace(' ', ''));
}
