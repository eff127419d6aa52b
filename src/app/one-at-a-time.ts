/** Whoever asks while an answer is on its way gets that one: asking often never adds to a database or platform that hangs. */
export function oneAtATime<T>(work: () => Promise<T>): () => Promise<T> {
  let underWay: Promise<T> | null = null;
  return () => (underWay ??= work().finally(() => (underWay = null)));
}
