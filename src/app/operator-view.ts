/** What operators see beside the chat: the switch, drafts and the log. Never a byte of a question, an answer or a draft's reason. */
import { approvalsMissing, approvers } from '../core/approvals.ts';
import { type Draft, type State, UNSETTLED_STATES } from '../core/draft.ts';
import { channelIdOf, type DraftId, type PersonId, referenceOf, requestReferenceOf } from '../core/ids.ts';
import { LIFECYCLE } from '../core/lifecycle.ts';
import { STANDS, SWITCH_STANDS, whoMustReview } from '../core/sentences.ts';
import { nextDueAt } from '../core/timers.ts';
import type { KillRow, KillScope } from '../store/store.ts';
import { engagementOf } from './engagement.ts';
import { ableToReview, LookupFailed } from './lookups.ts';
import { namesOf } from './names.ts';
import type { LogEntrySeen, LogSeen, Ports } from './ports.ts';
import { scopesInWords } from './scope-words.ts';

/** Times are ISO 8601. */
export interface OperatorView {
  switch: {
    /** Whether publishing is stopped, and for what where it is not everything, as a sentence. */
    says: string;
    stopped: { scope: KillScope; words: string; by: string | null; at: string; reason: string }[];
    /** The file is present on the server: it stops everything by itself, and is removed there. */
    killFile: boolean;
    /** What the rules name and the switch can stop. */
    scopes: { scope: KillScope; words: string }[];
  };
  /** Newest first. `more`: how many further drafts are open. */
  drafts: { open: DraftLine[]; posted: DraftLine[]; more: number };
  log: Omit<LogSeen, 'entries'> & { entries: (Omit<LogEntrySeen, 'draft'> & { reference: string | null })[] };
}

interface DraftLine {
  id: DraftId;
  /** `rq-…`, and of the post `cs-…` where there is a text. */
  reference: string;
  publication: string | null;
  requester: string;
  agent: string;
  channel: string | null;
  state: State;
  /** For an order that must count for the draft as it was seen. */
  version: number;
  says: string;
  /** Null where time does nothing. */
  closesAt: string | null;
  can: OperatorVerb[];
}

const OPERATOR_VERBS = ['withdraw', 'settle', 'retract'] as const;
type OperatorVerb = (typeof OPERATOR_VERBS)[number];

/** More open drafts are not counted. */
export const MOST_OPEN_COUNTED = 1000;
const MOST_OPEN = 20;
const MOST_POSTED = 5;
const MOST_ENTRIES = 12;

export async function operatorView(ports: Ports): Promise<OperatorView> {
  const { read } = ports.store;
  const [rows, open, posted, log] = await Promise.all([
    read.kill.all(),
    read.drafts.list({ states: UNSETTLED_STATES, limit: MOST_OPEN_COUNTED }),
    read.drafts.list({ states: ['published'], limit: MOST_POSTED }),
    ports.log.newest(MOST_ENTRIES),
  ]);
  const shown = open.slice(0, MOST_OPEN);
  const people = [...shown, ...posted].flatMap((draft) => [draft.request.requester, settledBy(draft) ?? []].flat());
  const name = await namesOf(ports, people);
  const lines = (drafts: Draft[]): Promise<DraftLine[]> => Promise.all(drafts.map((draft) => lineOf(ports, draft, rows, name)));
  return {
    switch: await switchView(ports, rows),
    drafts: { open: await lines(shown), posted: await lines(posted), more: open.length - shown.length },
    log: {
      ...log,
      entries: log.entries.map(({ draft, ...entry }) => ({ ...entry, reference: draft === null ? null : requestReferenceOf(draft) })),
    },
  };
}

/** How the kill switch stands, by whom and why. */
export async function switchView(ports: Ports, rows?: readonly KillRow[]): Promise<OperatorView['switch']> {
  const stopped = (rows ?? (await ports.store.read.kill.all())).filter((row) => row.engaged);
  const killFile = ports.killFile.isPresent();
  const scopes = scopesOf(ports);
  const [name, words] = await Promise.all([
    namesOf(
      ports,
      stopped.flatMap(({ by }) => by ?? []),
    ),
    scopesInWords(ports, [...new Set([...scopes, ...stopped.map(({ scope }) => scope)])]),
  ]);
  const isAllStopped = killFile || stopped.some(({ scope }) => scope === 'all');
  return {
    says: isAllStopped ? SWITCH_STANDS.stopped() : SWITCH_STANDS.stoppedFor(stopped.map(({ scope }) => words(scope))),
    stopped: stopped.map(({ scope, by, at, reason }) => ({
      scope,
      words: words(scope),
      by: by === null ? null : name(by),
      at: iso(at),
      reason: ports.text.plain(reason),
    })),
    killFile,
    scopes: scopes.map((scope) => ({ scope, words: words(scope) })),
  };
}

function scopesOf(ports: Ports): KillScope[] {
  const { agents, channels } = ports.rules.current().book;
  return [
    'all',
    ...Object.keys(agents).map((agent) => `agent:${agent}` as const),
    ...channels.flatMap(({ channel }) => (channel === null ? [] : [`channel:${channel}` as const])),
  ];
}

async function lineOf(ports: Ports, draft: Draft, rows: readonly KillRow[], name: (person: PersonId) => string): Promise<DraftLine> {
  const { id, state, request, revision, destination } = draft;
  const closesAt = nextDueAt(draft);
  const by = settledBy(draft);
  const requester = name(request.requester);
  const channel = destination === null ? null : `#${ports.text.plain(draft.audience.channelName)}`;
  const isHeld =
    engagementOf(ports, rows, { agent: request.agent, channel: destination === null ? null : channelIdOf(destination) }) !== null;
  const reviewers = state === 'awaiting_reviewer' ? await reviewersInWords(ports, draft) : '';
  return {
    id,
    reference: requestReferenceOf(id),
    publication: revision === null ? null : referenceOf(revision.publicationId),
    requester,
    agent: request.agent,
    channel,
    state,
    version: draft.version,
    says: STANDS[state]({
      requester,
      reviewers,
      isHeld,
      agent: request.agent,
      mayStand: draft.publishing.mayStandAlready,
      settledBy: by === null ? null : name(by),
    }),
    closesAt: closesAt === null ? null : iso(closesAt),
    can: OPERATOR_VERBS.filter((verb) => LIFECYCLE[state][verb]?.by.includes('operator')),
  };
}

/** Whoever looked and said that it is not there. Of a post that was looked for and not found, that is nobody. */
function settledBy({ state, last }: Draft): PersonId | null {
  return state === 'publish_failed' && last.code === 'NOT_FOUND_THERE' ? last.by : null;
}

/** `Ben or Chloe`: whose approval is missing. Without an answer of the platform, how many. */
async function reviewersInWords(ports: Ports, draft: Draft): Promise<string> {
  const done = approvers(draft);
  const missing = approvalsMissing(draft);
  try {
    const open = (await ableToReview(ports, draft)).filter((person) => !done.includes(person));
    const name = await namesOf(ports, open);
    return whoMustReview(open.map(name), missing);
  } catch (error) {
    if (!(error instanceof LookupFailed)) throw error;
    ports.logger.warn({ error, draft: draft.id }, 'who could review a draft could not be found out');
    return whoMustReview([], missing);
  }
}

function iso(at: number): string {
  return new Date(at).toISOString();
}
