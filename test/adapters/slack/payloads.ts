/** One payload of each kind that something comes of, by Ana, in the forms of Slack's documentation. */
import type { Inbound } from '#adapter';
import { BOT_USER } from './fake/seed.ts';

export type Body = { [key: string]: unknown };
export type Kind = 'event' | 'interaction' | 'command';

let count = 0;
export const event = (inner: Body): Body => ({
  type: 'event_callback',
  event_id: `Ev${(count += 1)}`,
  event_time: 1_700_000_000,
  team_id: 'T0ACME',
  context_team_id: 'T0ACME',
  authorizations: [{ team_id: 'T0ACME', user_id: BOT_USER, is_bot: true }],
  api_app_id: 'A0COUNTERSIGN',
  event: inner,
});
export const who = () => ({
  user: { id: 'U0ANA', team_id: 'T0ACME' },
  team: { id: 'T0ACME' },
  trigger_id: '1.2.abc',
  api_app_id: 'A0COUNTERSIGN',
});
const CARD = 'crd_0123456789ABCDEFGHJKMNPQRS';

export const PAYLOADS: Record<string, { kind: Kind; body: () => Body; hands: (keyof Inbound)[] }> = {
  app_mention: {
    kind: 'event',
    body: () =>
      event({
        type: 'app_mention',
        user: 'U0ANA',
        team: 'T0ACME',
        user_team: 'T0ACME',
        source_team: 'T0ACME',
        channel: 'C0ENG',
        ts: '1700000000.000100',
        text: `<@${BOT_USER}> handbook: what is <@U0BEN> up to?`,
      }),
    hands: ['ask'],
  },
  'message.im': {
    kind: 'event',
    body: () =>
      event({
        type: 'message',
        channel_type: 'im',
        user: 'U0ANA',
        team: 'T0ACME',
        channel: 'C0RAND',
        ts: '1700000000.000200',
        text: 'handbook: what?',
      }),
    hands: ['ask'],
  },
  'a message of our own': {
    kind: 'event',
    body: () =>
      event({
        type: 'message',
        channel_type: 'channel',
        user: BOT_USER,
        bot_id: 'B0BOT',
        channel: 'C0ENG',
        ts: '1700000000.000300',
        text: 'x',
        metadata: { event_type: 'countersign_publication', event_payload: { publication: 'pub_1' } },
      }),
    hands: ['ownMessage'],
  },
  app_home_opened: {
    kind: 'event',
    body: () => event({ type: 'app_home_opened', user: 'U0ANA', channel: 'D0ANA', tab: 'home' }),
    hands: ['home'],
  },
  'a button': {
    kind: 'interaction',
    body: () => ({
      type: 'block_actions',
      ...who(),
      container: { type: 'message', message_ts: '1700000000.000400', channel_id: 'C0ENG', is_ephemeral: false },
      channel: { id: 'C0ENG' },
      message: { ts: '1700000000.000400' },
      actions: [{ type: 'button', action_id: 'cs:approve', block_id: 'b', action_ts: '1700000001.000100', value: CARD }],
    }),
    hands: ['click'],
  },
  'a button that asks for words': {
    kind: 'interaction',
    body: () => ({
      type: 'block_actions',
      ...who(),
      container: { type: 'message', message_ts: '1700000000.000400', channel_id: 'C0ENG' },
      actions: [{ type: 'button', action_id: 'cs:reject', block_id: 'b', action_ts: '1700000001.000200', value: CARD }],
    }),
    hands: ['form'],
  },
  'a form': {
    kind: 'interaction',
    body: () => ({
      type: 'view_submission',
      ...who(),
      view: {
        id: 'V1',
        type: 'modal',
        hash: 'h',
        callback_id: 'cs:reject',
        private_metadata: JSON.stringify({
          target: { kind: 'card', card: CARD, message: '1700000000.000400' },
          place: { channel: 'C0ENG', thread: null },
        }),
        state: { values: { 'cs:input': { 'cs:text': { type: 'plain_text_input', value: 'because' } } } },
      },
    }),
    hands: ['click'],
  },
  'the form of a question': {
    kind: 'interaction',
    body: () => ({
      type: 'view_submission',
      ...who(),
      view: {
        id: 'V2',
        hash: 'h',
        callback_id: 'cs:ask',
        private_metadata: JSON.stringify({
          platform: 'slack',
          workspace: 'T0ACME',
          channel: 'C0ENG',
          thread: null,
          message: '1700000000.000100',
        }),
        state: { values: { 'cs:input': { 'cs:text': { value: 'what?' } }, 'cs:agent': { 'cs:agent_name': { value: null } } } },
      },
    }),
    hands: ['ask'],
  },
  'the shortcut to retract': {
    kind: 'interaction',
    body: () => ({
      type: 'message_action',
      callback_id: 'retract_publication',
      ...who(),
      action_ts: '1700000002.000100',
      channel: { id: 'C0ENG', name: 'engineering' },
      message: { ts: '1700000000.000300', user: BOT_USER, bot_id: 'B0BOT', text: 'x' },
    }),
    hands: ['click'],
  },
  'a command': {
    kind: 'command',
    body: () => ({
      command: '/countersign',
      text: 'status',
      user_id: 'U0ANA',
      team_id: 'T0ACME',
      channel_id: 'C0ENG',
      trigger_id: `1.${(count += 1)}`,
    }),
    hands: ['command'],
  },
  'a question by command': {
    kind: 'command',
    body: () => ({
      command: '/countersign',
      text: 'ask handbook: what?',
      user_id: 'U0ANA',
      team_id: 'T0ACME',
      channel_id: 'C0ENG',
      trigger_id: `1.${(count += 1)}`,
    }),
    hands: ['ask'],
  },
};
