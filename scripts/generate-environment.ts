import { writeFileSync } from 'node:fs';
import { exampleEnvironment } from '../src/config.ts';

/** Writes .env.example from the table of settings. */
writeFileSync(new URL('../.env.example', import.meta.url), exampleEnvironment());
