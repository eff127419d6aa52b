import { findDraft } from '../app/operate.ts';
import type { Ports } from '../app/ports.ts';
import type { Entry } from '../core/fact.ts';
import type { DraftId } from '../core/ids.ts';
import { saltedDigest } from '../log/digests.ts';
import { decodeEntry } from '../log/entry.ts';
import { FormatError } from '../log/format-error.ts';
import { readSignedDelivery, type SignedDelivery, verifySignedDelivery } from '../log/signed-delivery.ts';
import type { VerifierKey } from '../log/verifier-key.ts';
import type { EntryRow, ReadTables } from '../store/store.ts';
import { CliError } from './command.ts';
import { proofsIn, provenIn } from './proof.ts';

/** What was sealed with a draft: the delivery, and the salt of its digest. */
interface Kept {
  salt: string;
  text: string;
}

/** One line of what `export --signed` writes; the proofs are `.tlog-proof` texts, each with its entry. */
interface SignedLine {
  kind: 'signed';
  v: 1;
  evidence: Kept;
  /** Of the `delivery.signed` entry, of the move that it made, and of the showing of the card on which its button stood. */
  proofs: { signed: string; move: string; shown: string | null };
}

/** Null when it was erased, with the draft's texts. */
export async function keptDelivery(read: ReadTables, draft: DraftId, { digests }: Entry): Promise<Kept | null> {
  const sealed = await read.texts.get(draft, `evidence:${digests.evidence}`);
  return sealed === undefined ? null : (JSON.parse(sealed) as Kept);
}

/** Whether a key signed it, and signed what the entry says. Whose key it is, nobody can tell from here. */
export function fits(entry: Entry, text: string): boolean {
  try {
    const delivery = readSignedDelivery(text);
    verifySignedDelivery(entry, delivery, delivery.publicKey);
    return true;
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    return false;
  }
}

/** What the platform signed of one draft, for somebody who has neither the database nor our word: one line for each delivery. */
export async function signedOf(ports: Ports, read: ReadTables, reference: string): Promise<string[]> {
  const draft = await findDraft(ports, reference);
  if (!draft)
    throw new CliError(1, `There is no draft or publication ${reference}. A reference stands under a post (cs-…) or on a card (rq-…).`);
  const rows = (await read.entries.ofDraft(draft.id)).map((row) => ({ row, entry: decodeEntry(row.bytes) }));
  const proofOf = await proofsIn(read);
  const proved = (row: EntryRow | undefined): string | null => (row === undefined ? null : Buffer.from(proofOf(row)).toString('utf8'));
  const lines: string[] = [];
  for (const { row, entry } of rows.filter((one) => one.entry.type === 'delivery.signed')) {
    const evidence = await keptDelivery(read, draft.id, entry);
    const move = proved(rows.find((one) => one.entry.id === entry.refs.move)?.row);
    const shown = proved(rows.find((one) => one.entry.type === 'card.shown' && one.entry.refs.card === entry.refs.card)?.row);
    const signed = proved(row);
    if (evidence === null || move === null || signed === null) continue;
    const { salt, text } = evidence;
    lines.push(JSON.stringify({ kind: 'signed', v: 1, evidence: { salt, text }, proofs: { signed, move, shown } } satisfies SignedLine));
  }
  if (lines.length > 0) return lines;
  throw new CliError(
    1,
    `Nothing of ${reference} is kept with a platform’s signature. Discord signs what comes over HTTP (DISCORD_PUBLIC_KEY); of no other platform is there a signature that an outsider could check; and what was kept is erased with the texts.`,
  );
}

export function isSigned(source: string): boolean {
  return source.startsWith('{"kind":"signed"');
}

/**
 * What such a file shows to whoever pinned the log's key and the platform's, a sentence for each line. A FormatError when one of them
 * shows nothing. All of it may be an attacker's.
 */
export function readSigned(source: string, key: VerifierKey, platformKey: string | null): string[] {
  if (platformKey !== null && !/^[0-9a-f]{64}$/i.test(platformKey))
    throw new CliError(2, '--platform-key is the public key of the application at the platform: 64 hex digits.');
  const keys = new Set<string>();
  const said = source
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const { evidence, proofs } = lineOf(line);
      const delivery = readSignedDelivery(evidence.text);
      keys.add(delivery.publicKey);
      return shownBy({ evidence, proofs }, delivery, key, (platformKey ?? delivery.publicKey).toLowerCase());
    });
  const own = `Checked with the platform’s key as it stands in the file: ${[...keys].join(', ')}. Compare it with the application’s public key at the platform, and pass --platform-key.`;
  return platformKey === null ? [...said, own] : said;
}

function lineOf(line: string): SignedLine {
  let value: Partial<SignedLine> | null = null;
  try {
    value = JSON.parse(line) as Partial<SignedLine> | null;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  const { v, evidence, proofs } = value ?? {};
  const texts = [evidence?.salt, evidence?.text, proofs?.signed, proofs?.move, proofs?.shown ?? ''];
  if (v !== 1 || !texts.every((one) => typeof one === 'string'))
    throw new FormatError('BAD_EVIDENCE', 'a line is none that “export --signed” wrote');
  return value as SignedLine;
}

function shownBy(
  { evidence, proofs }: Pick<SignedLine, 'evidence' | 'proofs'>,
  delivery: SignedDelivery,
  key: VerifierKey,
  platformKey: string,
): string {
  const { entry, index, size } = provenIn(proofs.signed, key);
  const move = provenIn(proofs.move, key).entry;
  const shown = proofs.shown === null ? null : provenIn(proofs.shown, key).entry;
  if (entry.type !== 'delivery.signed' || entry.digests.evidence !== saltedDigest('evidence', evidence.salt, evidence.text))
    throw new FormatError('BAD_EVIDENCE', 'what was signed is not what the entry is about');
  if (move.id !== entry.refs.move || move.draft !== entry.draft || move.actor !== entry.actor)
    throw new FormatError('BAD_EVIDENCE', 'the move is not the one that the entry names');
  const { person, verb } = verifySignedDelivery(entry, delivery, platformKey);
  if (move.type === 'draft.approved') demandShown(entry, move, shown);
  const what = move.digests.post === undefined ? '' : `, post ${move.digests.post}`;
  const at = new Date(Number(delivery.timestamp) * 1000).toISOString();
  return `Entry ${index} of ${size}: “${verb}” by ${person}, signed by the platform at ${at}. It made ${move.type} of ${move.draft}${what}. All of it is in the log.`;
}

/** The button stood on a card, and the log says which post that card showed: it is the one that was approved. */
function demandShown({ refs }: Entry, move: Entry, shown: Entry | null): void {
  const isThat =
    shown?.type === 'card.shown' &&
    shown.refs.card === refs.card &&
    shown.draft === move.draft &&
    shown.revision === move.revision &&
    shown.digests.post === move.digests.post;
  if (!isThat) throw new FormatError('BAD_EVIDENCE', 'nothing shows that the button stood on a card with the post that was approved');
}
