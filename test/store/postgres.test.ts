import { storeContract } from './contract.ts';
import { postgresHarnesses } from './harness.ts';

storeContract('PostgreSQL', postgresHarnesses());
