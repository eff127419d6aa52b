import type { Migration } from './migration.ts';

/** What stands in channels of reviewers and operators because we put it there, one row a send: whatever else our bot writes there is forged. */
export const channelCards: Migration = ({ int, text, serial, end }) => [
  `create table channel_cards (
    seq ${serial}, card ${text} not null, channel ${text} not null, sent_at ${int} not null, message ${text})${end}`,
  'create index channel_cards_by_message on channel_cards (message) where message is not null',
  'create index channel_cards_by_card on channel_cards (card)',
  'create index channel_cards_by_time on channel_cards (sent_at)',
];
