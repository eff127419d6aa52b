import { count } from '../times.ts';

/** Answers to whoever wants to know more: what the rule of a channel means, and what stands behind a post. */
export const WHY = {
  who: {
    members: 'its members',
    workspace: 'everybody in the company who may post in it',
    listed: 'the people whom the rule lists',
  },
  /** What holds when this person asks in this channel. */
  rule: (channel: string, agents: string, who: string, reviewers: string, closes: string) =>
    `In ${channel}, ${who} may ask ${agents}. The answer comes to whoever asked, alone. ${reviewers} Without a decision it closes after ${closes} and stays private.`,
  /** In the person's own place with us. */
  direct: (agents: string) => `Here you may ask ${agents}. The answer stays with you. To publish an answer, ask in its channel.`,
  notRequired: () => 'It is posted when whoever asked approves it; nobody else is needed.',
  reviewed: (needed: number, people: string) =>
    `It is posted when whoever asked approves it, and then ${count(needed, 'reviewer')} of: ${people}. Nobody reviews their own question.`,
} as const;

/** What the log says of a post. Digests are what an auditor compares; nobody needs to read them. */
export const PROOF = {
  of: (said: { reference: string; stands: string; credit: string; entry: string; digest: string }) =>
    `${said.reference}: ${said.stands}. ${said.credit} ${said.entry} Digest of what was approved: ${said.digest}. An operator can hand out the proof: npm run countersign -- export --proof ${said.reference}`,
  credit: (requester: string, approvers: string) => `Asked by ${requester}, approved by ${approvers}.`,
  entry: (index: number, size: number) =>
    `Its intent is entry ${index} of the log, which has ${count(size, 'entry', 'entries')} under a signed checkpoint.`,
  notYet: () => 'Its intent is in the log, and not under a signed checkpoint yet.',
  posted: (channel: string, time: string) => `posted in ${channel}${time}`,
  notPosted: (channel: string) => `not posted in ${channel}`,
  retracted: (channel: string, time: string) => `retracted from ${channel} ${time}`,
} as const;
