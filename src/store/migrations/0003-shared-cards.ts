import type { Migration } from './migration.ts';

/** Reviewers may share one message in their channel; what waits for somebody's review is found among the cards of everybody. */
export const sharedCards: Migration = ({ text }) => [
  `alter table cards add column shared_lead ${text}`,
  `alter table cards add column shared_channel ${text}`,
  'create index cards_open_by_person on cards (person) where open = 1',
];
