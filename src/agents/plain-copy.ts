/** Why a value could not be copied: where it is (a path such as `sources.2`), and what kind of value stands there. */
export interface CopyProblem {
  path: string;
  problem: string;
}

export type CopyResult = { ok: true; value: unknown } | { ok: false; problem: CopyProblem };

const DEEPEST = 4;
const MOST_KEYS = 16;
const MOST_ITEMS = 32;

/**
 * Copies what an untrusted agent returned into plain data, once, so that what is checked is what is used. Nothing in it is run:
 * no getter, no `toJSON`. Cheap for huge, deep and cyclic values, because it stops at the first limit that is passed.
 * `knownKeys` are the only names that a path may hold: other names are the agent's own words.
 */
export function plainCopy(output: unknown, maxCharacters: number, knownKeys: ReadonlySet<string>): CopyResult {
  let charactersLeft = maxCharacters;

  function spend(characters: number, path: string): void {
    charactersLeft -= characters;
    if (charactersLeft < 0) throw new NotPlain(path, `more than ${maxCharacters} characters in all`);
  }

  function copy(value: unknown, path: string, depth: number): unknown {
    if (typeof value === 'string') {
      spend(value.length, path);
      return value;
    }
    if (value === null || typeof value === 'number' || typeof value === 'boolean' || value === undefined) return value;
    if (typeof value !== 'object') throw new NotPlain(path, `a ${typeof value}`);
    if (depth === DEEPEST) throw new NotPlain(path, 'nested too deep');
    return Array.isArray(value) ? copyList(value, path, depth) : copyObject(value, path, depth);
  }

  function copyList(list: unknown[], path: string, depth: number): unknown[] {
    if (list.length > MOST_ITEMS) throw new NotPlain(path, `more than ${MOST_ITEMS} items`);
    const copied: unknown[] = [];
    for (let at = 0; at < list.length; at++) copied.push(copy(own(list, `${at}`, path), joined(path, `${at}`), depth + 1));
    return copied;
  }

  function copyObject(object: object, path: string, depth: number): object {
    const keys = Reflect.ownKeys(object);
    if (keys.length > MOST_KEYS) throw new NotPlain(path, `more than ${MOST_KEYS} keys`);
    const copied = Object.create(null) as object;
    for (const key of keys) {
      if (typeof key === 'symbol') throw new NotPlain(path, 'a key that is a symbol');
      spend(key.length, path);
      const at = knownKeys.has(key) ? joined(path, key) : joined(path, '(unknown key)');
      const value = copy(own(object, key, path), at, depth + 1);
      // Not an assignment: the key may be `__proto__`.
      Object.defineProperty(copied, key, { value, enumerable: true });
    }
    return copied;
  }

  try {
    return { ok: true, value: copy(output, '', 0) };
  } catch (error) {
    if (error instanceof NotPlain) return { ok: false, problem: { path: error.path, problem: error.problem } };
    // Only a proxy's own code throws anything else here, and what it throws is the agent's word.
    return { ok: false, problem: { path: '', problem: 'cannot be read' } };
  }
}

class NotPlain extends Error {
  readonly path: string;
  readonly problem: string;
  constructor(path: string, problem: string) {
    super(problem);
    this.path = path;
    this.problem = problem;
  }
}

function own(object: object, key: string, path: string): unknown {
  const found = Object.getOwnPropertyDescriptor(object, key);
  if (!found) return undefined;
  if (!('value' in found)) throw new NotPlain(path, 'a key that is a getter');
  return found.value;
}

function joined(path: string, key: string): string {
  return path === '' ? key : `${path}.${key}`;
}
