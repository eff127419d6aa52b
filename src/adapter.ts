/**
 * The port between Countersign and one chat platform. An adapter translates and never decides: it owes *identity* (whoever
 * acts is the person whom the platform verified) and *privacy* (a card reaches the person it is for and nobody else).
 * Rights stay in the core. Every adapter passes `test/adapters/contract.ts`.
 */
import type { Audience } from './core/audience.ts';
import type { Action, Card, CardRef, Verb } from './core/card.ts';
import type { CardId, DraftId, MessageRef, PersonId, Place, PublicationId } from './core/ids.ts';
import type { Credit, FilledPost, PostRequest } from './core/post.ts';
import type { AskedHow, State } from './core/draft.ts';
import type { Forum, NewPost } from './core/forum.ts';
import type { Home, HomeList } from './core/home.ts';
import type { Tree } from './core/text.ts';

export type { Audience, AudienceClass } from './core/audience.ts';
export type { Action, Card, CardPart, CardRef, Verb } from './core/card.ts';
export { VERBS } from './core/card.ts';
export type { CardId, ChannelId, DraftId, MessageRef, PersonId, Place, PublicationId } from './core/ids.ts';
export { channelIdOf, isId } from './core/ids.ts';
/**
 * `PostRequest`: one call of the platform's own API, method and body, which `compose` makes and people approve as it is. `FilledPost`: that
 * call with the approvers' names in it, and where it goes; `publish` sends it. `Credit`: the line that `compose` puts under the text.
 */
export type { Credit, FilledPost, Json, PostRequest } from './core/post.ts';
export type { Home, HomeItem, HomeList, HomeSection } from './core/home.ts';
export { HOME_LISTS } from './core/home.ts';
export type { AskedHow } from './core/draft.ts';
export type { State } from './core/draft.ts';
export type { Forum, NewPost } from './core/forum.ts';
export type { Block, DifferencePart, Inline, Tree } from './core/text.ts';
export { mentionsIn } from './core/text.ts';

export interface ChatAdapter {
  /** The first word of every id of this platform: `playground`, `slack`, `discord`. */
  readonly platform: string;
  readonly capabilities: Capabilities;
  /** Begins to take deliveries. Rejects with an AdapterError when the platform cannot be reached or refuses us. */
  start(inbound: Inbound): Promise<void>;
  /** Takes nothing new and waits for what it is doing. */
  stop(): Promise<void>;
  /** What people do on the platform reaches us now, as far as the adapter knows. False before the start and after the stop. */
  isConnected(): boolean;
  /**
   * Pure: the exact request that publishes this text there. The credit's line stands after the text, slot and all. `newPost` where the
   * destination is a forum: it begins a thread there, with this title and these tags; null everywhere else.
   */
  compose(tree: Tree, destination: Place, credit: Credit, newPost: NewPost | null): PostRequest;
  /** What is there where every post begins a thread of its own, asked of the platform now; null for any other channel, and where there are none. */
  forumOf(channel: Place): Promise<Forum | null>;
  /**
   * Pure: whether this text can be one post, and stand whole on a card, however many characters it has by `maxPostCharacters`: what the
   * platform's own marks make of it may be longer. What does not fit becomes no draft.
   */
  fits(tree: Tree): boolean;
  /** Who can read what is posted there, asked of the platform now; class `unknown` when it does not say. */
  audienceOf(destination: Place): Promise<Audience>;
  /** May this person post there themselves, now? A person who cannot see the channel cannot. */
  canPost(person: PersonId, destination: Place): Promise<boolean>;
  /** Someone the platform does not know is `active: false`. */
  person(id: PersonId): Promise<Person>;
  /** The people that an id means now: a group's members, or the person alone. An AdapterError when the group is gone. */
  members(ref: PersonId): Promise<PersonId[]>;
  /** Shows a card to one person, privately. AdapterError `NO_PRIVATE_SURFACE` when there is no private way. */
  showCard(card: Card, surface: Surface): Promise<CardRef>;
  /**
   * Shows a sentence of ours to this person alone in a place that others read, where they asked: what to do when no private way leads
   * to them. False when the platform cannot, or did not; it is never shown to anybody else.
   */
  whisper(person: PersonId, place: Place, sentence: string): Promise<boolean>;
  /**
   * Says in the place where somebody asked that there is something for them, and no word of what. Where it stands then, for
   * `updateCard`. Null where the platform has no such way, or did not take it; then nothing stands there, or what stood there before.
   */
  point(pointer: Pointer, asked: MessageRef): Promise<CardRef | null>;
  /** Puts the card as it is now in place of the one that was shown. */
  updateCard(ref: CardRef, card: Card): Promise<void>;
  /** Sends the filled post, once, without any retry, within 10 seconds. */
  publish(filled: FilledPost): Promise<PublishOutcome>;
  /** Looks whether a publication of ours stands there. Never throws: what it cannot find out is `cannot_tell`. */
  find(publication: Sought): Promise<FindOutcome>;
  /** Takes a publication away again; one that is not there any more counts as done. */
  retract(message: MessageRef, how: { tombstone: string } | 'remove'): Promise<RetractOutcome>;
  /**
   * What our installation on the platform lacks for these rules, each as a sentence that says what to do; empty when nothing. Rejects
   * with an AdapterError when the platform does not answer.
   */
  missing(used: { channels: Place[]; people: PersonId[] }): Promise<string[]>;
}

