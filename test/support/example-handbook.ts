import { cp } from 'node:fs/promises';
import { join } from 'node:path';

/** What stories ask about, and neighbours that it has to be told from. Every start of a bot reads them anew, and forty pages take it half a second. */
const PAGES = [
  'engineering/staging.md',
  'engineering/backups.md',
  'engineering/on-call.md',
  'it/accounts.md',
  'security/secrets.md',
  'support/refunds.md',
];

/** Puts a few pages of the example handbook where the example rules look for them, beside the rules file in this folder. */
export async function putExampleHandbook(folder: string): Promise<void> {
  const handbook = join(folder, 'examples/handbook');
  await Promise.all(PAGES.map((page) => cp(join('examples/handbook', page), join(handbook, page))));
}
