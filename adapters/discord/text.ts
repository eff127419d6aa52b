import { mentionsIn } from '#adapter';
import type { Credit, FilledPost, Json, NewPost, Place, PostRequest, Tree } from '#adapter';
import { buttonId, nonceOf } from './components/ids.ts';
import { code, escaped } from './components/markdown.ts';
import { FLAGS, MOST, rows, sizeOf, text, TYPE } from './components/pieces.ts';
import type { Piece } from './components/pieces.ts';
import { layOut } from './components/tree.ts';
import type { Leaves } from './components/tree.ts';
import { publishInForum, publishTo } from './wire.ts';

/** https://discord.com/developers/docs/resources/message#create-message */
const LONGEST_CONTENT = 2000;
/** The approvers' names come into the slot afterwards. */
const ROOM_FOR_NAMES = 200;
/** Of the characters of a message of components: for the line under the text, and all the names in it. */
const ROOM_FOR_CREDIT = 1000;

/**
 * The request that publishes this text: Markdown from the tree, the credit as small print below it, and a button to retract. Nobody is
 * told but those whom the text mentions, and nothing is fetched for a preview. The nonce is the publication's own, so Discord takes the
 * same request twice for one. What its marks make longer than a message's content may be stands in a text component, which holds twice as much.
 *
 * In a forum the same message begins a thread, which Discord makes without a nonce: the button names the publication there.
 */
export function compose(tree: Tree, destination: Place, credit: Credit, newPost: NewPost | null): PostRequest {
  const content = `${layOut(tree, LIVE)}\n-# ${escaped(credit.line)}`;
  const isLong = content.length > LONGEST_CONTENT - ROOM_FOR_NAMES;
  const button = { type: TYPE.button, style: 2, label: 'Retract', custom_id: buttonId('retract', credit.publicationId) };
  const message = {
    ...(isLong ? { components: [text(content), ...rows([button])] } : { content, components: rows([button]) }),
    flags: isLong ? FLAGS.components : FLAGS.suppressEmbeds,
    allowed_mentions: { parse: [], users: usersIn(tree) },
  };
  if (newPost !== null && destination.thread === null) {
    const tags = newPost.tags.map(({ id }) => id);
    return { method: publishInForum(destination.channel), body: { name: newPost.title, applied_tags: tags, message } };
  }
  return {
    method: publishTo(destination.thread ?? destination.channel),
    body: { ...message, nonce: nonceOf('publication', credit.publicationId), enforce_nonce: true },
  };
}

/** Whether Discord takes a post of this text, whoever wrote, asked and approved it. */
export function postFits(tree: Tree): boolean {
  return layOut(tree, LIVE).length <= MOST.characters - ROOM_FOR_CREDIT;
}

/** Whether Discord takes this very post: names may be long, and only now all of them stand in it. */
export function filledFits({ request: { body } }: FilledPost): boolean {
  // In a forum, the message stands within the thread that it begins.
  const { content, components } = (body['message'] ?? body) as PostRequest['body'];
  if (typeof content === 'string' && content.length > LONGEST_CONTENT) return false;
  return !Array.isArray(components) || sizeOf(components as Piece[]).characters <= MOST.characters;
}

function usersIn(tree: Tree): Json[] {
  return mentionsIn(tree).flatMap(({ person }) => userOf(person) ?? []);
}

/** Null for somebody of another platform. */
function userOf(person: string): string | null {
  return /^discord:(\d{1,20})$/.exec(person)?.[1] ?? null;
}

/** The only place in which an address is live and a person is notified. A link's address stands beside its label, for all to see. */
const LIVE: Leaves = {
  text: escaped,
  code,
  link: (label, url) => (label === '' || label === url ? live(url) : `${escaped(label)} (${live(url)})`),
  mention: (person, name) => {
    const user = userOf(person);
    return user === null ? escaped(`@${name}`) : `<@${user}>`;
  },
  block: (words) => words,
};

function live(url: string): string {
  return `<${url.replaceAll(/[<>\s]/g, encodeURIComponent)}>`;
}
