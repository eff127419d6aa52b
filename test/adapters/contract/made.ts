/** Cards, posts and ears for the clauses. */
import { randomBytes } from 'node:crypto';
import type { Asked, Card, Clicked, Commanded, FilledPost, Inbound, NewPost, PersonId, Place, PostRequest, Reply, Tree } from '#adapter';
import { idFrom, referenceOf } from '../../../src/core/ids.ts';
import { APPROVERS_SLOT } from '../../../src/core/post.ts';
import { createMailbox } from '../../support/mailbox.ts';
import type { Harness } from '../harness.ts';

/** A word that stands nowhere else. */
export function secretWord(): string {
  return `secret${randomBytes(8).toString('hex')}`;
}

export function newId<K extends Parameters<typeof idFrom>[0]>(prefix: K) {
  return idFrom(prefix, randomBytes(16));
}

function treeOf(text: string, ...mentions: { person: PersonId; name: string }[]): Tree {
  const named = mentions.map((mention) => ({ kind: 'mention' as const, ...mention }));
  return { blocks: [{ kind: 'paragraph', children: [{ kind: 'text', text }, ...named] }] };
}

export function cardOf(preview: string, more: Partial<Card> = {}): Card {
  return {
    id: newId('crd'),
    kind: 'card',
    title: 'Draft from handbook. Only you can see it.',
    parts: [
      { kind: 'sentence', text: 'Nothing is posted unless you approve it.' },
      { kind: 'answer', preview, tree: treeOf(preview) },
    ],
    actions: [{ verb: 'approve', label: 'Approve', tone: 'primary', confirm: null, input: null }],
    draft: newId('drf'),
    revision: 1,
    state: 'awaiting_requester',
    digest: randomBytes(32).toString('hex'),
    ...more,
  };
}

export interface MadePost {
  filled: FilledPost;
  request: PostRequest;
  reference: string;
}

/** A post as `publish` gets it: composed by the adapter, its slot filled. */
export function postOf({ adapter }: Harness, destination: Place, text: string, newPost: NewPost | null = null): MadePost {
  const publicationId = newId('pub');
  const reference = referenceOf(publicationId);
  const credit = {
    line: `Asked by Ana. Approved by ${APPROVERS_SLOT}. ${reference}`,
    draft: newId('drf'),
    revision: 1,
    publicationId,
    reference,
  };
  const request = adapter.compose(treeOf(text), destination, credit, newPost);
  const filled = JSON.parse(JSON.stringify(request).replaceAll(APPROVERS_SLOT, 'Ana and Ben')) as PostRequest;
  return { filled: { publicationId, destination, request: filled }, request, reference };
}

export const DONE: Reply = { ok: true, state: null, draft: null, message: null, pointer: null };

const WORDS = { label: 'Your words', initial: '', maxCharacters: 500, isNeeded: false, ok: 'Send' };

/** Takes what the adapter hands in. `answer` may be changed by a test; it is what everybody gets. */
export function createEar() {
  const late = (ms: number) => new Error(`nothing like that came within ${ms} ms`);
  const asked = createMailbox<Asked>(late);
  const clicked = createMailbox<Clicked>(late);
  const commanded = createMailbox<Commanded>(late);
  const ear = {
    answer: (_delivery: Asked | Clicked | Commanded): Promise<Reply> => Promise.resolve(DONE),
    ask: (matches: (one: Asked) => boolean = () => true) => asked.take(matches, 10_000),
    click: (matches: (one: Clicked) => boolean = () => true) => clicked.take(matches, 10_000),
    command: (matches: (one: Commanded) => boolean = () => true) => commanded.take(matches, 10_000),
  };
  const inbound: Inbound = {
    ask(one) {
      asked.put(one);
      return ear.answer(one);
    },
    click(one) {
      clicked.put(one);
      return ear.answer(one);
    },
    command(one) {
      commanded.put(one);
      return ear.answer(one);
    },
    form: ({ verb }) => Promise.resolve({ ok: true, action: { verb, label: 'Send', tone: 'plain', confirm: null, input: WORDS } }),
    home: () => Promise.resolve({ title: 'Your drafts', sections: [] }),
    noAnswer: () => Promise.resolve(),
    ownMessage: () => Promise.resolve(),
    open: () => Promise.resolve({ ok: false, code: 'UNKNOWN_CARD', message: 'nothing' }),
    hold: () => Promise.resolve(true),
    letGo: () => Promise.resolve(),
  };
  return { ...ear, ear, inbound };
}

/** How often a word stands in a text. */
export function times(word: string, text: string): number {
  return text.split(word).length - 1;
}
