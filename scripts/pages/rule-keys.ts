import { readFileSync } from 'node:fs';
import { ADDRESS, CHANNEL_ID, CHANNEL_PATTERN, MODEL, NAME, REFERENCE, TOOL, VARIABLE } from '../../src/rules/references.ts';
import { rulesJsonSchema } from '../../src/rules/json-schema.ts';
import { parseRules } from '../../src/rules/load.ts';
import { readYaml } from '../../src/rules/read-yaml.ts';
import { DURATION, RATE } from '../../src/rules/units.ts';

export const EXAMPLE = 'countersign.example.yaml';
export const example = readFileSync(new URL(`../../${EXAMPLE}`, import.meta.url), 'utf8');

/** One key of the rules file, as the schema knows it. */
export interface RuleKey {
  /** `channels[].reviewers.from`, `agents.<name>.folder`. */
  path: string;
  form: string;
  /** As it is written in the file, or `must be written`, or `optional`. */
  otherwise: string;
  meaning: string;
  /** What `check` says when something else stands there. */
  wrong: string;
}

/** The parts of JSON Schema that the rules file's schema uses. */
interface Schema {
  type?: string;
  description?: string;
  default?: unknown;
  const?: string | number;
  enum?: string[];
  pattern?: string;
  anyOf?: Schema[];
  items?: Schema;
  properties?: Record<string, Schema>;
  additionalProperties?: Schema | false;
  required?: string[];
}

/** Every key in the order of the schema. */
export function ruleKeys(): RuleKey[] {
  return keysOf(JSON.parse(rulesJsonSchema()) as Schema, '');
}

function keysOf(schema: Schema, under: string): RuleKey[] {
  return Object.entries(schema.properties ?? {}).flatMap(([name, child]) => {
    const path = under === '' ? name : `${under}.${name}`;
    const isDemanded = schema.required?.includes(name) === true;
    return [keyOf(path, child, isDemanded), ...within(child, path)];
  });
}

/** The keys below one: of a list's entries, of what has a name, of the form with keys among several forms. */
function within(schema: Schema, path: string): RuleKey[] {
  if (schema.anyOf) return schema.anyOf.flatMap((one) => within(one, path));
  if (schema.items?.properties) return keysOf(schema.items, `${path}[]`);
  if (schema.additionalProperties && schema.additionalProperties.properties) return keysOf(schema.additionalProperties, `${path}.<name>`);
  return schema.properties ? keysOf(schema, path) : [];
}

function keyOf(path: string, schema: Schema, isDemanded: boolean): RuleKey {
  const given = schema.default === undefined ? 'may be left out' : `\`${written(schema.default)}\``;
  const otherwise = isDemanded ? 'must be written' : given;
  if (schema.description === undefined) throw new Error(`${path} has no description: give it one in src/rules/schema.ts`);
  return { path, form: formOf(schema, path), otherwise, meaning: schema.description, wrong: saidOf(path) };
}

function written(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(written).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return typeof value === 'string' ? value : JSON.stringify(value);
  const pairs = Object.entries(value).map(([name, one]) => `${name}: ${written(one)}`);
  return pairs.length === 0 ? '{}' : `{ ${pairs.join(', ')} }`;
}

const PATTERNS: [RegExp, string][] = [
  [DURATION, 'duration'],
  [RATE, 'rate'],
  [REFERENCE, 'person or group'],
  [CHANNEL_ID, 'channel id'],
  [CHANNEL_PATTERN, 'channel pattern'],
  [NAME, 'name'],
  [TOOL, 'tool'],
  [ADDRESS, 'address'],
  [MODEL, 'name of a model'],
  [VARIABLE, 'environment variable'],
];

/** In words. What it does not know is an error, so that a new form is named before it is printed. */
function formOf(schema: Schema, path: string): string {
  if (schema.anyOf) return schema.anyOf.map((one) => formOf(one, path)).join(', or ');
  if (schema.const !== undefined) return `\`${written(schema.const)}\``;
  if (schema.enum) return schema.enum.map((one) => `\`${one}\``).join(', ');
  if (schema.pattern !== undefined) return PATTERNS.find(([known]) => known.source === schema.pattern)?.[1] ?? 'path';
  switch (schema.type) {
    case 'array':
      return `list of ${plural(formOf(schema.items ?? {}, path))}`;
    case 'object':
      return schema.additionalProperties ? `names, each with ${article(formOf(schema.additionalProperties, path))}` : 'keys below';
    case 'integer':
      return 'whole number from 1';
    case 'string':
      return 'name';
    default:
      throw new Error(`the form of ${path} has no words yet`);
  }
}

function plural(form: string): string {
  if (form === 'person or group') return 'people and groups';
  if (form === 'keys below') return 'rules, with the keys below';
  return form.startsWith('list of ') ? form.replace('list', 'lists') : `${form}s`;
}

function article(form: string): string {
  return form === 'keys below' ? 'the keys below' : `a ${form}`;
}

/** What `check` really says when `false` stands there in the example, without naming the value. */
function saidOf(path: string): string {
  const place = path
    .replaceAll('[]', '[0]')
    .replace('agents.<name>', 'agents.handbook')
    .replace('groups.<name>', 'groups.leads')
    .replace('tool_servers.<name>', 'tool_servers.wiki');
  const { content } = readYaml(example);
  const read = parseRules(JSON.stringify(replaced(content?.value, place.split(/\.|(?=\[)/))), EXAMPLE);
  const said = read.ok ? undefined : read.problems.find((problem) => problem.path === place)?.message;
  if (said === undefined) throw new Error(`nothing is said when ${path} does not fit`);
  return said.replace(/, not “false”$/, '');
}

/** A copy in which `false` stands at a place. */
function replaced(value: unknown, [first, ...rest]: string[]): unknown {
  if (first === undefined) return false;
  if (Array.isArray(value)) {
    const index = Number(first.slice(1, -1));
    return value.map((one: unknown, at) => (at === index ? replaced(one, rest) : one));
  }
  const known = typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  return { ...known, [first]: replaced(known[first], rest) };
}
