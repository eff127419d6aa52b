/** The contract with interactions over HTTP; `test/adapters/contract.test.ts` holds it over the gateway. */
import { adapterContract } from '../contract.ts';
import { startHarness } from './harness.ts';

adapterContract('discord', () => startHarness({ interactions: 'http' }));
