import { findDraft } from '../app/operate.ts';
import type { Ports } from '../app/ports.ts';
import type { Entry } from '../core/fact.ts';
import type { DraftId } from '../core/ids.ts';
import { saltedDigest } from '../log/digests.ts';
import { decodeEntry } from '../log/entry.ts';
import { FormatError } from '../log/format-error.ts';
import { readEvidence, type Evidence, verifyEvidence } from '../log/evidence.ts';
import type { VerifierKey } from '../log/verifier-key.ts';
import type { EntryRow, ReadTables } from '../store/store.ts';
import { CliError } from './command.ts';
import type { HeldBack } from './held-back.ts';
import { proofsIn, provenIn } from './proof.ts';

/** What was sealed with a draft: the delivery as it was signed, and the salt of its digest. */
interface Kept {
  salt: string;
  text: string;
}

/** One line of what `export --evidence` writes; the proofs are `.tlog-proof` texts, each with its entry. */
interface EvidenceLine extends Kept {
  kind: 'evidence';
  v: 1;
  /** Of the `evidence.kept` entry, of the move that it made, and of the showing of the card on which its button stood. */
  proofs: { kept: string; move: string; shown: string | null };
}

/** Null when it was erased, with the draft's texts. */
export async function keptEvidence(read: ReadTables, draft: DraftId, { digests }: Entry): Promise<Kept | null> {
  const sealed = await read.texts.get(draft, `evidence:${digests.evidence}`);
  return sealed === undefined ? null : (JSON.parse(sealed) as Kept);
}

/** Whether a key signed it, and signed what the entry says. Whose key it is, nobody can tell from here. */
export function fits(entry: Entry, text: string): boolean {
  try {
    const evidence = readEvidence(text);
    verifyEvidence(entry, evidence, evidence.publicKey);
    return true;
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    return false;
  }
}

/** The evidence of one draft, for somebody who has neither the database nor our word: one line for each delivery that is not held back. */
export async function evidenceOf(ports: Ports, read: ReadTables, reference: string, heldBack: HeldBack): Promise<string[]> {
  const draft = await findDraft(ports, reference);
  if (!draft)
    throw new CliError(1, `There is no draft or publication ${reference}. A reference stands under a post (cs-…) or on a card (rq-…).`);
  const rows = (await read.entries.ofDraft(draft.id)).map((row) => ({ row, entry: decodeEntry(row.bytes) }));
  const proofOf = await proofsIn(read);
  const proved = (row: EntryRow | undefined): string | null => (row === undefined ? null : Buffer.from(proofOf(row)).toString('utf8'));
  const lines: string[] = [];
  for (const { row, entry } of rows.filter((one) => one.entry.type === 'evidence.kept')) {
    const sealed = await keptEvidence(read, draft.id, entry);
    if (sealed === null || heldBack.holds(sealed.text)) continue;
    const move = proved(rows.find((one) => one.entry.id === entry.refs.move)?.row);
    const shown = proved(rows.find((one) => one.entry.type === 'card.shown' && one.entry.refs.card === entry.refs.card)?.row);
    const kept = proved(row);
    if (move === null || kept === null) continue;
    const { salt, text } = sealed;
    lines.push(JSON.stringify({ kind: 'evidence', v: 1, salt, text, proofs: { kept, move, shown } } satisfies EvidenceLine));
  }
  if (lines.length > 0) return lines;
  throw new CliError(
    1,
    heldBack.sentence() ??
      `There is no evidence of ${reference}. Discord signs what comes over HTTP (DISCORD_PUBLIC_KEY); of no other platform is there a signature that an outsider could check; and what was kept is erased with the texts.`,
  );
}

export function isEvidence(source: string): boolean {
  return source.startsWith('{"kind":"evidence"');
}

/**
 * What such a file shows to whoever pinned the log's key and the platform's, a sentence for each line. A FormatError when one of them
 * shows nothing. All of it may be an attacker's.
 */
export function readEvidenceFile(source: string, key: VerifierKey, platformKey: string | null): string[] {
  if (platformKey !== null && !/^[0-9a-f]{64}$/i.test(platformKey))
    throw new CliError(2, '--platform-key is the public key of the application at the platform: 64 hex digits.');
  const keys = new Set<string>();
  const said = source
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const shown = lineOf(line);
      const evidence = readEvidence(shown.text);
      keys.add(evidence.publicKey);
      return shownBy(shown, evidence, key, (platformKey ?? evidence.publicKey).toLowerCase());
    });
  const own = `Checked with the platform’s key as it stands in the file: ${[...keys].join(', ')}. Compare it with the application’s public key at the platform, and pass --platform-key.`;
  return platformKey === null ? [...said, own] : said;
}

function lineOf(line: string): EvidenceLine {
  let value: Partial<EvidenceLine> | null = null;
  try {
    value = JSON.parse(line) as Partial<EvidenceLine> | null;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  const { v, salt, text, proofs } = value ?? {};
  const texts = [salt, text, proofs?.kept, proofs?.move, proofs?.shown ?? ''];
  if (v !== 1 || !texts.every((one) => typeof one === 'string'))
    throw new FormatError('BAD_EVIDENCE', 'a line is none that “export --evidence” wrote');
  return value as EvidenceLine;
}

function shownBy({ salt, text, proofs }: EvidenceLine, evidence: Evidence, key: VerifierKey, platformKey: string): string {
  const { entry, index, size } = provenIn(proofs.kept, key);
  const move = provenIn(proofs.move, key).entry;
  const shown = proofs.shown === null ? null : provenIn(proofs.shown, key).entry;
  if (entry.type !== 'evidence.kept' || entry.digests.evidence !== saltedDigest('evidence', salt, text))
    throw new FormatError('BAD_EVIDENCE', 'the evidence is not what the entry is about');
  if (move.id !== entry.refs.move || move.draft !== entry.draft || move.actor !== entry.actor)
    throw new FormatError('BAD_EVIDENCE', 'the move is not the one that the entry names');
  const { person, verb } = verifyEvidence(entry, evidence, platformKey);
  if (move.type === 'draft.approved') demandShown(entry, move, shown);
  const what = move.digests.post === undefined ? '' : `, post ${move.digests.post}`;
  const at = new Date(Number(evidence.timestamp) * 1000).toISOString();
  // Without a card nothing that the platform signed names the draft.
  const made = entry.refs.card === undefined ? 'The log alone says that it made' : 'It made';
  return `Entry ${index} of ${size}: “${verb}” by ${person}, signed by the platform at ${at}. ${made} ${move.type} of ${move.draft}${what}. All of it is in the log.`;
}

/** The button stood on a card, and the log says to whom that card showed which post: it is the one that was approved, by that person. */
function demandShown({ refs }: Entry, move: Entry, shown: Entry | null): void {
  const isThat =
    shown?.type === 'card.shown' &&
    shown.actor === move.actor &&
    shown.refs.card === refs.card &&
    shown.draft === move.draft &&
    shown.revision === move.revision &&
    shown.digests.post === move.digests.post;
  if (!isThat) throw new FormatError('BAD_EVIDENCE', 'nothing shows that the button stood on a card with the post that was approved');
}
