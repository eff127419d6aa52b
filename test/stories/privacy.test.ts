import { describe, expect, test } from 'vitest';
import { storiesOn } from '../support/databases.ts';
import type { Message } from './chat.ts';
import { openCompany } from './company.ts';
import { type Ear, openEar } from './ears.ts';
import { settled } from './settled.ts';
import { ask, cardOf, cardsOf, press, QUESTION, sameCard } from './turns.ts';

const OUTSIDERS = ['dan', 'ana-sales', 'gil', 'olu'];
const EDITED = 'Turn the vault’s golden key three times, then wait for a blue light to come on.';

/** The answer as it stands on a card, without the line that Countersign writes below it. */
function answerOn(card: Message): string {
  const preview = card.parts?.find((part) => part.kind === 'answer')?.preview ?? '';
  return preview.slice(0, preview.indexOf('\n\nWritten by handbook (AI)'));
}

describe.each(storiesOn('sqlite'))('a draft stays private (%s)', (database) => {
  test('until it is posted, no twenty characters of it reach anybody but its requester and, once she approved it, the reviewers', async () => {
    const company = await openCompany({ database });
    const ears = new Map<string, Ear>();
    for (const person of [...OUTSIDERS, 'ben', 'chloe']) ears.set(person, await openEar(company, person));
    const silent = async (people: string[], secret: string): Promise<void> => {
      await settled(company);
      for (const person of people) {
        const ear = ears.get(person);
        await ear?.look();
        expect(`${person}: ${ear?.heard(secret, QUESTION)}`).toBe(`${person}: null`);
      }
    };

    const first = await ask(company);
    const answer = answerOn(first);
    expect(answer.length).toBeGreaterThan(300);
    await silent([...OUTSIDERS, 'ben', 'chloe'], answer);
    for (const person of OUTSIDERS) {
      for (const action of ['approve', 'edit', 'withdraw', 'reject', 'ask_again', 'no_such_verb']) {
        expect((await ears.get(person)?.press(first.id, action))?.status).toBe(404);
      }
    }
    await company.fault({ unchecked_clicks: true });
    for (const action of ['approve', 'edit', 'reject', 'retract']) {
      expect((await ears.get('dan')?.press(first.id, action))?.body).toMatchObject({ code: 'NOT_YOURS' });
      expect((await ears.get('ben')?.press(first.id, action))?.body).toMatchObject({ code: 'NOT_YOURS' });
    }
    await company.fault({ unchecked_clicks: false });
    await silent([...OUTSIDERS, 'ben', 'chloe'], answer);

    await press(company, 'ana', first, 'approve');
    const forBen = await cardOf(company, 'ben', first, { state: 'awaiting_reviewer' });
    await ears.get('ben')?.told(forBen.id);
    expect(ears.get('ben')?.heard(answer)).not.toBeNull();
    await cardOf(company, 'chloe', first, { state: 'awaiting_reviewer' });
    await silent(OUTSIDERS, answer);

    await press(company, 'ana', await sameCard(company, 'ana', first, /^Waiting for/), 'edit', EDITED);
    const second = await cardOf(company, 'ana', first, { revision: 2 });
    await sameCard(company, 'ben', forBen, /changed the text/);
    await silent([...OUTSIDERS, 'ben', 'chloe'], EDITED);
    await press(company, 'ana', second, 'approve');
    await press(company, 'ben', await cardOf(company, 'ben', first, { revision: 2 }), 'approve');

    const post = await company.posted('dan', 'engineering', { draft: first.draft ?? null });
    for (const person of ['dan', 'ana-sales', 'olu']) {
      await ears.get(person)?.told(post.id);
      expect(ears.get(person)?.heard(EDITED), `${person} hears nothing at all`).toBe(EDITED.slice(0, 20));
      expect(await cardsOf(company, person, first)).toEqual([]);
    }
    await silent(OUTSIDERS, answer);
    await silent(['gil'], EDITED);
    await company.check();
  });

  test('what was kept private, refused and asked again in words is never heard of; the question only where it was asked', async () => {
    const company = await openCompany({ database });
    const question = '@handbook how do I rotate the staging database password in a hurry?';
    const ears = new Map<string, Ear>();
    for (const person of ['dan', 'gil', 'ana-sales', 'ben']) ears.set(person, await openEar(company, person));
    const first = await ask(company, 'ana', 'team-payments', question);
    await press(company, 'ana', first, 'ask_again', 'what the purple giraffe said about it');
    const second = await cardOf(company, 'ana', first, { revision: 2, state: 'awaiting_requester' });
    await press(company, 'ana', second, 'approve');
    const forBen = await cardOf(company, 'ben', first, { state: 'awaiting_reviewer' });
    await press(company, 'ben', forBen, 'reject', 'because the green rhinoceros objects');
    await press(company, 'ana', await sameCard(company, 'ana', second, /green rhinoceros/), 'withdraw');
    await sameCard(company, 'ana', second, /^Kept private/);

    await settled(company);
    const secrets = [answerOn(first), answerOn(second), question.slice(10), 'because the green rhinoceros objects'];
    await ears.get('ben')?.look();
    expect(ears.get('ben')?.heard(answerOn(second)), 'a reviewer hears nothing at all').not.toBeNull();
    expect(ears.get('ben')?.heard('the purple giraffe said')).toBeNull();
    expect(ears.get('ben')?.heard(answerOn(first), `${answerOn(second)} ${question}`)).toBeNull();
    for (const person of ['dan', 'gil', 'ana-sales']) {
      await ears.get(person)?.look();
      for (const secret of secrets) expect(`${person}: ${ears.get(person)?.heard(secret)}`).toBe(`${person}: null`);
    }

    await company.say('ana', 'engineering', question);
    await company.card('ana', (message) => message.state === 'awaiting_requester' && message.draft !== first.draft);
    await ears.get('dan')?.look();
    expect(ears.get('dan')?.heard(question)).not.toBeNull();
    await ears.get('gil')?.look();
    expect(ears.get('gil')?.heard(question)).toBeNull();
    await company.check();
  });
});
