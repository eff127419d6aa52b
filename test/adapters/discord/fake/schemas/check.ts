/** Every body is held against Discord's official document, and against what that leaves out. */
import * as schemas from 'discord-api-spec/zod';
import type { Fields } from '../fields.ts';
import { isFields, listIn, textIn } from '../fields.ts';
import { Refusal } from '../refusal.ts';
import { SCHEMAS } from './table.ts';

const official: typeof schemas = { ...schemas };

type Parsed = ReturnType<NonNullable<(typeof schemas)[string]>['safeParse']>;

const MODAL = 9;
const MOST_OF_MODAL = 5;
const MOST_OF_USERNAME = 80;
const MOST_TAGS = 5;
const CHAT_INPUT = 1;

/** Whether there is a row for it. */
export function isKnown(route: string): boolean {
  return Object.hasOwn(SCHEMAS, route);
}

/** Tells every problem, and refuses as Discord does where it would refuse. A field that nobody reads is no reason to. */
export function checkBody(route: string, body: unknown, violate: (problem: string) => void): void {
  const names = SCHEMAS[route];
  if (names === undefined || names === null) {
    if (isFields(body) && Object.keys(body).length > 0) violate('a body where none is read');
    return;
  }
  const results = names.map((name) => parseAs(name, body));
  const fitting = results.find((one) => one?.success === true);
  const problems = [...(fitting ? [] : issuesOf(results)), ...moreProblems(route, body)];
  for (const problem of problems) violate(problem);
  if (problems.length > 0) throw new Refusal(50035, { errors: { _errors: problems.map((message) => ({ code: 'INVALID', message })) } });
  if (fitting?.success === true) for (const path of lostIn(body, fitting.data)) violate(`a field that Discord does not know: ${path}`);
}

/** `Name` or `Name[]`; undefined when the document has no such schema. */
function parseAs(name: string, body: unknown): Parsed | undefined {
  const schema = official[`${name.replace('[]', '')}Schema`];
  if (!schema || !name.endsWith('[]')) return schema?.safeParse(body);
  if (!Array.isArray(body)) return { success: false, error: { issues: [{ path: [], message: 'a list is expected' }] } };
  const all = body.map((one) => schema.safeParse(one));
  return all.find((one) => !one.success) ?? { success: true, data: all.map((one) => (one.success ? one.data : null)) };
}

/** The shortest list: of several forms that a body may have, it is the one that was meant. */
function issuesOf(results: (Parsed | undefined)[]): string[] {
  const lists = results.map((one) =>
    one === undefined
      ? ['there is no such schema']
      : one.success
        ? []
        : one.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`),
  );
  return lists.toSorted((a, b) => a.length - b.length)[0] ?? [];
}

/** discord.js says these in every body of words, also where the API has no such fields (measured, 14.28.1). */
const FILLED_IN = ['tts', 'enforce_nonce'];

/** What was given and is not in what the schema let through. */
function lostIn(given: unknown, kept: unknown, path = ''): string[] {
  if (Array.isArray(given))
    return given.flatMap((one, index) => lostIn(one, Array.isArray(kept) ? kept[index] : undefined, `${path}${index}.`));
  if (!isFields(given)) return [];
  const inside = isFields(kept) ? kept : {};
  const isOfLibrary = (name: string, value: unknown) => FILLED_IN.includes(name) && value === false;
  return Object.entries(given).flatMap(([name, value]) =>
    Object.hasOwn(inside, name) || isOfLibrary(name, value) ? lostIn(value, inside[name], `${path}${name}.`) : [path + name],
  );
}

function moreProblems(route: string, body: unknown): string[] {
  const fields: Fields = isFields(body) ? body : {};
  const data = isFields(fields['data']) ? fields['data'] : {};
  const commands = (Array.isArray(body) ? body.filter(isFields) : [fields]).filter(
    (one) => Number(one['type'] ?? CHAT_INPUT) === CHAT_INPUT,
  );
  const isCommand = route.includes('/commands');
  const shouting = isCommand ? commands.flatMap(namesOf).filter((name) => name !== name.toLowerCase() || /\s/.test(name)) : [];
  const parts = listIn(data, 'components').length;
  const problems: [boolean, string][] = [
    [fields['type'] === MODAL && parts > MOST_OF_MODAL, `a modal with ${parts} components, at most ${MOST_OF_MODAL} are possible`],
    [shouting.length > 0, `a command's names are lower-case words: ${shouting.join(', ')}`],
    [listIn(fields, 'applied_tags').length > MOST_TAGS, `more than ${MOST_TAGS} tags`],
    [textIn(fields, 'username').length > MOST_OF_USERNAME, `a webhook's username has at most ${MOST_OF_USERNAME} characters`],
  ];
  return problems.filter(([isOne]) => isOne).map(([, problem]) => problem);
}

function namesOf(command: Fields): string[] {
  return [textIn(command, 'name'), ...listIn(command, 'options').filter(isFields).flatMap(namesOf)];
}
