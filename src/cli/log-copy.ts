import { textOf, utf8 } from '../log/bytes.ts';
import type { Signer } from '../log/signer.ts';
import type { LogCopy } from '../log/verify.ts';
import type { ReadTables } from '../store/store.ts';
import { storedCopy } from '../stored-log.ts';
import { CliError } from './command.ts';

type Line =
  | { kind: 'log'; origin: string; verifierKey: string }
  | { kind: 'entry'; index: number; bytes: string }
  | { kind: 'unsigned'; bytes: string }
  | { kind: 'checkpoint'; size: number; note: string };

/** One JSON object a line: the log's name and key, entries in order, what is not signed yet, and every checkpoint. */
export async function* exportLines(read: ReadTables, signer: Signer): AsyncGenerator<string> {
  const copy = await storedCopy(read);
  const line = (value: Line): string => JSON.stringify(value);
  yield line({ kind: 'log', origin: signer.name, verifierKey: signer.verifierKey });
  for await (const { index, bytes } of copy.entries()) yield line({ kind: 'entry', index, bytes: textOf(bytes) ?? '' });
  for await (const { bytes } of copy.tail()) yield line({ kind: 'unsigned', bytes: textOf(bytes) ?? '' });
  for (const { size, note } of await read.checkpoints.all()) yield line({ kind: 'checkpoint', size, note });
}

/** Reads an export back. Lines of other kinds (disclosures) are none of the log's. */
export function exportedCopy(source: string): LogCopy {
  const lines = source
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line, nth) => parseLine(line, nth + 1));
  if (lines[0]?.kind !== 'log') throw new CliError(1, 'This is not an export: the first line of one names its log.');
  const entries = lines.filter((line) => line.kind === 'entry');
  const tail = lines.filter((line) => line.kind === 'unsigned');
  return {
    async *entries() {
      for (const { index, bytes } of entries) yield { index, bytes: utf8(bytes), leafHash: null };
    },
    async *tail() {
      for (const { bytes } of tail) yield { bytes: utf8(bytes), leafHash: null };
    },
    checkpoints: lines.filter((line) => line.kind === 'checkpoint').map((line) => line.note),
    drafts: null,
    texts: null,
  };
}

function parseLine(text: string, number: number): Line {
  const line = parsedJson(text);
  if (typeof line !== 'object' || line === null)
    throw new CliError(1, `Line ${number} is no JSON object: this is not an export, or it was cut.`);
  return line as Line;
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
