import { describe, expect, test } from 'vitest';
import { storiesOn } from '../support/databases.ts';
import type { Message } from './chat.ts';
import { type Company, openCompany } from './company.ts';
import { ask, cardOf, labels, press, publish, refused, sameCard } from './turns.ts';

/** What stands in the channel in place of the post, for Dan. */
const tombstoneOf = (company: Company, post: Message): Promise<Message> =>
  company.posted('dan', 'engineering', { id: post.id, kind: 'tombstone' });

describe.each(storiesOn('sqlite'))('taking a publication back (%s)', (database) => {
  test('its requester, a reviewer and an operator can, each alone; Dan cannot; the tombstone says who did', async () => {
    const company = await openCompany({ database });
    const people = [
      { who: 'ana', name: 'Ana (ana)', toAna: 'you' },
      { who: 'chloe', name: 'Chloe', toAna: 'Chloe' },
      { who: 'olu', name: 'Olu', toAna: 'Olu' },
    ];
    for (const { who, name, toAna } of people) {
      const draft = await ask(company);
      const post = await publish(company, draft, 'ana', ['ben'], 'engineering');
      expect(labels(post)).toEqual(['Retract']);
      for (const nobody of ['dan', 'ana-sales']) {
        expect(await refused(company, nobody, post, 'retract')).toEqual({
          status: 403,
          code: 'NOT_YOURS',
          message: 'You may not retract this. Nothing was changed. Ask Ana (ana), Ben or Olu to do it.',
        });
      }
      expect(await press(company, who, post, 'retract')).toBe('retracting');
      const tombstone = await tombstoneOf(company, post);
      expect(tombstone.text).toMatch(
        new RegExp(`^An answer from handbook was retracted by ${name.replace(/[()]/g, '\\$&')} at \\d\\d:\\d\\d\\.$`),
      );
      expect(tombstone.actions).toEqual([]);
      await sameCard(company, 'ana', draft, toAna === 'you' ? /^You retracted it at/ : new RegExp(`^Retracted by ${toAna} at`));
      await company.notice(
        'ana',
        toAna === 'you'
          ? 'You retracted the answer from handbook in #engineering. It no longer stands there.'
          : `The answer from handbook in #engineering was retracted by ${toAna}.`,
      );
      expect((await refused(company, who, post, 'retract')).message).toMatch(/It was retracted\. Nothing was changed\.$/);
    }
    expect(await company.sees('dan')).not.toContain('Rotating passwords');
    await company.check();
  });

  test('removed where the rule says so; once, though the platform does not answer at first; refused, it says that it still stands', async () => {
    const rules = (example: string): string => example.replace('retract: tombstone', 'retract: remove');
    const company = await openCompany({ database, rules });
    const shared = await ask(company, 'ana', 'globex-shared');
    const inShared = await publish(company, shared, 'ana', ['ben', 'chloe'], 'globex-shared');
    expect(await company.sees('gil')).toContain(inShared.text.slice(0, 30));
    await press(company, 'ben', inShared, 'retract');
    await cardOf(company, 'ana', shared, { state: 'retracted' });
    const left = (await company.view('gil')).channels.flatMap(({ messages }) => messages);
    expect(left.map(({ id }) => id)).not.toContain(inShared.id);
    expect(left.filter(({ from }) => from === 'bot')).toEqual([]);

    const draft = await ask(company, 'ana', 'random');
    const post = await publish(company, draft, 'ana', [], 'random');
    await company.fault({ operation: 'retract', mode: 'cut_after' });
    await press(company, 'ana', post, 'retract');
    await company.posted('dan', 'random', { id: post.id, kind: 'tombstone' });
    await cardOf(company, 'ana', draft, { state: 'retracted' });

    const second = await ask(company, 'ana', 'random');
    const standing = await publish(company, second, 'ana', [], 'random');
    await company.fault({ operation: 'retract', mode: 'refuse' });
    await press(company, 'ana', standing, 'retract');
    const failed = await cardOf(company, 'ana', second, { state: 'retract_failed' });
    expect(failed.title).toBe(
      'The playground refused to take the post in #random away. It is still there. Press “Retract” again, or ask Olu.',
    );
    await company.notice('olu', 'Alarm: The playground refused to take a post in #random away. It is still there');
    await press(company, 'ana', failed, 'retract');
    await company.posted('dan', 'random', { id: standing.id, kind: 'tombstone' });
    await company.check();
  });
});
