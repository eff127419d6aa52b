import type { AgentQuestion, Turn } from '../agents/agent.ts';
import type { Draft } from '../core/draft.ts';
import type { Ports } from './ports.ts';
import { readRejection, readText, readTree, rejectedBy } from './sealed.ts';

/** More would not fit what most agents read at once, and the newest count. */
const MOST_TURNS = 20;

/** What is sealed as `asked`: what led to the run that is asked again. */
interface StoredAsk {
  /** Before `previous`, oldest first. */
  before: Turn[];
  /** The revisions and rejections since the ask before this one, oldest first; the last text among them is what is done again. */
  since: Turn[];
  wish: string | null;
  /** The revision that is done again. */
  number: number;
}

/** What the next ask again seals: the words of this one, and all that stood between it and the one before. */
export async function sealedAsk(ports: Ports, draft: Draft, wish: string | null): Promise<string> {
  const last = await readAsk(ports, draft);
  const number = draft.revision?.number ?? 0;
  // That run gave no answer: what led to it leads to this one.
  if (last?.number === number) return JSON.stringify({ ...last, wish } satisfies StoredAsk);
  const before = last === null ? [] : [...last.before, ...last.since, ...(last.wish === null ? [] : [said('requester', last.wish)])];
  const since = await turnsBetween(ports, draft, last?.number ?? 0, number);
  return JSON.stringify({ before: before.slice(-MOST_TURNS), since: since.slice(-MOST_TURNS), wish, number } satisfies StoredAsk);
}

/** What an agent that is asked again is told besides the question. A first run has none of it. */
export async function conversationOf(
  ports: Ports,
  draft: Draft,
): Promise<Pick<AgentQuestion, 'wish' | 'previous' | 'rejection' | 'conversation'>> {
  const asked = draft.revision === null ? null : await readAsk(ports, draft);
  if (asked === null) return { wish: null, previous: null, rejection: null, conversation: [] };
  const previousAt = asked.since.findLastIndex(({ by }) => by !== 'reviewer');
  const rejection = asked.since.slice(previousAt + 1).at(-1) ?? null;
  return {
    wish: asked.wish,
    previous: asked.since[previousAt]?.text ?? null,
    rejection: rejection?.text ?? null,
    conversation: [...asked.before, ...asked.since.slice(0, Math.max(0, previousAt))],
  };
}

async function readAsk(ports: Ports, draft: Draft): Promise<StoredAsk | null> {
  const sealed = await ports.store.read.texts.get(draft.id, 'asked');
  return sealed === undefined ? null : (JSON.parse(sealed) as StoredAsk);
}

/** The revisions after `from` up to `to`: the first is the agent's, the others their requester's; each with why reviewers rejected it. */
async function turnsBetween(ports: Ports, draft: Draft, from: number, to: number): Promise<Turn[]> {
  const turns: Turn[] = [];
  const rejections = await rejectionsOf(ports, draft);
  for (let number = from + 1; number <= to; number += 1) {
    const tree = await readTree(ports, draft.id, number);
    if (tree === null) continue;
    const text = ports.text.print(tree);
    // Another channel, or an edit that changed nothing: a new revision of the same words.
    if (turns.findLast(({ by }) => by !== 'reviewer')?.text !== text) turns.push(said(number === from + 1 ? 'agent' : 'requester', text));
    for (const why of rejections.filter((one) => one.number === number)) turns.push(said('reviewer', why.reason));
  }
  return turns;
}

async function rejectionsOf(ports: Ports, draft: Draft): Promise<{ number: number; reason: string }[]> {
  const cards = (await ports.store.read.cards.ofDraft(draft.id)).filter(({ role }) => role === 'reviewer');
  const found = new Map<string, { number: number; at: number; reason: string }>();
  for (const { person, digest, revision: number } of cards) {
    const rejection = await readRejection(ports, draft.id, rejectedBy(person, digest));
    const reason = rejection && (await readText(ports, draft.id, `reason:${rejection.reason}`));
    if (rejection && reason !== null) found.set(`${person} ${digest}`, { number, at: rejection.at, reason: reason ?? '' });
  }
  return [...found.values()].toSorted((one, other) => one.at - other.at);
}

function said(by: Turn['by'], text: string): Turn {
  return { by, text };
}
