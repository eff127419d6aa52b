/** What the requester's card says. Names, places and times come escaped and in words; the card only chooses and fills. */
import type { AskedHow } from '../draft.ts';
import { RAN_OUT } from './notices.ts';
import { howFew } from './people.ts';
import { because, capital, type MayStand, nothingPosted, ON_BOTH_CARDS } from './words.ts';

/** Who was shown the draft before. Null where nobody was. */
export interface SawBefore {
  /** This very text: `you, Ben and Chloe`. */
  text: string | null;
  /** An earlier revision only: `Dan`. */
  revision: string | null;
}

/** Told to whoever asked, in the place where they asked, and to nobody else. */
export const POINTER = {
  toDraft: (agent: string) => `${agent} is looking for an answer. It comes to you alone, in our direct messages.`,
} as const;

const BY_HOW: Record<AskedHow, (channel: string) => string> = {
  said: (channel) => `in your thread in ${channel}`,
  about: (channel) => `in ${channel}, in the thread that you asked about`,
  privately: (channel) => `in ${channel}, as a new post outside of any thread`,
};

export const REQUESTER = {
  ...ON_BOTH_CARDS,
  working: (agent: string) => `${agent} is looking for an answer. Only you can see this.`,
  answered: (agent: string) => `${agent} has answered. The card is below.`,
  workingOver: (agent: string) => `${agent} is done with this. The newest card is below.`,
  workingOverAbove: (agent: string) => `${agent} is done with this. Your draft is on the card above.`,
  stoppedAgain: (agent: string) => `You stopped ${agent}. Your draft is on the card above, as it was.`,
  stopped: (agent: string) => `You stopped ${agent}. Nothing was posted.`,
  askAfreshMeans: () => '“Ask again” asks the same question anew. To ask in other words, write a new question.',
  closedUnanswered: () => 'Closed without an answer. Ask again if you still need it.',
  closedUnansweredBy: (by: string, reason: string | null) => `Closed by ${by}${because(reason)}. Nothing was posted.`,

  /** The title of a draft that waits for its requester. */
  draft: (agent: string, isEdited: boolean, saw: SawBefore, { mayStand }: MayStand) =>
    `Draft from ${agent}.${isEdited ? ' Edited by you.' : ''} ${whoSees(saw, mayStand)}`,
  unlessYouApprove: () => 'Nothing is posted unless you approve it.',
  asked: (askedIn: string | null) => `You asked${askedIn === null ? '' : ` in ${askedIn}`}:`,
  askedErased: (askedIn: string | null) =>
    `You asked${askedIn === null ? '' : ` in ${askedIn}`}; the question was erased when its time was over.`,
  questionVisible: () => '(Your question is already visible there.)',
  questionPrivate: () => '(Nobody there can see your question.)',
  textErased: () => 'The text of this draft was erased when its time was over.',
  staysWithYou: () => 'You asked this in a direct message, so the answer stays with you. To publish an answer, ask in its channel.',
  whereItWasAsked: (how: AskedHow, channel: string) => `Would be posted: ${BY_HOW[how](channel)}`,
  elsewhere: (channel: string) => `Would be posted: in ${channel}, not where you asked`,
  /** `post` is `a new post “…” in #questions, tags: runbook`. */
  newPost: (post: string, isElsewhere: boolean) => `Would be posted: as ${post}${isElsewhere ? ' (not where you asked)' : ''}`,
  whoCouldRead: (readers: string) => `Who could read it: ${readers}`,
  beforeThat: (reviewers: string) => `Before that: you approve, then ${reviewers}`,
  beforeThatOnlyYou: () => 'Before that: only you approve. It is posted at once.',
  readersUnknown: () => 'Press “Edit” or “Ask again” when that is known.',
  tooManyReaders: (channel: string) =>
    `The rule of ${channel} accepts fewer readers, so it cannot be posted there. Press “Edit” or “Ask again” when that has changed.`,
  tooFewReviewers: (able: number, operators: string) => `${capital(howFew(able))} could review it now. ${operators} can add a reviewer.`,
  fallbackAfter: (after: string, people: string) => `If it still waits after ${after}, ${people} can see and review it as well.`,

  changedSince: (revision: number) => `Changed since revision ${revision}:`,
  changedNothing: (agent: string, revision: number) => `${agent} changed nothing: the text is that of revision ${revision}.`,
  wroteAnew: (agent: string, revision: number) => `${agent} wrote it anew: hardly anything of revision ${revision} is left.`,
  askedAgain: (agent: string) => `You asked ${agent} again.`,
  askedAgainMeans: () => 'Earlier approvals no longer count. The newest card is below.',
  waiting: (reviewers: string) => `Waiting for ${reviewers}.`,
  youApproved: (time: string, whoCanSee: string) => `You approved ${time}. ${whoCanSee}`,
  canSee: (you: string) => `${you} can see this draft.`,
  /** Their cards are on the way. */
  beingAsked: (names: string, howMany: number) => `${names} ${howMany === 1 ? 'is' : 'are'} being asked.`,
  notShownYet: ({ mayStand }: MayStand) => `${mayStand ? 'No reviewer' : 'Only you'} can see this draft until they get their cards.`,
  rejected: (by: string, reason: string | null, { mayStand }: MayStand) =>
    `${by} did not approve${because(reason)}. ${nothingPosted(mayStand)}`,

  approved: (channel: string) => `Approved. It waits to be posted in ${channel}.`,
  publishing: (channel: string) => `Approved. It is being posted in ${channel}.`,
  unconfirmed: () => 'The platform did not confirm the post.',
  failed: () => 'The post failed.',
  published: (channel: string, time: string, approvers: string, reference: string) =>
    `Posted in ${channel}${time}. Approved by ${approvers}. Proof: ${reference}.`,
  settled: (by: string, time: string, reason: string | null) => `Settled by ${by} ${time}${because(reason)}.`,
  retracting: (channel: string) => `It is being taken away from ${channel}.`,
  stillThere: () => 'It could not be taken away and is still there.',
  retracted: (by: string, time: string, channel: string) =>
    `${by === 'you' ? 'You retracted it' : `Retracted by ${by}`} ${time}. It no longer stands in ${channel}.`,

  keptPrivate: (whoSaw: string) => `Kept private. ${whoSaw}`,
  closed: (whoSaw: string) => `Closed. ${whoSaw}`,
  closedBy: (by: string, reason: string | null, whoSaw: string) => `Closed by ${by}${because(reason)}. ${whoSaw}`,
  takenBack: (agent: string, whoSaw: string) => `${agent} took this draft back. ${whoSaw}`,
  takenBackUnanswered: (agent: string) => `${agent} took this back before it had answered. Nothing was posted.`,
  onlyYouSaw: ({ mayStand }: MayStand) => (mayStand ? 'No reviewer saw it.' : 'Only you saw it.'),
  theySaw: (you: string, { mayStand }: MayStand) => `${you} saw it${mayStand ? '.' : '; nobody else did.'}`,
  mayStand: (channel: string, platform: string) => `It may stand in ${channel} all the same. ${platform} never confirmed it: look there.`,
  ranOut: (why: keyof typeof RAN_OUT, time: string, mayStand: string | null) =>
    mayStand === null
      ? `Closed without posting: ${RAN_OUT[why]} before ${time}. Ask again if you still need it.`
      : `Closed: ${RAN_OUT[why]} before ${time}. ${mayStand} Ask again if you still need it.`,
  replaced: () => 'This card is no longer current. The newest card is below.',
} as const;

/** Of a text that an unconfirmed attempt may have posted, it is only said which reviewers see it. */
function whoSees({ text, revision }: SawBefore, mayStand: boolean): string {
  const earlier = revision === null ? '.' : `; ${revision} saw an earlier revision.`;
  if (text !== null) return `${mayStand ? capital(text) : `Only ${text}`} have seen it${earlier}`;
  return `${mayStand ? 'No reviewer' : 'Only you'} can see it${earlier}`;
}
