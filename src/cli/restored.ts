import { existsSync } from 'node:fs';
import { rename } from 'node:fs/promises';
import { readAnchor, writeAnchor } from '../anchor.ts';
import { markRestored } from '../app/mark-restored.ts';
import type { Ports } from '../app/ports.ts';
import type { Config } from '../config.ts';
import { departureFrom, type Departure } from '../log/anchor.ts';
import { parseVerifierKey } from '../log/verifier-key.ts';
import { CliError, type Output } from './command.ts';
import { stamp } from './copy.ts';
import { localPerson, withInstallation } from './open.ts';

/**
 * An older copy stands in the place of the database. Everything is stopped first; only then is the copy accepted: its newest
 * checkpoint becomes the anchor, and the one from before is kept beside it. Whatever fails in between leaves the bot refusing to start.
 */
export async function settleRestored({ reason, isAnotherLog }: { reason: string; isAnotherLog: boolean }, output: Output): Promise<number> {
  return withInstallation(
    async ({ ports, signer, config }) => {
      const { checkpoints } = ports.store.read;
      await demandNobodyRuns(ports);
      const anchor = readAnchor(config.anchorFile);
      const departure = anchor === null ? null : await departureFrom(anchor, checkpoints, parseVerifierKey(signer.verifierKey));
      if (departure?.kind === 'other_log') demandKnownLog(config, signer.name, isAnotherLog);
      await markRestored(ports, { by: localPerson(), reason });
      const kept = departure === null ? null : await setAside(config.anchorFile);
      const latest = await checkpoints.latest();
      if (latest) await writeAnchor(config.anchorFile, latest.note);
      output.print(`It holds ${latest?.size ?? 0} entries under a signed checkpoint. ${lost(departure, anchor !== null)}`);
      if (kept !== null) output.print(`The anchor from before is ${kept}: keep it, too.`);
      output.print(NEXT);
      return 0;
    },
    { rules: 'if they can be read' },
  );
}

/** By the anchor: the first line of a checkpoint is the name of its log. Whoever has none is believed. */
export function demandKnownLog({ anchorFile }: Config, origin: string, isAnotherLog: boolean): void {
  const known = readAnchor(anchorFile)?.split('\n')[0] ?? origin;
  if (known === origin || isAnotherLog) return;
  throw new CliError(
    1,
    `That is a database of another installation: its log is ${origin}, the one here ${known}. If you mean it, say --another-log. Nothing was done.`,
  );
}

/** A file says by itself whether somebody has it open; of a server's database the leases of its processes tell. */
async function demandNobodyRuns({ store }: Ports): Promise<void> {
  if (store.kind === 'sqlite') return;
  const living = await store.read.leases.living();
  if (living.length === 0) return;
  throw new CliError(
    1,
    `A bot runs on this database: ${living.join(', ')}. Stop every process; one that was killed counts for ten seconds more. Then run: npm run countersign -- restore --in-place`,
  );
}

async function setAside(file: string): Promise<string> {
  const kept = `${file}.before-${stamp()}`;
  if (existsSync(kept)) throw new CliError(1, `${kept} is there already. Try again in a second.`);
  await rename(file, kept);
  return kept;
}

function lost(departure: Departure | null, hadAnchor: boolean): string {
  if (!hadAnchor) return 'No anchor was here, so nobody can tell what is lost. Compare it with one that you keep elsewhere.';
  switch (departure?.kind) {
    case undefined:
      return 'That is all that was signed here, as far as the anchor tells.';
    case 'older':
      return `${departure.anchored} were signed here: ${departure.anchored - departure.here} are lost, and whatever they stood for.`;
    case 'other_history':
      return `The ${departure.anchored} that were signed here are not in it: it went on by itself from an older copy.`;
    case 'other_log':
      return 'It is another log than the one that was signed here.';
  }
}

const NEXT = `Everything is stopped. Now:
1. Start the bot. Nothing can be posted. What the copy holds goes back to the people who asked; their cards say that it may stand already.
2. npm run countersign -- doctor
3. npm run countersign -- drafts      what is still open. Look in the channels for the references (cs-…).
4. npm run countersign -- withdraw REFERENCE --reason "…"      for each one that stands there already.
5. npm run countersign -- release`;
