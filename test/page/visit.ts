import type { Browser, Locator, Page } from 'playwright-core';
import { expect, onTestFinished } from 'vitest';
import { openBrowser } from '../support/browser.ts';
import { until } from '../support/until.ts';
import type { Company } from '../stories/company.ts';
import { personId } from '../stories/chat.ts';

const PATIENCE_MS = 15_000;

/** One browser for a test file; every visitor has a context of their own, as if on a computer of their own. */
let browser: Promise<Browser> | undefined;

export interface Visit {
  page: Page;
  /** What nobody else sees, and what everybody in the channel reads. */
  mine: Locator;
  channel: Locator;
  /** The newest card that has this in its title. */
  card(title: string | RegExp): Locator;
  /** The newest publication or tombstone that this person reads. */
  posted(holding: string | RegExp): Locator;
  say(text: string): Promise<void>;
  /** Goes to another channel. */
  open(channel: string): Promise<void>;
  /** On a narrow page, where only one of the two is shown. */
  show(area: 'public' | 'private'): Promise<void>;
  /** Presses a button on a card or a post, and answers its question: with yes, and with these words where it asks for some. */
  press(on: Locator, label: string | RegExp, words?: string): Promise<void>;
}

export interface VisitOptions {
  /** A second person beside the first. */
  beside?: string;
  width?: number;
  height?: number;
  dark?: boolean;
  /** Shows them: they are in the way of most stories. */
  firstSteps?: boolean;
  /** A phone: fingers instead of a mouse. */
  touch?: boolean;
}

/** Opens the page as this person. The test fails when the page has an error, whatever else happens. */
export async function visit(company: Pick<Company, 'url'>, person: string, options: VisitOptions = {}): Promise<Visit> {
  browser ??= openBrowser();
  const { beside, width = 1440, height = 900, dark = false, firstSteps = false, touch = false } = options;
  const context = await (
    await browser
  ).newContext({
    viewport: { width, height },
    colorScheme: dark ? 'dark' : 'light',
    timezoneId: 'UTC',
    hasTouch: touch,
    isMobile: touch,
  });
  if (!firstSteps) await context.addInitScript(() => localStorage.setItem('countersign first steps left', 'yes'));
  // Well below a test's own time, so that the failure says what was waited for.
  context.setDefaultTimeout(10_000);
  const page = await context.newPage();
  const troubles: string[] = [];
  page.on('pageerror', (error) => troubles.push(String(error)));
  page.on('console', (message) => void (message.type() === 'error' && isOurs(message.text()) && troubles.push(message.text())));
  onTestFinished(async () => {
    await context.close();
    expect(troubles, `errors on the page of ${person}`).toEqual([]);
  });
  await page.goto(`${company.url}/#person=${personId(person)}&beside=${beside === undefined ? 'none' : personId(beside)}`);
  await there(page.locator('#first').getByRole('heading', { name: '#engineering', exact: true }));
  return half(page, '#first', touch);
}

/** Waits until it is on the page. The browser's driver pauses for half a second between two looks of its own. */
export async function there(locator: Locator): Promise<void> {
  await until(() => locator.isVisible(), { what: `${String(locator)} on the page`, timeoutMs: PATIENCE_MS, everyMs: 25 });
}

export async function gone(locator: Locator): Promise<void> {
  await until(() => locator.isHidden(), { what: `no ${String(locator)} on the page`, timeoutMs: PATIENCE_MS, everyMs: 25 });
}

/** The other half of a page on which two people are shown. */
export function besides(visitor: Visit): Visit {
  return half(visitor.page, '#second');
}

export async function closeBrowser(): Promise<void> {
  await (await browser)?.close();
  browser = undefined;
}

/** What the browser itself says of requests that the story meant to fail. */
function isOurs(text: string): boolean {
  return !text.startsWith('Failed to load resource');
}

function half(page: Page, root: '#first' | '#second', touch = false): Visit {
  const mine = page.locator(`${root} .private`);
  const channel = page.locator(`${root} .public`);
  const hit = (button: Locator): Promise<void> => (touch ? button.tap() : button.click());
  const channels = page.locator(root).getByRole('navigation');
  return {
    page,
    mine,
    channel,
    card: (title) =>
      mine
        .locator('.is-card')
        .filter({ has: page.locator('.title', { hasText: title }) })
        .last(),
    posted: (holding) => channel.locator('.is-publication, .is-tombstone').filter({ hasText: holding }).last(),
    async say(text) {
      await channel.getByLabel('Message to the channel').fill(text);
      await hit(channel.getByRole('button', { name: 'Send to channel' }));
    },
    open: (name) => hit(channels.getByRole('button', { name: new RegExp(`^# ${name}( |$)`) })),
    show: (area) => hit(page.locator(`${root} .tab[data-area="${area}"]`)),
    async press(on, label, words) {
      const button = on.getByRole('button', { name: label });
      await there(button);
      await hit(button);
      const dialog = page.getByRole('dialog');
      if (!(await dialog.isVisible())) return;
      if (words !== undefined) await dialog.getByRole('textbox').fill(words);
      await hit(dialog.locator('#dialog-ok'));
    },
  };
}
