import { writeFileSync } from 'node:fs';
import { errorsPage } from './pages/errors-page.ts';

/** Writes `docs/errors.md`; a test fails when it is not current. */
writeFileSync(new URL('../docs/errors.md', import.meta.url), errorsPage());
