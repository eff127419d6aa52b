/** Stands in an approved post where the names of its approvers will be. Both ends are private-use characters. */
export const SLOT = '\u{E000}approvers\u{E001}';

/** The post as it may be sent: the slot holds the names, and nothing else changed. Null where there is no slot or nobody to name. */
export function filled(body: unknown, names: readonly string[]): unknown {
  return names.length > 0 && holdsSlot(body) ? put(body, inWords(names)) : null;
}

/** `Ana`, `Ana and Ben`, `Ana, Ben and Chloe`. */
export function inWords(names: readonly string[]): string {
  const last = names.at(-1) ?? '';
  return names.length < 2 ? last : `${names.slice(0, -1).join(', ')} and ${last}`;
}

function put(value: unknown, names: string): unknown {
  if (typeof value === 'string') return value.split(SLOT).join(names);
  if (Array.isArray(value)) return value.map((one) => put(one, names));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, put(one, names)]));
}

function holdsSlot(value: unknown): boolean {
  if (typeof value === 'string') return value.includes(SLOT);
  return typeof value === 'object' && value !== null && Object.values(value).some(holdsSlot);
}
