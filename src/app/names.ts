import type { ChatAdapter, Person } from '../adapter.ts';
import { type PersonId, platformOf } from '../core/ids.ts';
import { isPlainName } from '../core/plain-name.ts';
import { asOneName, escapeName, joinNames } from '../core/post.ts';
import { atCommandLine } from '../core/sentences.ts';
import type { Ports } from './ports.ts';

export function adapterOf(ports: Ports, id: string): ChatAdapter {
  const adapter = ports.adapters.get(platformOf(id));
  if (!adapter) throw new Error(`no adapter for ${platformOf(id)}: the rules name a platform that is not configured`);
  return adapter;
}

/**
 * As people tell this person from others. A name that is plainly one stands bare, with the handle behind it where somebody else has the
 * same; every other is quoted, and has its handle.
 */
function displayName({ name, handle, nameIsUnique }: Person): string {
  const isPlain = isPlainName(name.normalize('NFC')) && shortened(name) === name;
  const shown = escapeName(shortened(name));
  return isPlain && nameIsUnique ? shown : `${isPlain ? shown : `“${shown}”`} (${asOneName(escapeName(shortened(handle)))})`;
}

/** A name that fills a card would hide what the card says; who is shortened is told apart by the handle. */
function shortened(name: string): string {
  const characters = [...name];
  let fitting = characters.slice(0, MOST_CHARACTERS);
  // What is written out, like `⟨U+202E⟩`, is as long as it is read.
  while (fitting.length > 1 && [...escapeName(fitting.join(''))].length > MOST_CHARACTERS) fitting = fitting.slice(0, -1);
  return fitting.length === characters.length ? name : fitting.join('');
}

const MOST_CHARACTERS = 60;

/** Names for cards and credits. A platform that does not answer costs the name, not the card: the id's last part stands in. */
export async function namesOf(ports: Ports, ids: readonly PersonId[]): Promise<(person: PersonId) => string> {
  const names = new Map<PersonId, string>();
  await Promise.all(
    [...new Set(ids)].map(async (id) => {
      names.set(id, await nameOf(ports, id));
    }),
  );
  return (person) => names.get(person) ?? bareName(person);
}

async function nameOf(ports: Ports, id: PersonId): Promise<string> {
  if (!ports.adapters.has(platformOf(id))) return bareName(id);
  try {
    return displayName(await adapterOf(ports, id).person(id));
  } catch (error) {
    ports.logger.warn({ error, person: id }, 'a name could not be looked up');
    return bareName(id);
  }
}

/** Who can help: `Olu`, `Olu or Pat`. */
export async function operatorNames(ports: Ports): Promise<string> {
  const { people } = ports.rules.current().book.operators;
  const name = await namesOf(ports, people);
  return joinNames(people.map(name), 'or');
}

/** `local:host:root` is whoever sits at this machine's command line. */
function bareName(id: PersonId): string {
  const [platform, , user] = id.split(':');
  return platform === 'local' ? atCommandLine(escapeName(user ?? '')) : asOneName(escapeName(id.split(':').at(-1) ?? id));
}
