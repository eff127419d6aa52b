/**
 * A text from outside as the log can take it: what no digest is made of (half a surrogate pair, a NUL) stands as U+FFFD. Whoever is told
 * the text afterwards is told this one, so that what stands in the log is what they were told.
 */
export function hashable(text: string): string {
  return text.toWellFormed().replaceAll('\0', '\ufffd');
}
