import { readFileSync, writeFileSync } from 'node:fs';
import { acceptedMoves } from '../test/core/lifecycle-walk.ts';

/** Writes every accepted move into docs/lifecycle.md, between its two marks. */
const file = new URL('../docs/lifecycle.md', import.meta.url);
const page = readFileSync(file, 'utf8');
const written = page.replace(/<!-- moves -->[\s\S]*<!-- \/moves -->/, () => `<!-- moves -->\n\n${acceptedMoves()}\n\n<!-- /moves -->`);
writeFileSync(file, written);
