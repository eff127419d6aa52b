import type { Commanded, Reply } from '../adapter.ts';
import { FINAL_STATES, STATES } from '../core/draft.ts';
import type { Refusal, RefusalCode } from '../core/errors.ts';
import { type NoticeCode, NOTICES, type Words } from '../core/sentences.ts';
import type { ChannelId } from '../core/ids.ts';
import { ruleFor } from '../core/rule-book.ts';
import type { KillScope } from '../store/store.ts';
import { type About, describeRefusal, wordsFor } from './describe-refusal.ts';
import { recordRefusal } from './entries.ts';
import { engage, release, scopeInWords, scopeOf } from './kill-switch.ts';
import { mayOperate } from './lookups.ts';
import { settleDraft, withdrawDraft } from './operate.ts';
import type { Ports } from './ports.ts';

const HELP =
  'Commands: /countersign status · engage [all | agent:NAME | channel:ID] REASON · release [all | agent:NAME | channel:ID] · withdraw REFERENCE REASON · settle REFERENCE published|failed REASON.';

type Told = { ok: true; code: NoticeCode; detail: Words['detail'] } | { ok: false; code: RefusalCode; detail: Words['detail'] };

/** `/countersign …`: answered in the person's private place, and to nobody else. Only `status` and `help` are for everybody. */
export async function handleCommand(ports: Ports, commanded: Commanded): Promise<Reply> {
  const about: About = { agent: '', channelName: null, channel: null, workspace: commanded.message.workspace, person: commanded.person };
  const known = await ports.store.read.deliveries.get(commanded.deliveryId);
  const told = known === undefined ? await carryOut(ports, commanded) : (JSON.parse(known) as Told);
  const message = told.ok ? NOTICES[told.code](await wordsFor(ports, about, told.detail)) : await describeRefusal(ports, told, about);
  await ports.store.transact(async (tx) => {
    const at = ports.clock.now();
    if (!(await tx.deliveries.put(commanded.deliveryId, JSON.stringify(told), at))) return;
    if (!told.ok) await recordRefusal(ports, tx, { person: commanded.person, draft: null, code: told.code, verb: 'command' }, at);
  });
  return told.ok ? { ok: true, state: null, draft: null, message } : { ok: false, code: told.code, message };
}

async function carryOut(ports: Ports, { text, person }: Commanded): Promise<Told> {
  const [verb = '', ...rest] = text.trim().split(/\s+/);
  if (verb === 'status') return status(ports);
  if (verb === 'help' || verb === '') return { ok: true, code: 'HELP', detail: { help: HELP } };
  if (!Object.hasOwn(OPERATOR_COMMANDS, verb)) return { ok: false, code: 'UNKNOWN_COMMAND', detail: { help: HELP } };
  if (!mayOperate(ports, person)) return { ok: false, code: 'NOT_AN_OPERATOR', detail: {} };
  return OPERATOR_COMMANDS[verb as keyof typeof OPERATOR_COMMANDS](ports, person, rest);
}

type OperatorCommand = (ports: Ports, by: Commanded['person'], words: string[]) => Promise<Told>;

const OPERATOR_COMMANDS = {
  async engage(ports, by, words) {
    const { scope, rest } = splitScope(ports, words);
    if (scope === null) return unknownScope(ports, words);
    const done = await engage(ports, { scope, by, reason: rest });
    return {
      ok: true,
      code: 'SWITCH_ENGAGED',
      detail: { scope: scopeInWords(scope), reason: ports.text.plain(rest || 'no reason given'), inFlight: done.inFlight },
    };
  },
  async release(ports, by, words) {
    const { scope, rest } = splitScope(ports, words);
    if (scope === null) return unknownScope(ports, words);
    const done = await release(ports, { scope, by, reason: rest });
    if ('code' in done) return { ok: false, code: done.code, detail: done.detail };
    return { ok: true, code: 'SWITCH_IS_RELEASED', detail: { scope: scopeInWords(scope), voided: done.voided } };
  },
  async withdraw(ports, by, [named = '', ...reason]) {
    return fromOperation(await withdrawDraft(ports, { named, by, reason: reason.join(' ') }), `${named} is closed. Nothing was posted.`);
  },
  async settle(ports, by, [named = '', outcome = '', ...reason]) {
    const settled = outcome === 'published' ? 'published' : outcome === 'failed' ? 'publish_failed' : null;
    if (settled === null) return { ok: false, code: 'UNKNOWN_COMMAND', detail: { help: HELP } };
    return fromOperation(
      await settleDraft(ports, { named, by, outcome: settled, reason: reason.join(' ') }),
      `${named} is settled as ${outcome}.`,
    );
  },
} as const satisfies Record<string, OperatorCommand>;

function fromOperation(done: { ok: true } | { ok: false; refusal: Refusal }, what: string): Told {
  return done.ok ? { ok: true, code: 'DONE', detail: { what } } : { ok: false, code: done.refusal.code, detail: done.refusal.detail };
}

/** The first word is the scope when it names one; otherwise everything is meant, and all words are the reason. */
function splitScope(ports: Ports, words: string[]): { scope: KillScope | null; rest: string } {
  const [first = ''] = words;
  const isMeant = first === 'all' || /^(agent|channel):/.test(first) || first.split(':').length >= 3 || scopeOf(ports, first) !== null;
  return isMeant ? { scope: knownScope(ports, first), rest: words.slice(1).join(' ') } : { scope: 'all', rest: words.join(' ') };
}

/** A channel that no rule covers is a slip of the pen: saying that it is stopped would stop nothing. */
function knownScope(ports: Ports, words: string): KillScope | null {
  const scope = scopeOf(ports, words);
  if (!scope?.startsWith('channel:')) return scope;
  const channel = scope.slice('channel:'.length) as ChannelId;
  return ruleFor(ports.rules.current().book, channel, channel.split(':').slice(2).join(':')).kind === 'none' ? null : scope;
}

function unknownScope(ports: Ports, [named = '']: string[]): Told {
  return { ok: false, code: 'UNKNOWN_SCOPE', detail: { named: ports.text.plain(named) } };
}

async function status(ports: Ports): Promise<Told> {
  const [rows, checkpoint, open] = await Promise.all([
    ports.store.read.kill.all(),
    ports.store.read.checkpoints.latest(),
    ports.store.read.drafts.list({ states: STATES.filter((state) => !FINAL_STATES.includes(state) && state !== 'published'), limit: 1000 }),
  ]);
  const stopped = rows.filter((row) => row.engaged).map((row) => scopeInWords(row.scope));
  if (ports.killFile.isPresent()) stopped.push('everything, by the kill file');
  const isStopped = stopped.length === 0 ? 'Publishing is not stopped.' : `Publishing is stopped: ${stopped.join(', ')}.`;
  return { ok: true, code: 'STATUS', detail: { switch: isStopped, open: open.length, entries: checkpoint?.size ?? 0 } };
}
