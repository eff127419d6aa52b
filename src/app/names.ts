import type { ChatAdapter, Person } from '../adapter.ts';
import { type PersonId, platformOf } from '../core/ids.ts';
import { escapeName, joinNames } from '../core/post.ts';
import type { Ports } from './ports.ts';

export function adapterOf(ports: Ports, id: string): ChatAdapter {
  const adapter = ports.adapters.get(platformOf(id));
  if (!adapter) throw new Error(`no adapter for ${platformOf(id)}: the rules name a platform that is not configured`);
  return adapter;
}

/** As people tell this person from others: with the handle where somebody else has the same name. */
function displayName(person: Person): string {
  const name = shortened(person.name);
  return person.nameIsUnique && name === person.name ? escapeName(name) : `${escapeName(name)} (${escapeName(shortened(person.handle))})`;
}

/** A name that fills a card would hide what the card says; who is shortened is told apart by the handle. */
function shortened(name: string): string {
  const characters = [...name];
  return characters.length <= MOST_CHARACTERS ? name : characters.slice(0, MOST_CHARACTERS).join('');
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
  return platform === 'local' ? `${escapeName(user ?? '')} (command line)` : escapeName(id.split(':').at(-1) ?? id);
}
