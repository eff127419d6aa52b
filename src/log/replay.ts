import type { CommandKind } from '../core/command.ts';
import type { State } from '../core/draft.ts';
import type { Entry } from '../core/fact.ts';
import { FACT_OF, LIFECYCLE } from '../core/lifecycle.ts';

/** What the facts of one draft add up to. People are pseudonyms. */
export interface Replayed {
  state: State;
  version: number;
  /** Reviewers that the current post demands. */
  needed: number;
  /** Whoever asked: the account, and the human that it stands for. */
  requester: { account: string; human: string };
  /** The human who wrote the current text; null when the agent did. */
  editor: string | null;
  /** Digest of the post that decisions speak of; null before the first answer. */
  post: string | null;
  /** Every post of this draft; true once its requester approved it. */
  posts: Map<string, boolean>;
  /** Who was shown which post: `<digest> <account>`. */
  shown: Set<string>;
  /** Approvals of the current post. */
  approvals: { human: string; by: string }[];
  /** The run that the draft waits for; null while it waits for none. */
  waitsFor: string | null;
  /** The runs that were started. */
  runs: Set<string>;
  /** Calls of tools that have no outcome yet: `<run> <call>`. */
  calls: Set<string>;
  /** Every move by an account, by its entry's id. */
  moves: Map<string, string>;
  /** The attempt that was begun last. */
  attempt: string | null;
  erased: boolean;
}

const COMMAND_OF = new Map(Object.entries(FACT_OF).map(([command, fact]): [string, CommandKind] => [fact, command as CommandKind]));

/** While a publication is taken away, confirm and refuse speak of the retraction, and nothing else is said. */
const COMMAND_WHILE_RETRACTING = new Map<string, CommandKind>([
  ['retraction.confirmed', 'confirm'],
  ['retraction.refused', 'refuse'],
]);

/** The facts after which no earlier approval counts. */
const VOIDING: readonly Entry['type'][] = ['draft.answered', 'draft.edited', 'draft.asked_again', 'draft.rejected', 'draft.voided'];

const OUTCOMES: readonly Entry['type'][] = ['publication.confirmed', 'publication.refused', 'publication.lost', 'publication.abandoned'];

/**
 * Replays facts to the state of every draft, by the same table that the product uses, and says what does not follow from what stood
 * before: a version that is missing, a move that the table has not, a publication without the approvals that were demanded.
 */
export function createReplay() {
  const drafts = new Map<string, Replayed>();

  /** Takes the next entry of the log; returns what is wrong with it. */
  function take(entry: Entry): string[] {
    if (entry.draft === undefined) return [];
    const draft = drafts.get(entry.draft);
    if (entry.version === undefined) return takeBeside(entry, draft);
    if (!draft) {
      drafts.set(entry.draft, opened(entry));
      return aboutOpening(entry);
    }
    const problems = [...aboutMove(entry, draft), ...aboutPeople(entry, draft), ...aboutApprovals(entry, draft)];
    move(entry, draft);
    return problems;
  }

  return { take, drafts };
}

/** What happens beside the life of a draft moves nothing. Attempts may name a draft that never was. */
function takeBeside(entry: Entry, draft: Replayed | undefined): string[] {
  if (entry.type === 'attempt.refused') return [];
  if (!draft) return ['speaks of a draft that the log does not know'];
  if (entry.type === 'text.erased') draft.erased = true;
  if (RUN_FACTS.includes(entry.type)) return aboutRun(entry, draft);
  if (entry.type === 'evidence.kept')
    return draft.moves.get(String(entry.refs.move)) === entry.actor ? [] : ['speaks of a move that this person did not make'];
  if (entry.type !== 'card.shown') return [];
  draft.shown.add(showing(entry, entry.actor));
  return aboutShowing(entry, draft);
}

const RUN_FACTS: readonly Entry['type'][] = ['run.started', 'tool.called', 'tool.answered', 'tool.refused'];

/** I10: from an answer one can walk to the run that gave it, and to every tool that the run called. */
function aboutRun({ type, refs }: Entry, draft: Replayed): string[] {
  const run = String(refs.run);
  if (type === 'run.started') {
    if (run !== draft.waitsFor) return ['starts a run that its draft does not wait for'];
    if (draft.runs.has(run)) return ['starts a run a second time'];
    draft.runs.add(run);
    return [];
  }
  if (!draft.runs.has(run)) return ['speaks of a run that was not started'];
  const call = `${run} ${refs.call}`;
  if (type === 'tool.called') {
    if (run !== draft.waitsFor) return ['calls a tool in a run that was over'];
    draft.calls.add(call);
  }
  return type !== 'tool.answered' || draft.calls.delete(call) ? [] : ['is the outcome of a call that was never made'];
}

