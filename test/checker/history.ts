import type { Entry } from './entry.ts';

/** A post as an entry made it. The digests are all that the log knows of it. */
export interface MadePost {
  digest: string;
  preview: string;
  requirements: string;
  /** The revision's number in its draft. */
  number: number;
  /** Reviewers that it demands. */
  needed: number;
  /** The entry of whoever last edited its text; null when an agent wrote it. */
  editor: Entry | null;
  by: Entry;
}

/** One entry of a draft, with the draft as it stood just before. */
export interface Moment {
  entry: Entry;
  state: string;
  version: number;
  post: MadePost | null;
  /** Those that stand: every later text, wish, rejection or voiding ends them. */
  approvals: readonly Entry[];
}

/** A draft, as the log tells it. */
export interface History {
  draft: string;
  /** `draft.requested`, unless the beginning is missing. */
  opened: Entry;
  moments: Moment[];
  posts: Map<string, MadePost>;
  /** After the last entry. */
  state: string;
  post: MadePost | null;
  /** The entry that erased its texts. */
  erased: Entry | null;
}

const MAKES_A_POST = new Set(['draft.answered', 'draft.edited', 'draft.voided']);
const ENDS_APPROVALS = new Set([...MAKES_A_POST, 'draft.asked_again', 'draft.rejected']);

/** Tells the history of every draft. It judges nothing. */
export function historiesOf(entries: readonly Entry[]): Map<string, History> {
  const histories = new Map<string, History>();
  for (const entry of entries) {
    if (entry.draft === null || entry.type === 'attempt.refused') continue;
    const known = histories.get(entry.draft);
    const history = known ?? emptyHistory(entry.draft, entry);
    if (!known) histories.set(entry.draft, history);
    add(history, entry);
  }
  return histories;
}

/** The approvals of exactly this post that stand at this moment. */
export function approvalsOf(moment: Moment, post: string): Entry[] {
  return moment.approvals.filter((approval) => approval.digests['post'] === post);
}

export function isBy(role: 'requester' | 'reviewer'): (entry: Entry) => boolean {
  return ({ refs }) => refs['by'] === role;
}

export function humansOf(entries: readonly Entry[]): Set<string> {
  return new Set(entries.map(({ refs }) => String(refs['human'])));
}

/**
 * The human for whom the account of this entry stands at this moment, as the last entry by that account says it: rules may link accounts
 * while a draft is under way.
 */
export function humanOf(history: History, { actor }: Entry, at: Entry): string | number | undefined {
  const acted = history.moments.filter(
    ({ entry }) => entry.actor === actor && entry.index <= at.index && entry.refs['human'] !== undefined,
  );
  return acted.at(-1)?.entry.refs['human'];
}

export function momentsOf(history: History, ...types: string[]): Moment[] {
  return history.moments.filter(({ entry }) => types.includes(entry.type));
}

function emptyHistory(draft: string, opened: Entry): History {
  return { draft, opened, moments: [], posts: new Map(), state: 'none', post: null, erased: null };
}

function add(history: History, entry: Entry): void {
  const last = history.moments.at(-1);
  const version = last ? (last.entry.version ?? last.version) : 0;
  const approvals = last ? approvalsAfter(last) : [];
  history.moments.push({ entry, state: history.state, version, post: history.post, approvals });
  if (entry.version !== null) history.state = String(entry.refs['to']);
  if (entry.type === 'text.erased') history.erased ??= entry;
  if (!MAKES_A_POST.has(entry.type)) return;
  history.post = postOf(entry, history.post);
  history.posts.set(history.post.digest, history.post);
}

function approvalsAfter({ entry, approvals }: Moment): readonly Entry[] {
  if (entry.type === 'draft.approved') return [...approvals, entry];
  return ENDS_APPROVALS.has(entry.type) ? [] : approvals;
}

/** A post that was voided is made again of the same text, so whoever edited it still did. */
function postOf(entry: Entry, before: MadePost | null): MadePost {
  const { refs, digests } = entry;
  const editors: Record<string, Entry | null> = { 'draft.edited': entry, 'draft.voided': before?.editor ?? null };
  return {
    digest: digests['post'] ?? '',
    preview: digests['preview'] ?? '',
    requirements: digests['requirements'] ?? '',
    number: Number(refs['number']),
    needed: Number(refs['needed']),
    editor: editors[entry.type] ?? null,
    by: entry,
  };
}
