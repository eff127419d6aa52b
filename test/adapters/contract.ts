/**
 * What every adapter owes, whatever its platform: it is looked at from outside, through the eyes of the platform's people.
 * The clauses stand in `contract/`; begin with `contract/cards.ts`. `contract.test.ts` runs it on every folder of `adapters/`, through `test/adapters/<name>/harness.ts`.
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
    // Privacy: a card reaches its person, whole, and nobody else, however the platform fails.
    cardClauses(startHarness);
    // One send of exactly what was approved; accepted, refused or unknown, never guessed; found and taken away again.
    publishingClauses(startHarness);
    // The same text gives the same request: every word, the credit, and nobody notified whom the text does not name.
    composeClauses(startHarness);
    // Identity: who acts is whom the platform knows; a delivery comes again until it is kept, under the same id.
    deliveryClauses(startHarness);
    // Asked now, of the platform: who somebody is, who may post, who can read; no answer is never taken for one.
    peopleClauses(startHarness);
    // It stops after what it is doing, and leaves nothing behind.
    endingClauses(name, startHarness);
  });
}
