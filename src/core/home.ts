import type { Action } from './card.ts';
import type { ChannelId, DraftId, MessageRef } from './ids.ts';

/** The lists of a person's own page, in the order in which they stand there. */
export const HOME_LISTS = ['to_review', 'open', 'published'] as const;
export type HomeList = (typeof HOME_LISTS)[number];

/** A person's own page: what waits for them, what is open of theirs, what they published. Sentences are the core's. */
export interface Home {
  title: string;
  sections: HomeSection[];
}

export interface HomeSection {
  list: HomeList;
  title: string;
  /** Stands in place of the items when there are none. */
  empty: string;
  items: HomeItem[];
  /** Counted from 0. */
  page: number;
  /** Whether older ones come after this page. */
  more: boolean;
}

export interface HomeItem {
  draft: DraftId;
  /** Who asked what where, and how it stands. */
  sentence: string;
  /** Words of the requester, plain; empty after they were erased. */
  question: string;
  /** The person's newest card of this draft; null when none was shown. */
  card: { surface: string; message: string } | null;
  /** What to do when no card of it comes, for pages from which none is opened; null where a card or a post is there. */
  noCard: string | null;
  /** The channel of reviewers in which that card stands; null in their private place with us. */
  cardIn: ChannelId | null;
  /** The publication; null while there is none. */
  publication: MessageRef | null;
  /** What can be done from the page: retract, or nothing. Its target is the draft. */
  actions: Action[];
}
