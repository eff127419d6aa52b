import type { Migration } from './migration.ts';

/**
 * Ids are compared byte by byte in both databases. Nothing is deleted by a foreign key: the log must not go with a draft.
 * An effect's owner and the leases say who works; the rest is described in `tables.ts`.
 */
export const start: Migration = ({ int, bytes, text, serial, end }) => [
  `create table drafts (
    id ${text} primary key, version ${int} not null, state ${text} not null, requester ${text} not null, requester_human ${text} not null,
    agent ${text} not null, platform ${text} not null, channel ${text}, reference ${text}, message ${text}, due_at ${int}, ended_at ${int},
    created_at ${int} not null, erased ${int} not null default 0, body ${text} not null)${end}`,
  'create index drafts_newest on drafts (created_at, id)',
  'create index drafts_by_state on drafts (state, created_at)',
  'create index drafts_by_requester on drafts (requester, created_at)',
  'create index drafts_by_human on drafts (requester_human, created_at)',
  'create index drafts_by_channel on drafts (channel, created_at)',
  'create index drafts_due on drafts (due_at) where due_at is not null',
  'create index drafts_ended on drafts (ended_at) where ended_at is not null and erased = 0',
  'create index drafts_by_reference on drafts (reference) where reference is not null',
  'create index drafts_by_message on drafts (message) where message is not null',

  `create table draft_keys (draft ${text} primary key, wrapped ${bytes})${end}`,
  `create table texts (draft ${text} not null, name ${text} not null, sealed ${bytes} not null, primary key (draft, name))${end}`,
  `create table person_keys (person ${text} primary key, wrapped ${bytes} not null)${end}`,

  `create table entries (
    seq ${serial}, id ${text} not null unique, draft ${text}, bytes ${bytes} not null, leaf_hash ${bytes} not null, idx ${int} unique)${end}`,
  'create index entries_unsequenced on entries (seq) where idx is null',
  'create index entries_by_draft on entries (draft, seq) where draft is not null',
  `create table checkpoints (size ${int} primary key, note ${text} not null, frontier ${bytes} not null, at ${int} not null)${end}`,

  `create table effects (
    id ${text} primary key, kind ${text} not null, key ${text} not null unique, draft ${text}, payload ${text} not null, due_at ${int} not null,
    attempts ${int} not null default 0, generation ${int} not null default 1, owner ${text})${end}`,
  'create index effects_due on effects (due_at, id)',

  `create table cards (
    seq ${serial}, id ${text} not null unique, draft ${text} not null, person ${text} not null, role ${text} not null, revision ${int} not null,
    digest ${text}, surface ${text}, message ${text}, open ${int} not null, shown_at ${int})${end}`,
  'create index cards_by_draft on cards (draft, seq)',
  `create table runs (
    id ${text} primary key, draft ${text} not null, agent ${text} not null, owner ${text}, started_at ${int}, deadline_at ${int})${end}`,
  `create table attempts (
    seq ${serial}, id ${text} not null unique, draft ${text} not null, owner ${text} not null, intent ${text} not null,
    deadline_at ${int} not null, started_at ${int}, ended ${int} not null, absent_reads ${int} not null, last_absent_at ${int})${end}`,
  'create index attempts_by_draft on attempts (draft, seq)',
  'create index attempts_open on attempts (deadline_at) where ended = 0',

  `create table deliveries (id ${text} primary key, reply ${text} not null, at ${int} not null)${end}`,
  'create index deliveries_by_time on deliveries (at)',
  `create table kill (
    scope ${text} primary key, engaged ${int} not null, epoch ${int} not null, by_person ${text}, reason ${text} not null, at ${int} not null)${end}`,
  `create table rule_versions (version ${int} primary key, digest ${text} not null, at ${int} not null)${end}`,
  `create table leases (name ${text} primary key, owner ${text} not null, expires_at ${int} not null)${end}`,
  `create table refusals (
    person ${text} not null, draft ${text} not null, started_at ${int} not null, count ${int} not null,
    primary key (person, draft, started_at))${end}`,
  'create index refusals_by_time on refusals (started_at)',
  `create table slots (channel ${text} primary key, taken_at ${int} not null)${end}`,
];
