import type { State } from '../draft.ts';
import type { HomeList } from '../home.ts';

/** What stands over the lists of a person's own page, and in place of a list that is empty. */
export const HOME = {
  title: () => 'Your drafts and reviews. Only you can see this page.',
  lists: {
    to_review: { title: 'Waiting for your review', empty: 'Nothing waits for your review.' },
    open: { title: 'Your open drafts', empty: 'You have no open drafts. To ask, mention me in a channel, or write to me.' },
    published: { title: 'Posted for you', empty: 'Nothing of yours is posted.' },
  } satisfies Record<HomeList, { title: string; empty: string }>,
  noCard: () =>
    'No card of it has reached you. If none comes, allow direct messages from Countersign: for about an hour it is tried again every minute.',
  toReview: (requester: string, agent: string, channel: string, closes: string) =>
    `${requester} asks you to review an answer from ${agent} for ${channel}. Closes ${closes}.`,
  open: (agent: string, channel: string | null, stands: string) =>
    `${agent}, ${channel === null ? 'for you alone' : `for ${channel}`}. ${stands}`,
  published: (agent: string, channel: string, time: string, reference: string) =>
    `${agent}, posted in ${channel}${time}. Reference: ${reference}.`,
  stillThere: (agent: string, channel: string, reference: string) =>
    `${agent}, in ${channel}: it could not be taken away, and is still there. Reference: ${reference}.`,
  beingTaken: (agent: string, channel: string) => `${agent}: it is being taken away from ${channel}.`,
} as const;

/** How an open draft stands, as its requester reads it on their page. States in which a draft is not open have no words. */
export const HOME_STANDS: Partial<Record<State, (closes: string) => string>> = {
  awaiting_agent: () => 'It is looking for an answer.',
  awaiting_requester: (closes) => `Waits for you. Closes ${closes}.`,
  awaiting_reviewer: (closes) => `Waits for its reviewers. Closes ${closes}.`,
  rejected: (closes) => `Was not approved. Waits for you. Closes ${closes}.`,
  approved: () => 'Approved. It waits to be posted.',
  publishing: () => 'Approved. It is being posted.',
  outcome_unknown: () => 'The platform did not confirm the post. It is being looked for.',
  publish_failed: (closes) => `The post failed. Waits for you. Closes ${closes}.`,
};
