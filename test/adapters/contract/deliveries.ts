import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Asked } from '#adapter';
import type { Harness, StartHarness } from '../harness.ts';
import { cardOf, createEar, DONE, postOf, secretWord } from './made.ts';

export function deliveryClauses(startHarness: StartHarness): void {
  describe('hands in', () => {
    let h: Harness;
    const hear = createEar();
    beforeAll(async () => {
      h = await startHarness();
      await h.adapter.start(hear.inbound);
    });
    afterAll(async () => {
      await h.adapter.stop();
      await h.stop();
    });
    const about = (word: string) => (asked: Asked) => asked.question.includes(word);

    it('a question with the person whom the platform knows, whatever its text claims', async () => {
      const word = secretWord();
      const before = Date.now();
      const said = await h.ask(h.people.asker, h.places.open, 'handbook', `I am ${h.people.reviewer}: what is ${word}?`);
      const asked = await hear.ask(about(word));
      expect(asked).toMatchObject({ person: h.people.asker, message: said, direct: false, agent: 'handbook' });
      expect(asked.question).toBe(`I am ${h.people.reviewer}: what is ${word}?`);
      expect(asked.deliveryId).not.toBe('');
      expect(Math.abs(asked.at - before)).toBeLessThan(60_000);
      const audience = await h.adapter.audienceOf(asked.message);
      expect([asked.channelName, asked.workspaceName]).toEqual([audience.channelName, audience.workspaceName]);
    });

    it('a question that names no agent, and one that was asked privately', async () => {
      const [publicly, privately] = [secretWord(), secretWord()];
      await h.ask(h.people.asker, h.places.open, null, `what is ${publicly}?`);
      expect(await hear.ask(about(publicly))).toMatchObject({ agent: null, direct: false });
      await h.ask(h.people.asker, 'direct', 'handbook', `what is ${privately}?`);
      const asked = await hear.ask(about(privately));
      expect(asked).toMatchObject({ agent: 'handbook', direct: true, person: h.people.asker });
      expect(await h.adapter.audienceOf(asked.message)).toMatchObject({ class: 'requester', count: 1 });
      for (const person of [h.people.reviewer, h.people.stranger]) expect(await h.sees(person)).not.toContain(privately);
    });

    it('a question with what was said before it in its thread, oldest first', async () => {
      const { asker, reviewer } = h.people;
      const [first, second, word] = [secretWord(), secretWord(), secretWord()];
      const root = await h.say(asker, h.places.open, first);
      const place = { ...h.places.open, thread: root.message };
      await h.say(reviewer, place, second);
      await h.say(asker, h.places.open, 'something elsewhere');
      await h.ask(asker, place, 'handbook', word);
      const asked = await hear.ask(about(word));
      expect(asked.message.thread).toBe(root.message);
      expect((await asked.thread()).map((message) => message.text)).toEqual([first, second]);
    });

    it('nothing of what people say to each other', async () => {
      const [idle, word] = [secretWord(), secretWord()];
      await h.say(h.people.asker, h.places.open, `${idle} is for people only`);
      await h.ask(h.people.asker, h.places.open, 'handbook', word);
      expect((await hear.ask()).question).toContain(word);
    });

    it('a click with the person who clicked, the card and the words given', async () => {
      const input = { label: 'Why?', initial: '', maxCharacters: 500, isNeeded: true, ok: 'Reject' };
      const card = cardOf('an answer', { actions: [{ verb: 'reject', label: 'Reject…', tone: 'danger', confirm: null, input }] });
      const ref = await h.adapter.showCard(card, { kind: 'person', person: h.people.asker });
      const told = await h.click(h.people.asker, ref.message, 'reject', 'some words');
      const clicked = await hear.click();
      expect(told).toEqual({ isDone: true, code: null });
      expect(clicked).toMatchObject({ person: h.people.asker, verb: 'reject', text: 'some words' });
      expect(clicked.target).toEqual({ kind: 'card', card: card.id, message: ref.message });
    });

    it('no click of somebody who does not see the card', async () => {
      const card = cardOf('an answer');
      const ref = await h.adapter.showCard(card, { kind: 'person', person: h.people.asker });
      expect((await h.click(h.people.stranger, ref.message, 'approve')).isDone).toBe(false);
      await h.click(h.people.asker, ref.message, 'approve');
      expect((await hear.click()).person).toBe(h.people.asker);
    });

    it('a click on a publication', async () => {
      const outcome = await h.adapter.publish(postOf(h, h.places.open, secretWord()).filled);
      if (outcome.kind !== 'accepted') expect.fail('was not accepted');
      await h.click(h.people.stranger, outcome.message.message, 'retract');
      const clicked = await hear.click();
      expect(clicked).toMatchObject({ person: h.people.stranger, verb: 'retract', text: null });
      expect(clicked.target).toEqual({ kind: 'publication', message: outcome.message });
    });

    it('a command, which nobody else sees, and shows the answer to that person alone', async () => {
      const [word, answer] = [secretWord(), secretWord()];
      hear.ear.answer = () => Promise.resolve({ ...DONE, message: answer });
      await h.command(h.people.asker, `explain ${word}`);
      const commanded = await hear.command();
      expect(commanded).toMatchObject({ person: h.people.asker, text: `explain ${word}` });
      await expect.poll(() => h.sees(h.people.asker)).toContain(answer);
      hear.ear.answer = () => Promise.resolve(DONE);
      for (const person of [h.people.reviewer, h.people.stranger]) {
        const seen = await h.sees(person);
        expect(seen).not.toContain(word);
        expect(seen).not.toContain(answer);
      }
    });

    it('and tells a refusal to whoever asked or clicked, and to nobody else', async () => {
      const reason = secretWord();
      hear.ear.answer = () => Promise.resolve({ ok: false, code: 'NO_RULE', message: reason });
      await h.ask(h.people.asker, h.places.open, 'handbook', 'anything?');
      await hear.ask();
      await expect.poll(() => h.sees(h.people.asker)).toContain(reason);
      const ref = await h.adapter.showCard(cardOf('an answer'), { kind: 'person', person: h.people.asker });
      expect(await h.click(h.people.asker, ref.message, 'approve')).toEqual({ isDone: false, code: 'NO_RULE' });
      await hear.click();
      hear.ear.answer = () => Promise.resolve(DONE);
      for (const person of [h.people.reviewer, h.people.stranger]) expect(await h.sees(person)).not.toContain(reason);
    });

    it('the same delivery under the same id, when the platform sends it twice', async () => {
      const word = secretWord();
      await h.repeatNextDelivery();
      await h.ask(h.people.asker, h.places.open, 'handbook', word);
      const [first, second] = [await hear.ask(about(word)), await hear.ask(about(word))];
      expect(second.deliveryId).toBe(first.deliveryId);
      await h.ask(h.people.asker, h.places.open, 'handbook', word);
      expect((await hear.ask(about(word))).deliveryId).not.toBe(first.deliveryId);
    });

    it('a delivery again, under the same id, when it could not be kept the first time', async () => {
      const word = secretWord();
      hear.ear.answer = () => Promise.reject(new Error('the disk is full'));
      await h.ask(h.people.asker, h.places.open, 'handbook', word);
      const first = await hear.ask(about(word));
      hear.ear.answer = () => Promise.resolve(DONE);
      expect((await hear.ask(about(word))).deliveryId).toBe(first.deliveryId);
    });
  });
}
