/** Reading JSON that may be anything. */
export type Fields = Readonly<Record<string, unknown>>;

/** The value as an object; null when it is none. */
export function fieldsOf(value: unknown): Fields | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : null;
}

/** The text under this name; empty when there is none. */
export function textIn(fields: Fields | null, name: string): string {
  const value = fields?.[name];
  return typeof value === 'string' ? value : '';
}

export function listIn(fields: Fields | null, name: string): unknown[] {
  const value = fields?.[name];
  return Array.isArray(value) ? value : [];
}

/** The strings of a list, without whatever else is in it. */
export function textsIn(fields: Fields | null, name: string): string[] {
  return listIn(fields, name).filter((one) => typeof one === 'string');
}

/** Every string that stands anywhere in the value; names of fields are not looked at. */
export function stringsOf(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(stringsOf);
}

/** Undefined when it is not JSON; no JSON is undefined. */
export function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
