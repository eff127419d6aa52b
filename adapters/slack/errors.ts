/** What Slack's answers mean on our side of the port. */
import { AdapterError } from '#adapter';
import type { PublishOutcome } from '#adapter';
import type { z } from 'zod';
import type { Answer } from './wire.ts';

/**
 * Slack says no to these, and yet something may have been done
 * (https://docs.slack.dev/reference/methods/chat.postMessage: “it's possible some aspect of the operation succeeded”).
 */
const MAY_HAVE_BEEN_DONE: readonly string[] = ['internal_error', 'fatal_error', 'service_unavailable'];

/** Slack's own word for a clear no; null when it said yes, said that it was asked too often, or did not say. */
export function refusalOf(answer: Answer): string | null {
  return answer.kind === 'refused' && !MAY_HAVE_BEEN_DONE.includes(answer.error) ? answer.error : null;
}

/** No private way leads to this person: of `conversations.open` and of `chat.postMessage` to a direct message. */
const NOT_PRIVATELY: readonly string[] = [
  'account_inactive_user',
  'cannot_dm_bot',
  'channel_not_found',
  'is_archived',
  'is_inactive',
  'messages_tab_disabled',
  'user_disabled',
  'user_not_found',
  'user_not_visible',
  'users_not_found',
];

/** Nobody can do anything on the person's side: our installation is not let in. */
const NOT_LET_IN: Record<string, string> = {
  account_inactive: 'Slack closed the bot’s account. Install the app again, then set the new SLACK_BOT_TOKEN.',
  invalid_auth: 'Slack does not accept the bot’s token. Set SLACK_BOT_TOKEN to the one under “OAuth & Permissions”.',
  not_authed: 'Slack does not accept the bot’s token. Set SLACK_BOT_TOKEN to the one under “OAuth & Permissions”.',
  token_expired: 'The bot’s token has expired. Install the app again, then set the new SLACK_BOT_TOKEN.',
  token_revoked: 'The bot’s token was revoked. Install the app again, then set the new SLACK_BOT_TOKEN.',
  team_access_not_granted: 'The app may not be used in this workspace. Somebody who manages the organisation can allow it there.',
};

export function isNotLetIn(error: string): boolean {
  return error in NOT_LET_IN;
}

/** The message holds Slack's word for it and nothing that was sent. */
export function errorOf(
  answer: Exclude<Answer, { kind: 'done' }>,
  about: 'a person privately' | 'anything else' = 'anything else',
): AdapterError {
  const error = refusalOf(answer);
  if (error === null) {
    const cause = answer.kind === 'unanswered' ? { cause: answer.cause } : undefined;
    return new AdapterError('UNREACHABLE', 'Slack did not answer. This is tried again.', cause);
  }
  if (about === 'a person privately' && NOT_PRIVATELY.includes(error)) {
    return new AdapterError('NO_PRIVATE_SURFACE', `Slack has no private way to this person (${error}).`);
  }
  const needed = answer.kind === 'refused' && answer.needed !== null ? ` ${answer.needed}` : '';
  return new AdapterError('REFUSED', NOT_LET_IN[error] ?? `Slack refused (${error}${needed}).`);
}

/** The answer, read in the form that it must have; anything else is an AdapterError. */
export function read<Shape extends z.ZodType>(answer: Answer, shape: Shape, about?: 'a person privately'): z.infer<Shape> {
  if (answer.kind !== 'done') throw errorOf(answer, about);
  const result = shape.safeParse(answer.body);
  if (result.success) return result.data;
  throw new AdapterError('UNREACHABLE', 'Slack answered in an unknown form. This is tried again.');
}

const INVITE = 'Invite Countersign there with /invite, then press “Try again”.';
const ELSEWHERE = 'Press “Keep private”, and ask in another channel.';
const ADMIN = 'An administrator of Slack can allow it; then press “Try again”.';
const SHORTEN = 'Press “Edit”, shorten it, then approve again.';
const OPERATOR = 'An operator can put that right; then press “Try again”.';

