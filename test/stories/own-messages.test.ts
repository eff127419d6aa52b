import { describe, expect, test } from 'vitest';
import type { MessageRef } from '../../src/adapter.ts';
import { storiesOn } from '../support/databases.ts';
import { openCompany } from './company.ts';
import { handIn } from './handed-in.ts';
import { ask, publish } from './turns.ts';

const inRandom = (message: string, thread: string | null = null): MessageRef => ({
  platform: 'playground',
  workspace: 'acme',
  channel: 'random',
  thread,
  message,
});

describe.each(storiesOn('sqlite'))('messages of our own bot (%s)', (database) => {
  test('a publication is accounted for, also when the platform tells of it before it answers', async () => {
    const seen: Promise<void>[] = [];
    const handed = handIn((adapter) => ({
      async publish(filled) {
        const outcome = await adapter.publish(filled);
        if (outcome.kind !== 'accepted') return outcome;
        const told = handed
          .inbound()
          .ownMessage({ message: outcome.message, publicationId: filled.publicationId, cardId: null, at: Date.now(), editedAt: null });
        seen.push(told);
        return outcome;
      },
    }));
    const company = await openCompany({ database, overrides: { wrap: handed.wrap } });
    const post = await publish(company, await ask(company, 'ana', 'random'), 'ana', [], 'random');
    expect(seen).toHaveLength(1);
    await Promise.all(seen);
    await handed.inbound().ownMessage({ message: inRandom(post.id), publicationId: null, cardId: null, at: Date.now(), editedAt: null });
    await company.say('olu', 'random', '/countersign status');
    expect((await company.notice('olu', 'under the last checkpoint')).text).toContain('Publishing is not stopped.');
    await company.check();
  });

  test('a publication whose outcome takes its time is accounted for when the platform tells of it again', async () => {
    const told: { outcome: PromiseSettledResult<void>; again: () => Promise<void> }[] = [];
    const handed = handIn((adapter) => ({
      async publish(filled) {
        const outcome = await adapter.publish(filled);
        if (outcome.kind !== 'accepted') return outcome;
        const seen = { message: outcome.message, publicationId: filled.publicationId, cardId: null, at: Date.now(), editedAt: null };
        const tell = () => handed.inbound().ownMessage(seen);
        const [first] = await Promise.allSettled([tell()]);
        told.push({ outcome: first, again: tell });
        return outcome;
      },
    }));
    const company = await openCompany({ database, overrides: { wrap: handed.wrap } });
    await publish(company, await ask(company, 'ana', 'random'), 'ana', [], 'random');
    // Nothing is acknowledged that is not known, and a platform waits three seconds for that.
    expect(told[0]?.outcome).toMatchObject({ status: 'rejected' });
    await told[0]?.again();
    await company.say('olu', 'random', '/countersign status');
    expect((await company.notice('olu', 'under the last checkpoint')).text).toContain('Publishing is not stopped.');
    await company.check();
  });

  test.each([
    ['that nobody published', null],
    ['that copies the metadata of a publication', 'copied'],
  ])('one %s stops publishing, and operators hear where it stands', async (_which, metadata) => {
    const ids: string[] = [];
    const handed = handIn((adapter) => ({
      publish(filled) {
        ids.push(filled.publicationId);
        return adapter.publish(filled);
      },
    }));
    const company = await openCompany({ database, overrides: { wrap: handed.wrap } });
    await publish(company, await ask(company, 'ana', 'random'), 'ana', [], 'random');
    const publicationId = metadata === null ? null : (ids[0] ?? null);
    await handed.inbound().ownMessage({ message: inRandom('forged'), publicationId, cardId: null, at: Date.now(), editedAt: null });
    const alarm = await company.notice('olu', 'no entry of the log accounts for');
    expect(alarm.text).toContain('playground:acme:random (forged)');
    await company.say('olu', 'random', '/countersign status');
    expect((await company.notice('olu', 'under the last checkpoint')).text).toContain('Publishing is stopped: everything.');
    await company.check();
  });
});
