import { writeFileSync } from 'node:fs';
import { rulesPage } from './pages/rules-page.ts';

/** Writes `docs/rules.md`; a test fails when it is not current. */
writeFileSync(new URL('../docs/rules.md', import.meta.url), rulesPage());
