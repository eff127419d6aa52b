import type { ColumnType, Generated, Kysely } from 'kysely';

/** The tables as Kysely sees them. Instants are milliseconds, flags are 0 and 1, so that both databases hold the same values. */
export interface Database {
  meta: { name: string; value: string };
  drafts: DraftsTable;
  /** `wrapped` is null when the text was erased. */
  draft_keys: { draft: string; wrapped: Uint8Array | null };
  texts: { draft: string; name: string; sealed: Uint8Array };
  person_keys: { person: string; wrapped: Uint8Array };
  entries: EntriesTable;
  checkpoints: { size: number; note: string; frontier: Uint8Array; at: number };
  effects: EffectsTable;
  cards: CardsTable;
  /** `message` is null until the platform has said which one it became. */
  channel_cards: { seq: Generated<number>; card: string; channel: string; sent_at: number; message: string | null };
  runs: RunsTable;
  attempts: AttemptsTable;
  deliveries: { id: string; reply: string; at: number };
  kill: KillTable;
  rule_versions: { version: number; digest: string; at: number };
  leases: { name: string; owner: string; expires_at: number };
  refusals: { person: string; draft: string; started_at: number; count: number };
  slots: { channel: string; taken_at: number };
  agents: AgentsTable;
  grants: GrantsTable;
  submissions: SubmissionsTable;
}

export type Db = Kysely<Database>;

/** `body` is the whole draft as JSON; the other columns repeat what is searched for. */
interface DraftsTable {
  id: string;
  version: number;
  state: string;
  requester: string;
  requester_human: string;
  agent: string;
  platform: string;
  channel: string | null;
  reference: string | null;
  message: string | null;
  due_at: number | null;
  ended_at: number | null;
  created_at: number;
  erased: ColumnType<number, never, number>;
  body: string;
}

interface EntriesTable {
  seq: Generated<number>;
  id: string;
  draft: string | null;
  bytes: Uint8Array;
  leaf_hash: Uint8Array;
  idx: number | null;
}

interface EffectsTable {
  id: string;
  kind: string;
  key: string;
  draft: string | null;
  payload: string;
  due_at: number;
  attempts: ColumnType<number, number, number>;
  generation: ColumnType<number, never, number>;
  owner: string | null;
}

interface CardsTable {
  seq: Generated<number>;
  id: string;
  draft: string;
  person: string;
  role: string;
  revision: number;
  digest: string | null;
  surface: string | null;
  message: string | null;
  open: number;
  shown_at: number | null;
  shared_lead: string | null;
  shared_channel: string | null;
}

interface RunsTable {
  id: string;
  draft: string;
  agent: string;
  owner: string | null;
  started_at: number | null;
  deadline_at: number | null;
}

interface AttemptsTable {
  seq: Generated<number>;
  id: string;
  draft: string;
  owner: string;
  intent: string;
  deadline_at: number;
  started_at: number | null;
  ended: number;
  absent_reads: number;
  last_absent_at: number | null;
}

interface KillTable {
  scope: string;
  engaged: number;
  epoch: number;
  by_person: string | null;
  reason: string;
  at: number;
}

interface AgentsTable {
  name: string;
  key_id: string;
  secret_hash: Uint8Array;
  created_at: number;
  rotated_at: number | null;
  revoked_at: number | null;
}

/** One of `code_hash` (shown to a person, not used yet) and `token_hash` is there. `question` is sealed. */
interface GrantsTable {
  id: string;
  code_hash: string | null;
  token_hash: string | null;
  agent: string;
  requester: string;
  asked: string;
  question: Uint8Array;
  verbs: string;
  drafts_left: number;
  bytes_left: number;
  epoch: number;
  draft: string | null;
  run: string | null;
  created_at: number;
  expires_at: number;
}

/** `reply` is null while it is under way. */
interface SubmissionsTable {
  agent: string;
  key: string;
  digest: string;
  owner: string;
  draft: string;
  run: string;
  reply: string | null;
  at: number;
}
