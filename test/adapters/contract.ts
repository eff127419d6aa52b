/**
 * What every adapter owes, whatever its platform: it is looked at from outside, through the eyes of the platform's people.
 * `contract.test.ts` runs it on every folder of `adapters/`, through `test/adapters/<name>/harness.ts`.
 */
import { describe } from 'vitest';
import { cardClauses } from './contract/cards.ts';
import { composeClauses } from './contract/compose.ts';
import { deliveryClauses } from './contract/deliveries.ts';
import { endingClauses } from './contract/ending.ts';
import { peopleClauses } from './contract/people.ts';
import { publishingClauses } from './contract/publishing.ts';
import type { StartHarness } from './harness.ts';

export function adapterContract(name: string, startHarness: StartHarness): void {
  describe(`the ${name} adapter`, () => {
    cardClauses(startHarness);
    publishingClauses(startHarness);
    composeClauses(startHarness);
    deliveryClauses(startHarness);
    peopleClauses(startHarness);
    endingClauses(name, startHarness);
  });
}
