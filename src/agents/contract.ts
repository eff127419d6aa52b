/**
 * The contract of every agent's output. An agent cannot express a wider audience than its requester: the only word for it is a
 * constant, and a key that is not listed here is refused. What passes is still untrusted text; it is only known to be text.
 */
import { z } from 'zod';
import { plainCopy } from './plain-copy.ts';

const MOST_SOURCES = 10;
const LONGEST_TITLE = 200;
const LONGEST_URL = 2_000;
const LONGEST_DESTINATION = 200;

/** http or https; an ASCII host; no user or password; no space, control character or backslash anywhere. */
const WEB_ADDRESS = /^https?:\/\/[a-zA-Z0-9.-]+(?::[0-9]{1,5})?(?:[/?#][^\s\\\p{Cc}\p{Cs}]*)?$/u;

/** One line with something visible in it: no control characters, no half of a surrogate pair. */
const ONE_LINE = /^(?=.*\S)[^\p{Cc}\p{Cs}\u2028\u2029]*$/u;

const source = z.strictObject({
  title: z.string().max(LONGEST_TITLE).regex(ONE_LINE).describe('What people read: a page and a heading, say.'),
  url: z.string().max(LONGEST_URL).regex(WEB_ADDRESS).optional().describe('Where it can be read, if it is on the web.'),
});

const shared = {
  audience: z.literal('requester_only').describe('An answer is for the person who asked, and for nobody else.'),
  suggested_destination: z
    .string()
    .max(LONGEST_DESTINATION)
    .regex(ONE_LINE)
    .optional()
    .describe('A channel id. Only a suggestion: people choose, and the rules decide.'),
};

/** An answer that says something: the only kind that can be handed in without having been asked. */
export const answerShape = z.strictObject({
  kind: z.literal('answer'),
  ...shared,
  text: z.string().regex(/\S/).describe('Markdown.'),
  sources: z.array(source).max(MOST_SOURCES),
});

const contract = z
  .discriminatedUnion('kind', [
    answerShape,
    z.strictObject({ kind: z.literal('nothing_found'), ...shared, text: z.literal(''), sources: z.array(source).length(0) }),
  ])
  .describe('What an agent returns for one question.');

const KNOWN_KEYS: ReadonlySet<string> = new Set(['kind', 'audience', 'text', 'sources', 'suggested_destination', 'title', 'url']);

export interface AnswerLimits {
  /** The most characters of the whole output, in UTF-16 units. More is refused before anything else looks at it. */
  maxOutputCharacters: number;
}

export interface AnswerSource {
  title: string;
  url?: string;
}

export type ParsedAnswer =
  | {
      ok: true;
      answer: { kind: 'answer'; text: string; sources: AnswerSource[] } | { kind: 'nothing_found' };
      suggestedDestination: string | null;
    }
  /** `problem` names paths and types for the operator, and nothing that the agent said. */
  | { ok: false; code: 'AGENT_BROKE_CONTRACT'; problem: string };

/** Never throws, whatever the output is. */
export function parseAnswer(output: unknown, { maxOutputCharacters }: AnswerLimits): ParsedAnswer {
  const copied = plainCopy(output, maxOutputCharacters, KNOWN_KEYS);
  if (!copied.ok) return broken(sentence(copied.problem.path, copied.problem.problem));
  const parsed = contract.safeParse(copied.value);
  if (!parsed.success) return broken(parsed.error.issues.map((issue) => explain(issue, copied.value)).join('; '));
  const { kind, text, sources, suggested_destination } = parsed.data;
  const answer = kind === 'answer' ? { kind, text, sources: sources.map(sourceOf) } : { kind };
  return { ok: true, answer, suggestedDestination: suggested_destination ?? null };
}

/** The contract for authors of agents, in JSON Schema 2020-12. */
export function answerJsonSchema(): Record<string, unknown> {
  return { ...z.toJSONSchema(contract) };
}

function broken(problem: string): ParsedAnswer {
  return { ok: false, code: 'AGENT_BROKE_CONTRACT', problem };
}

function sourceOf({ title, url }: z.infer<typeof source>): AnswerSource {
  return url === undefined ? { title } : { title, url };
}

/** zod's own messages may quote keys of the input, so only its codes and our own names are used. */
function explain(issue: z.core.$ZodIssue, output: unknown): string {
  const path = issue.path.map(String).join('.');
  if (issue.code === 'unrecognized_keys') return sentence(path, `${issue.keys.length} keys that are not in the contract`);
  const found = typeName(issue.path.reduce<unknown>((value, key) => Reflect.get(Object(value), key), output));
  if (issue.code === 'invalid_type') return sentence(path, `expected ${issue.expected}, found ${found}`);
  if (issue.code === 'invalid_value')
    return sentence(path, `found another ${found} than ${issue.values.map((value) => JSON.stringify(value)).join(', ')}`);
  if (issue.code === 'invalid_union') return sentence(path, `expected "answer" or "nothing_found", found ${found}`);
  if (issue.code === 'too_big') return sentence(path, `${found} is longer than ${issue.maximum}`);
  return sentence(path, `${found} is not in the agreed form`);
}

function sentence(path: string, problem: string): string {
  return `${path === '' ? 'the output' : path}: ${problem}`;
}

function typeName(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
}
