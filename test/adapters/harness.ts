import type { ChatAdapter, MessageRef, PersonId, Place } from '#adapter';

/** What goes wrong, told without the words of a platform. */
export type FaultKind = 'refuses' | 'is asked too often' | 'says nothing' | 'stores, then says nothing' | 'cuts' | 'stores, then cuts';

/** The members of the port that ask something of the platform. */
export type Asking = 'publish' | 'showCard' | 'updateCard' | 'retract' | 'find' | 'audienceOf' | 'person' | 'members' | 'canPost';

/** The platform of one adapter, in a process of its own, with people in it. */
export interface Harness {
  /** Not started. Its requests end within two seconds when the platform says nothing. */
  adapter: ChatAdapter;
  /** `open`: everybody at the company reads it. `closed`: only `asker` and `reviewer` do. */
  places: { open: Place; closed: Place };
  /** `namesake` is shown under the same name as `asker`; `outsider` is of another organisation. */
  people: { asker: PersonId; reviewer: PersonId; stranger: PersonId; namesake: PersonId; outsider: PersonId };
  /** A group of the platform: `reviewer` and somebody else. */
  group: PersonId;
  /** An id of the platform that nobody has. */
  nobody: PersonId;

  /** Everything that a person can see, as one text. */
  sees(person: PersonId): Promise<string>;
  /** Says something as people do; in `direct`, privately to us. */
  say(person: PersonId, place: Place | 'direct', text: string): Promise<MessageRef>;
  /** Asks an agent by name, the way the platform's people do it, and gives back the words of the question. */
  ask(person: PersonId, place: Place | 'direct', agent: string | null, question: string): Promise<MessageRef>;
  /** `/countersign …`, said in the open channel. */
  command(person: PersonId, text: string): Promise<void>;
  /** Presses a button. Resolves with what the person is told. */
  click(person: PersonId, message: string, verb: string, text?: string): Promise<{ isDone: boolean; code: string | null }>;

  /** How the next request of this kind fails, once. */
  fault(asking: Asking, kind: FaultKind): Promise<void>;
  /** The platform hands the next delivery out twice. */
  repeatNextDelivery(): Promise<void>;
  closePrivateSurface(person: PersonId): Promise<void>;
  openToOutside(place: Place): Promise<void>;
  /** The platform stops telling who can read this place. */
  hideAudience(place: Place): Promise<void>;
  removeFrom(place: Place, person: PersonId): Promise<void>;
  /** Nobody of the company and we neither are in this place any more. */
  removeUsFrom(place: Place): Promise<void>;
  deactivate(person: PersonId): Promise<void>;
  /** Null: the group is gone. */
  setGroup(members: PersonId[] | null): Promise<void>;

  /** How often the adapter asked the platform to publish, whatever came of it. */
  publishRequests(): Promise<number>;
  /** Gives `connect` what it needs in another process. */
  address: string;
  stop(): Promise<void>;
}

/** `test/adapters/<name>/harness.ts` */
export interface HarnessModule {
  startHarness(): Promise<Harness>;
}

/** `test/adapters/<name>/connect.ts`: the adapter alone, for a process without a test in it. */
export interface ConnectModule {
  connect(address: string): ChatAdapter;
}

export type StartHarness = HarnessModule['startHarness'];
