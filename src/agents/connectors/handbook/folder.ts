import { constants } from 'node:fs';
import type { Dirent } from 'node:fs';
import { open, readdir, realpath, stat } from 'node:fs/promises';
import { join, posix, sep } from 'node:path';
import { AgentError } from '../../agent-error.ts';

/** A page that is left out, and why. The agent answers from the others. */
export interface PageProblem {
  /** Relative to the folder, with `/`. */
  file: string;
  problem: 'TOO_LARGE' | 'NOT_TEXT' | 'TOO_DEEP' | 'UNREADABLE' | 'TOO_MANY';
}

export interface FoundPage {
  file: string;
  /** Where it really is, links resolved. */
  path: string;
  /** Changes whenever the file does, as far as the file system tells. */
  stamp: string;
}

/** In bytes. A page that nobody could read in an hour is no page. */
const LARGEST_PAGE = 1_000_000;
/** A line that opens a hundred quotations or lists. Parsing it takes minutes, for the time grows with the square of the depth. */
const TOO_DEEP = /^(?:[ \t]*(?:>|(?:[-+*]|\d{1,9}[.)])[ \t])){100}/m;
/** A guard against a folder that was named by mistake, such as `/`. */
const MOST_PAGES = 10_000;

/**
 * All `.md` files of a folder and its subfolders, each folder's own pages first. Hidden ones are left out. A link to a file is
 * followed only when that file is in the folder; a link to a folder never is (it could lead out, or in circles).
 */
export async function listPages(folder: string, signal: AbortSignal): Promise<{ pages: FoundPage[]; problems: PageProblem[] }> {
  const root = await rootOf(folder);
  const pages = new Map<string, FoundPage>();
  const problems: PageProblem[] = [];

  async function walk(under: string): Promise<void> {
    signal.throwIfAborted();
    const entries = await childrenOf(join(root, under));
    if (!entries && under === '') throw new AgentError(`The handbook's folder ${folder} cannot be read. Check its permissions.`);
    if (!entries) problems.push({ file: under, problem: 'UNREADABLE' });
    const shown = (entries ?? []).filter((entry) => !entry.name.startsWith('.'));
    for (const found of await Promise.all(shown.filter((entry) => /\.md$/i.test(entry.name)).map((entry) => look(under, entry)))) {
      if (found && !pages.has(found.path)) pages.set(found.path, found);
    }
    for (const entry of shown) {
      if (entry.isDirectory() && pages.size <= MOST_PAGES) await walk(posix.join(under, entry.name));
    }
  }

  async function look(under: string, entry: Dirent): Promise<FoundPage | null> {
    const named = join(root, under, entry.name);
    const path = entry.isSymbolicLink() ? await realpath(named).catch(() => null) : named;
    if (path === null || !path.startsWith(root.endsWith(sep) ? root : root + sep)) return null;
    const facts = await stat(path).catch(() => null);
    if (!facts?.isFile()) return null;
    const stamp = `${facts.mtimeMs} ${facts.ctimeMs} ${facts.size} ${facts.ino}`;
    return { file: posix.join(under, entry.name), path, stamp };
  }

  await walk('');
  const found = [...pages.values()];
  const tooMany = found.splice(MOST_PAGES);
  if (tooMany[0]) problems.push({ file: tooMany[0].file, problem: 'TOO_MANY' });
  return { pages: found, problems };
}

/** The page's text with `\n` at the ends of lines, or why there is none. */
export async function readPage(page: FoundPage): Promise<{ text: string } | { problem: PageProblem['problem'] }> {
  let bytes: Buffer;
  try {
    // The link was resolved when the folder was listed; one that was put there since is not followed, and a pipe is not waited for.
    await using handle = await open(page.path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
    if ((await handle.stat()).size > LARGEST_PAGE) return { problem: 'TOO_LARGE' };
    bytes = await handle.readFile();
  } catch {
    return { problem: 'UNREADABLE' };
  }
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    if (text.includes('\0')) return { problem: 'NOT_TEXT' };
    return TOO_DEEP.test(text) ? { problem: 'TOO_DEEP' } : { text: text.replace(/\r\n?/g, '\n') };
  } catch {
    return { problem: 'NOT_TEXT' };
  }
}

async function rootOf(folder: string): Promise<string> {
  const root = await realpath(folder).catch(() => {
    throw new AgentError(
      `The handbook's folder ${folder} does not exist or cannot be read. Name another after \`folder:\` in the rules file.`,
    );
  });
  if (!(await stat(root)).isDirectory()) throw new AgentError(`The handbook's folder ${folder} is not a folder.`);
  return root;
}

/** Null when the folder may not be read; empty when it is gone. */
async function childrenOf(path: string): Promise<Dirent[] | null> {
  try {
    const entries = await readdir(path, { withFileTypes: true });
    return entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'ENOENT' ? [] : null;
  }
}