function opened({ id, refs, version, actor }: Entry): Replayed {
  return {
    state: refs.to as State,
    version: version ?? 0,
    needed: Number(refs.needed ?? 0),
    requester: { account: actor ?? '', human: String(refs.human ?? '') },
    editor: null,
    post: null,
    posts: new Map(),
    shown: new Set(),
    approvals: [],
    waitsFor: String(refs.run ?? ''),
    runs: new Set(),
    calls: new Set(),
    moves: new Map(actor === undefined ? [] : [[id, actor]]),
    attempt: null,
    erased: false,
  };
}

function aboutOpening(entry: Entry): string[] {
  if (entry.type !== 'draft.requested' || entry.version !== 1)
    return ['is the first entry of its draft, but no draft begins there: earlier entries are missing'];
  const { from, to, by } = entry.refs;
  return from === 'none' && to === 'awaiting_agent' && by === 'requester' ? [] : ['begins a draft as no draft begins'];
}

function aboutMove({ type, version, refs }: Entry, draft: Replayed): string[] {
  const problems: string[] = [];
  const { from, to, by } = refs;
  if (version !== draft.version + 1) problems.push(`is version ${version} of its draft, after version ${draft.version}`);
  if (from !== draft.state) problems.push(`moves its draft from ${from}, but the draft was ${draft.state}`);
  const command = (from === 'retracting' ? COMMAND_WHILE_RETRACTING : COMMAND_OF).get(type);
  const allowed = command === undefined || from === 'none' ? undefined : LIFECYCLE[from as State][command];
  if (!allowed?.to.some((state) => state === to)) problems.push(`moves its draft from ${from} to ${to}, which is not a move that exists`);
  else if (!allowed.by.some((role) => role === by)) problems.push(`is a move by the ${by}, who may not make it`);
  return problems;
}

/** I5: who asked is one account; a reviewer is another human than whoever asked or wrote the text. */
function aboutPeople({ actor, refs }: Entry, { requester, editor }: Replayed): string[] {
  if (refs.by === 'requester' && actor !== requester.account) return ['is a move as requester by somebody else'];
  if (refs.by === 'reviewer' && (refs.human === requester.human || refs.human === editor))
    return ['is a move as reviewer by whoever asked or edited'];
  return [];
}

/** I1: before a publish begins, its requester and as many other humans as its post demands have approved exactly this post. */
function aboutApprovals({ type, actor, refs, digests }: Entry, draft: Replayed): string[] {
  if (type === 'draft.approved') {
    if (digests.post !== draft.post) return ['approves another post than the current one'];
    // I3: each showing is logged before it, so what is approved without one was never seen.
    return draft.shown.has(showing({ digests }, actor)) ? [] : ['approves a post that its log does not say was shown to this person'];
  }
  if (OUTCOMES.includes(type) && refs.attempt !== draft.attempt) return ['is the outcome of another attempt than was begun'];
  if (type !== 'publication.intended') return [];
  const problems: string[] = [];
  if (digests.post !== draft.post) problems.push('begins to publish another post than the current one');
  if (!draft.approvals.some(({ by }) => by === 'requester')) problems.push('begins to publish what its requester did not approve');
  const reviewers = new Set(draft.approvals.filter(({ by }) => by === 'reviewer').map(({ human }) => human));
  if (reviewers.size < draft.needed) problems.push(`begins to publish with ${reviewers.size} of ${draft.needed} reviewers`);
  return problems;
}

function showing({ digests }: Pick<Entry, 'digests'>, actor: string | undefined): string {
  return `${digests.post} ${actor}`;
}

/**
 * A post is shown to nobody but its requester until they approved it. Another process may have moved the draft on while a card was on
 * its way, so an earlier post is judged by itself.
 */
function aboutShowing({ actor, refs, digests }: Entry, draft: Replayed): string[] {
  const isApproved = draft.posts.get(digests.post ?? '');
  if (isApproved === undefined) return ['shows a post that its draft never had'];
  if (refs.role === 'requester')
    return actor === draft.requester.account ? [] : ['shows a draft as to its requester, but to somebody else'];
  return isApproved ? [] : [`shows a draft as to a ${refs.role} before its requester approved it`];
}

function move({ id, type, version, actor, refs, digests }: Entry, draft: Replayed): void {
  if (actor !== undefined) draft.moves.set(id, actor);
  draft.version = version ?? draft.version;
  draft.state = refs.to as State;
  if (VOIDING.includes(type)) draft.approvals = [];
  draft.waitsFor = refs.to === 'awaiting_agent' ? String(refs.run) : null;
  if (type === 'draft.answered' || type === 'draft.edited' || type === 'draft.voided') {
    draft.post = digests.post ?? null;
    draft.posts.set(digests.post ?? '', false);
    draft.needed = Number(refs.needed);
  }
  if (type === 'draft.answered') draft.editor = null;
  if (type === 'draft.edited') draft.editor = String(refs.human);
  if (type === 'draft.approved') {
    draft.approvals.push({ human: String(refs.human), by: String(refs.by) });
    if (refs.by === 'requester') draft.posts.set(digests.post ?? '', true);
  }
  if (type === 'publication.intended') draft.attempt = String(refs.attempt);
}
