import { refusal, type RefusalCode } from '../core/errors.ts';
import type { PersonId } from '../core/ids.ts';
import { verdict } from '../core/sentences.ts';
import { aboutNoDraft, describeRefusal } from './describe-refusal.ts';
import { recordRefusal } from './entries.ts';
import { isNamedOperator } from './lookups.ts';
import { namesOf } from './names.ts';
import { carryOut, inWords, type Order } from './operator-orders.ts';
import { operatorView, type OperatorView, switchView } from './operator-view.ts';
import type { LogChecked, Ports } from './ports.ts';
import { withRecentLookups } from './recent-lookups.ts';

export type Answered<T> = { ok: true; value: T } | { ok: false; code: RefusalCode; message: string };

/** Of a check that found much, this is what is listed; its sentence counts all. */
const MOST_PROBLEMS = 100;

/** The operator's corner: what operators see and do beside the chat. Whoever calls vouches for who asks; what they may is asked here. */
export interface OperatorsCorner {
  /** The people whom the rules name, as others tell them apart. */
  list(): Promise<{ id: PersonId; name: string }[]>;
  view(person: PersonId): Promise<Answered<OperatorView>>;
  /** Of it, how the kill switch stands: what everybody who looks at the page is told. */
  killSwitch(person: PersonId): Promise<Answered<OperatorView['switch']>>;
  /** The same as the command of that name in chat; what an operator is refused is logged as it is there. */
  order(person: PersonId, order: Order): Promise<Answered<string>>;
  /** Checks the whole stored log with this installation's own key. */
  verify(person: PersonId): Promise<Answered<LogChecked & { sentence: string }>>;
}

export function createOperatorsCorner(ports: Ports): OperatorsCorner {
  const looking = withRecentLookups(ports);

  async function asOperator<T>(person: PersonId, work: () => Promise<T>): Promise<Answered<T>> {
    return isNamedOperator(ports, person) ? { ok: true, value: await work() } : notAnOperator(person);
  }

  async function notAnOperator<T>(person: PersonId): Promise<Answered<T>> {
    const refused = refusal('NOT_AN_OPERATOR');
    return { ok: false, code: refused.code, message: await describeRefusal(ports, refused, aboutNoDraft(person)) };
  }

  return {
    async list() {
      const { people } = ports.rules.current().book.operators;
      const name = await namesOf(looking, people);
      return people.map((id) => ({ id, name: name(id) }));
    },

    view: (person) => asOperator(person, () => operatorView(looking)),

    killSwitch: (person) => asOperator(person, () => switchView(looking)),

    async order(person, order) {
      // Anybody can claim any name here, so what strangers order is not written into the log in that name.
      if (!isNamedOperator(ports, person)) return notAnOperator(person);
      const told = await carryOut(ports, person, order);
      const message = await inWords(ports, told, aboutNoDraft(person));
      if (told.ok) return { ok: true, value: message };
      const at = ports.clock.now();
      await ports.store.transact((tx) => recordRefusal(ports, tx, { person, draft: null, code: told.code, verb: 'command' }, at));
      return { ok: false, code: told.code, message };
    },

    verify: (person) =>
      asOperator(person, async () => {
        const checked = await ports.log.verify();
        const { problems, texts } = checked;
        const sentence = verdict({ ...checked, problems: problems.length, texts: texts.checked, erased: texts.erased });
        return { ...checked, problems: problems.slice(0, MOST_PROBLEMS), sentence };
      }),
  };
}
