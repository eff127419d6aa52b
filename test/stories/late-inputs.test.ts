import { expect, test } from 'vitest';
import type { CardId, PersonId, Verb } from '../../src/adapter.ts';
import { personId } from './chat.ts';
import { openCompany } from './company.ts';
import { handIn } from './handed-in.ts';
import { ask, cardOf, press, refused } from './turns.ts';

test('a button’s input is asked for when it is pressed: by its person, as the card is now, and it changes nothing', async () => {
  const handed = handIn();
  const company = await openCompany({ database: 'sqlite', overrides: { wrap: handed.wrap } });
  const draft = await ask(company);
  const { wire } = await company.record();
  const shown = wire.findLast(({ path, message }) => path.endsWith('/card') && message === draft.id);
  const card = (shown!.body as { card: { id: CardId } }).card.id;
  const form = (name: string, verb: Verb, message = draft.id) =>
    handed.inbound().form({ person: personId(name) as PersonId, target: { kind: 'card', card, message }, verb });

  const opened = await form('ana', 'edit');
  expect(opened).toMatchObject({ ok: true, action: { verb: 'edit', input: { maxCharacters: 3000 } } });
  expect(opened.ok && opened.action.input?.initial).toContain('staging');
  expect(await form('ben', 'edit')).toMatchObject({
    ok: false,
    code: 'NOT_YOURS',
    message: 'This button is not for you. Nothing was changed.',
  });
  expect(await form('ana', 'edit', 'elsewhere')).toMatchObject({ ok: false, code: 'UNKNOWN_CARD' });
  expect((await company.card('ana', { id: draft.id })).revision).toBe(1);

  await press(company, 'ana', draft, 'edit', 'Ask the platform team.');
  await cardOf(company, 'ana', draft, { revision: 2 });
  expect(await form('ana', 'edit')).toMatchObject({ ok: false, code: 'STALE' });
  const second = await cardOf(company, 'ana', draft, { revision: 2 });
  await press(company, 'ana', second, 'withdraw');
  expect((await refused(company, 'ana', second, 'approve')).code).toBe('ALREADY_DECIDED');
  await company.check();
});
