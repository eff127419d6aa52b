import type { Card, CardRef, ChatAdapter, DraftId, Inbound, Person, PersonId } from '../src/adapter.ts';
import { compose } from '../adapters/playground/text.ts';
import { type Desk, keyOf } from './desk.ts';

/** The chat of the benchmark: it answers at once and from memory, so that what is measured is ours and not a platform's. */
export interface Platform extends ChatAdapter {
  inbound(): Inbound;
  /** When the last send began, by `performance.now()`; 0 before the first. */
  lastSendAt(): number;
}

export const WORKSPACE = 'acme';
export const CHANNEL = 'engineering';
export const OPERATOR: PersonId = 'bench:acme:olu';
export const REVIEWER: PersonId = 'bench:acme:ben';

/** All of one width, so that a seeded draft is made of another by putting one name for the other. */
export function requester(nth: number): PersonId {
  return `bench:${WORKSPACE}:p${String(nth).padStart(5, '0')}`;
}

/** No reviewer channel, no rate limit: a platform's own limits would hide ours. */
export function createPlatform(desk: Desk): Platform {
  let inbound: Inbound | null = null;
  let lastSendAt = 0;

  function tell(card: Card, person: string, ref: CardRef): void {
    if (card.draft === null || !card.actions.some((action) => action.verb === 'approve')) return;
    desk.tell({ draft: card.draft, key: keyOf.decide(person), value: { card: card.id, message: ref.message } });
  }

  return {
    platform: 'bench',
    capabilities: { maxPostCharacters: 3000, postIntervalMs: 0 },
    start: (given) => {
      inbound = given;
      return Promise.resolve();
    },
    stop: () => Promise.resolve(),
    isConnected: () => inbound !== null,
    compose,
    forumOf: () => Promise.resolve(null),
    fits: () => true,
    audienceOf: (destination) =>
      Promise.resolve({
        class: 'workspace',
        count: 100_000,
        outside: [],
        channelName: destination.channel,
        workspaceName: 'Acme',
        observedAt: Date.now(),
      }),
    canPost: () => Promise.resolve(true),
    person: (id) => Promise.resolve(personOf(id)),
    members: (ref) => Promise.resolve([ref]),
    showCard(card, surface) {
      const person = surface.kind === 'person' ? surface.person : 'nobody';
      const ref = { surface: person, message: `on-${card.id}` };
      tell(card, person, ref);
      return Promise.resolve(ref);
    },
    updateCard(ref, card) {
      tell(card, ref.surface, ref);
      return Promise.resolve();
    },
    publish({ destination, publicationId, request }) {
      lastSendAt = performance.now();
      const { draft } = request.body['metadata'] as { draft: DraftId };
      desk.tell({ draft, key: keyOf.posted(), value: { at: performance.timeOrigin + lastSendAt } });
      return Promise.resolve({ kind: 'accepted', message: { ...destination, message: `post-${publicationId}` } });
    },
    whisper: () => Promise.resolve(false),
    point: () => Promise.resolve(null),
    missing: () => Promise.resolve([]),
    find: () => Promise.resolve({ kind: 'cannot_tell' }),
    retract: () => Promise.resolve('done'),
    inbound() {
      if (inbound === null) throw new Error('the platform of the benchmark was not started');
      return inbound;
    },
    lastSendAt: () => lastSendAt,
  };
}

function personOf(id: PersonId): Person {
  const name = id.split(':').at(-1) ?? id;
  return { id, name, handle: name, nameIsUnique: true, active: true, bot: false, guest: false, external: false };
}