export interface Capabilities {
  /** The longest answer, in characters of the post's text without its credit. A longer one is refused, never cut or split. */
  maxPostCharacters: number;
  /** The least time between two posts in one channel, in milliseconds. */
  postIntervalMs: number;
}

export type Pointer =
  /** A card waits for them: by its button they alone open it (`Inbound.open`). */
  | { kind: 'waits'; draft: DraftId; card: CardId }
  /** There is something new, says the same message from now on. */
  | { kind: 'news'; draft: DraftId; at: CardRef }
  /** There is no answer; why, is told privately or not at all. `card` is what this message is known by. */
  | { kind: 'no_answer'; card: CardId };

/** A person's private place with us, or one private channel of reviewers. */
export type Surface = { kind: 'person'; person: PersonId } | { kind: 'review_channel'; place: Place };

export interface Person {
  id: PersonId;
  /** As people of the workspace see it; untrusted. */
  name: string;
  /** Tells this person from others of the same name; untrusted. */
  handle: string;
  /** False when somebody else in the workspace is shown under the same name. */
  nameIsUnique: boolean;
  active: boolean;
  bot: boolean;
  guest: boolean;
  /** Of another organisation. */
  external: boolean;
}

export type PublishOutcome =
  | { kind: 'accepted'; message: MessageRef }
  /**
   * A clear no: nothing was posted. `sentence`, in fixed words of the adapter: first a sentence that says why, which operators read,
   * too; then what the requester can do. Their card has “Try again”, “Edit” and “Keep private”.
   */
  | { kind: 'refused'; code: string; sentence: string; retryAfterMs: number | null }
  /** Neither: it may or may not be there. */
  | { kind: 'unknown' };

/** `title stands`: the text is gone, but the platform does not let us change the title over it, which is of the same text. */
export type RetractOutcome = 'done' | 'refused' | 'unknown' | 'title stands';

export interface Sought {
  publicationId: PublicationId;
  reference: string;
  destination: Place;
  /** When the attempt began, in milliseconds: nothing older is looked at. */
  startedAt: number;
}

export type FindOutcome = { kind: 'found'; message: MessageRef } | { kind: 'absent' } | { kind: 'cannot_tell' };

/** What an adapter hands in. Each resolves only after what it caused is durable, so the platform's ack may follow it. */
export interface Inbound {
  ask(asked: Asked): Promise<Reply>;
  click(clicked: Clicked): Promise<Reply>;
  command(commanded: Commanded): Promise<Reply>;
  /**
   * The button as it is now, before its words are asked for: what stands in its input. For platforms that show the input only when the
   * button is pressed; the click follows with the words. Changes nothing.
   */
  form(pressed: Pressed): Promise<Form>;
  /**
   * The card to which a message of `point` leads, or a line in a list of theirs, as it is now: for the person whose it is, and refused to
   * everybody else. A card that no private way led to is shown by that, and stands where `opening.at` says.
   */
  open(opening: Opening): Promise<Opened>;
  /** What `ask` answered could not be told privately: where it can be said, the place says that there is no answer, and no word of why. */
  noAnswer(asked: { person: PersonId; message: MessageRef }): Promise<void>;
  /** What concerns this person, for a page of their own; computed now, and for nobody else. */
  home(asked: { person: PersonId; pages: Record<HomeList, number> }): Promise<Home>;
  /**
   * A message of our own bot stands where people read, or says something else there: an adapter tells of every one that it hears of. One
   * that no entry of the log accounts for engages the kill switch. Rejects when that cannot be said yet: the platform tells again.
   */
  ownMessage(seen: OwnMessage): Promise<void>;
  /**
   * For what only one process of this installation may do at a time, such as keeping a platform's line that would tell every process
   * everything: true when this one may, for the next ten seconds, and then it asks again. All processes say the same name.
   */
  hold(what: string): Promise<boolean>;
  /** Another process may now, at once. */
  letGo(what: string): Promise<void>;
}

