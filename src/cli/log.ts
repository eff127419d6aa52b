import { readFile, mkdir, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { readAnchor } from '../anchor.ts';
import { OWN_KEY } from '../core/sentences.ts';
import { tilesOf, entryBundles } from '../log/tiles.ts';
import { departureFrom, departureInWords } from '../log/anchor.ts';
import { textOf } from '../log/bytes.ts';
import { FormatError } from '../log/format-error.ts';
import { parseVerifierKey, type VerifierKey } from '../log/verifier-key.ts';
import { verifyLog } from '../log/verify.ts';
import { storedCopy } from '../stored-log.ts';
import { type CliCommand, CliError, readArgs } from './command.ts';
import { disclosures } from './disclose.ts';
import { exportedCopy, exportLines } from './log-copy.ts';
import { withInstallation } from './open.ts';
import { createHeldBack } from './held-back.ts';
import { isProof, proofOf, readProof } from './proof.ts';
import { isEvidence, readEvidenceFile, evidenceOf } from './evidence.ts';

const verify: CliCommand = {
  summary: 'Checks the log, offline: bytes, signatures, facts, drafts, and the text that is still readable.',
  usage:
    'verify [EXPORT.jsonl | PUBLICATION.tlog-proof | EVIDENCE.jsonl] [--key KEY or FILE] [--anchor CHECKPOINT_FILE] [--platform-key HEX]',
  async run(args, output) {
    const { values, positionals } = readArgs(
      args,
      { key: { type: 'string' }, anchor: { type: 'string' }, 'platform-key': { type: 'string' } },
      { least: 0, most: 1 },
    );
    const anchor = values.anchor === undefined ? null : await readText(values.anchor);
    const [file] = positionals;
    const pinned = values.key === undefined ? null : await readKey(values.key);
    if (file !== undefined) {
      if (!pinned) throw new CliError(2, 'An export is checked with the key that you pinned: --key.');
      const source = await readText(file);
      if (isEvidence(source)) return reportProof(output, () => readEvidenceFile(source, pinned, values['platform-key'] ?? null));
      if (!isProof(source)) return report(output, await verifyLog(exportedCopy(source), pinned, anchor), false);
      return reportProof(output, () => [readProof(source, pinned)]);
    }
    return withInstallation(
      async ({ ports, signer, config }) => {
        const own = parseVerifierKey(signer.verifierKey);
        const kept = readAnchor(config.anchorFile);
        const found = await ports.store.snapshot(async (read) => {
          const departure = kept === null ? null : await departureFrom(kept, read.checkpoints, own);
          const verified = await verifyLog(await storedCopy(read), pinned ?? own, anchor);
          return departure === null ? verified : { ...verified, problems: [...verified.problems, departureInWords(departure)] };
        });
        return report(output, found, pinned === null);
      },
      { rules: 'if they can be read' },
    );
  },
};

function reportProof(output: Parameters<CliCommand['run']>[1], shown: () => string[]): number {
  try {
    for (const line of shown()) output.print(line);
    return 0;
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    output.complain(`✗ This proof shows nothing: ${error.message}.`);
    return 1;
  }
}

function report(output: Parameters<CliCommand['run']>[1], found: Awaited<ReturnType<typeof verifyLog>>, isOwnKey: boolean): number {
  for (const problem of found.problems) output.complain(`✗ ${problem}`);
  if (found.texts.checked + found.texts.erased > 0)
    output.print(`Texts that fit their digests: ${found.texts.checked}. Erased: ${found.texts.erased}.`);
  if (found.unsigned > 0) output.print(`Not yet under a checkpoint: ${found.unsigned}.`);
  if (isOwnKey) output.print(`${OWN_KEY} Pin it elsewhere and pass --key.`);
  output.print(found.problems.length === 0 ? 'Everything fits.' : `Problems: ${found.problems.length}.`);
  output.print(`Root: ${found.root}`);
  output.print(`complete up to ${found.size}; compare with your anchor`);
  return found.problems.length === 0 ? 0 : 1;
}

const exportCommand: CliCommand = {
  summary: 'Writes the log: JSON lines, static tiles, the proof of one publication, or the evidence of one draft.',
  usage: 'export [--disclose] | --tiles FOLDER | --proof REFERENCE | --evidence REFERENCE',
  async run(args, output) {
    const options = {
      disclose: { type: 'boolean' },
      tiles: { type: 'string' },
      proof: { type: 'string' },
      evidence: { type: 'string' },
    } as const;
    const { values } = readArgs(args, options, { least: 0, most: 0 });
    return withInstallation(
      async ({ ports, signer }) => {
        const heldBack = createHeldBack(ports);
        await ports.store.snapshot(async (read) => {
          if (values.tiles !== undefined) {
            output.print(`${await writeTiles(await storedCopy(read), values.tiles)} files are in ${values.tiles}.`);
            return;
          }
          if (values.proof !== undefined) {
            output.print((textOf(await proofOf(ports, read, values.proof)) ?? '').trimEnd());
            return;
          }
          if (values.evidence !== undefined) {
            for (const line of await evidenceOf(ports, read, values.evidence, heldBack)) output.print(line);
            return;
          }
          for await (const line of exportLines(read, signer)) output.print(line);
          // Names, posts and answers in clear: only for whoever may read them.
          if (values.disclose) for await (const line of disclosures(read, heldBack)) output.print(line);
        });
        const heldBackSaid = heldBack.sentence();
        if (heldBackSaid !== null) output.complain(heldBackSaid);
        return 0;
      },
      { rules: 'if they can be read' },
    );
  },
};

/** C2SP tlog-tiles: `checkpoint`, `tile/<level>/…`, `tile/entries/…`. */
async function writeTiles(copy: Awaited<ReturnType<typeof storedCopy>>, folder: string): Promise<number> {
  const leaves: Uint8Array[] = [];
  const entries: Uint8Array[] = [];
  for await (const { bytes, leafHash } of copy.entries()) {
    entries.push(bytes);
    if (leafHash) leaves.push(leafHash);
  }
  const note = copy.checkpoints.at(-1);
  if (note === undefined) throw new CliError(1, 'There is no checkpoint yet, so there is nothing to publish.');
  const files = [{ path: 'checkpoint', bytes: new TextEncoder().encode(note) }, ...tilesOf(leaves), ...entryBundles(entries)];
  for (const { path, bytes } of files) {
    const target = join(folder, path);
    await mkdir(dirname(target), { recursive: true });
    await writeFile(target, bytes);
  }
  return files.length;
}

async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw new CliError(3, `${file} cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unknown error'}).`);
  }
}

/** A verifier key as it stands, or a file that holds it. */
async function readKey(given: string): Promise<VerifierKey> {
  try {
    return parseVerifierKey((existsSync(given) ? await readText(given) : given).trim());
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    throw new CliError(2, `--key is neither a verifier key nor a file that holds one: ${error.message}.`);
  }
}

export const logCommands: Record<string, CliCommand> = { verify, export: exportCommand };
