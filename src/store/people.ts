import type { PersonId } from '../core/ids.ts';
import type { Context } from './context.ts';
import { kept } from './kept.ts';
import { newKey, placeOf, pseudonymOf, seal, unseal } from './sealed-text.ts';
import type { People } from './store.ts';

const keyOf = kept(({ db }, person: string) => db.selectFrom('person_keys').select('wrapped').where('person', '=', person));

/** One key for each person, wrapped by DATA_KEY. Once it is deleted, nobody can tell whose entries theirs were. */
export function createPeople(context: Context): People {
  const { db, dataKey } = context;
  const pseudonym = (person: PersonId, wrapped: Uint8Array): string =>
    pseudonymOf(unseal(dataKey, placeOf.personKey(person), wrapped), person);

  const wrappedKeyOf = async (person: PersonId): Promise<Uint8Array | undefined> => (await keyOf.first(context, person))?.wrapped;

  async function makeKey(person: PersonId): Promise<Uint8Array> {
    const wrapped = seal(dataKey, placeOf.personKey(person), newKey());
    await db
      .insertInto('person_keys')
      .values({ person, wrapped })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
    // Another process may have been first: the stored one counts.
    return (await wrappedKeyOf(person)) ?? wrapped;
  }

  return {
    pseudonym: async (person) => pseudonym(person, (await wrappedKeyOf(person)) ?? (await makeKey(person))),

    async known() {
      const rows = await db.selectFrom('person_keys').selectAll().orderBy('person').execute();
      return rows.map((row) => {
        const person = row.person as PersonId;
        return { person, pseudonym: pseudonym(person, row.wrapped) };
      });
    },
  };
}
