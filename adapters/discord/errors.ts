/** What Discord's answers mean on our side of the port. */
import { AdapterError } from '#adapter';
import type { PublishOutcome } from '#adapter';
import type { z } from 'zod';
import type { Answer } from './wire.ts';

/** https://discord.com/developers/docs/topics/opcodes-and-status-codes#json, as far as we tell them apart. */
export const CODE = {
  notLetIn: 401,
  forbidden: 403,
  notThere: 404,
  unknownChannel: 10003,
  unknownGuild: 10004,
  unknownMember: 10007,
  unknownMessage: 10008,
  unknownRole: 10011,
  unknownUser: 10013,
  unknownWebhook: 10015,
  writeLimit: 20028,
  tooFast: 40003,
  noAccess: 50001,
  noDirectMessages: 50007,
  noPermission: 50013,
  invalidRecipient: 50033,
  threadClosed: 50083,
  threadExists: 160004,
  noMutualServer: 50278,
} as const;

/** Discord's own code for a clear no; null when it said yes, said that it was asked too often, or did not say. */
export function refusalOf(answer: Answer): number | null {
  return answer.kind === 'refused' ? answer.code : null;
}

/** No private way leads to this person: of the direct conversation, and of a message in it. */
const NOT_PRIVATELY: readonly number[] = [
  CODE.noDirectMessages,
  CODE.noMutualServer,
  CODE.invalidRecipient,
  CODE.unknownUser,
  CODE.unknownChannel,
  CODE.notThere,
];

export const TOKEN_REFUSED =
  'Discord does not accept the bot’s token. Set DISCORD_TOKEN to the one under “Bot”, “Reset Token” in the Developer Portal, then start again.';

/** The message holds Discord's code and nothing that was sent. */
export function errorOf(
  answer: Exclude<Answer, { kind: 'done' }>,
  about: 'a person privately' | 'anything else' = 'anything else',
): AdapterError {
  const code = refusalOf(answer);
  // Asked too often to open direct messages: that passes.
  if (code === null || code === CODE.tooFast) {
    const cause = answer.kind === 'unanswered' ? { cause: answer.cause } : undefined;
    return new AdapterError('UNREACHABLE', 'Discord did not answer. This is tried again.', cause);
  }
  if (code === CODE.notLetIn) return new AdapterError('REFUSED', TOKEN_REFUSED);
  if (about === 'a person privately' && NOT_PRIVATELY.includes(code)) {
    return new AdapterError('NO_PRIVATE_SURFACE', `Discord has no private way to this person (${code}).`);
  }
  return new AdapterError('REFUSED', `Discord refused (${code}).`);
}

/** The answer, read in the form that it must have; anything else is an AdapterError. */
export function read<Shape extends z.ZodType>(answer: Answer, shape: Shape, about?: 'a person privately'): z.infer<Shape> {
  if (answer.kind !== 'done') throw errorOf(answer, about);
  const result = shape.safeParse(answer.body);
  if (result.success) return result.data;
  throw new AdapterError('UNREACHABLE', 'Discord answered in an unknown form. This is tried again.');
}

const ELSEWHERE = 'Press “Keep private”, and ask in another channel.';
const ADMIN = 'Somebody who manages the server can allow it under “Permissions” of the channel; then press “Try again”.';
const SHORTEN = 'Press “Edit”, shorten it, then approve again.';
const OPERATOR = 'An operator can put that right; then press “Try again”.';

/** What was refused, in the first sentence, and behind it what the requester can do with the buttons of such a card. */
export const WHAT_TO_DO: Record<number, { code: string; sentence: string }> = {
  [CODE.notLetIn]: { code: 'TOKEN_REFUSED', sentence: `Discord does not accept my token. ${OPERATOR}` },
  [CODE.forbidden]: { code: 'FORBIDDEN', sentence: `Discord does not let me post there. ${ADMIN}` },
  [CODE.notThere]: { code: 'NOT_THERE', sentence: `The channel or thread does not exist any more. ${ELSEWHERE}` },
  [CODE.unknownChannel]: { code: 'UNKNOWN_CHANNEL', sentence: `The channel or thread was deleted. ${ELSEWHERE}` },
  [CODE.unknownGuild]: { code: 'UNKNOWN_SERVER', sentence: `I am not in this server any more. ${OPERATOR}` },
  [CODE.unknownMessage]: {
    code: 'UNKNOWN_MESSAGE',
    sentence: 'The question, in whose thread this belongs, was deleted. Press “Keep private”, and write the question again.',
  },
  [CODE.writeLimit]: { code: 'WRITE_LIMIT', sentence: 'The channel takes no more messages for a moment. Press “Try again” in a minute.' },
  [CODE.noAccess]: { code: 'MISSING_ACCESS', sentence: `I cannot see this channel. ${ADMIN}` },
  50006: { code: 'EMPTY', sentence: 'There was nothing to post. Press “Edit”, write a text, then approve again.' },
  50008: { code: 'NOT_A_TEXT_CHANNEL', sentence: `Nothing can be written in such a channel. ${ELSEWHERE}` },
  [CODE.noPermission]: { code: 'MISSING_PERMISSIONS', sentence: `In this channel I may not post. ${ADMIN}` },
  50024: { code: 'NO_THREADS', sentence: `In such a channel there are no threads. ${ELSEWHERE}` },
  50035: { code: 'INVALID_BODY', sentence: `Discord does not accept the form or the length of this text. ${SHORTEN}` },
  [CODE.threadClosed]: {
    code: 'THREAD_ARCHIVED',
    sentence: 'The thread was closed. Write a message in it, which opens it again, then press “Try again”.',
  },
  10087: { code: 'UNKNOWN_TAG', sentence: `A tag of this post is not in the forum any more. ${OPERATOR}` },
  40067: { code: 'TAG_REQUIRED', sentence: `Posts in this forum need a tag, and there was none. ${OPERATOR}` },
  160004: { code: 'THREAD_EXISTS', sentence: 'A thread was begun there just now. Press “Try again”.' },
  160005: { code: 'THREAD_LOCKED', sentence: `The thread is locked. ${ELSEWHERE}` },
  160006: { code: 'TOO_MANY_THREADS', sentence: 'The server has as many threads as it may have. Close some, then press “Try again”.' },
  200000: {
    code: 'BLOCKED_BY_AUTOMOD',
    sentence: 'AutoMod of this server blocked a word in the text. Press “Edit”, take it out, then approve again.',
  },
  200001: {
    code: 'TITLE_BLOCKED_BY_AUTOMOD',
    sentence:
      'AutoMod of this server blocked a word in the title. Press “Edit”, take it out of the first heading or line, then approve again.',
  },
  240000: {
    code: 'LINK_BLOCKED',
    sentence: 'Discord takes a link in the text for a harmful one. Press “Edit”, take it out, then approve again.',
  },
};

