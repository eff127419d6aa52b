import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const folders: string[] = [];

/** Gone when the test file is over (`setup.ts`), whichever test of it made it. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'countersign-cli-'));
  folders.push(folder);
  return folder;
}

export async function removeTemporaryFolders(): Promise<void> {
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) await rm(folder, { recursive: true, force: true });
}
