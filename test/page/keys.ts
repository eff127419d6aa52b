import type { Page } from 'playwright-core';
import { expect } from 'vitest';

/** What has the focus, as somebody at the keyboard finds it. */
export interface Focus {
  name: string;
  /** `button`, `textarea` …; `body` is nowhere. */
  tag: string;
  /** Which message, and which of its buttons. */
  key: string | null;
  /** The focus can be seen: an outline, on an element that is in sight and not covered. */
  isSeen: boolean;
}

export function focusOf(page: Page): Promise<Focus> {
  return page.evaluate(() => {
    const focused = document.activeElement ?? document.body;
    const { outlineStyle, outlineWidth } = getComputedStyle(focused);
    const box = focused.getBoundingClientRect();
    const [x, y] = [box.left + Math.min(box.width / 2, 60), box.top + Math.min(box.height / 2, 12)];
    const there = document.elementFromPoint(x, y);
    const labels = focused instanceof HTMLTextAreaElement || focused instanceof HTMLSelectElement ? focused.labels : null;
    return {
      name: (focused.getAttribute('aria-label') ?? labels?.[0]?.innerText ?? focused.textContent).trim(),
      tag: focused.localName,
      key: focused instanceof HTMLElement ? (focused.dataset['key'] ?? null) : null,
      isSeen:
        outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2 && there !== null && (focused.contains(there) || there.contains(focused)),
    };
  });
}

/** Nothing that was done has taken the focus away from the page, and one can see where it is. */
export async function expectFocus(page: Page, fits: Partial<Focus> = {}): Promise<void> {
  const focus = await focusOf(page);
  expect(focus, `the focus is on ${focus.tag} “${focus.name.slice(0, 80)}”`).toMatchObject({ isSeen: true, ...fits });
  expect(focus.tag).not.toBe('body');
}

const MOST_STOPS = 80;

/** Presses Tab until the focus is on what has this name; every stop on the way must be seen. */
export async function tabTo(page: Page, name: string | RegExp, { back = false } = {}): Promise<void> {
  const passed: string[] = [];
  for (let stop = 0; stop < MOST_STOPS; stop++) {
    await page.keyboard.press(back ? 'Shift+Tab' : 'Tab');
    const focus = await focusOf(page);
    // Behind the last stop comes the browser itself, and then the first one.
    if (focus.tag === 'body') continue;
    passed.push(`${focus.tag} ${focus.name.slice(0, 60)}`);
    expect(focus, passed.join('\n')).toMatchObject({ isSeen: true });
    if (typeof name === 'string' ? focus.name === name : name.test(focus.name)) return;
  }
  throw new Error(`Nothing called ${String(name)} is reached by ${back ? 'Shift+' : ''}Tab; only:\n${passed.join('\n')}`);
}
