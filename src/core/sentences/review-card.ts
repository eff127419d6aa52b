/** What a reviewer's card says. Names, places and times come escaped and in words; the card only chooses and fills. */
import { count } from '../times.ts';
import { RAN_OUT } from './notices.ts';
import { because, type MayStand, newCard, nothingPosted, ON_BOTH_CARDS } from './words.ts';

export const REVIEWER = {
  ...ON_BOTH_CARDS,
  asks: (requester: string, agent: string) => `${requester} asks you to review an answer from ${agent}.`,
  /** On a card that reviewers share in their channel. */
  asksHere: (requester: string, agent: string) => `${requester} asks for a review of an answer from ${agent}.`,
  withheld: () => 'Not shown here any more: this channel is read by people who may not review it.',
  /** `who`: `Ben or Chloe`, `2 of Ben, Chloe and Dan`. */
  ifTheyApprove: (who: string, missing: number, where: string) =>
    `If ${who} ${missing === 1 ? 'approves' : 'approve'}, it is posted in ${where}.`,
  canSee: (names: string, { mayStand }: MayStand) => `${mayStand ? '' : 'Only '}${names} can see it.`,
  /** `where` begins with the channel: `#engineering, where 212 people at Acme can read it`. */
  ifYouApprove: (where: string) => `If you approve, it is posted in ${where}.`,
  /** `post` is `a new post “…” in #questions, tags: runbook`. */
  newPost: (post: string) => `It begins ${post}.`,
  ifYouAndOthersApprove: (others: number, where: string) =>
    `If you and ${others === 1 ? 'one other reviewer' : count(others, 'other reviewer')} approve, it is posted in ${where}.`,
  asked: (requester: string, askedIn: string | null) => `${requester} asked${askedIn === null ? '' : ` in ${askedIn}`}:`,
  askedErased: (requester: string) => `${requester} asked; the question was erased when its time was over.`,
  changedSince: () => 'Changed since the text that you saw before:',
  sameText: () => 'The text is the same as on your earlier card.',
  requesterApproved: (requester: string, time: string) => `${requester} approved this text ${time}.`,
  edited: (editor: string) => `${editor} edited it.`,
  moreNeeded: (missing: number) => `${count(missing, 'more approval')} are needed; the first to reject ends it.`,
  yoursNeeded: () => 'One more approval is needed: yours.',
  firstDecides: () => 'One more approval is needed; the first of you decides.',

  proof: (reference: string) => `Proof: ${reference}.`,
  youApproved: () => 'You approved this. It waits for another approval.',
  askedAgain: (requester: string, agent: string, mayReview: boolean) =>
    `${requester} asked ${agent} again. ${newCard(requester, mayReview, 'the new text')}`,
  answeredAgain: (requester: string, agent: string, mayReview: boolean) =>
    `${requester} asked ${agent} again. ${newCard(requester, mayReview, 'it')}`,
  changed: (requester: string, mayReview: boolean) => `${requester} changed the text. ${newCard(requester, mayReview, 'it')}`,
  moved: (requester: string) => `${requester} chose another channel for it. If your review is needed there, you get a new card.`,
  noLongerCounts: (requester: string, mayReview: boolean) =>
    `Approvals for this text no longer count. ${newCard(requester, mayReview, 'it again')}`,
  rejected: (by: string, time: string, reason: string | null, { mayStand }: MayStand) =>
    `${by} rejected this ${time}${because(reason)}. ${nothingPosted(mayStand)}`,
  /** Stays on the card of whoever rejected it; what became of the draft since stands below. */
  youRejected: (time: string, reason: string | null) => `You rejected this ${time}${because(reason)}.`,
  /** On the card of an earlier post: of the place and the text of the later one, its reviewers alone learn. */
  laterPosted: (isSameText: boolean) => (isSameText ? 'It was approved again, and posted.' : 'A later text was posted.'),
  laterRetracted: (isSameText: boolean) =>
    isSameText ? 'It was approved again, posted, and retracted.' : 'A later text was posted, and retracted.',
  keptPrivate: (requester: string) => `${requester} kept it private.`,
  closedBy: (by: string, { mayStand }: MayStand) => `Closed by ${by}. ${nothingPosted(mayStand)}`,
  takenBack: (agent: string, { mayStand }: MayStand) => `${agent} took it back. ${nothingPosted(mayStand)}`,
  ranOut: (why: keyof typeof RAN_OUT, { mayStand }: MayStand) => `Closed${mayStand ? '' : ' without posting'}: ${RAN_OUT[why]} in time.`,
  approved: (approvers: string, channel: string) => `${approvers} approved this. It waits to be posted in ${channel}.`,
  publishing: (approvers: string, channel: string) => `${approvers} approved this. It is being posted in ${channel}.`,
  unconfirmed: (approvers: string, platform: string, channel: string) =>
    `${approvers} approved this. ${platform} did not confirm the post; it may or may not be in ${channel}.`,
  failed: (approvers: string, channel: string, requester: string) =>
    `${approvers} approved this, but it could not be posted in ${channel}. ${requester} was told.`,
  published: (approvers: string, time: string, channel: string) => `${approvers} approved this ${time}. It was posted in ${channel}.`,
  retracting: (channel: string, by: string, time: string) => `It was posted in ${channel}. ${by} asked ${time} to take it away.`,
  retracted: (channel: string, by: string, time: string) =>
    by === 'you'
      ? `It was posted in ${channel}. You retracted it ${time}.`
      : `It was posted in ${channel}, and retracted by ${by} ${time}.`,
} as const;

/** A change of nothing but spaces and line ends can be neither seen nor heard, so it is named: `⟨2 spaces⟩`. */
export function namedSpaces(text: string): string {
  return text.replaceAll(/ +|\n+/g, (run) => `⟨${count(run.length, run.startsWith(' ') ? 'space' : 'line end')}⟩`);
}
