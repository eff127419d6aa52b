/** The contract over HTTP; `test/adapters/contract.test.ts` holds it over Socket Mode. */
import { adapterContract } from '../contract.ts';
import { startHarness } from './harness.ts';

adapterContract('slack', () => startHarness({ receiver: 'http' }));
