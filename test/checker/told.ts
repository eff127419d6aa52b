/** Writes stories down by hand: what the log, the platform and the disclosures would hold if they had happened. For the checker's tests only. */
import { createHash, generateKeyPairSync, sign } from 'node:crypto';
import { canonical } from './canonical-json.ts';
import type { Evidence } from './check.ts';
import type { Fields } from './json.ts';
import { createTree } from './merkle.ts';
import type { WireEntry } from './wire.ts';

export type Change = Record<string, unknown>;

/** One thing that happens. The steps of a story are a second apart. */
export type Step = { name: string; at?: number } & (
  | { entry: { type: string; draft?: string; actor?: string; refs?: Change; digests?: Change; [field: string]: unknown }; unsigned?: true }
  | { checkpoint: true; text?: (text: string) => string }
  | { wire: Partial<WireEntry> & { operation: string; body: unknown } }
);

export interface Told {
  steps: Step[];
  /** The lines of the disclosure. The state of a draft is put in when it is missing. */
  disclosed: Fields[];
  world: { people: Change[]; groups: Change[] };
  origin: string;
}

/** When every story begins. */
export const BEGIN = Date.parse('2026-03-02T14:00:00.000Z');
const { publicKey, privateKey } = generateKeyPairSync('ed25519');
export const ORIGIN = 'countersign/0123456789ABCDEFGHJKMNPQRS';

/** An id of the right form, the same for the same number. */
export function id(prefix: string, number: number): string {
  return `${prefix}_${String(number).padStart(26, '0')}`;
}

/** Stands for whatever is 32 bytes in hex. */
export function hex(seed: string): string {
  return createHash('sha256').update(seed).digest('hex');
}

function verifierKey(origin = ORIGIN): string {
  const key = Buffer.concat([Buffer.of(1), Buffer.from(publicKey.export({ format: 'jwk' }).x ?? '', 'base64url')]);
  return `${origin}+${keyId(origin, key).toString('hex')}+${key.toString('base64')}`;
}

/** Puts the steps together: places, versions, states and times follow from the order, where a step does not say otherwise. */
export function evidenceOf({ steps, disclosed, world, origin }: Told): Evidence {
  const lines: unknown[] = [{ kind: 'log', origin, verifierKey: verifierKey() }];
  const checkpoints: unknown[] = [];
  const wire: WireEntry[] = [];
  const drafts = new Map<string, { version: number; state: string }>();
  const tree = createTree();
  for (const [nth, step] of steps.entries()) {
    const at = new Date(step.at ?? BEGIN + nth * 1000).toISOString();
    if ('wire' in step) wire.push(requestOf(step.wire, wire.length + 1, at));
    else if ('checkpoint' in step) checkpoints.push({ kind: 'checkpoint', size: tree.size, note: noteOf(origin, tree, step.text) });
    else {
      const bytes = entryBytes(step.entry, { at, id: id('ent', nth), log: origin }, drafts);
      lines.push(step.unsigned ? { kind: 'unsigned', bytes } : { kind: 'entry', index: tree.size, bytes });
      if (!step.unsigned) tree.add(Buffer.from(bytes, 'utf8'));
    }
  }
  const told = disclosed.map((line) => (line['kind'] === 'draft' ? { state: drafts.get(String(line['draft']))?.state, ...line } : line));
  const exported = [...lines, ...checkpoints, ...told].map((line) => `${JSON.stringify(line)}\n`).join('');
  return { exported, wire, world, verifierKey: verifierKey() };
}

function requestOf({ operation, ...request }: Partial<WireEntry> & { operation: string; body: unknown }, n: number, at: string): WireEntry {
  const isWrite = ['publish', 'card', 'update', 'retract'].includes(operation);
  return {
    n,
    at,
    method: 'POST',
    path: `/playground/bot/${operation}`,
    status: 200,
    stored: isWrite,
    ...(isWrite ? { message: `m${n}` } : {}),
    ...request,
  };
}

/** A move without a version is the draft's next one, from the state in which the draft is. */
function entryBytes(entry: Change & { draft?: string }, common: Change, drafts: Map<string, { version: number; state: string }>): string {
  const { refs = {}, ...fields } = entry as { refs?: Change; draft?: string };
  if (!('to' in refs)) return canonical({ v: 1, ...common, digests: {}, refs, ...fields });
  const before = drafts.get(fields.draft ?? '') ?? { version: 0, state: 'none' };
  const whole = { v: 1, ...common, digests: {}, version: before.version + 1, ...fields, refs: { from: before.state, ...refs } };
  drafts.set(fields.draft ?? '', { version: whole.version, state: String(refs['to']) });
  return canonical(whole);
}

function noteOf(origin: string, tree: { size: number; root(): Buffer }, change = (text: string) => text): string {
  const text = change(`${origin}\n${tree.size}\n${tree.root().toString('base64')}\n`);
  const key = Buffer.from(verifierKey(origin).split('+').slice(2).join('+'), 'base64');
  const signature = Buffer.concat([keyId(origin, key), sign(null, Buffer.from(text, 'utf8'), privateKey)]);
  return `${text}\n\u2014 ${origin} ${signature.toString('base64')}\n`;
}

function keyId(name: string, key: Buffer): Buffer {
  return createHash('sha256').update(`${name}\n`).update(key).digest().subarray(0, 4);
}

/** The story with one step changed: what is given replaces what was there, objects field by field. */
export function changed(told: Told, name: string, change: Change): Told {
  return replaced(told, name, (step) => [merged(step, change) as Step]);
}

export function without(told: Told, name: string): Told {
  return replaced(told, name, () => []);
}

export function continued(told: Told, name: string, ...more: Step[]): Told {
  return replaced(told, name, (step) => [step, ...more]);
}

export function preceded(told: Told, name: string, ...more: Step[]): Told {
  return replaced(told, name, (step) => [...more, step]);
}

export function stepOf(told: Told, name: string): Step {
  const step = told.steps.find((one) => one.name === name);
  if (!step) throw new Error(`the story has no step called ${name}`);
  return step;
}

/** The disclosed lines, each as `change` makes it; null leaves it out. */
export function disclosedAs(told: Told, change: (line: Fields) => Fields | null): Told {
  return { ...told, disclosed: told.disclosed.map(change).filter((line) => line !== null) };
}

function replaced(told: Told, name: string, by: (step: Step) => Step[]): Told {
  stepOf(told, name);
  return { ...told, steps: told.steps.flatMap((step) => (step.name === name ? by(step) : [step])) };
}

/** A field that is changed to undefined is taken away. */
function merged(old: unknown, change: unknown): unknown {
  const isObject = (value: unknown): value is Change => typeof value === 'object' && value !== null && !Array.isArray(value);
  if (!isObject(old) || !isObject(change)) return change;
  const names = [...new Set([...Object.keys(old), ...Object.keys(change)])];
  const fields = names.map((name): [string, unknown] => [name, name in change ? merged(old[name], change[name]) : old[name]]);
  return Object.fromEntries(fields.filter(([, value]) => value !== undefined));
}