/** Both ids as the message's own metadata has them, which proves nothing by itself; null where it has none. */
export interface OwnMessage {
  message: MessageRef;
  publicationId: string | null;
  cardId: string | null;
  at: number;
  /** When it was made to say something else, in milliseconds; null for a new message, and where the platform does not tell of changes. */
  editedAt: number | null;
}

interface Delivery {
  /** The platform's id of this delivery: the same delivery twice has one effect, also across restarts. */
  deliveryId: string;
  /** Verified by the platform; the only identity that counts. */
  person: PersonId;
  /** When the platform says that it happened, in milliseconds. */
  at: number;
  /** What the platform signed of it, where an outsider can check that later; kept with the draft that it moves. Null where it signed nothing. */
  evidence: Evidence | null;
}

/**
 * A delivery as the platform signed it, with a key of its own of which everybody may know the public half. A signature by a secret that
 * we share with the platform is none: we could have made it ourselves.
 */
export interface Evidence {
  /** Says how it is signed and what its body looks like: `src/log/evidence.ts` reads it. */
  scheme: 'discord-interaction/v1';
  /** 32 bytes in hex. */
  publicKey: string;
  timestamp: string;
  /** Exactly as it came. */
  body: string;
  /** 64 bytes in hex. */
  signature: string;
}

export interface Asked extends Delivery {
  /** Where it was said; asked by command, the place in which it was typed, with a `message` of the adapter's making. */
  message: MessageRef;
  how: AskedHow;
  /** The place is the person's private place with us. */
  direct: boolean;
  channelName: string;
  workspaceName: string;
  /** Null when no agent was named. */
  agent: string | null;
  question: string;
  mentions: PersonId[];
  /** The messages before this one in its thread, oldest first, as far as the requester can see them. Asked only where the rule gives them to the agent. */
  thread(): Promise<{ from: string; text: string }[]>;
}

export interface Clicked extends Delivery {
  target: Target;
  verb: Verb;
  /** What the person wrote in the button's input. */
  text: string | null;
}

/** The button's card; the publication on which it stands; or the draft of a line on the person's own page. */
export type Target =
  | { kind: 'card'; card: CardId; message: string }
  | { kind: 'publication'; message: MessageRef }
  | { kind: 'draft'; draft: DraftId };

/** A button was pressed whose input is still to be shown. */
export interface Pressed {
  person: PersonId;
  target: Target;
  verb: Verb;
}

export type Form = { ok: true; action: Action } | { ok: false; code: string; message: string };

/** The button of a message of `point` was pressed, or that of a line in a list which this person alone was shown. */
export interface Opening {
  person: PersonId;
  draft: DraftId;
  /** `news`: a pointer that says that there is something new, and is about to say that it was seen. */
  from: 'pointer' | 'news' | 'list';
  /** The message on which the button stands, as a card that it shows would be known. */
  at: CardRef;
}

/** `message` is the one on which the card's buttons stand, for `Clicked.target`. */
export type Opened = { ok: true; card: Card; message: string } | { ok: false; code: string; message: string };

/** `/countersign …`, answered to that person only. */
export interface Commanded extends Delivery {
  /** Without the leading `/countersign`. */
  text: string;
  message: MessageRef;
}

export type Reply =
  /**
   * `message` is shown to the person alone, where there is one. `pointer`, after a question: where their draft will be; shown to the
   * person alone in the place of the question, by platforms whose private place is elsewhere.
   */
  | { ok: true; state: State | null; draft: DraftId | null; message: string | null; pointer: string | null }
  | { ok: false; code: string; message: string };

/** `NO_PRIVATE_SURFACE`: shown to nobody. `REFUSED`: the platform said no. `UNREACHABLE`: it did not answer. `UNKNOWN_GROUP`: the group is gone. */
export type AdapterErrorCode = 'NO_PRIVATE_SURFACE' | 'REFUSED' | 'UNREACHABLE' | 'UNKNOWN_GROUP';

export class AdapterError extends Error {
  override readonly name = 'AdapterError';
  readonly code: AdapterErrorCode;
  constructor(code: AdapterErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
