import { describe, expect, test } from 'vitest';
import { storiesOn } from '../support/databases.ts';
import type { Message } from './chat.ts';
import { type Company, openCompany, until } from './company.ts';
import {
  failUntilTold,
  lookTwiceInVain,
  MINUTE_MS,
  passUntil,
  requests,
  somethingElseHappens,
  standing,
  stateOf,
  told,
  untilRequested,
} from './publishing.ts';
import { withSteps } from './steps.ts';
import { settled } from './settled.ts';
import { ask, cardOf, noticesTo, press, sameCard } from './turns.ts';

describe.each(storiesOn('postgres'))('a platform that does not do as it is asked (%s)', (database) => {
  test('gives no answer and stored nothing: nobody posts it but its requester, who is told that it may appear twice', async () => {
    const company = await openCompany({ database });
    for (const mode of ['cut_before', 'hang']) {
      const { draft, approvedAt } = await approveWhile(company, { mode });
      await hearNothing(company, draft);
      const failed = await lookTwiceInVain(company, draft, approvedAt);
      await told(company, 'ana', draft, 'It is most likely not there. If you try again, it could appear twice.');
      const retry = failed.actions.find(({ label }) => label === 'Try again');
      expect(retry?.confirm?.text).toContain('may already stand in #random: look there first.');
      await company.pass(30 * MINUTE_MS);
      await somethingElseHappens(company);
      expect(await standing(company, 'random', draft)).toEqual([]);
      await press(company, 'ana', failed, 'retry');
      await cardOf(company, 'ana', draft, { state: 'published' });
      expect(await standing(company, 'random', draft)).toHaveLength(1);
    }
    await company.check();
  });

  test('stored it and gives no answer: the post is found', async () => {
    const company = await openCompany({ database });
    for (const mode of ['cut_after', 'hang_after']) {
      // Found at once, nobody is told any more that it is in doubt.
      await company.fault({ operation: 'find', mode: 'refuse', times: 1000 });
      const { draft } = await approveWhile(company, { mode });
      if (mode === 'hang_after') {
        await company.pass(2_000);
        await sameCard(company, 'ana', draft, 'Approved. It is being posted in #random.');
      }
      await hearNothing(company, draft);
      await company.fault({ operation: 'find', mode: 'refuse', times: 0 });
      await company.pass(MINUTE_MS);
      await told(company, 'ana', draft, 'is posted in #random. Proof: cs-');
      await told(company, 'olu', draft, 'All clear: the unconfirmed post in #random is there: cs-');
      await cardOf(company, 'ana', draft, { state: 'published' });
      expect(await standing(company, 'random', draft)).toHaveLength(1);
    }
    expect(await requests(company, 'publish')).toHaveLength(2);
    await company.check();
  });

  test('a refusal reaches the requester in its own words, each time anew, and Try again works once its cause is gone', async () => {
    const company = await openCompany({ database });
    const { draft } = await approveWhile(company, { mode: 'refuse', code: 'NOT_A_MEMBER' });
    const words = 'The playground refused the post: I am not a member of this channel. Add Countersign there, then press “Try again”.';
    await told(company, 'ana', draft, words);
    await told(
      company,
      'olu',
      draft,
      'in #random: I am not a member of this channel. Ana (ana) was told, and can try again (error PUBLISH_FAILED',
    );
    const failed = await cardOf(company, 'ana', draft, { state: 'publish_failed' });
    expect(failed.title).toContain(words);
    expect(failed.actions.map(({ label }) => label)).toEqual(['Try again', 'Edit', 'Keep private']);
    await company.fault({ operation: 'publish', mode: 'refuse', code: 'THREAD_NOT_FOUND' });
    await press(company, 'ana', failed, 'retry');
    const again = await company.card(
      'ana',
      (card) => card.draft === draft.draft && (card.title ?? '').includes('that the thread hangs on is gone'),
    );
    await press(company, 'ana', again, 'retry');
    await cardOf(company, 'ana', draft, { state: 'published' });
    expect(await standing(company, 'random', draft)).toHaveLength(1);
    await company.check();
  });

  test('“not now, in thirty seconds”: waits so long, then posts once with the same approvals', async () => {
    const company = await openCompany({ database });
    const { draft } = await approveWhile(company, { mode: 'rate_limit', retryAfter: 30 });
    await company.pass(28_000);
    await somethingElseHappens(company);
    expect(await requests(company, 'publish')).toHaveLength(1);
    await company.pass(2_000);
    await cardOf(company, 'ana', draft, { state: 'published' });
    expect((await requests(company, 'publish')).map(({ stored }) => stored)).toEqual([false, true]);
    await company.check();
  });

  test('does not say who is who: a click is refused for good, however often it is delivered; pressed again, it counts once', async () => {
    const company = await openCompany({ database });
    const draft = await ask(company, 'ana', 'random');
    // What is still written on her card asks who she is, too.
    await settled(company);
    await company.fault({ operation: 'person', mode: 'cut_before' });
    const refused = await company.click('ana', draft, 'approve', undefined, 'dlv_first');
    expect(refused.body.code).toBe('LOOKUP_FAILED');
    expect(await company.click('ana', draft, 'approve', undefined, 'dlv_first')).toEqual(refused);
    expect(await stateOf(company, draft)).toBe('awaiting_requester');

    const approved = await company.click('ana', draft, 'approve', undefined, 'dlv_second');
    expect(approved).toEqual({ status: 200, body: { state: 'approved' } });
    await cardOf(company, 'ana', draft, { state: 'published' });
    await company.fault({ operation: 'person', mode: 'cut_before' });
    expect(await company.click('ana', draft, 'approve', undefined, 'dlv_second')).toEqual(approved);
    expect(await standing(company, 'random', draft)).toHaveLength(1);
    await company.check();
  });

  test('it does not say who could read the channel: nothing is posted, operators hear of it, and it is posted when that is known', async () => {
    const channel = 'playground:acme:random';
    let isThrownOut = false;
    const company: Company = await openCompany({
      database,
      overrides: {
        wrap: (given) =>
          withSteps(given, async (step) => {
            if (step !== 'before the lookups' || isThrownOut) return;
            isThrownOut = true;
            await company.world({ channel: { id: channel, botIsIn: false } });
          }),
      },
    });
    const draft = await ask(company, 'ana', 'random');
    await press(company, 'ana', draft, 'approve');
    await until(() => isThrownOut);
    const words = 'publishing an approved post fails again and again; see the log file (error AUDIENCE_UNKNOWN';
    await failUntilTold(company, words, { asking: 'audience', everyMs: 5_000 });
    expect(await noticesTo(company, 'olu', words)).toHaveLength(1);
    expect(await requests(company, 'publish')).toEqual([]);
    await company.world({ channel: { id: channel, botIsIn: true } });
    await passUntil(company, 5_000, async () => (await stateOf(company, draft)) === 'published');
    expect(await standing(company, 'random', draft)).toHaveLength(1);
    await company.check();
  });
});

/** Ana approves a draft for #random, and the platform does this to the post. */
async function approveWhile(company: Company, fault: Record<string, unknown>): Promise<{ draft: Message; approvedAt: number }> {
  const draft = await ask(company, 'ana', 'random');
  await company.fault({ operation: 'publish', ...fault });
  const approvedAt = company.clock.now();
  const { length } = await requests(company, 'publish');
  await press(company, 'ana', draft, 'approve');
  await untilRequested(company, 'publish', length + 1);
  return { draft, approvedAt };
}

/** An answer that does not come is not waited for longer than ten seconds. */
async function hearNothing(company: Company, draft: Message): Promise<void> {
  await company.pass(10_000);
  await told(company, 'ana', draft, 'The post may or may not be in #random. We do not send it again');
  await told(company, 'olu', draft, 'OUTCOME_UNKNOWN');
}
