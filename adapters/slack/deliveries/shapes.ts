/** The payloads that Slack sends, as far as we read them. Whatever does not have its form is nobody's question and nobody's click. */
import { z } from 'zod';
import { messageShape } from '../facts/find.ts';

const id = z.string().min(1);
const text = z.string().nullish();

/** https://docs.slack.dev/apis/events-api */
export const envelopeShape = z.object({
  type: z.literal('event_callback'),
  event_id: id,
  event_time: z.number().nullish(),
  team_id: text,
  context_team_id: text,
  authorizations: z.array(z.object({ team_id: text })).nullish(),
  event: z.looseObject({ type: id }),
});

const teams = { team: text, user_team: text, source_team: text };

/** `app_mention` and `message`. */
export const saidShape = messageShape.extend({
  ...teams,
  channel: id,
  channel_type: text,
  edited: z.unknown().optional(),
  hidden: z.boolean().nullish(),
});
export type Said = z.infer<typeof saidShape>;

export const homeOpenedShape = z.object({ user: id, tab: text });

const whoShape = {
  user: z.object({ id, team_id: text }),
  team: z.object({ id: text }).nullish(),
  trigger_id: text,
};

const inputsShape = z.object({ values: z.record(z.string(), z.record(z.string(), z.object({ value: text }))) });

const viewShape = z.object({
  id,
  type: text,
  hash: text,
  callback_id: text,
  private_metadata: text,
  state: inputsShape.nullish(),
});

/** https://docs.slack.dev/reference/interaction-payloads/block_actions-payload */
export const pressShape = z.object({
  ...whoShape,
  type: z.literal('block_actions'),
  container: z.object({ type: text, message_ts: text, channel_id: text, thread_ts: text, view_id: text }),
  channel: z.object({ id }).nullish(),
  message: z.object({ thread_ts: text }).nullish(),
  view: viewShape.nullish(),
  actions: z.array(z.object({ action_id: id, action_ts: id, value: text })).min(1),
});
export type Press = z.infer<typeof pressShape>;

/** https://docs.slack.dev/reference/interaction-payloads/view-interactions-payload */
export const submissionShape = z.object({ ...whoShape, type: z.literal('view_submission'), view: viewShape });
export type Submission = z.infer<typeof submissionShape>;

/** https://docs.slack.dev/reference/interaction-payloads/shortcuts-interaction-payload */
export const shortcutShape = z.object({
  ...whoShape,
  type: z.literal('message_action'),
  callback_id: id,
  trigger_id: id,
  action_ts: id,
  channel: z.object({ id }),
  message: messageShape,
});

/** https://docs.slack.dev/interactivity/implementing-slash-commands */
export const commandShape = z.object({
  command: id,
  trigger_id: id,
  team_id: id,
  channel_id: id,
  user_id: id,
  text: z.string().nullish(),
});

export const openedShape = z.object({
  target: z
    .discriminatedUnion('kind', [
      z.object({ kind: z.literal('card'), card: z.templateLiteral(['crd_', z.string()]), message: id }),
      z.object({
        kind: z.literal('publication'),
        message: z.object({ platform: z.literal('slack'), workspace: id, channel: id, thread: z.string().nullable(), message: id }),
      }),
      z.object({ kind: z.literal('draft'), draft: z.templateLiteral(['drf_', z.string()]) }),
    ])
    .nullable(),
  place: z.object({ channel: id, thread: z.string().nullable() }).nullable(),
});

export const aboutShape = z.object({
  platform: z.literal('slack'),
  workspace: id,
  channel: id,
  thread: z.string().nullable(),
  message: id,
});

/** The number of seconds that a message's id begins with, in milliseconds. */
export function timeOf(ts: string): number {
  return Math.floor(Number(ts) * 1000);
}
