import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ChatAdapter } from '#adapter';
import type { Asking, Harness, StartHarness } from '../harness.ts';

export function peopleClauses(startHarness: StartHarness): void {
  describe('tells the truth of now', () => {
    let h: Harness;
    beforeAll(async () => void (h = await startHarness()));
    afterAll(() => h.stop());

    it('about a person', async () => {
      const { asker, reviewer, namesake, outsider } = h.people;
      const known = await h.adapter.person(asker);
      expect(known).toMatchObject({ id: asker, active: true, bot: false, guest: false, external: false, nameIsUnique: false });
      const alike = await h.adapter.person(namesake);
      expect(alike).toMatchObject({ name: known.name, nameIsUnique: false });
      expect(alike.handle).not.toBe(known.handle);
      expect(await h.adapter.person(reviewer)).toMatchObject({ nameIsUnique: true });
      expect(await h.adapter.person(outsider)).toMatchObject({ external: true });
      expect(await h.adapter.person(h.nobody)).toMatchObject({ id: h.nobody, active: false });
    });

    it('about who is in a group', async () => {
      const { asker, reviewer, stranger } = h.people;
      const members = await h.adapter.members(h.group);
      expect(members).toContain(reviewer);
      expect(members).not.toContain(stranger);
      expect(await h.adapter.members(asker)).toEqual([asker]);
      await h.setGroup([stranger]);
      expect(await h.adapter.members(h.group)).toEqual([stranger]);
      await h.setGroup(null);
      await expect(h.adapter.members(h.group)).rejects.toMatchObject({ name: 'AdapterError', code: 'UNKNOWN_GROUP' });
    });

    it('about who can post', async () => {
      const { asker, reviewer, stranger, outsider } = h.people;
      const { open, closed } = h.places;
      expect(await h.adapter.canPost(asker, open)).toBe(true);
      expect(await h.adapter.canPost(stranger, closed)).toBe(false);
      expect(await h.adapter.canPost(outsider, open)).toBe(false);
      expect(await h.adapter.canPost(h.nobody, open)).toBe(false);
      expect(await h.adapter.canPost(asker, { ...open, channel: 'no-such-channel' })).toBe(false);
      expect(await h.adapter.canPost(reviewer, closed)).toBe(true);
      await h.removeFrom(closed, reviewer);
      expect(await h.adapter.canPost(reviewer, closed)).toBe(false);
    });

    it('about who can read a place, however that changes', async () => {
      const { open, closed } = h.places;
      const before = Date.now();
      const narrow = await h.adapter.audienceOf(closed);
      expect(narrow).toMatchObject({ class: 'restricted', outside: [] });
      expect(narrow.observedAt).toBeGreaterThanOrEqual(before);
      const wide = await h.adapter.audienceOf({ ...open, thread: null });
      expect(wide).toMatchObject({ class: 'workspace', outside: [] });
      expect(wide.channelName).not.toBe('');
      expect(Number(wide.count)).toBeGreaterThan(Number(narrow.count));

      await h.openToOutside(open);
      const external = await h.adapter.audienceOf(open);
      expect(external.class).toBe('external');
      expect(external.outside.length).toBeGreaterThan(0);
      await h.hideAudience(open);
      expect(await h.adapter.audienceOf(open)).toMatchObject({ class: 'unknown', count: null });
      expect((await h.adapter.audienceOf({ ...open, channel: 'no-such-channel' })).class).toBe('unknown');
    });

    it('and calls an audience unknown when the platform refuses to tell', async () => {
      await h.fault('audienceOf', 'refuses');
      expect((await h.adapter.audienceOf(h.places.closed)).class).toBe('unknown');
      expect((await h.adapter.audienceOf(h.places.closed)).class).toBe('restricted');
    });

    const questions: [Asking, (adapter: ChatAdapter) => Promise<unknown>][] = [
      ['audienceOf', (adapter) => adapter.audienceOf(h.places.closed)],
      ['canPost', (adapter) => adapter.canPost(h.people.asker, h.places.closed)],
      ['person', (adapter) => adapter.person(h.people.asker)],
      ['members', (adapter) => adapter.members(h.people.asker)],
    ];
    it.each(questions)('or none: %s has no answer when the platform gives none', async (asking, ask) => {
      for (const fault of ['is asked too often', 'says nothing', 'cuts'] as const) {
        await h.fault(asking, fault);
        await expect(ask(h.adapter), fault).rejects.toMatchObject({ name: 'AdapterError', code: 'UNREACHABLE' });
      }
      await expect(ask(h.adapter)).resolves.toBeDefined();
    });

    it('about an account that was closed', async () => {
      await h.deactivate(h.people.asker);
      expect(await h.adapter.person(h.people.asker)).toMatchObject({ active: false });
      expect(await h.adapter.canPost(h.people.asker, h.places.open)).toBe(false);
    });
  });
}
