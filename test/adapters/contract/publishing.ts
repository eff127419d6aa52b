import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PublishOutcome } from '#adapter';
import type { FaultKind, Harness, StartHarness } from '../harness.ts';
import { newId, postOf, secretWord, times } from './made.ts';

/** What `publish` says, and whether the post stands there. */
const OUTCOMES: [FaultKind, PublishOutcome['kind'], boolean][] = [
  ['refuses', 'refused', false],
  ['is asked too often', 'refused', false],
  ['says nothing', 'unknown', false],
  ['stores, then says nothing', 'unknown', true],
  ['cuts', 'unknown', false],
  ['stores, then cuts', 'unknown', true],
];

export function publishingClauses(startHarness: StartHarness): void {
  describe('publishes', () => {
    let h: Harness;
    beforeAll(async () => void (h = await startHarness()));
    afterAll(() => h.stop());

    const sought = (made: ReturnType<typeof postOf>) => {
      const { publicationId, destination } = made.filled;
      return { publicationId, destination, reference: made.reference, startedAt: Date.now() - 1000 };
    };

    it('for exactly the readers of the place, in its thread', async () => {
      const { asker, reviewer, stranger } = h.people;
      const question = await h.say(asker, h.places.closed, 'a question');
      const word = secretWord();
      const destination = { ...h.places.closed, thread: question.message };
      const outcome = await h.adapter.publish(postOf(h, destination, word).filled);
      expect(outcome).toMatchObject({ kind: 'accepted', message: destination });
      for (const person of [asker, reviewer]) expect(times(word, await h.sees(person))).toBe(1);
      expect(await h.sees(stranger)).not.toContain(word);

      const forAll = secretWord();
      await h.adapter.publish(postOf(h, h.places.open, forAll).filled);
      for (const person of [asker, reviewer, stranger]) expect(times(forAll, await h.sees(person))).toBe(1);
    });

    it('what was composed, with the names of those who approved', async () => {
      const word = secretWord();
      await h.adapter.publish(postOf(h, h.places.open, word).filled);
      const seen = await h.sees(h.people.stranger);
      expect(seen.slice(seen.indexOf(word))).toMatch(/Asked by Ana\. Approved by Ana and Ben\. cs-[0-9A-Z]{8}/);
      expect(seen).not.toMatch(/[\u{E000}\u{E001}]/u);
    });

    it.each(OUTCOMES)('once, also when the platform %s: then the outcome is %s', async (fault, kind, stands) => {
      const word = secretWord();
      const made = postOf(h, h.places.open, word);
      const before = await h.publishRequests();
      await h.fault('publish', fault);
      const beganAt = performance.now();
      const outcome = await h.adapter.publish(made.filled);
      expect(performance.now() - beganAt).toBeLessThan(10_000);
      expect(outcome.kind).toBe(kind);
      expect(await h.publishRequests()).toBe(before + 1);
      expect(times(word, await h.sees(h.people.stranger))).toBe(stands ? 1 : 0);
      expect((await h.adapter.find(sought(made))).kind).toBe(stands ? 'found' : 'absent');
    });

    it('and says of a refusal what to do, in words that hold nothing of the post', async () => {
      const word = secretWord();
      await h.fault('publish', 'refuses');
      const outcome = await h.adapter.publish(postOf(h, h.places.open, word).filled);
      if (outcome.kind !== 'refused') expect.fail('was not refused');
      expect(outcome.code).toMatch(/^[A-Z][A-Z_]+$/);
      expect(outcome.sentence).toMatch(/[a-z]{3,}.*[.]$/);
      expect(outcome.sentence).not.toContain(word);
      expect(outcome.retryAfterMs).toBeNull();

      await h.fault('publish', 'is asked too often');
      const later = await h.adapter.publish(postOf(h, h.places.open, word).filled);
      expect(later).toMatchObject({ kind: 'refused', retryAfterMs: expect.any(Number) });
    });

    it('and finds a publication of ours by what it was given, there and nowhere else', async () => {
      const made = postOf(h, h.places.open, secretWord());
      const outcome = await h.adapter.publish(made.filled);
      if (outcome.kind !== 'accepted') expect.fail('was not accepted');
      expect(await h.adapter.find(sought(made))).toEqual({ kind: 'found', message: outcome.message });
      expect(await h.adapter.find({ ...sought(made), destination: h.places.closed })).toEqual({ kind: 'absent' });
      expect(await h.adapter.find({ ...sought(made), publicationId: newId('pub'), reference: 'cs-00000000' })).toEqual({ kind: 'absent' });
    });

    it('and takes no answer for an answer when it looks', async () => {
      const made = postOf(h, h.places.open, secretWord());
      await h.adapter.publish(made.filled);
      for (const fault of ['refuses', 'is asked too often', 'says nothing', 'cuts'] as const) {
        await h.fault('find', fault);
        expect(await h.adapter.find(sought(made)), fault).toEqual({ kind: 'cannot_tell' });
      }
      expect((await h.adapter.find(sought(made))).kind).toBe('found');
    });

    it('and retracts: a tombstone stands there, and a second time is done too', async () => {
      const word = secretWord();
      const made = postOf(h, h.places.open, word);
      const outcome = await h.adapter.publish(made.filled);
      if (outcome.kind !== 'accepted') expect.fail('was not accepted');
      const tombstone = `An answer was retracted (${secretWord()}).`;
      expect(await h.adapter.retract(outcome.message, { tombstone })).toBe('done');
      const seen = await h.sees(h.people.stranger);
      expect(seen).not.toContain(word);
      expect(times(tombstone, seen)).toBe(1);
      expect(await h.adapter.find(sought(made))).toEqual({ kind: 'absent' });
      expect(await h.adapter.retract(outcome.message, { tombstone })).toBe('done');
    });

    it('and removes: nothing stands there, and a second time is done too', async () => {
      const word = secretWord();
      const outcome = await h.adapter.publish(postOf(h, h.places.open, word).filled);
      if (outcome.kind !== 'accepted') expect.fail('was not accepted');
      expect(await h.adapter.retract(outcome.message, 'remove')).toBe('done');
      expect(await h.sees(h.people.stranger)).not.toContain(word);
      expect(await h.adapter.retract(outcome.message, 'remove')).toBe('done');
    });

    it('and says when it could not retract, or does not know', async () => {
      const word = secretWord();
      const outcome = await h.adapter.publish(postOf(h, h.places.open, word).filled);
      if (outcome.kind !== 'accepted') expect.fail('was not accepted');
      await h.fault('retract', 'refuses');
      expect(await h.adapter.retract(outcome.message, 'remove')).toBe('refused');
      for (const fault of ['cuts', 'says nothing'] as const) {
        await h.fault('retract', fault);
        expect(await h.adapter.retract(outcome.message, 'remove'), fault).toBe('unknown');
      }
      expect(await h.sees(h.people.stranger)).toContain(word);
      await h.fault('retract', 'stores, then cuts');
      expect(await h.adapter.retract(outcome.message, 'remove')).toBe('unknown');
      expect(await h.adapter.retract(outcome.message, 'remove')).toBe('done');
    });

    it('nothing where we are not a member', async () => {
      const word = secretWord();
      await h.removeUsFrom(h.places.closed);
      expect(await h.adapter.publish(postOf(h, h.places.closed, word).filled)).toMatchObject({ kind: 'refused', retryAfterMs: null });
      expect(await h.sees(h.people.asker)).not.toContain(word);
    });
  });
}
