import { type State, UNSETTLED_STATES } from '../core/draft.ts';
import type { KillRow } from '../store/store.ts';
import type { LogLag, Ports } from './ports.ts';

/** What the switch stops: everything, some agents, some channels; `file` is the kill file. */
export const STOPPED = ['all', 'agent', 'channel', 'file'] as const;

/** Numbers of the installation as they are now: the same from each of its processes, but for the kill file. Never an id, a name or a text. */
export interface Measures {
  /** Only of states out of which something can still become: the others grow for ever, and counting them would take ever longer. */
  drafts: Partial<Record<State, number>>;
  effectsDue: number;
  log: LogLag;
  /** How many scopes of each kind are engaged. */
  stopped: Record<(typeof STOPPED)[number], number>;
  /** When this was asked, in milliseconds since 1970. */
  at: number;
}

export async function measure(ports: Ports): Promise<Measures> {
  const { read } = ports.store;
  const at = ports.clock.now();
  const [drafts, effectsDue, log, rows] = await Promise.all([
    read.drafts.tally(UNSETTLED_STATES),
    read.effects.dueCount(at),
    ports.log.lag(),
    read.kill.all(),
  ]);
  const engaged = (kind: string): number => rows.filter((row) => row.engaged && kindOf(row) === kind).length;
  const stopped = { all: engaged('all'), agent: engaged('agent'), channel: engaged('channel'), file: ports.killFile.isPresent() ? 1 : 0 };
  return { drafts, effectsDue, log, stopped, at };
}

function kindOf({ scope }: KillRow): string {
  return scope.split(':', 1)[0] ?? scope;
}
