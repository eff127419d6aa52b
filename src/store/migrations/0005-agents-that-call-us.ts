import type { Migration } from './migration.ts';

/** Agents that call us: who they are, what each may do for one person, and what was handed in under which key. Of secrets only hashes. */
export const agentsThatCallUs: Migration = ({ int, bytes, text, end }) => [
  `create table agents (
    name ${text} primary key, key_id ${text} not null unique, secret_hash ${bytes} not null,
    created_at ${int} not null, rotated_at ${int}, revoked_at ${int})${end}`,
  `create table grants (
    id ${text} primary key, code_hash ${text} unique, token_hash ${text} unique, agent ${text} not null, requester ${text} not null,
    asked ${text} not null, question ${bytes} not null, verbs ${text} not null, drafts_left ${int} not null, bytes_left ${int} not null,
    epoch ${int} not null, draft ${text}, run ${text}, created_at ${int} not null, expires_at ${int} not null)${end}`,
  'create index grants_by_time on grants (expires_at)',
  `create table submissions (
    agent ${text} not null, key ${text} not null, digest ${text} not null, owner ${text} not null, draft ${text} not null, run ${text} not null,
    reply ${text}, at ${int} not null, primary key (agent, key))${end}`,
  'create index submissions_by_time on submissions (at)',
];
