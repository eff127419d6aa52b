/**
 * Every rule that the checker knows, in words. A violation names one of these; `violations.test.ts` breaks each of them at least once.
 * Behind each sentence: the invariants of the product that it stands for.
 */
export const RULES = {
  // what was handed in
  'input.form': 'the export, the wire log and the world have the form that is documented; what cannot be read is not passed over',

  // the log by itself
  'log.entry': 'an entry is canonical JSON of exactly its type’s form, and of this log (I9, I18)',
  'log.order': 'entries stand at 0, 1, 2 …, the first opens the log, and no id comes twice (I9)',
  'checkpoint.signature': 'a checkpoint is signed by the pinned key and names this log (I9)',
  'checkpoint.root': 'a checkpoint signs the root over the entries before it; so any two are consistent (I9)',
  'checkpoint.growth': 'checkpoints grow, and none is larger than the log (I9)',

  // the life of each draft
  'draft.version': 'the moves of a draft have the versions 1, 2, 3 … without a gap (I7)',
  'draft.chain': 'a move begins in the state in which the move before it ended (I7)',
  'draft.move': 'a move is one that the lifecycle has, by somebody who may make it',
  'draft.state': 'the state that the product claims is the one that the log leads to (I7)',
  'attempt.once': 'an attempt is begun once (I6)',
  'attempt.end': 'an attempt that was begun has an end (I7)',

  // approvals
  'approval.post': 'an approval is of the post that stands then, and of its preview (I3, I4)',
  'approval.seen': 'whoever approves was shown exactly this post before (I3)',
  'approval.person': 'the requester approves first; a reviewer is another human, did not edit, and counts once (I5)',
  'approval.quorum': 'a draft is approved when as many reviewers as demanded have approved, and not before (I5)',
  'approval.audience': 'an approval is for no wider audience than that of the post, and the post for none wider than the rule allows (I4)',
  'approval.entitled': 'a reviewer is somebody whom the requirements name (I5)',
  'intent.approved': 'a publication is begun only with the approvals that its post demands, all standing (I1, I4, I5)',

  // the kill switch
  'kill.engaged': 'while the switch is engaged nothing is asked, answered, approved, retried or begun (I15)',
  'kill.released': 'releasing the switch publishes nothing: what is begun was approved after the last change (I15)',
  'kill.epoch': 'a publication that is begun carries the number of changes of the switch before it (I15)',

  // what was disclosed
  'disclosure.true': 'what is disclosed fits the digests and the people in the log (I10)',
  'disclosure.whole': 'nothing is missing that is needed to judge a write, unless it was erased (I10)',
  'post.requirements': 'a post carries the requirements under which it was made, and goes where they say (I4, I20)',

  // what reached the platform
  'wire.sorted': 'every write is a publication, a card, a notice or a tombstone (I1)',
  'publication.intent': 'what is sent has the fill digest of an intent that was written before (I1, I8)',
  'publication.signed': 'a checkpoint covers the intent before anything is sent (I8)',
  'publication.bytes': 'what is sent is the approved post with the approvers’ names in its slot, byte for byte (I1, I3)',
  'publication.place': 'it stands in the channel and the thread that were approved (I20)',
  'publication.notify': 'it notifies at most five, each of them a person (I14)',
  'publication.reference': 'it carries its own publication id and reference (I10)',
  'publication.sends': 'one attempt sends once (I6)',
  'publication.once': 'a publication stands once, unless its requester asked for another try (I6)',
  'publication.outcome': 'what the log says became of an attempt is what the platform shows (I7, I10)',
  'card.draft': 'a card is of a draft that exists, and is not shown before that draft (I13)',
  'card.shown': 'a card that shows a text was logged as shown to this person before (I13)',
  'card.preview': 'a card shows the preview that the log knows for its post, whole (I3)',
  'card.question': 'a card repeats the question of its draft, and no other words in its place (I13)',
  'card.partial': 'what an agent has written so far is on a card of its requester, and nothing there can be approved (I13)',
  'card.bytes': 'a card holds no text that the person on whom it lies was not to be shown (I13)',
  'card.address': 'no card and no notice holds a live address, but in the requester’s own edit field (I13)',
  'card.update': 'an update stays with the person, the draft and the card that it updates (I13)',
  'showing.approved': 'a reviewer is shown a text only while its requester’s approval of it stands (I13)',
  'showing.entitled': 'a reviewer who is shown a text is somebody whom the requirements name, a fallback not too early (I5, I13)',
  'notice.form': 'a notice holds sentences and nothing else',
  'notice.bytes': 'a notice holds no text of a draft and no byte of an agent (I1)',
  'tombstone.words': 'a tombstone is the fixed sentence about the agent that was asked (I1)',
  'retraction.intended': 'what is taken away is a publication of ours whose retraction was written down before (I19)',
  'retraction.outcome': 'a retraction is confirmed only if the platform shows it or had nothing to take away (I19)',
} as const;

export type Rule = keyof typeof RULES;

export interface Violation {
  rule: Rule;
  /** What is wrong, in words for a person. */
  what: string;
  /** The number of the wire log's entry, where it is about one. */
  wire?: number;
}

export type Report = (rule: Rule, what: string, wire?: number) => void;
