import type { Audience } from '../adapter.ts';
import type { Composed } from '../core/command.ts';
import type { Draft } from '../core/draft.ts';
import type { NewPost, NewPostGround } from '../core/forum.ts';
import { idFrom, type PersonId, type PublicationId, referenceOf, type RevisionId } from '../core/ids.ts';
import { APPROVERS_SLOT, type Post } from '../core/post.ts';
import type { Requirements } from '../core/requirements.ts';
import { humanOf } from '../core/rule-book.ts';
import { creditLine, PREVIEWED, staysLine } from '../core/sentences.ts';
import { mentionsIn, type Tree } from '../core/text.ts';
import { adapterOf, namesOf } from './names.ts';
import type { Ports } from './ports.ts';

export interface Written {
  tree: Tree;
  number: number;
  editor: PersonId | null;
  /** The same revision, composed again because what it rests on changed. */
  again?: { id: RevisionId; publicationId: PublicationId };
}

export interface Ground {
  audience: Audience;
  requirements: Requirements;
  newPost: NewPostGround;
}

export type SealedTexts = (readonly [name: string, text: string])[];

/** Makes the post of a revision, its preview and both digests, and the texts that are sealed with it. */
export async function composeRevision(
  ports: Ports,
  draft: Pick<Draft, 'id' | 'request' | 'destination'>,
  written: Written,
  ground: Ground,
): Promise<{ composed: Composed; texts: SealedTexts; textDigest: string }> {
  const { request } = draft;
  const place = draft.destination ?? request.asked;
  const destination = { platform: place.platform, workspace: place.workspace, channel: place.channel, thread: place.thread };
  const publicationId = written.again?.publicationId ?? idFrom('pub', ports.randomBytes(16));
  const name = await namesOf(ports, written.editor === null ? [request.requester] : [request.requester, written.editor]);
  const reference = referenceOf(publicationId);
  const line = creditLine({
    agent: request.agent,
    requester: name(request.requester),
    editor: written.editor === null ? null : name(written.editor),
    slot: APPROVERS_SLOT,
    reference,
  });
  const requirementsDigest = ports.digests.requirements(ground.requirements);
  const salt = newSalt(ports);
  const newPost = newPostOf(ports, written.tree, ground.newPost);
  const post: Post = {
    v: 1,
    salt,
    publicationId,
    destination,
    audience: ground.audience.class,
    requirementsDigest,
    request: adapterOf(ports, place.platform).compose(
      written.tree,
      destination,
      { line, draft: draft.id, revision: written.number, publicationId, reference },
      newPost,
    ),
  };
  const preview = ports.text.previewOfPost({
    tree: written.tree,
    destinationLine: draft.destination === null ? PREVIEWED.nowhere : `#${ground.audience.channelName}`,
    newPost,
    creditLine:
      draft.destination === null ? staysLine(request.agent, written.editor !== null) : line.replace(APPROVERS_SLOT, PREVIEWED.approvers),
    notify: mentionsIn(written.tree).map((mention) => mention.name),
  });
  const digest = ports.digests.post(post);
  const text = salted(ports, 'text', ports.text.print(written.tree));
  const revision = {
    id: written.again?.id ?? idFrom('rev', ports.randomBytes(16)),
    number: written.number,
    digest,
    previewDigest: ports.digests.salted('preview', salt, preview),
    publicationId,
    editor: written.editor,
    editorHuman: written.editor === null ? null : humanOf(ports.rules.current().book, written.editor),
  };
  const texts: SealedTexts = [[`post:${digest}`, JSON.stringify({ post, preview, newPost } satisfies StoredPost)]];
  if (!written.again) texts.push([`text:${text.digest}`, text.sealed], [`tree:${written.number}`, JSON.stringify(written.tree)]);
  const { audience, requirements } = ground;
  const composed = { destination: draft.destination, revision, audience, requirements, requirementsDigest };
  return { composed, texts, textDigest: text.digest };
}

/** What is sealed as `post:<digest>`. */
export interface StoredPost {
  post: Post;
  preview: string;
  /** Not in posts that were composed before there were any. */
  newPost?: NewPost | null;
}

function newPostOf(ports: Ports, tree: Tree, ground: NewPostGround): NewPost | null {
  return ground === null ? null : { title: ports.text.titleOf(tree, ground.longestTitle), tags: ground.tags };
}

/** A text that the log knows by its salted digest: what is sealed holds the salt beside it. */
export function salted(ports: Ports, kind: string, text: string): { digest: string; sealed: string } {
  const salt = newSalt(ports);
  return { digest: ports.digests.salted(kind, salt, text), sealed: JSON.stringify({ salt, text }) };
}

function newSalt(ports: Ports): string {
  return Array.from(ports.randomBytes(32), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