/** What was refused, in the first sentence, and behind it what the requester can do with the buttons of such a card. */
export const WHAT_TO_DO: Record<string, string> = {
  not_in_channel: `I am not a member of this channel. ${INVITE}`,
  channel_not_found: `The channel is private and I am not in it, or it does not exist any more. ${INVITE}`,
  is_archived: `The channel was archived. ${ELSEWHERE}`,
  restricted_action: `In this channel only some people may post, and I am not one of them. ${ADMIN}`,
  restricted_action_read_only_channel: `Nobody but its managers may post in this channel. ${ADMIN}`,
  restricted_action_thread_only_channel: 'In this channel only threads may be posted in. Press “Keep private”, and ask in a thread there.',
  restricted_action_non_threadable_channel: 'In this channel there are no threads. Press “Keep private”, and ask in another channel.',
  restricted_action_thread_locked: `The thread is locked. ${ELSEWHERE}`,
  cannot_reply_to_message:
    'Nobody can reply to the message that the thread hangs on. Press “Keep private”, and write the question in the channel again.',
  thread_not_found: 'The message that the thread hangs on is gone. Press “Keep private”, and write the question in the channel again.',
  ekm_access_denied: `Your organisation has switched off posting with its encryption keys. ${ADMIN}`,
  messages_tab_disabled: `Direct messages with me are switched off. ${OPERATOR}`,
  user_disabled: 'Somebody needed for this has no account any more. Press “Keep private”.',
  team_access_not_granted: `I may not be used in this workspace. ${ADMIN}`,
  team_not_found: `Slack does not know this workspace. ${OPERATOR}`,
  token_revoked: `Slack does not accept my token any more. ${OPERATOR}`,
  token_expired: `Slack does not accept my token any more. ${OPERATOR}`,
  account_inactive: `Slack closed my account. ${OPERATOR}`,
  invalid_auth: `Slack does not accept my token. ${OPERATOR}`,
  not_authed: `Slack does not accept my token. ${OPERATOR}`,
  not_allowed_token_type: `Slack does not accept this kind of token. ${OPERATOR}`,
  missing_scope: `My installation lacks a permission to post. ${OPERATOR}`,
  no_permission: `My installation lacks a permission to post. ${OPERATOR}`,
  access_denied: `Slack does not let me post there. ${ADMIN}`,
  org_login_required: `Your organisation asks everybody to sign in again, and me with them. ${OPERATOR}`,
  team_added_to_org: 'The workspace is being moved into an organisation. Press “Try again” when that is done.',
  edit_window_closed: 'The time in which such a message can be changed is over. Press “Keep private”.',
  msg_too_long: `The text is too long for one message in Slack. ${SHORTEN}`,
  msg_blocks_too_long: `The text is too long for one message in Slack. ${SHORTEN}`,
  too_many_contact_cards: 'Somebody in the text cannot be named in Slack. Press “Edit”, take the name out, then approve again.',
  no_text: 'There was nothing to post. Press “Edit”, write a text, then approve again.',
  invalid_blocks: 'Slack does not accept the form of this text. Press “Edit”, make it plainer, then approve again.',
  invalid_blocks_format: 'Slack does not accept the form of this text. Press “Edit”, make it plainer, then approve again.',
  metadata_too_large: `Slack did not accept what belongs to the post. ${OPERATOR}`,
  metadata_must_be_sent_from_app: `Slack did not accept what belongs to the post. ${OPERATOR}`,
  slack_connect_file_link_sharing_blocked: `Sharing with other organisations is restricted in this channel. ${ELSEWHERE}`,
  plan_upgrade_required: `Your plan of Slack does not allow this. ${ADMIN}`,
  message_limit_exceeded: 'The workspace has reached its limit of messages for now. Press “Try again” later.',
  rate_limited: 'Slack takes no more messages there for a moment. Press “Try again” in a minute.',
  not_composed_here: 'This post was not made for Slack, so it was not sent. Press “Keep private”, and write the question again.',
};

/** `retryAfterMs` is Slack's own wish, for a post that came too soon. */
export function refusedPost(error: string, retryAfterMs: number | null): PublishOutcome {
  const known = /^[a-z]+(_[a-z]+)*$/.test(error) && error.length <= 60 ? error : 'refused_without_a_known_reason';
  const sentence = WHAT_TO_DO[known] ?? `It gave no reason beyond ${known}. Press “Try again” or “Keep private”.`;
  return { kind: 'refused', code: known.toUpperCase(), sentence, retryAfterMs };
}

/** Sentences of the adapter's own, for what never becomes a delivery. */
export const SAID = {
  groupDirectMessage: {
    code: 'GROUP_DIRECT_MESSAGE',
    words:
      'I do not answer in group direct messages, because everybody in them would read along. Your question went to no agent. Ask me in a direct message, or in a channel with a rule.',
  },
  notOfThisWorkspace: {
    code: 'NOT_OF_THIS_WORKSPACE',
    words: 'I act only for people of this workspace. Nothing was changed, and nothing went to an agent.',
  },
  notMyPost: { code: 'NOT_MY_POST', words: 'This is not a post of mine, so I cannot retract it. Nothing was changed.' },
  notMyButton: { code: 'NOT_YOURS', words: 'This button is not one of mine. Nothing was changed.' },
  noQuestion: { code: 'NO_QUESTION', words: 'There was no question, so nothing went to an agent. Write one behind /countersign ask.' },
  tooLongForAForm: {
    code: 'TOO_LONG_FOR_A_FORM',
    words:
      'This text is too long for a form in Slack, so it cannot be edited here. Nothing was changed. Press “Ask again”, and ask for a shorter one.',
  },
} as const;
