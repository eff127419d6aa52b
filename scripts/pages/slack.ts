import { refusedPost, SAID, WHAT_TO_DO } from '../../adapters/slack/errors.ts';
import { code, table } from './markdown.ts';

/** The part of `docs/errors.md` about Slack, from the adapter's own tables. */
export function slack(): string {
  const said = Object.values(SAID).map((one) => [code(one.code), one.words]);
  const posts = Object.keys(WHAT_TO_DO)
    .filter((one) => one !== 'rate_limited')
    .map((one) => [code(one), sentenceOf(one)]);
  return `## What Slack answers

What the adapter says by itself, to one person alone, without anything having reached the core:

${table(['code', 'sentence'], said)}

When Slack refuses a **post**, the requester's card says what the adapter makes of Slack's word; as a code it is written in capitals:

${table(['Slack’s word', 'sentence on the card'], posts)}

\`ratelimited\` is no refusal of the post: nothing was posted, and the same approvals begin again by themselves after the time that Slack names. \`internal_error\`, \`fatal_error\` and \`service_unavailable\` are neither yes nor no: the outcome is unknown, and the post is looked for. A word that is not in this table gives: ${sentenceOf('some_word').replaceAll('_', '\\_')}`;
}

function sentenceOf(word: string): string {
  const outcome = refusedPost(word, null);
  return outcome.kind === 'refused' ? outcome.sentence : '';
}
