import type { Commanded, Reply } from '../adapter.ts';
import { UNSETTLED_STATES } from '../core/draft.ts';
import { REFUSAL_GROUPS } from '../core/errors.ts';
import { channelIdOf, type PersonId } from '../core/ids.ts';
import { BY_KILL_FILE, COMMANDS_HELP, helpForAll, SWITCH_STANDS } from '../core/sentences.ts';
import { channelName } from './channel-name.ts';
import { proof, why } from './curious.ts';
import { connectAgent } from './door/connect.ts';
import { type About, aboutNoDraft } from './describe-refusal.ts';
import { recordRefusal } from './entries.ts';
import { scopeOf } from './kill-switch.ts';
import { carryOut, inWords, type Order, type Told } from './operator-orders.ts';
import { isNamedOperator, isOneOfUs, LookupFailed, personOf } from './lookups.ts';
import { MOST_OPEN_COUNTED } from './operator-view.ts';
import type { Ports } from './ports.ts';
import { nameInWords } from './shortened.ts';
import { scopesInWords } from './scope-words.ts';

/** `/countersign …`: answered in the person's private place, and to nobody else. `status` and `help` are for every member of the company. */
export async function handleCommand(ports: Ports, commanded: Commanded): Promise<Reply> {
  const known = await ports.store.read.deliveries.get(commanded.deliveryId);
  const told = known === undefined ? await obey(ports, commanded) : (JSON.parse(known) as Told);
  const message = await inWords(ports, told, await aboutPlace(ports, commanded, told));
  await ports.store.transact(async (tx) => {
    const at = ports.clock.now();
    if (!(await tx.deliveries.put(commanded.deliveryId, JSON.stringify(told), at))) return;
    if (!told.ok) await recordRefusal(ports, tx, { person: commanded.person, draft: null, code: told.code, verb: 'command' }, at);
  });
  return told.ok ? { ok: true, state: null, draft: null, message, pointer: null } : { ok: false, code: told.code, message };
}

async function obey(ports: Ports, commanded: Commanded): Promise<Told> {
  const { text, person } = commanded;
  const outsider = await refusedToOutsiders(ports, person);
  if (outsider !== null) return outsider;
  const [verb = '', ...words] = text.trim().split(/\s+/);
  if (verb === 'status') return status(ports);
  if (verb === 'why') return whenAnswered(ports, () => why(ports, commanded));
  if (verb === 'proof') return whenAnswered(ports, () => proof(ports, person, words[0] ?? ''));
  if (verb === 'connect') return whenAnswered(ports, () => connectAgent(ports, commanded, text.trim().slice(verb.length)));
  if (verb === 'help' || verb === '') return { ok: true, code: 'HELP', detail: { help: helpFor(ports, person) } };
  const order = Object.hasOwn(ORDERS, verb) ? ORDERS[verb as keyof typeof ORDERS](ports, words) : null;
  return order === null ? { ok: false, code: 'UNKNOWN_COMMAND', detail: { help: helpFor(ports, person) } } : carryOut(ports, person, order);
}

/** What is asked of a platform that does not answer is refused, and changes nothing. */
async function whenAnswered<T extends Told | null>(ports: Ports, asked: () => Promise<T>): Promise<T | Told> {
  try {
    return await asked();
  } catch (error) {
    if (!(error instanceof LookupFailed)) throw error;
    ports.logger.warn({ error }, 'a command was refused because the platform did not answer');
    return { ok: false, code: 'LOOKUP_FAILED', detail: {} };
  }
}

const NAMES_THE_CHANNEL: readonly string[] = [...REFUSAL_GROUPS.asking, 'ENGAGED', 'CONNECT_CODE'];

/** Few answers name the channel in which the command was written; for all others, nobody waits for its name. */
async function aboutPlace(ports: Ports, { person, message, text }: Commanded, told: Told): Promise<About> {
  if (!NAMES_THE_CHANNEL.includes(told.code)) return aboutNoDraft(person, message.workspace);
  const name = await channelName(ports, { ...message, thread: null });
  // Only `connect` speaks of an agent, which its second word names.
  const [, agent = 'the agent'] = text.trim().split(/\s+/, 2);
  return {
    ...aboutNoDraft(person, message.workspace),
    agent: nameInWords(ports, agent.replace(/^@/, '')),
    channelName: name || null,
    channel: channelIdOf(message),
  };
}

/** Guests and people from outside learn neither how it stands nor who operates it. An operator is never kept from the switch. */
async function refusedToOutsiders(ports: Ports, person: PersonId): Promise<Told | null> {
  if (isNamedOperator(ports, person)) return null;
  return whenAnswered<Told | null>(ports, async () =>
    isOneOfUs(await personOf(ports, person)) ? null : { ok: false, code: 'MEMBERS_ONLY', detail: {} },
  );
}

function helpFor(ports: Ports, person: PersonId): string {
  const [agent = ''] = Object.keys(ports.rules.current().book.agents);
  const forAll = helpForAll(agent);
  return isNamedOperator(ports, person) ? `${forAll} ${COMMANDS_HELP}` : forAll;
}

const ORDERS = {
  engage: (ports, words) => ({ verb: 'engage', ...splitScope(ports, words) }),
  release: (ports, words) => ({ verb: 'release', ...splitScope(ports, words) }),
  withdraw: (_ports, [draft = '', ...reason]) => ({ verb: 'withdraw', draft, reason: reason.join(' ') }),
  settle: (_ports, [draft = '', outcome, ...reason]) =>
    outcome === 'published' || outcome === 'failed' ? { verb: 'settle', draft, outcome, reason: reason.join(' ') } : null,
} as const satisfies Record<string, (ports: Ports, words: string[]) => Order | null>;

/** The first word is the scope when it names one; otherwise everything is meant, and all words are the reason. */
function splitScope(ports: Ports, words: string[]): { scope: string; reason: string } {
  const [first = ''] = words;
  const isMeant = first === 'all' || /^(agent|channel):/.test(first) || first.split(':').length >= 3 || scopeOf(ports, first) !== null;
  return isMeant ? { scope: first, reason: words.slice(1).join(' ') } : { scope: 'all', reason: words.join(' ') };
}

async function status(ports: Ports): Promise<Told> {
  const [rows, checkpoint, open] = await Promise.all([
    ports.store.read.kill.all(),
    ports.store.read.checkpoints.latest(),
    ports.store.read.drafts.list({ states: UNSETTLED_STATES, limit: MOST_OPEN_COUNTED }),
  ]);
  const scopes = rows.filter((row) => row.engaged).map(({ scope }) => scope);
  const stopped = scopes.map(await scopesInWords(ports, scopes));
  if (ports.killFile.isPresent()) stopped.push(BY_KILL_FILE);
  return {
    ok: true,
    code: 'STATUS',
    detail: { switch: SWITCH_STANDS.stoppedFor(stopped), open: open.length, entries: checkpoint?.size ?? 0 },
  };
}
