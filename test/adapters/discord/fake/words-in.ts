import type { Fields } from './fields.ts';
import { isFields, listIn, wordsOf } from './fields.ts';
import type { Message } from './messages.ts';
import { FLAGS } from './messages.ts';
import { Refusal } from './refusal.ts';
import { messageProblems } from './schemas/message-rules.ts';
import type { Words } from './writing.ts';

const SETTABLE = FLAGS.SUPPRESS_EMBEDS | FLAGS.SUPPRESS_NOTIFICATIONS | FLAGS.COMPONENTS_V2;

/**
 * What a body makes of a message: a new one, or one that was there, of which stays what is not named. What Discord refuses is a
 * violation and a refusal; a message without anything in it is a refusal of its own. Words without a say in whom they may call are a
 * violation that Discord takes: it calls everybody who is named.
 */
export function wordsIn(body: Fields, before: Message | null, violate: (problem: string) => void): Words {
  const given = (name: string): Fields[] | undefined => (body[name] === undefined ? undefined : listIn(body, name).filter(isFields));
  const content = body['content'] === undefined ? before?.content : wordsOf(body['content']);
  const flags = body['flags'] === undefined || body['flags'] === null ? (before?.flags ?? 0) : Number(body['flags']);
  // The second version of components cannot be taken back, and what a message is for one person alone can neither be given nor taken.
  const lasting = before ? before.flags & (FLAGS.COMPONENTS_V2 | FLAGS.EPHEMERAL) : 0;
  const words = {
    content: content ?? '',
    embeds: given('embeds') ?? before?.embeds ?? [],
    components: given('components') ?? before?.components ?? [],
    flags: (flags & SETTABLE) | lasting,
  };
  const problems = messageProblems(words, body);
  for (const problem of problems) violate(problem);
  if (problems.length > 0) throw new Refusal(50035, { errors: { _errors: problems.map((message) => ({ code: 'INVALID', message })) } });
  const isEmpty = words.content.trim() === '' && words.embeds.length === 0 && words.components.length === 0;
  if (isEmpty) violate('a message without content, embeds or components');
  if (isEmpty) throw new Refusal(50006);
  const isNew = ['content', 'embeds', 'components'].some((name) => body[name] !== undefined);
  if (isNew && !isFields(body['allowed_mentions'])) violate('words without allowed_mentions');
  return words;
}
