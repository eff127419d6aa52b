import { setTimeout as sleep } from 'node:timers/promises';
import type { Sql } from './database.ts';

/** Tells when no effect of a draft is due any more, in whichever process it was carried out: the database knows. */
export interface Quiet {
  ofDraft(draft: string): Promise<void>;
  stop(): Promise<void>;
}

/** `everyMs`: how often it looks while somebody waits; so much a cycle may seem longer than it was. */
export function watchQuiet(sql: Sql, everyMs: number): Quiet {
  const waiting = new Map<string, () => void>();
  let looking: Promise<void> | null = null;

  async function look(): Promise<void> {
    while (waiting.size > 0) {
      const asked = [...waiting];
      const rows = await sql.query('select draft from effects where due_at <= ?', [Date.now()]);
      const busy = new Set(rows.map((row) => row['draft']));
      for (const [draft, resolve] of asked) {
        if (busy.has(draft)) continue;
        waiting.delete(draft);
        resolve();
      }
      if (waiting.size > 0) await sleep(everyMs);
    }
    looking = null;
  }

  return {
    ofDraft: (draft) =>
      new Promise((resolve, reject) => {
        waiting.set(draft, resolve);
        looking ??= look().catch(reject);
      }),
    async stop() {
      waiting.clear();
      await looking;
    },
  };
}
