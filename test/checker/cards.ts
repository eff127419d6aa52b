import { saltedDigest } from './digests.ts';
import type { Entry } from './entry.ts';
import { momentsOf } from './history.ts';
import type { History } from './history.ts';
import { answerOfPost } from './discord/components.ts';
import { lettersOf } from './discord/markdown.ts';
import { fieldsOf, listIn, stringsOf, textIn, textsIn } from './json.ts';
import type { Fields } from './json.ts';
import { questionsIn } from './questions.ts';
import type { ReadableBy } from './readable.ts';
import { personOf, postOf, requesterOf } from './story.ts';
import type { Story } from './story.ts';
import { lettersOfAnswer } from './slack/blocks.ts';
import type { Request } from './wire.ts';

/** A card that was put in somebody's private place, or what was put in its place later. */
export interface CardWrite {
  request: Request;
  recipient: string;
  /** It stands where several reviewers read it: then the log has a showing for each of them. */
  isShared: boolean;
  card: Fields;
}

/** Holds one card of a draft against what the log says that this person was shown. */
export function checkCard(story: Story, write: CardWrite, readable: ReadableBy): void {
  const { request, recipient, card } = write;
  const history = story.histories.get(textIn(card, 'draft'));
  if (!history || history.opened.at > request.time) {
    story.report('card.draft', 'it is a card of no draft that there was', request.n);
    return;
  }
  const isRequester = recipient === requesterOf(story, history);
  const showing = showingOf(story, history, write, isRequester ? 'requester' : 'reviewer');
  if (card['preview'] !== null || listIn(card, 'answer').length > 0) checkText(story, history, write, showing);
  // To anybody but the requester even a card without a text speaks of a draft that nobody else knows.
  else if (!isRequester && !showing && !isWithheld(write))
    story.report('card.shown', `it went to ${recipient}, who was never shown this draft`, request.n);
  checkQuestion(story, history, write);
  checkPartial(story, write, isRequester);
  checkWords(story, write, isRequester, readable);
}

/** What a shared card says once somebody reads it who may not review: one fixed sentence, and nothing of the draft. */
function isWithheld({ isShared, card }: CardWrite): boolean {
  const words = stringsOf([card['title'], card['parts'], card['answer'], card['actions']]).filter((text) => text !== 'sentence');
  return isShared && words.every((text) => text === 'Not shown here any more: this channel is read by people who may not review it.');
}

/** The entry that says that exactly this card was shown to exactly this person, written before. */
function showingOf(story: Story, history: History, { request, recipient, card, isShared }: CardWrite, role: string): Entry | undefined {
  return momentsOf(history, 'card.shown')
    .map(({ entry }) => entry)
    .find(
      (entry) =>
        entry.refs['role'] === role &&
        (isShared ? entry.digests['post'] === card['digest'] : entry.refs['card'] === card['id']) &&
        personOf(story, entry) === recipient &&
        entry.at <= request.time,
    );
}

/** The whole preview, as it is bound to the digest that people approve, by the card of that digest. */
function checkText(story: Story, history: History, { request, recipient, card }: CardWrite, showing: Entry | undefined): void {
  const digest = textIn(card, 'digest');
  if (!showing || showing.digests['post'] !== digest) {
    story.report('card.shown', `it shows a text to ${recipient}, and the log knows nothing of that`, request.n);
    return;
  }
  const made = history.posts.get(digest);
  const post = postOf(story, history.draft, digest);
  const isOfPost = made?.number === card['revision'] && made?.preview === showing.digests['preview'];
  const isWhole = post ? showsWhole(post.post, card, made?.preview) : history.erased !== null;
  if (!isOfPost || !isWhole)
    story.report('card.preview', `what it shows is not the preview of revision ${String(card['revision'])}`, request.n);
}

/** The playground's cards hold the preview itself; those of other platforms show the post's own words, every one of them, in their order. */
function showsWhole(post: Fields, card: Fields, digest: string | undefined): boolean {
  if (card['preview'] !== null) return saltedDigest('preview', textIn(post, 'salt'), textIn(card, 'preview')) === digest;
  const body = fieldsOf(fieldsOf(post['request'])?.['body']);
  if (fieldsOf(post['destination'])?.['platform'] === 'discord')
    return lettersOf(answerOfPost(body ?? {})) === textsIn(card, 'answer').map(lettersOf).join('');
  const [answer] = listIn(body, 'blocks');
  return lettersOfAnswer(answer) === lettersOfAnswer(card['answer']);
}

function checkQuestion(story: Story, history: History, { request, card }: CardWrite): void {
  const asked = story.questions.get(history.draft);
  const isSame = questionsIn(card).every((question) => question === asked || history.erased !== null);
  if (!isSame) story.report('card.question', 'it holds another question than the first card of its draft', request.n);
}

function checkPartial(story: Story, { request, card }: CardWrite, isRequester: boolean): void {
  if (!listIn(card, 'parts').some((part) => fieldsOf(part)?.['kind'] === 'partial')) return;
  const isDecidable = listIn(card, 'actions').some((action) => fieldsOf(action)?.['id'] !== 'stop');
  if (!isRequester || isDecidable || card['digest'] !== null)
    story.report('card.partial', 'it shows what is not finished where somebody could decide by it, or to somebody else', request.n);
}

/** Beside the preview, which was judged as a whole: title, sentences, difference, buttons and what stands in their fields. */
function checkWords(story: Story, write: CardWrite, isRequester: boolean, readable: ReadableBy): void {
  const { request, recipient, card } = write;
  const words = stringsOf({ ...card, preview: null });
  const foreign = words.map((text) => readable.foreign(text, recipient, request.time)).find((found) => found !== null);
  if (foreign !== undefined)
    story.report('card.bytes', `it holds words of a text that ${recipient} was not to be shown: ${foreign}`, request.n);
  const exposed = isRequester ? stringsOf(withoutEditField(card)) : stringsOf(card);
  if (exposed.some((text) => text.includes('://'))) story.report('card.address', 'it holds a live address', request.n);
}

/** What the requester edits is Markdown, in a field of their own: nothing there becomes a link. */
function withoutEditField(card: Fields): unknown {
  const actions = listIn(card, 'actions').map((action) => {
    const fields = fieldsOf(action);
    return fields?.['id'] === 'edit' ? { ...fields, input: { ...fieldsOf(fields['input']), initial: '' } } : action;
  });
  return { ...card, actions };
}

/** A form or a page of one person holds nothing that they may not read, and no address that a click would open; what they edit is theirs. */
export function checkForm(story: Story, request: Request, readable: ReadableBy): void {
  const recipient = textIn(request.fields, 'recipient');
  const words = stringsOf(request.fields?.['view']);
  const foreign = words.map((text) => readable.foreign(text, recipient, request.time)).find((found) => found !== null);
  if (recipient === '' || foreign !== undefined)
    story.report(
      'card.bytes',
      `a form or page holds words that ${recipient || 'nobody knows who'} was not to be shown: ${foreign ?? ''}`,
      request.n,
    );
}
