import { refusedPost, SAID, WHAT_TO_DO } from '../../adapters/discord/errors.ts';
import { code, table } from './markdown.ts';

/** The part of `docs/errors.md` about Discord, from the adapter's own tables. */
export function discord(): string {
  const said = Object.values(SAID).flatMap((one) => (one.code === null ? [] : [[code(one.code), one.words]]));
  const posts = Object.entries(WHAT_TO_DO).map(([number, one]) => [code(one.code), code(number), one.sentence]);
  return `## What Discord answers

What the adapter says by itself, to one person alone, without anything having reached the core:

${table(['code', 'sentence'], said)}

When Discord refuses a **post**, the requester's card says what the adapter makes of Discord's number:

${table(['code', 'Discord’s number', 'sentence on the card'], [...posts, ...own()])}

Being asked too often (429) is no refusal of the post: nothing was posted, and the same approvals begin again by themselves after the time that Discord names. The same goes for a thread that was not begun in time. Everything from 500 on, 408, a cut and no answer in time are neither yes nor no: the outcome is unknown, and the post is looked for. A number that is not in this table gives \`REFUSED_WITHOUT_A_KNOWN_REASON\`: ${sentenceOf(40333)}`;
}

function own(): string[][] {
  return [
    ['TOO_OFTEN', '429', sentenceOf('too often')],
    ['THREAD_UNANSWERED', '408, 5xx, –', sentenceOf('no thread in time')],
    ['TOO_LONG', '–', sentenceOf('too long')],
    ['NOT_COMPOSED_HERE', '–', sentenceOf('not composed here')],
  ].map(([one = '', number = '', sentence = '']) => [code(one), number, sentence]);
}

function sentenceOf(why: Parameters<typeof refusedPost>[0]): string {
  const outcome = refusedPost(why);
  return outcome.kind === 'refused' ? outcome.sentence : '';
}
