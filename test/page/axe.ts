import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { AxeResults, RunOptions } from 'axe-core';
import type { Page } from 'playwright-core';

const source = readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

const CONTRAST = 'color-contrast';
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/**
 * Looks at the page as it is now, by every rule of WCAG 2.2 A and AA and of best practice, in light and dark. Resolves with what is
 * wrong, and with what axe could not tell, as lines to read.
 */
export async function problemsOf(page: Page): Promise<string[]> {
  const found = await lookOnce(page);
  // A card that is written anew while axe looks is gone from under it: what is really wrong is wrong at the second look, too.
  return found.length === 0 ? found : lookOnce(page);
}

async function lookOnce(page: Page): Promise<string[]> {
  // By the debugger, not as a script of the page: its content security policy takes none.
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(await source);
  const everything = await run(page, { runOnly: { type: 'tag', values: TAGS }, rules: { [CONTRAST]: { enabled: false } } });
  await page.evaluate((sheet) => {
    const unrolled = new CSSStyleSheet();
    unrolled.replaceSync(sheet);
    document.adoptedStyleSheets = [unrolled];
  }, UNROLLED);
  const found = [...everything];
  for (const colorScheme of ['dark', 'light'] as const) {
    await page.emulateMedia({ colorScheme });
    found.push(...(await run(page, { runOnly: { type: 'rule', values: [CONTRAST] } })).map((line) => `${colorScheme}: ${line}`));
  }
  await page.evaluate(() => void (document.adoptedStyleSheets = []));
  return found;
}

/**
 * For contrast, nothing is scrolled out of sight, because axe does not measure what is covered; and the shade at the end of a list is
 * taken away, because it measures against no gradient: the text there lies on the plain colour. Spaces that hang out of the end of a
 * line would count as text that something covers.
 */
const UNROLLED = `
  body { height: auto !important; }
  .half, .scroll, .corner, .corner .all, .rail { overflow: visible !important; }
  .scroll { container-type: normal !important; }
  .area { flex: none !important; max-height: none !important; }
  .corner { bottom: auto !important; }
  .pane-head, .foot, .foot .actions { position: static !important; margin: 0 !important; }
  .text, .answer, .title, .credit { white-space: pre-line !important; }
  .scroll { background: var(--here) !important; }
`;

async function run(page: Page, options: RunOptions): Promise<string[]> {
  const found = await page.evaluate(async (how) => {
    const { axe } = globalThis as unknown as { axe: { run(on: Document, options: RunOptions): Promise<AxeResults> } };
    const { violations, incomplete } = await axe.run(document, how);
    return [...violations, ...incomplete].flatMap(({ id, help, nodes }) =>
      nodes.map(({ html, any, all, none }) => ({ id, help, html, why: [...any, ...all, ...none].map(({ message }) => message) })),
    );
  }, options);
  return found.map(({ id, help, html, why }) => `${id}: ${help}\n  ${html.slice(0, 200)}\n  ${why.join('; ')}`);
}
