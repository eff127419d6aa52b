import type { DisclosedPost } from '../export.ts';
import { momentsOf } from '../history.ts';
import type { History } from '../history.ts';
import { fieldsOf, listIn, textIn } from '../json.ts';
import type { Fields } from '../json.ts';
import { questionsIn } from '../questions.ts';
import type { Request } from '../request.ts';
import { answerOfPost } from './components.ts';
import { lettersOf } from './markdown.ts';

/** What the log and its disclosure say, as far as it is needed here. */
export interface Recorded {
  histories: ReadonlyMap<string, History>;
  posts: readonly DisclosedPost[];
  /** The person who asked. */
  requesterOf(history: History): string;
}

/**
 * A card in Discord carries its own id and nothing that says whose draft it shows. The log says it: the entry that it was shown, by its id,
 * and of several posts that one whose words it has. What was never logged as shown holds no text, and is for somebody who had asked:
 * of their drafts it belongs to the one with its question.
 */
export function boundToDrafts(wire: readonly Request[], recorded: Recorded): Request[] {
  const cards = wire.filter(({ fields }) => isUnbound(fieldsOf(fields?.['card'])));
  const drafts = new Map<string, History>();
  for (const { fields } of cards) {
    const id = textIn(fieldsOf(fields?.['card']), 'id');
    const shown = showingsOf(recorded, id)[0]?.history;
    if (shown) drafts.set(id, shown);
  }
  const questions = new Map<string, string>();
  for (const { fields } of cards) {
    const card = fieldsOf(fields?.['card']);
    const history = drafts.get(textIn(card, 'id'));
    const [question] = questionsIn(card);
    if (history && question !== undefined && !questions.has(history.draft)) questions.set(history.draft, question);
  }
  for (const { fields, time } of cards) {
    const card = fieldsOf(fields?.['card']);
    const id = textIn(card, 'id');
    if (drafts.has(id)) continue;
    const found = askedFor(recorded, textIn(fields, 'recipient'), time, questionsIn(card)[0], questions);
    if (!found) continue;
    drafts.set(id, found);
    const [question] = questionsIn(card);
    if (question !== undefined && !questions.has(found.draft)) questions.set(found.draft, question);
  }
  return wire.map((request) => bound(request, drafts, recorded));
}

function isUnbound(card: Fields | null): boolean {
  return card?.['kind'] === 'card' && card['draft'] === null;
}

function bound(request: Request, drafts: ReadonlyMap<string, History>, recorded: Recorded): Request {
  const card = fieldsOf(request.fields?.['card']);
  if (!card || !isUnbound(card)) return request;
  const history = drafts.get(textIn(card, 'id'));
  // A card that says how it ended has no text any more, and is that of the post which it showed.
  const post = history ? postShown(recorded, history, card, request.time) : null;
  const binding = { draft: history?.draft ?? '', revision: post?.number ?? null, digest: post?.digest ?? null };
  return { ...request, fields: { ...request.fields, card: { ...card, ...binding } } };
}

/** The last one that was logged as shown before, of those whose words these are; else simply the last one, which is then found out. */
function postShown({ posts }: Recorded, history: History, card: Fields, time: number): { digest: string; number: number | null } | null {
  const letters = listIn(card, 'answer')
    .map((one) => lettersOf(typeof one === 'string' ? one : ''))
    .join('');
  const shown = momentsOf(history, 'card.shown')
    .filter(({ entry }) => entry.at <= time)
    .map(({ entry }) => entry.digests['post'] ?? '');
  const isIts = (digest: string) => {
    const post = posts.find((one) => one.draft === history.draft && one.digest === digest);
    return post !== undefined && lettersOf(answerOfPost(fieldsOf(fieldsOf(post.post['request'])?.['body']) ?? {})) === letters;
  };
  const digest = shown.findLast(isIts) ?? shown.at(-1);
  return digest === undefined ? null : { digest, number: history.posts.get(digest)?.number ?? null };
}

function showingsOf({ histories }: Recorded, card: string): { history: History }[] {
  return [...histories.values()].flatMap((history) =>
    momentsOf(history, 'card.shown')
      .filter(({ entry }) => entry.refs['card'] === card)
      .map(() => ({ history })),
  );
}

function askedFor(
  { histories, requesterOf }: Recorded,
  person: string,
  time: number,
  question: string | undefined,
  questions: ReadonlyMap<string, string>,
): History | undefined {
  const theirs = [...histories.values()].filter((one) => requesterOf(one) === person && one.opened.at <= time);
  const withIt = theirs.findLast((one) => question !== undefined && questions.get(one.draft) === question);
  return withIt ?? theirs.findLast((one) => !questions.has(one.draft)) ?? theirs.at(-1);
}
