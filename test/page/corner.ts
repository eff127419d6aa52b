import type { Locator } from 'playwright-core';
import { gone, there, type Visit } from './visit.ts';

/** The operator's corner of one page. */
export interface Corner {
  root: Locator;
  /** The kill switch's section: its state, and what is stopped. */
  kill: Locator;
  /** What came of the last order. */
  told: Locator;
  /** The line of the open draft that holds this, such as `Ana (ana) asked handbook`. */
  draft(holding: string | RegExp): Locator;
  /** Presses a button, and answers its question: with yes, and with these words where it asks for some. */
  press(label: string, words?: string, on?: Locator): Promise<void>;
  close(): Promise<void>;
}

export async function openCorner(visitor: Visit): Promise<Corner> {
  const { page } = visitor;
  const root = page.getByRole('complementary', { name: 'Operator’s corner' });
  await page.getByRole('button', { name: 'Operator’s corner' }).click();
  await there(root);
  return {
    root,
    kill: root.getByRole('region', { name: 'Kill switch' }),
    told: root.locator('#corner-told'),
    draft: (holding) => root.locator('#drafts li').filter({ hasText: holding }),
    press: (label, words, on = root) => visitor.press(on, label, words),
    async close() {
      await root.getByRole('button', { name: 'Close', exact: true }).click();
      await gone(root);
    },
  };
}
