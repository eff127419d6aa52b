import { randomBytes } from 'node:crypto';
import { accessSync, constants, readFileSync } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Clock, Logger } from './app/ports.ts';
import { type Checkpointed, type Departure, departureFrom, departureInWords } from './log/anchor.ts';
import type { Signer } from './log/signer.ts';
import { parseVerifierKey } from './log/verifier-key.ts';
import type { Store } from './store/store.ts';

/** How far the file may lie behind what is signed, except before a send: then not at all. */
const KEEP_EVERY_MS = 1_000;

/**
 * The newest signed checkpoint that this machine knows, in a file outside of the database. Whoever puts an older copy in the database's
 * place leaves the file behind, and by it the copy is recognised: nothing is signed over it and nothing is published from it.
 */
export interface Anchor {
  /** Throws OldCopyError unless these checkpoints go on from the anchor. */
  demandContinued(checkpoints: Checkpointed): Promise<void>;
  /** A checkpoint was committed by this process; the file follows within a second. */
  signed(note: string): void;
  /** Makes the newest checkpoint of the database durable in the file. OldCopyError when it does not go on from the one before. */
  keep(): Promise<void>;
  /** Resolves when the file holds the newest checkpoint. */
  stop(): Promise<void>;
}

/** The database in use is not the one that the anchor was taken from. The message says what to do. */
export class OldCopyError extends Error {
  override readonly name = 'OldCopyError';
  readonly departure: Departure;
  constructor(departure: Departure, file: string) {
    super(`${departureInWords(departure)} ${whatToDo(departure, file)}`);
    this.departure = departure;
  }
}

export function whatToDo(departure: Departure, file: string): string {
  if (departure.kind === 'other_log') {
    return `Nothing is signed or published. Set DATABASE_URL, DATA_DIR and LOG_KEY right. If you began a new log on purpose, move ${file} away.`;
  }
  return 'Nothing is signed or published from it. Put the newer database back; or, if this copy is all that there is, run: npm run countersign -- restore --in-place';
}

/** Rejects with an OldCopyError when the database does not go on from the file; nothing was written then. */
export async function startAnchor(options: { file: string; store: Store; signer: Signer; clock: Clock; logger: Logger }): Promise<Anchor> {
  const { file, store, signer, clock, logger } = options;
  const key = parseVerifierKey(signer.verifierKey);
  const stopping = new AbortController();
  let kept = readAnchor(file);
  /** Newest that is known to be committed: never behind `kept`. */
  let known = kept;
  demandWritable(file);

  async function demandContinued(checkpoints: Checkpointed): Promise<void> {
    const departure = known === null ? null : await departureFrom(known, checkpoints, key);
    if (departure !== null) throw new OldCopyError(departure, file);
  }

  async function keepNewest(): Promise<void> {
    const before = known;
    const latest = await store.read.checkpoints.latest();
    await demandContinued(store.read.checkpoints);
    if (latest === undefined || latest.note === kept) return;
    await writeAnchor(file, latest.note);
    kept = latest.note;
    // Meanwhile this process may have signed a newer one.
    if (known === before) known = latest.note;
  }

  const keep = together(keepNewest);
  const loop = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      await clock.sleep(KEEP_EVERY_MS, stopping.signal);
      if (known === kept) continue;
      await keep().catch((error: unknown) => logger.error({ error }, 'the anchor could not be kept; trying again'));
    }
  };
  await keep();
  const running = loop();

  return {
    demandContinued,
    signed: (note) => void (known = note),
    keep,
    async stop() {
      stopping.abort();
      await running;
      await keep().catch((error: unknown) => logger.error({ error }, 'the anchor could not be kept at the end'));
    },
  };
}

/** As it stands in the file; null when there is none. Whether it is of our key is for whoever compares it. */
export function readAnchor(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

/** Durable when it resolves: the whole file or the one before, never a part of it, also when two processes share it. */
export async function writeAnchor(file: string, note: string): Promise<void> {
  const next = `${file}.${randomBytes(4).toString('hex')}.new`;
  try {
    await synced(next, 'w', (handle) => handle.writeFile(note));
    await rename(next, file);
  } catch (error) {
    await rm(next, { force: true });
    throw error;
  }
  await synced(dirname(file), 'r');
}

async function synced(path: string, flags: 'r' | 'w', use: (handle: Awaited<ReturnType<typeof open>>) => Promise<void> = async () => {}) {
  const handle = await open(path, flags, 0o600);
  try {
    await use(handle);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function demandWritable(file: string): void {
  try {
    accessSync(dirname(file), constants.W_OK);
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code ?? 'unknown error';
    throw new Error(
      `The folder of the anchor ${file} cannot be written (${code}). Let this user write there, or name another file in ANCHOR_FILE.`,
      {
        cause,
      },
    );
  }
}

/** Calls that come while one runs share the next one: it begins after all of them came. */
function together(work: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | null = null;
  let next: Promise<void> | null = null;
  const begin = (): Promise<void> => {
    next = null;
    const mine = work().finally(() => {
      if (running === mine) running = null;
    });
    running = mine;
    return mine;
  };
  return () => {
    if (running === null) return begin();
    next ??= running.then(begin, begin);
    return next;
  };
}
