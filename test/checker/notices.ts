import { fieldsOf, listIn, stringsOf } from './json.ts';
import type { Fields } from './json.ts';
import type { ReadableBy } from './readable.ts';
import type { Story } from './story.ts';
import type { Request } from './wire.ts';

/** A notice is sentences, whoever it goes to, and none of them holds a byte of an agent. */
export function checkNotice(story: Story, request: Request, notice: Fields, readable: ReadableBy): void {
  const parts = listIn(notice, 'parts').map(fieldsOf);
  const isPlain = notice['preview'] === null && notice['digest'] === null && parts.every((part) => part?.['kind'] === 'sentence');
  if (!isPlain) story.report('notice.form', 'it is a notice with more than sentences in it', request.n);
  checkSaid(story, request, notice, readable);
}

/** What we answer to a delivery is shown to whoever caused it: at once, or as a message. It was said even if no answer came back. */
export function checkReply(story: Story, request: Request, readable: ReadableBy): void {
  checkSaid(story, request, fieldsOf(request.fields?.['reply']) ?? {}, readable);
}

function checkSaid(story: Story, request: Request, said: Fields, readable: ReadableBy): void {
  const words = stringsOf(said);
  const found = words.map((text) => readable.ofAnyDraft(text)).find((one) => one !== null);
  if (found !== undefined) story.report('notice.bytes', `it holds words of a draft: ${found}`, request.n);
  if (words.some((text) => text.includes('://'))) story.report('card.address', 'it holds a live address', request.n);
}
