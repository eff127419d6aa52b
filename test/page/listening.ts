import type { Page } from 'playwright-core';
import { expect } from 'vitest';

/** What a page gave to those who listen to its live regions, in order. */
export interface Listening {
  heard(): Promise<string[]>;
  /** Waits until something that holds these words has been said. */
  hears(words: string): Promise<void>;
}

/**
 * Loads the page again, and listens from its very first moment: to everything that is added to a live region, that changes in one, or
 * that was hidden in one. What is said inside a dialog begins with `(dialog) `, because nothing else is heard while it is open.
 */
export async function listenFromTheStart(page: Page): Promise<Listening> {
  await page.addInitScript(listen);
  await page.reload();
  const heard = (): Promise<string[]> => page.evaluate(() => (globalThis as unknown as { heard: string[] }).heard);
  return {
    heard,
    async hears(words) {
      await expect.poll(heard, { timeout: 10_000, interval: 20 }).toContainEqual(expect.stringContaining(words));
    },
  };
}

/** Runs in the page. */
function listen(): void {
  const heard: string[] = [];
  Object.assign(globalThis, { heard });
  const live = '[aria-live], [role="status"], [role="alert"], [role="log"]';
  const note = (region: Element, text: string | null): void => {
    if (text === null || text.trim() === '' || region.closest('[hidden]') !== null) return;
    heard.push(`${region.closest('dialog') === null ? '' : '(dialog) '}${text.trim()}`);
  };
  new MutationObserver((records) => {
    for (const { target, type, addedNodes } of records) {
      const region = (target instanceof Element ? target : target.parentElement)?.closest(live) ?? null;
      if (type === 'characterData' && region !== null) note(region, target.textContent);
      if (type === 'attributes' && target instanceof Element && !target.hasAttribute('hidden')) {
        for (const shown of [target, ...target.querySelectorAll(live)]) if (shown.matches(live)) note(shown, shown.textContent);
      }
      for (const added of addedNodes) {
        if (region !== null) note(region, added.textContent);
        else if (added instanceof Element)
          for (const inner of [added, ...added.querySelectorAll(live)]) if (inner.matches(live)) note(inner, inner.textContent);
      }
    }
  }).observe(document, { subtree: true, childList: true, characterData: true, attributes: true, attributeFilter: ['hidden'] });
}
