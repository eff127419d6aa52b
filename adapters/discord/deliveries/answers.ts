/** Answers to interactions (https://discord.com/developers/docs/interactions/receiving-and-responding#interaction-response-object). */
import { message, sentenceMessage } from '../cards.ts';
import type { Message } from '../cards.ts';
import { FLAGS } from '../components/pieces.ts';
import type { Piece } from '../components/pieces.ts';
import type { Response } from './context.ts';
import type { Told } from './telling.ts';

const TYPE = { pong: 1, message: 4, later: 5, nothing: 6, change: 7, form: 9 } as const;

export const PONG: Response = { type: TYPE.pong };

/** Said before everything else that takes long. Without the flag, what is said next would be said to everybody. */
export const LATER: Response = { type: TYPE.later, data: { flags: FLAGS.ephemeral } };

/** Taken, and nothing to say. Only where the interaction came from a message. */
export const NOTHING: Response = { type: TYPE.nothing };

export function tell({ words, code }: Told): Response {
  return privately(sentenceMessage(words, code));
}

/** A message that only this person sees. */
export function privately(shown: Message): Response {
  return { type: TYPE.message, data: { ...shown, flags: shown.flags | FLAGS.ephemeral } };
}

/** In place of the message on which the button stands. */
export function change({ words, code }: Told): Response {
  return { type: TYPE.change, data: sentenceMessage(words, code) };
}

/** The same, with what this person alone reads in its place. */
export function changeTo(components: Piece[]): Response {
  return { type: TYPE.change, data: message(components) };
}

export function ask(components: Piece[]): Response {
  return privately(message(components));
}

export function form(modal: Piece): Response {
  return { type: TYPE.form, data: modal };
}

/** What such an answer becomes when it comes after `LATER`: a change of what was said then. Null: that is taken away. */
export function laterThan(response: Response): Piece | null | 'too late' {
  if (response['type'] === TYPE.form) return 'too late';
  if (response['type'] === TYPE.nothing) return null;
  const { flags: _flags, ...data } = response['data'] as Message;
  return { ...data, flags: FLAGS.components };
}
