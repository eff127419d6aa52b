import { findDraft } from '../app/operate.ts';
import { type DraftId, referenceOf, requestReferenceOf } from '../core/ids.ts';
import type { Entry } from '../core/fact.ts';
import { decodeEntry } from '../log/entry.ts';
import type { EntryRow, ReadTables } from '../store/store.ts';
import { type CliCommand, CliError, type Output, readArgs } from './command.ts';
import { withInstallation } from './open.ts';
import { fits, keptEvidence } from './evidence.ts';

const trail: CliCommand = {
  summary:
    'Walks from a post or a draft back to everything behind it: approvals, revisions, runs, calls of tools, rules. Never their text.',
  usage: 'trail REFERENCE [--json]',
  async run(args, output) {
    const { values, positionals } = readArgs(args, { json: { type: 'boolean' } }, { least: 1, most: 1 });
    const [named = ''] = positionals;
    return withInstallation(async ({ ports }) => {
      const { read } = ports.store;
      const draft = await findDraft(ports, named);
      if (!draft)
        throw new CliError(1, `There is no draft or publication ${named}. A reference stands under a post (cs-…) or on a card (rq-…).`);
      const rows = await read.entries.ofDraft(draft.id);
      const entries = rows.map(decoded);
      const rules = await rulesBehind(read, entries);
      const found = [...rules, ...entries].toSorted(byPosition);
      if (values.json === true) for (const { index, entry } of found) output.print(JSON.stringify({ index, entry }));
      else {
        const reference = draft.revision === null ? '' : `${referenceOf(draft.revision.publicationId)}  `;
        output.print(`${reference}${requestReferenceOf(draft.id)}  ${draft.id}  ${draft.state}`);
        printLines(found, await fitOfEvidence(read, draft.id, entries), output);
      }
      return 0;
    });
  },
};

interface Found {
  /** Null while it has no place in the log. */
  index: number | null;
  entry: Entry;
}

function decoded({ index, bytes }: EntryRow): Found {
  return { index, entry: decodeEntry(bytes) };
}

/** The versions of the rules that the draft was asked under and published under: their digests are those of the file. */
async function rulesBehind(read: ReadTables, entries: readonly Found[]): Promise<Found[]> {
  const versions = new Set(entries.flatMap(({ entry }) => (typeof entry.refs.rules === 'number' ? [entry.refs.rules] : [])));
  const found: Found[] = [];
  for (let from = 0; found.length < versions.size;) {
    const page = await read.entries.range(from, PAGE);
    for (const one of page.map(decoded)) {
      if (one.entry.type === 'rules.loaded' && versions.has(Number(one.entry.refs.version))) found.push(one);
    }
    if (page.length < PAGE) return found;
    from += PAGE;
  }
  return found;
}

const PAGE = 500;

function byPosition(one: Found, other: Found): number {
  return (one.index ?? Infinity) - (other.index ?? Infinity) || (one.entry.version ?? 0) - (other.entry.version ?? 0);
}

function printLines(found: readonly Found[], evidence: ReadonlyMap<string, string>, output: Output): void {
  const width = Math.max(...found.map(({ entry }) => entry.type.length));
  for (const { index, entry } of found) {
    const people = entry.actor === undefined ? [] : [`actor=${shortened(entry.actor)}`];
    const refs = Object.entries(entry.refs).map(([name, value]) => `${name}=${name === 'human' ? shortened(String(value)) : value}`);
    const digests = Object.entries(entry.digests).map(([name, digest]) => `${name}:${shortened(digest)}`);
    const fit = evidence.has(entry.id) ? [`evidence=${evidence.get(entry.id)}`] : [];
    output.print([`#${index ?? '–'}`.padEnd(8), entry.at, entry.type.padEnd(width), ...people, ...refs, ...digests, ...fit].join('  '));
  }
}

/** Whether the evidence still shows it: `fits`, `does-not-fit`, `erased`; by the entry's id. */
async function fitOfEvidence(read: ReadTables, draft: DraftId, entries: readonly Found[]): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  for (const { entry } of entries.filter((one) => one.entry.type === 'evidence.kept')) {
    const kept = await keptEvidence(read, draft, entry);
    found.set(entry.id, kept === null ? 'erased' : fits(entry, kept.text) ? 'fits' : 'does-not-fit');
  }
  return found;
}

/** Enough to tell one from another; `--json` has all of it. */
function shortened(hex: string): string {
  return `${hex.slice(0, 12)}…`;
}

export const trailCommands: Record<string, CliCommand> = { trail };
