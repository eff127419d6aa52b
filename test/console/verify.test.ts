import { expect, test } from 'vitest';
import type { LogChecked } from '../../src/app/ports.ts';
import { changeWords } from '../cli/tampering.ts';
import { type Company, openCompany } from '../stories/company.ts';
import { settled } from '../stories/settled.ts';
import { ask, publish } from '../stories/turns.ts';
import { OLU, state } from './corner.ts';

const OWN =
  'Checked with this installation’s own key; whoever holds it could have signed anything. Pin it elsewhere, and check an export with it: npm run countersign -- verify.';

async function verify(company: Company): Promise<LogChecked & { sentence: string }> {
  const { status, body } = await company.post<LogChecked & { sentence: string }>('/console/verify', { person: OLU });
  expect(status).toBe(200);
  return body;
}

test('the button says that everything fits, and names the entry when somebody changed one behind our back', async () => {
  const company = await openCompany({ database: 'sqlite', hosted: true });
  await publish(company, await ask(company, 'ana', 'random'), 'ana', [], 'random');
  await settled(company);
  const { log } = await state(company);
  const { texts, ...honest } = await verify(company);
  expect(honest).toEqual({
    problems: [],
    size: log.size,
    root: log.root,
    unsigned: 0,
    sentence: `Everything fits: ${log.size} entries under the last checkpoint, and ${texts.checked} texts. ${OWN}`,
  });
  expect(log.size).toBeGreaterThan(7);
  expect(texts.checked).toBeGreaterThan(3);
  expect(texts.erased).toBe(0);

  changeWords(company.config, 6, 'draft.approved', 'draft.rejected');
  const found = await verify(company);
  expect(found.problems).toContain('entry 6: its bytes are not those that were hashed');
  expect(found.sentence).toMatch(/^\d+ problems: something was changed behind Countersign’s back, or is lost\. /);
  expect(found.sentence).toContain(OWN);

  // Not even an entry, by now: looking at the rest still works.
  changeWords(company.config, 6, '{', '[');
  const shown = (await state(company)).log.entries;
  expect(shown.find(({ index }) => index === 6)).toEqual({ index: 6, at: null, type: 'unreadable', reference: null });
  expect(shown.find(({ index }) => index === 7)?.type).toBe('publication.intended');
  expect((await verify(company)).problems.join('\n')).toMatch(
    /^entry 6: its bytes are not those that were hashed\nentry 6 cannot be read: /,
  );
});
