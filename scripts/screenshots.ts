/**
 * `npm run screenshots`: makes the pictures of README from the real page, in `docs/pictures`, light and dark, and notes of which page they
 * are. Look at them afterwards.
 */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { readConfig } from '../src/config.ts';
import { start } from '../src/main.ts';
import { openBrowser } from '../test/support/browser.ts';
import { DIGEST, digestOfSources } from './pages/pictures.ts';

const PICTURES = fileURLToPath(new URL('../docs/pictures/', import.meta.url));
const QUESTION = '@handbook how do I rotate the staging database password?';

await mkdir(PICTURES, { recursive: true });
const browser = await openBrowser();
try {
  for (const colorScheme of ['light', 'dark'] as const) await walk(colorScheme);
} finally {
  await browser.close();
}
await writeFile(DIGEST, `${digestOfSources()}\n`);

/** One question, asked to published, in a company of its own. */
async function walk(colorScheme: 'light' | 'dark'): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'countersign-pictures-'));
  const running = await start(readConfig({ DATA_DIR: folder, PORT: '0', LOG_LEVEL: 'error', TIME_ZONE: 'UTC' }));
  const context = await browser.newContext({
    viewport: { width: 1600, height: 1000 },
    deviceScaleFactor: 1.5,
    colorScheme,
    timezoneId: 'UTC',
  });
  try {
    await context.addInitScript(() => localStorage.setItem('countersign first steps left', 'yes'));
    const page = await context.newPage();
    await page.goto(running.url);
    await review(page);
    await page.screenshot({ path: join(PICTURES, `review-${colorScheme}.png`) });
  } finally {
    await context.close();
    await running.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

/** Ana waits, and Ben is asked. */
async function review(page: Page): Promise<void> {
  await page.locator('#first').getByRole('heading', { name: '#engineering' }).waitFor();
  await page.locator('#first').getByLabel('Message to the channel').fill(QUESTION);
  await page.locator('#first').getByRole('button', { name: 'Send to channel' }).click();
  await page.locator('#first').getByRole('button', { name: 'Approve and ask' }).click();
  await page.getByRole('button', { name: 'Ask for review' }).click();
  await page.locator('#first').getByText('Waiting for Ben or Chloe.').waitFor();
  await page.locator('#second').getByRole('button', { name: 'Approve and publish' }).scrollIntoViewIfNeeded();
  await page.locator('#second').getByRole('button', { name: 'Reject…' }).waitFor();
  await restFocus(page);
}

async function restFocus(page: Page): Promise<void> {
  await page.evaluate(() => document.activeElement instanceof HTMLElement && document.activeElement.blur());
}
