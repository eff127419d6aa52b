/**
 * A real Chromium for tests, on a machine that has none: the one of `@sparticuz/chromium`, unpacked once into `node_modules/.cache`
 * with its own libraries and its one font (Open Sans: no emoji, no Chinese, Japanese or Korean). `CHROMIUM_PATH` may name another.
 */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { chromium } from 'playwright-core';
import type { Browser, LaunchOptions } from 'playwright-core';

/** A headless browser; close it in the end. Give every person of a story a context of their own: `browser.newContext()`. */
export async function openBrowser(): Promise<Browser> {
  const named = process.env['CHROMIUM_PATH'];
  // Not the list that the package proposes: it switches web security off, which is what we test. A page without 3D needs no process for it.
  const options: LaunchOptions = { args: ['--no-sandbox', '--disable-gpu', '--in-process-gpu'], headless: true };
  if (named !== undefined && named !== '') return chromium.launch({ ...options, executablePath: named });
  const folder = await unpacked();
  return chromium.launch({ ...options, executablePath: join(folder, 'chromium'), env: environmentIn(folder) });
}

const root = fileURLToPath(new URL('../..', import.meta.url));

async function unpacked(): Promise<string> {
  const folder = join(root, 'node_modules/.cache', `chromium-${await version()}`);
  if (existsSync(folder)) return folder;
  await mkdir(dirname(folder), { recursive: true });
  const part = await mkdtemp(`${folder}-part-`);
  try {
    await unpackInto(part);
    await writeFile(join(part, 'fonts.conf'), FONTS);
    // Several test files may do this at once: whoever is second finds it done.
    await rename(part, folder).catch((error: unknown) => {
      if (!['ENOTEMPTY', 'EEXIST'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
    });
  } finally {
    await rm(part, { recursive: true, force: true });
  }
  return folder;
}

async function version(): Promise<string> {
  const packageFile = join(dirname(createRequire(import.meta.url).resolve('@sparticuz/chromium')), '../package.json');
  return (JSON.parse(await readFile(packageFile, 'utf8')) as { version: string }).version;
}

/**
 * In a process of its own: the package unpacks into the temporary folder, adds its libraries only when it believes to be in AWS Lambda,
 * and changes the environment of whoever imports it.
 */
async function unpackInto(folder: string): Promise<void> {
  const script = `import chromium from '@sparticuz/chromium'; await chromium.executablePath();`;
  const env = { PATH: process.env['PATH'], HOME: folder, TMPDIR: folder, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x' };
  await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', script], { cwd: root, env });
}

/** The package's own file names `/tmp/fonts`. Fonts of the machine are left out, so that a page looks the same on all of them. */
const FONTS = `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir prefix="relative">fonts</dir>
  <cachedir prefix="xdg">fontconfig</cachedir>
</fontconfig>
`;

function environmentIn(folder: string): Record<string, string> {
  const home = join(folder, 'home');
  return { HOME: home, XDG_CACHE_HOME: home, FONTCONFIG_FILE: join(folder, 'fonts.conf'), LD_LIBRARY_PATH: join(folder, 'al2023/lib') };
}
