import type { AudienceClass } from './audience.ts';
import type { NewPostRule } from './forum.ts';
import type { ChannelId, PersonId } from './ids.ts';
import type { PeopleRef, Reviewers } from './requirements.ts';

/** The rules file after it was read and checked: groups expanded, durations in milliseconds, paths absolute. */
export interface RuleBook {
  /** `alarmChannels`: those of `alarms` that are channels; the others are people. */
  operators: { people: PersonId[]; alarms: PeopleRef[]; alarmChannels: ChannelId[] };
  /** Accounts of one human; the first of each list stands for the human. */
  linked: PersonId[][];
  agents: Record<string, AgentRule>;
  /** Where tools come from, by the name that stands before the slash. */
  toolServers: Record<string, ToolServerRule>;
  limits: { asks: { count: number; perMs: number }; openDrafts: number };
  directMessages: { agents: string[]; mayAsk: MayAsk; tools: string[] } | null;
  channels: ChannelRule[];
  /** How long after its end the text of a draft is erased. */
  retentionMs: number;
}

export type MayAsk = 'members' | 'workspace' | { people: PeopleRef[] };

export interface AgentRule {
  name: string;
  connector: string;
  timeLimitMs: number;
  /** What only this connector reads (the handbook's folder, say), as the rules file says it; paths are absolute, numbers are texts. */
  settings: Record<string, string | readonly string[]>;
  /** The tools that it may use where the channel allows them, too: `server/tool`. */
  tools: string[];
}

/** A server of tools, as the rules file describes it; what is in it only its connector reads. */
export interface ToolServerRule {
  name: string;
  /** A call that takes longer has failed. */
  timeLimitMs: number;
  settings: Record<string, string | readonly string[]>;
}

export interface ChannelRule {
  /** An exact channel id, or a pattern such as `playground:acme:team-*`. */
  channel: ChannelId | null;
  match: string | null;
  agents: string[];
  mayAsk: MayAsk;
  widestAudience: AudienceClass;
  reviewers: Reviewers;
  /** One private channel in which the reviewers are asked together; null: each in their own place. */
  reviewChannel: ChannelId | null;
  expiresMs: number;
  fallback: { afterMs: number; from: PeopleRef[] } | null;
  context: 'none' | 'thread';
  /** The tools that agents may use for a question here, if their own list allows them, too. Empty: none. */
  tools: string[];
  destinations: ChannelId[];
  /** In a forum: an answer that is posted there from elsewhere begins a new post with these tags. Null: none may. */
  newPost: NewPostRule | null;
  fromNarrower: 'refuse' | 'allow';
  retract: 'tombstone' | 'remove';
}

export type RuleFound = { kind: 'rule'; rule: ChannelRule } | { kind: 'none' } | { kind: 'ambiguous'; patterns: string[] };

/** An exact channel wins; two patterns that match are refused, never guessed. `channelName` is what people see. */
export function ruleFor(book: RuleBook, channel: ChannelId, channelName: string): RuleFound {
  const exact = book.channels.find((rule) => rule.channel === channel);
  if (exact) return { kind: 'rule', rule: exact };
  const named = channel.split(':').slice(0, 2).concat(channelName).join(':');
  const matching = book.channels.filter((rule) => rule.match !== null && matches(rule.match, named));
  if (matching.length > 1) return { kind: 'ambiguous', patterns: matching.map((rule) => rule.match ?? '') };
  const [rule] = matching;
  return rule ? { kind: 'rule', rule } : { kind: 'none' };
}

/** `*` stands for any run of characters; nothing else is special. Linear in the text, whatever the pattern. */
export function matches(pattern: string, text: string): boolean {
  const pieces = pattern.split('*');
  const first = pieces.shift() ?? '';
  if (pieces.length === 0) return text === first;
  const last = pieces.pop() ?? '';
  if (!text.startsWith(first) || text.length < first.length + last.length || !text.endsWith(last)) return false;
  let at = first.length;
  const end = text.length - last.length;
  for (const piece of pieces) {
    const found = text.indexOf(piece, at);
    if (found < 0 || found + piece.length > end) return false;
    at = found + piece.length;
  }
  return true;
}

/** The account that stands for a human; a person who is linked to nobody stands for themselves. */
export function humanOf(book: RuleBook, person: PersonId): PersonId {
  return book.linked.find((accounts) => accounts.includes(person))?.[0] ?? person;
}
