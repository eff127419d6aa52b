/** What every store owes. Runs on SQLite and on PostgreSQL, on real ones. */
import { describe } from 'vitest';
import { agentsContract } from './contract/agents.ts';
import { cardsContract } from './contract/cards.ts';
import { draftsContract } from './contract/drafts.ts';
import { effectsContract } from './contract/effects.ts';
import { guardsContract } from './contract/guards.ts';
import { logContract } from './contract/log.ts';
import { openingContract } from './contract/opening.ts';
import { publishingContract } from './contract/publishing.ts';
import { textsContract } from './contract/texts.ts';
import { transactContract } from './contract/transact.ts';
import type { Harness } from './harness.ts';

export function storeContract(name: string, setUp: () => Promise<Harness>): void {
  describe(`the store on ${name}`, () => {
    openingContract(setUp);
    transactContract(setUp);
    draftsContract(setUp);
    textsContract(setUp);
    logContract(setUp);
    effectsContract(setUp);
    cardsContract(setUp);
    publishingContract(setUp);
    guardsContract(setUp);
    agentsContract(setUp);
  });
}
