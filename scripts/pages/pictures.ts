import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';

const ROOT = new URL('../../', import.meta.url);
const FOLDERS = ['adapters/playground/platform/page', 'src/core/sentences'];
const FILES = [
  'adapters/playground/platform/page.ts',
  'adapters/playground/platform/icons.ts',
  'adapters/playground/platform/seed.ts',
  'adapters/playground/platform/visible.ts',
  'src/core/card-view.ts',
  'src/core/requester-buttons.ts',
  'src/core/requester-card.ts',
  'src/core/review-card.ts',
];

/** Of which page and which sentences the pictures in `docs/pictures` are. */
export const DIGEST = new URL('docs/pictures/sources.sha256', ROOT);

/** What the pictures show is made of these files: by their content, because a clone knows no time at which they were changed. */
export function digestOfSources(): string {
  const names = FOLDERS.flatMap((folder) => readdirSync(new URL(folder, ROOT)).map((name) => `${folder}/${name}`));
  const hash = createHash('sha256');
  for (const name of [...names, ...FILES].sort())
    hash
      .update(`${name}\0`)
      .update(readFileSync(new URL(name, ROOT)))
      .update('\0');
  return hash.digest('hex');
}
