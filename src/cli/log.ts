import { readFile, mkdir, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { tilesOf, entryBundles } from '../log/tiles.ts';
import { parseVerifierKey, type VerifierKey } from '../log/verifier-key.ts';
import { verifyLog } from '../log/verify.ts';
import { type CliCommand, CliError, readArgs } from './command.ts';
import { disclosures } from './disclose.ts';
import { exportedCopy, exportLines, storedCopy } from './log-copy.ts';
import { withInstallation } from './open.ts';

const verify: CliCommand = {
  summary: 'Checks the log, offline: bytes, signatures, facts, drafts, and the text that is still readable.',
  usage: 'verify [EXPORT.jsonl] [--key KEY or FILE] [--anchor CHECKPOINT_FILE]',
  async run(args, output) {
    const { values, positionals } = readArgs(args, { key: { type: 'string' }, anchor: { type: 'string' } }, { least: 0, most: 1 });
    const anchor = values.anchor === undefined ? null : await readText(values.anchor);
    const [file] = positionals;
    const pinned = values.key === undefined ? null : await readKey(values.key);
    if (file !== undefined) {
      if (!pinned) throw new CliError(2, 'An export is checked with the key that you pinned: --key.');
      return report(output, await verifyLog(exportedCopy(await readText(file)), pinned, anchor), false);
    }
    return withInstallation(async ({ ports, signer }) => {
      const own = parseVerifierKey(signer.verifierKey);
      return report(output, await verifyLog(await storedCopy(ports.store), pinned ?? own, anchor), pinned === null);
    }, 'if they can be read');
  },
};

function report(output: Parameters<CliCommand['run']>[1], found: Awaited<ReturnType<typeof verifyLog>>, isOwnKey: boolean): number {
  for (const problem of found.problems) output.complain(`✗ ${problem}`);
  if (found.texts.checked + found.texts.erased > 0)
    output.print(`Texts that fit their digests: ${found.texts.checked}. Erased: ${found.texts.erased}.`);
  if (found.unsigned > 0) output.print(`Not yet under a checkpoint: ${found.unsigned}.`);
  if (isOwnKey)
    output.print('Checked with this installation’s own key; whoever holds it could have signed anything. Pin it elsewhere and pass --key.');
  const verdict = found.problems.length === 0 ? 'everything fits' : `${found.problems.length} problems`;
  output.print(`${verdict}; complete up to ${found.size}; compare with your anchor (root ${found.root})`);
  return found.problems.length === 0 ? 0 : 1;
}

const exportCommand: CliCommand = {
  summary: 'Writes entries and checkpoints as JSON lines; with --tiles, the log as static files.',
  usage: 'export [--disclose] [--tiles FOLDER]',
  async run(args, output) {
    const { values } = readArgs(args, { disclose: { type: 'boolean' }, tiles: { type: 'string' } }, { least: 0, most: 0 });
    return withInstallation(async ({ ports, signer }) => {
      if (values.tiles !== undefined) {
        output.print(`${await writeTiles(await storedCopy(ports.store), values.tiles)} files are in ${values.tiles}.`);
        return 0;
      }
      for await (const line of exportLines(ports.store, signer)) output.print(line);
      // Names, posts and answers in clear: only for whoever may read them.
      if (values.disclose) for await (const line of disclosures(ports)) output.print(line);
      return 0;
    }, 'if they can be read');
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
  return parseVerifierKey((existsSync(given) ? await readText(given) : given).trim());
}

export const logCommands: Record<string, CliCommand> = { verify, export: exportCommand };
