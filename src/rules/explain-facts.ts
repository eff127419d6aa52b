import type { AudienceClass } from '../core/audience.ts';
import type { ChannelId, PersonId } from '../core/ids.ts';
import type { PeopleRef } from '../core/requirements.ts';
import type { RuleBook } from '../core/rule-book.ts';

/** What is known beside the rules. What is null was not asked of the platform, and the explanation then says "if". */
export interface ExplainFacts {
  standing: { active: boolean; bot: boolean; guest: boolean; external: boolean } | null;
  /** The person can post in this channel themselves; who cannot never asks there. */
  canPost: boolean | null;
  audience: AudienceClass | null;
  /** Who a group of the platform means now. */
  groups: ReadonlyMap<PeopleRef, readonly PersonId[]>;
  /** Names to say in place of ids; untrusted. */
  names: ReadonlyMap<PersonId, string>;
}

export const NOTHING_KNOWN: ExplainFacts = { standing: null, canPost: null, audience: null, groups: new Map(), names: new Map() };

export interface Explained {
  person: PersonId;
  channel: ChannelId;
  /** As people see it, without `#`; untrusted. */
  channelName: string;
  facts: ExplainFacts;
}

/** How ids are said, and what is asked: what every part of an explanation needs. */
export interface Telling extends Explained {
  book: RuleBook;
  name(id: string): string;
  place: string;
}
