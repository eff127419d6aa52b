/** What Discord refuses in a message, and its official document does not say (seen on the platform; Discord documentation). */
import type { Fields } from '../fields.ts';
import { fieldsIn, listIn, textIn } from '../fields.ts';
import { FLAGS } from '../messages.ts';
import { flat, TYPES } from '../seen/components.ts';

const MOST_CONTENT = 2000;
const MOST_ROWS = 5;
const MOST_OF_V2 = 4000;
const MOST_COMPONENTS = 40;
const MOST_OF_EMBEDS = 6000;
const LINK = 5;
const PREMIUM = 6;

export interface WholeMessage {
  content: string;
  embeds: Fields[];
  components: Fields[];
  flags: number;
}

/** `message` is what it will be; `body` is what was asked for. */
export function messageProblems(message: WholeMessage, body: Fields): string[] {
  const isV2 = (message.flags & FLAGS.COMPONENTS_V2) !== 0;
  const components = flat(message.components);
  const top = message.components.map((one) => Number(one['type']));
  const hasV2 = components.some(({ type }) => Number(type) >= TYPES.section && Number(type) <= TYPES.container);
  const texts = components.filter(({ type }) => type === TYPES.textDisplay).map((one) => textIn(one, 'content').length);
  const ids = components.map((one) => textIn(one, 'custom_id')).filter((id) => id !== '');
  const problems: [boolean, string][] = [
    [message.content.length > MOST_CONTENT, `content has ${message.content.length} characters, at most ${MOST_CONTENT} are possible`],
    [!isV2 && message.components.length > MOST_ROWS, `${message.components.length} rows, at most ${MOST_ROWS} are possible`],
    [new Set(ids).size < ids.length, 'a custom_id stands twice in the message'],
    [!isV2 && hasV2, 'a component of the second version without the flag 32768'],
    [!isV2 && top.some((type) => type !== TYPES.row), 'outside of the second version only rows stand at the top'],
    [isV2 && message.content !== '', 'content beside the flag 32768'],
    [isV2 && message.embeds.length > 0, 'embeds beside the flag 32768'],
    [isV2 && sum(texts) > MOST_OF_V2, `its texts have ${sum(texts)} characters together, at most ${MOST_OF_V2} are possible`],
    [isV2 && components.length > MOST_COMPONENTS, `${components.length} components, at most ${MOST_COMPONENTS} are possible`],
    [embedLength(message.embeds) > MOST_OF_EMBEDS, `embeds have more than ${MOST_OF_EMBEDS} characters together`],
  ];
  const buttons = components.filter(({ type }) => type === TYPES.button).flatMap(buttonProblems);
  return [...problems.filter(([isOne]) => isOne).map(([, problem]) => problem), ...buttons, ...mentionProblems(body)];
}

function buttonProblems(button: Fields): string[] {
  const style = Number(button['style']);
  const hasId = textIn(button, 'custom_id') !== '';
  const hasUrl = textIn(button, 'url') !== '';
  const problems: [boolean, string][] = [
    [style !== LINK && style !== PREMIUM && !hasId, 'a button without custom_id'],
    [style === LINK && hasId, 'a link button with custom_id'],
    [style === LINK && !hasUrl, 'a link button without url'],
    [style !== LINK && hasUrl, 'a button with url that is no link button'],
    [style !== PREMIUM && textIn(button, 'label') === '' && button['emoji'] === undefined, 'a button without label'],
  ];
  return problems.filter(([isOne]) => isOne).map(([, problem]) => problem);
}

function mentionProblems(body: Fields): string[] {
  const allowed = fieldsIn(body, 'allowed_mentions');
  const kinds = (['users', 'roles'] as const).filter((kind) => listIn(allowed, 'parse').includes(kind) && listIn(allowed, kind).length > 0);
  return kinds.map((kind) => `allowed_mentions has ${kind} both in parse and by id`);
}

function embedLength(embeds: Fields[]): number {
  const parts = embeds.flatMap((one) => [
    textIn(one, 'title'),
    textIn(one, 'description'),
    textIn(fieldsIn(one, 'footer'), 'text'),
    textIn(fieldsIn(one, 'author'), 'name'),
    ...listIn(one, 'fields').flatMap((field) => [textIn(field, 'name'), textIn(field, 'value')]),
  ]);
  return sum(parts.map((one) => one.length));
}

function sum(numbers: number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}
