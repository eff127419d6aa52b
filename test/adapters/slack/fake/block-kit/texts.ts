/** Texts and ids of Block Kit, with the limits of Slack's documentation. What is not documented is refused. */
import { z } from 'zod';

/** Slack counts characters; an empty text is refused everywhere. */
export const text = (most: number) => z.string().min(1).max(most);

/** `action_id` and `block_id`. */
export const id = z.string().min(1).max(255);

export const plainText = (most: number) =>
  z.strictObject({ type: z.literal('plain_text'), text: text(most), emoji: z.boolean().optional() });

const mrkdwn = (most: number) => z.strictObject({ type: z.literal('mrkdwn'), text: text(most), verbatim: z.boolean().optional() });

export const anyText = (most: number) => z.discriminatedUnion('type', [plainText(most), mrkdwn(most)]);

export const confirm = z.strictObject({
  title: plainText(100),
  text: anyText(300),
  confirm: plainText(30),
  deny: plainText(30),
  style: z.enum(['primary', 'danger']).optional(),
});

export const option = z.strictObject({
  text: anyText(75),
  value: text(150),
  description: anyText(75).optional(),
  url: z.string().max(3000).optional(),
});
