import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AdapterErrorCode } from '#adapter';
import type { FaultKind, Harness, StartHarness } from '../harness.ts';
import { cardOf, secretWord, times } from './made.ts';

export function cardClauses(startHarness: StartHarness): void {
  describe('shows cards', () => {
    let h: Harness;
    beforeAll(async () => void (h = await startHarness()));
    afterAll(() => h.stop());

    const others = () => Object.values(h.people).filter((person) => person !== h.people.asker);

    /** That the others can hear at all, and that they do not see this. */
    const expectOthersNotToSee = async (word: string) => {
      const heard = secretWord();
      await h.say(h.people.asker, h.places.open, heard);
      for (const person of others()) {
        const seen = await h.sees(person);
        if (person !== h.people.outsider) expect(seen).toContain(heard);
        expect(seen).not.toContain(word);
      }
    };

    it('to their person, and to nobody else', async () => {
      const word = secretWord();
      const ref = await h.adapter.showCard(cardOf(`the answer is ${word}`), { kind: 'person', person: h.people.asker });
      expect(ref.message).not.toBe('');
      const seen = await h.sees(h.people.asker);
      expect(seen).toContain(`the answer is ${word}`);
      expect(seen).toContain('Nothing is posted unless you approve it.');
      expect(seen).toContain('Approve');
      await expectOthersNotToSee(word);
    });

    it('and puts the card as it is now in the place of the old one', async () => {
      const [first, second] = [secretWord(), secretWord()];
      const card = cardOf(first);
      const ref = await h.adapter.showCard(card, { kind: 'person', person: h.people.asker });
      await h.adapter.updateCard(ref, cardOf(second, { id: card.id, revision: 2, actions: [] }));
      const seen = await h.sees(h.people.asker);
      expect(seen).not.toContain(first);
      expect(times(second, seen)).toBeGreaterThan(0);
      await expectOthersNotToSee(second);
    });

    it('without a live address, whatever people wrote around the answer', async () => {
      const word = secretWord();
      const parts = [
        { kind: 'sentence' as const, text: `see https://${word}.example/a` },
        { kind: 'question' as const, lead: 'Ana asked:', text: `what is http://${word}.example/b ?` },
        { kind: 'difference' as const, lead: 'Changed:', parts: [{ kind: 'added' as const, text: `https://${word}.example/c` }] },
      ];
      await h.adapter.showCard(cardOf('an answer', { parts }), { kind: 'person', person: h.people.asker });
      const seen = await h.sees(h.people.asker);
      expect(times(word, seen)).toBeGreaterThanOrEqual(3);
      expect(seen).not.toContain(`://${word}`);
    });

    const failures: [FaultKind, AdapterErrorCode][] = [
      ['refuses', 'REFUSED'],
      ['is asked too often', 'UNREACHABLE'],
      ['says nothing', 'UNREACHABLE'],
      ['stores, then says nothing', 'UNREACHABLE'],
      ['cuts', 'UNREACHABLE'],
      ['stores, then cuts', 'UNREACHABLE'],
    ];
    it.each(failures)('and when the platform %s, it is an error, and still nobody else sees it', async (fault, code) => {
      const word = secretWord();
      await h.fault('showCard', fault);
      await expect(h.adapter.showCard(cardOf(word), { kind: 'person', person: h.people.asker })).rejects.toMatchObject({ code });
      await expectOthersNotToSee(word);
      if (!fault.startsWith('stores')) expect(await h.sees(h.people.asker)).not.toContain(word);
    });

    it('and tells when a card could not be changed', async () => {
      const word = secretWord();
      const ref = await h.adapter.showCard(cardOf('an answer'), { kind: 'person', person: h.people.asker });
      await h.fault('updateCard', 'cuts');
      await expect(h.adapter.updateCard(ref, cardOf(word))).rejects.toMatchObject({ code: 'UNREACHABLE' });
      await h.fault('updateCard', 'refuses');
      await expect(h.adapter.updateCard(ref, cardOf(word))).rejects.toMatchObject({ code: 'REFUSED' });
      expect(await h.sees(h.people.asker)).not.toContain(word);
    });

    it('to nobody at all when there is no private way to the person', async () => {
      const word = secretWord();
      await h.closePrivateSurface(h.people.reviewer);
      const shown = h.adapter.showCard(cardOf(word), { kind: 'person', person: h.people.reviewer });
      await expect(shown).rejects.toMatchObject({ name: 'AdapterError', code: 'NO_PRIVATE_SURFACE' });
      await expectOthersNotToSee(word);
      expect(await h.sees(h.people.asker)).not.toContain(word);
    });

    it('and where it can point to one among others, says nothing of it: neither its ids’ draft nor for whom', async () => {
      const { id: card, draft } = cardOf('an answer');
      if (draft === null) expect.fail('the card has no draft');
      const before = await h.sees(h.people.stranger);
      const ref = await h.adapter.point({ kind: 'waits', draft, card }, { ...h.places.open, message: '1' });
      const seen = await h.sees(h.people.stranger);
      for (const said of [draft, card, 'handbook', h.people.asker]) expect(times(said, seen)).toBe(times(said, before));
      if (ref === null) expect(seen).toBe(before);
      else await h.adapter.updateCard(ref, cardOf('a secret answer', { id: card, draft }));
      expect(await h.sees(h.people.stranger)).not.toContain('a secret answer');
    });

    it('to nobody whose account is closed or who does not exist', async () => {
      await h.deactivate(h.people.namesake);
      for (const person of [h.people.namesake, h.nobody]) {
        const shown = h.adapter.showCard(cardOf(secretWord()), { kind: 'person', person });
        await expect(shown).rejects.toMatchObject({ code: 'NO_PRIVATE_SURFACE' });
      }
    });
  });
}