const TOO_OFTEN = 'Discord takes no more messages there for a moment. Press “Try again” in a minute.';
const THREAD_UNANSWERED = 'Discord did not answer in time about the thread, so nothing was posted. Press “Try again” in a minute.';
const TOO_LONG = `With the names of all who approved, the post is too long for Discord. ${SHORTEN}`;
const NOT_COMPOSED_HERE = 'This post was not made for Discord, so it was not sent. Press “Keep private”, and write the question again.';

/** `retryAfterMs` is Discord's own wish, for a post that came too soon. */
export function refusedPost(
  why: number | 'too often' | 'no thread in time' | 'too long' | 'not composed here',
  retryAfterMs: number | null = null,
): PublishOutcome {
  if (why === 'too often') return { kind: 'refused', code: 'TOO_OFTEN', sentence: TOO_OFTEN, retryAfterMs };
  if (why === 'no thread in time') return { kind: 'refused', code: 'THREAD_UNANSWERED', sentence: THREAD_UNANSWERED, retryAfterMs };
  if (why === 'too long') return { kind: 'refused', code: 'TOO_LONG', sentence: TOO_LONG, retryAfterMs };
  if (why === 'not composed here') return { kind: 'refused', code: 'NOT_COMPOSED_HERE', sentence: NOT_COMPOSED_HERE, retryAfterMs };
  const known = WHAT_TO_DO[why] ?? {
    code: 'REFUSED_WITHOUT_A_KNOWN_REASON',
    sentence: `It gave no reason beyond its code ${why}. Press “Try again” or “Keep private”.`,
  };
  return { kind: 'refused', ...known, retryAfterMs };
}

/** Sentences of the adapter's own, for what never becomes a delivery. */
export const SAID = {
  notMyPost: { code: 'NOT_MY_POST', words: 'This is not a post of mine, so I cannot retract it. Nothing was changed.' },
  notMyButton: { code: 'NOT_YOURS', words: 'This button is not one of mine. Nothing was changed.' },
  notInAServer: {
    code: 'NOT_IN_A_SERVER',
    words: 'I answer in servers that I am in, and in a direct message with me. Your question went to no agent. Ask me there.',
  },
  noQuestion: { code: 'NO_QUESTION', words: 'There was no question, so nothing went to an agent. Write one behind my name.' },
  questionTooLong: {
    code: 'QUESTION_TOO_LONG_FOR_A_CARD',
    words: 'This question is too long for a card in Discord, so it went to no agent. Ask it in at most 1,000 characters.',
  },
  tooLongForAForm: {
    code: 'TOO_LONG_FOR_A_FORM',
    words:
      'This text is too long for a form in Discord, so it cannot be edited here. Nothing was changed. Press “Ask again”, and ask for a shorter one.',
  },
  notTaken: { code: 'NOT_TAKEN', words: 'That did not work. Nothing was changed. Please do it again in a moment.' },
  notHere: {
    code: 'NOT_BROUGHT_HERE',
    words: 'Countersign is not set up for this yet. Nothing was changed. Whoever runs it learns from its doctor what is missing.',
  },
  cancelled: { code: null, words: 'Nothing was changed.' },
  pointer: { code: null, words: 'An agent was asked here. Whoever asked can open what it wrote; nobody else can.' },
  news: { code: null, words: 'An agent was asked here, and there is something new. Whoever asked can open it; nobody else can.' },
  noAnswer: {
    code: null,
    words: 'This question went to no agent. Whoever asked it can learn why: by /ask, whose answer only they see.',
  },
  notAllShown: { code: null, words: 'Not all of this page fits into one message of Discord. Decide or close some, then look again.' },
  openAgain: { code: null, words: 'Done. Press “Open” to see how it stands now.' },
  done: { code: null, words: 'Done.' },
  differenceTooLong: { code: null, words: 'What changed is too long to be shown beside the text. The whole text is below or above.' },
  questionLeftOut: { code: null, words: 'The question is too long to be shown here.' },
  termsTooLong: {
    code: null,
    words:
      'This card is too long for Discord: what approving would mean does not fit beside the text, so it cannot be approved here. Press “Edit” or “Ask again” for a shorter text.',
  },
  termsTooLongToReview: {
    code: null,
    words:
      'This card is too long for Discord: what approving would mean does not fit beside the text, so it cannot be approved here. Press “Reject…”, and ask for a shorter text.',
  },
  partialTooLong: { code: null, words: 'What is written so far is too long to be shown here. The whole answer follows.' },
} as const;
