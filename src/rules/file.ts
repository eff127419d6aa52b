import { createHash } from 'node:crypto';
import { type FSWatcher, watch } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, dirname, resolve } from 'node:path';
import { type ParsedRules, parseRules } from './load.ts';

/** What stands in a file at one moment, or why it cannot be read. */
export interface Look {
  /** The same for the same content. */
  key: string;
  content: { bytes: Buffer } | { unreadable: string };
}

export async function look(file: string): Promise<Look> {
  try {
    const bytes = await readFile(file);
    return { key: createHash('sha256').update(bytes).digest('hex'), content: { bytes } };
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
    return { key: code, content: { unreadable: code === 'ENOENT' ? `there is no file ${resolve(file)}` : `cannot be read (${code})` } };
  }
}

export function parseLook({ content }: Look, file: string): ParsedRules {
  if ('unreadable' in content) return notRules(file, content.unreadable);
  const source = content.bytes.toString('utf8');
  return Buffer.from(source, 'utf8').equals(content.bytes) ? parseRules(source, file) : notRules(file, 'the file is not UTF-8 text');
}

function notRules(file: string, message: string): ParsedRules {
  return { ok: false, problems: [{ file, line: 1, column: 1, path: '', message }] };
}

/** Watches the folder, because an editor that replaces the file would leave a watcher of the file behind. Null when it cannot. */
export function watchFolder(file: string, onChange: () => void, onError: (error: unknown) => void): FSWatcher | null {
  const name = basename(file);
  try {
    const watcher = watch(dirname(resolve(file)), { persistent: false }, (_event, changed) => {
      // `..data` and its like: mounted configuration is swapped by a link beside the file.
      if (changed === null || changed === name || changed.startsWith('..')) onChange();
    });
    watcher.on('error', (error) => {
      watcher.close();
      onError(error);
    });
    return watcher;
  } catch (error) {
    onError(error);
    return null;
  }
}
