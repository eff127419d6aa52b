import type { Clock } from '../clock.ts';
import type { Fields } from '../fields.ts';

/** Discord's numbers: a ping, a command, a press, a form that was sent. */
export const PING = 1;
export const COMMAND = 2;
export const COMPONENT = 3;
export const MODAL_SUBMIT = 5;

/** What became of an interaction. */
export interface Answer {
  /** `acked` in time; everything else is a failure, which the person is told. */
  outcome: 'acked' | 'refused' | 'late' | 'failed' | 'no_connection' | 'lost';
  /** Of the answer over HTTP; 200 for a callback; 0 for none. */
  status: number;
  /** The first response: `{type, data}`. */
  body: unknown;
}

export interface Interaction {
  id: string;
  token: string;
  type: number;
  person: string;
  channel: string;
  /** The message whose button was pressed, or from which the form was opened. */
  message: string | null;
  data: Fields;
  /** By the platform's clock, in milliseconds. */
  madeAt: number;
  /** `performance.now()` when it was sent; null before that. */
  sentAt: number | null;
  /** The type of the first response; null when there was none yet. */
  response: number | null;
  /** The first response's message. */
  original: string | null;
  /** Gives the first response to whoever waits for it. */
  settle(answer: Answer): void;
  settled: Promise<Answer>;
}

export interface Modal {
  id: string;
  person: string;
  channel: string;
  message: string | null;
  data: Fields;
}

/** Every interaction there was, and the modals that stand open. */
export function createInteractions(clock: Clock) {
  const all = new Map<string, Interaction>();
  const modals: Modal[] = [];
  return {
    make(given: Pick<Interaction, 'type' | 'person' | 'channel' | 'message' | 'data'>): Interaction {
      const { promise: settled, resolve: settle } = Promise.withResolvers<Answer>();
      const secret = { id: clock.id(), token: clock.token(), madeAt: clock.now() };
      const made: Interaction = { ...given, ...secret, sentAt: null, response: null, original: null, settle, settled };
      all.set(made.id, made);
      return made;
    },
    find: (id: string, token: string) => (all.get(id)?.token === token ? all.get(id) : undefined),
    byToken: (token: string) => [...all.values()].find((one) => one.token === token),
    openModal(given: Omit<Modal, 'id'>): Modal {
      // Discord's client shows one at a time.
      modals.splice(0, modals.length, ...modals.filter((one) => one.person !== given.person));
      const modal = { id: clock.id(), ...given };
      modals.push(modal);
      return modal;
    },
    modalsOf: (person: string) => modals.filter((one) => one.person === person),
    closeModal: (id: string) => {
      const at = modals.findIndex((one) => one.id === id);
      if (at !== -1) modals.splice(at, 1);
    },
  };
}

export type Interactions = ReturnType<typeof createInteractions>;
