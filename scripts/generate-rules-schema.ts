import { writeFileSync } from 'node:fs';
import { rulesJsonSchema } from '../src/rules/json-schema.ts';

/** Writes `docs/rules.schema.json`; a test fails when it is not current. */
writeFileSync(new URL('../docs/rules.schema.json', import.meta.url), rulesJsonSchema());
