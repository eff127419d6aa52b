import { canonical } from './canonical-json.ts';
import { fieldsOf, parsedJson, textIn } from './json.ts';
import type { Fields } from './json.ts';
import type { Report } from './rules.ts';

/** What `countersign export --disclose` wrote. */
export interface Exported {
  /** The bytes of the leaves that have a place, in the order of the export, with the place that it claims. */
  placed: { index: unknown; bytes: string }[];
  /** Entries that no checkpoint covers yet. */
  unsigned: string[];
  checkpoints: { size: unknown; note: string }[];
  disclosed: Disclosed;
}

/** What opens the log to whoever may read all of it. It proves nothing by itself: `disclosures.ts` holds it against the digests. */
export interface Disclosed {
  /** Who stands behind a pseudonym. */
  people: Map<string, string>;
  posts: DisclosedPost[];
  /** By draft and person: the name under which somebody approved. */
  names: Map<string, string>;
  requirements: { draft: string; digest: string; requirements: Fields }[];
  drafts: Map<string, { requester: string; state: string }>;
  outputs: { draft: string; text: string }[];
  evidence: { draft: string; digest: string; salt: string; text: string }[];
}

export interface DisclosedPost {
  draft: string;
  digest: string;
  post: Fields;
  preview: string;
}

export function nameKey(draft: string, person: string): string {
  return `${draft} ${person}`;
}

/** Reads the lines, each one JSON object. */
export function readExport(text: string, verifierKey: string, report: Report): Exported {
  const disclosed: Disclosed = {
    people: new Map(),
    posts: [],
    names: new Map(),
    requirements: [],
    drafts: new Map(),
    outputs: [],
    evidence: [],
  };
  const exported: Exported = { placed: [], unsigned: [], checkpoints: [], disclosed };
  const lines = text.split('\n').filter((line) => line !== '');
  for (const [number, line] of lines.entries()) {
    const fields = fieldsOf(parsedJson(line));
    const problem = fields === null ? 'is not a JSON object' : readLine(exported, fields, verifierKey);
    if (problem !== null) report('input.form', `line ${number + 1} of the export ${problem}`);
  }
  if (exported.placed.length === 0) report('input.form', 'the export holds no entry at all');
  return exported;
}

function readLine(exported: Exported, fields: Fields, verifierKey: string): string | null {
  const { disclosed } = exported;
  const text = (name: string): string => textIn(fields, name);
  switch (fields['kind']) {
    case 'log':
      return text('verifierKey') === verifierKey ? null : 'names another verifier key than the pinned one';
    case 'entry':
      exported.placed.push({ index: fields['index'], bytes: text('bytes') });
      return null;
    case 'unsigned':
      exported.unsigned.push(text('bytes'));
      return null;
    case 'checkpoint':
      exported.checkpoints.push({ size: fields['size'], note: text('note') });
      return null;
    case 'person':
      disclosed.people.set(text('pseudonym'), text('person'));
      return null;
    case 'post': {
      const post = fieldsOf(fields['post']);
      if (post === null || !isWritable(post)) return 'discloses a post that is none';
      disclosed.posts.push({ draft: text('draft'), digest: text('digest'), post, preview: text('preview') });
      return null;
    }
    case 'approver':
      disclosed.names.set(nameKey(text('draft'), text('person')), text('name'));
      return null;
    case 'requirements': {
      const requirements = fieldsOf(fields['requirements']);
      if (requirements === null || !isWritable(requirements)) return 'discloses requirements that are none';
      disclosed.requirements.push({ draft: text('draft'), digest: text('digest'), requirements });
      return null;
    }
    case 'draft':
      disclosed.drafts.set(text('draft'), { requester: text('requester'), state: text('state') });
      return null;
    case 'output':
      disclosed.outputs.push({ draft: text('draft'), text: text('text') });
      return null;
    case 'evidence':
      disclosed.evidence.push({ draft: text('draft'), digest: text('digest'), salt: text('salt'), text: text('text') });
      return null;
    default:
      return 'is of a kind that the checker does not know';
  }
}

function isWritable(value: unknown): boolean {
  try {
    canonical(value);
    return true;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}
