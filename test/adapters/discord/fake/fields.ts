/** JSON objects, as they come over a wire. */
export type Fields = Record<string, unknown>;

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function fieldsIn(value: unknown, name: string): Fields {
  const found = isFields(value) ? value[name] : undefined;
  return isFields(found) ? found : {};
}

export function listIn(value: unknown, name: string): unknown[] {
  const found = isFields(value) ? value[name] : undefined;
  return Array.isArray(found) ? (found as unknown[]) : [];
}

export function textIn(value: unknown, name: string): string {
  const found = isFields(value) ? value[name] : undefined;
  return typeof found === 'string' ? found : '';
}

/** What may be a number or words, as words; nothing else is. */
export function wordsOf(value: unknown, otherwise = ''): string {
  return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : otherwise;
}
