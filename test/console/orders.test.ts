import { rm, writeFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import type { Message } from '../stories/chat.ts';
import { type Company, openCompany } from '../stories/company.ts';
import { entriesOf } from '../stories/log.ts';
import { told } from '../stories/publishing.ts';
import { ask, cardOf, isAfter, press, publish, refused } from '../stories/turns.ts';
import { order, state, type Told } from './corner.ts';

const done = (message: string) => ({ status: 200, body: { message } });

/** What Olu is told by a command in chat, for comparison: the corner says and does the same. */
async function inChat(company: Company, command: string): Promise<string> {
  const said = await company.say('olu', 'direct', `/countersign ${command}`);
  // What Olu is told without having asked may come in between.
  const isAnswer = (notice: Message): boolean => isAfter(notice, said) && !/^(Alarm|Countersign has started)/.test(notice.text);
  return (await company.notice('olu', isAnswer)).text;
}

function rq(draft: Message): string {
  return `rq-${draft.draft?.slice(4, 12)}`;
}

describe('the switch', () => {
  test('is engaged and released in the corner as it is from chat, in the same words', async () => {
    const company = await openCompany({ database: 'sqlite', hosted: true });
    const draft = await ask(company);
    const stop = { scope: 'all', reason: 'wrong payroll answers' };
    const engaged = await order(company, 'engage', stop);
    expect(engaged).toEqual(done('Publishing is stopped (everything): “wrong payroll answers”. Posts that were already on their way: 0.'));
    expect((await refused(company, 'ana', draft, 'approve')).code).toBe('ENGAGED');
    expect(await inChat(company, 'engage all wrong payroll answers')).toBe(engaged.body.message);
    expect((await state(company)).switch).toMatchObject({
      says: 'Publishing is stopped.',
      stopped: [{ scope: 'all', words: 'everything', by: 'Olu', reason: stop.reason }],
    });

    expect(await order(company, 'release', { scope: 'all', reason: 'mended' })).toEqual(
      done('Publishing is released (everything). Drafts that had been approved went back to the people who asked: 0.'),
    );
    const again = await order(company, 'release', { scope: 'all', reason: 'mended' });
    expect(again.status).toBe(409);
    expect(again.body).toEqual({
      code: 'NOT_NOW',
      message: 'That is not possible now. Publishing is not stopped for everything. Nothing was changed.',
    });
    expect(await inChat(company, 'release mended')).toBe(again.body.message);
    expect((await state(company)).switch).toMatchObject({ says: 'Publishing is not stopped.', stopped: [] });
    await publish(company, draft, 'ana', ['ben'], 'engineering');
    await company.check();
  });

  test('stops what it can stop and nothing else, and can be released for what the rules do not name any more', async () => {
    const company = await openCompany({ database: 'sqlite', hosted: true });
    for (const scope of ['agent:oracle', 'channel:playground:acme:lobby', 'nothing', 'constructor']) {
      const unknown = await order(company, 'engage', { scope, reason: 'it lies' });
      expect(unknown).toEqual({
        status: 404,
        body: {
          code: 'UNKNOWN_SCOPE',
          message: `${scope} is nothing that the switch can stop. Nothing was changed. Name all, agent:NAME or channel:ID.`,
        },
      });
    }
    const scope = 'channel:playground:acme:random';
    expect((await order(company, 'engage', { scope, reason: '' })).body.message).toContain('“no reason given”');
    await company.writeRules((rules) => rules.replaceAll('playground:acme:random', 'playground:acme:elsewhere'));
    await company.bot.running().reloadRules();
    expect((await state(company)).switch.stopped).toMatchObject([{ scope, reason: 'no reason given' }]);
    expect((await order(company, 'release', { scope, reason: 'gone' })).status).toBe(200);
    expect((await order(company, 'engage', { scope, reason: 'again' })).status).toBe(404);
    await company.check();
  });

  test('is never refused for its reason: of a long one the beginning is kept, said to be so, and read by all whom it stops', async () => {
    const company = await openCompany({ database: 'sqlite', hosted: true });
    const draft = await ask(company);
    const cut = 'Of your reason, only its beginning is kept: it was longer than 500 characters.';
    const reasons = [
      ['x'.repeat(7900), `: “${'x'.repeat(500)}…”. `],
      ['\u202e'.repeat(1200), `: “${'⟨U+202E⟩'.repeat(62)}…”. `],
    ] as const;
    for (const [reason, kept] of reasons) {
      const { message } = (await order(company, 'engage', { scope: 'all', reason })).body;
      expect(message).toMatch(/^Publishing is stopped .*everything/);
      expect(message?.endsWith(`${kept}Posts that were already on their way: 0. ${cut}`), message).toBe(true);
      expect(await inChat(company, `engage all ${reason}`)).toBe(message);
      const { status, body } = await company.click('ana', draft, 'approve');
      expect([status, body.code, body.message]).toEqual([409, 'ENGAGED', expect.stringContaining(kept)]);
    }
    const whole = await order(company, 'engage', { scope: 'all', reason: `${'x'.repeat(497)}“\n”` });
    expect(whole.body.message).toMatch(/: “x{497}‘ ’”\. Posts that were already on their way: 0\.$/);
    const { status, body } = await order(company, 'engage', { scope: '\u202e'.repeat(300), reason: '' });
    expect([status, body.message]).toEqual([404, expect.stringMatching(/^(⟨U\+202E⟩){15}… is nothing that the switch can stop\./)]);
    await company.check();
  });

  test('is not engaged for a channel that there is not, though a pattern would cover it; unless the platform does not answer', async () => {
    const company = await openCompany({ database: 'sqlite', hosted: true });
    const stop = (channel: string): Promise<Told> =>
      order(company, 'engage', { scope: `channel:playground:acme:${channel}`, reason: 'wrong' });
    expect(await stop('team-paymets')).toMatchObject({ status: 404, body: { code: 'UNKNOWN_SCOPE' } });
    expect((await stop('team-payments')).body.message).toMatch(/^Publishing is stopped .* on their way: 0\.$/);
    await company.fault({ operation: 'audience', mode: 'cut_before', times: 1 });
    expect((await stop('team-unheard')).body.message).toContain(
      'The platform did not say whether it has this channel: look whether you named the right one.',
    );
    await company.check();
  });

  test('is not released while the kill file is present, and the corner shows that it is', async () => {
    const company = await openCompany({ database: 'sqlite', hosted: true });
    await writeFile(company.config.killFile, '');
    await company.notice('olu', 'Alarms reach you here.');
    expect((await state(company)).switch).toMatchObject({ killFile: true, says: 'Publishing is stopped.' });
    expect(await order(company, 'release', { scope: 'all', reason: 'mended' })).toMatchObject({
      status: 409,
      body: { message: 'That is not possible now. The kill file is present on the server; remove it first. Nothing was changed.' },
    });
    await rm(company.config.killFile);
    expect((await state(company)).switch.killFile).toBe(false);
    await company.check();
  });
});

describe('a draft', () => {
  test('is closed with a reason, which its requester reads; a posted one cannot be, and is retracted instead', async () => {
    const company = await openCompany({ database: 'sqlite', hosted: true });
    const draft = await ask(company);
    const withdraw = { draft: draft.draft, reason: 'asked in the wrong place' };
    expect(await order(company, 'withdraw', { ...withdraw, reason: ' ' })).toMatchObject({ status: 409, body: { code: 'REASON_NEEDED' } });
    expect(await order(company, 'withdraw', { ...withdraw, reason: 'no'.repeat(300) })).toMatchObject({
      status: 409,
      body: { code: 'TEXT_TOO_LONG' },
    });
    expect(await order(company, 'withdraw', withdraw, 'ana')).toMatchObject({ status: 403, body: { code: 'NOT_AN_OPERATOR' } });
    expect(await order(company, 'withdraw', withdraw)).toEqual(done(`Done: ${rq(draft)} is closed. Nothing was posted.`));
    await told(company, 'ana', draft, 'Olu closed your draft from handbook for #engineering: “asked in the wrong place”.');
    const late = await order(company, 'withdraw', withdraw);
    expect(late).toMatchObject({ status: 409, body: { code: 'ALREADY_DECIDED' } });
    expect(late.body.message).toMatch(/closed this draft/);
    expect(await inChat(company, `withdraw ${rq(draft)} once more`)).toBe(late.body.message);

    const posted = await ask(company, 'ana', 'random');
    const post = await publish(company, posted, 'ana', [], 'random');
    const [line] = (await state(company)).drafts.posted;
    expect(await order(company, 'withdraw', { draft: line?.id, reason: 'too late' })).toMatchObject({
      status: 409,
      body: { code: 'ALREADY_DECIDED', message: expect.stringContaining('It is posted already.') as string },
    });
    expect(await order(company, 'retract', { draft: rq(draft) })).toMatchObject({ status: 409 });
    expect(await order(company, 'retract', { draft: line?.publication })).toEqual(
      done(`Done: ${line?.publication} is being taken away from its channel.`),
    );
    await company.posted('dan', 'random', { id: post.id, kind: 'tombstone' });
    await company.check();
  });

  test('whose outcome is unknown is settled by whoever looked; closed afterwards, nobody claims that it was not posted', async () => {
    const company = await openCompany({ database: 'sqlite', hosted: true });
    await company.fault({ operation: 'find', mode: 'refuse', times: 1000 });
    await company.fault({ operation: 'publish', mode: 'cut_after', times: 2 });
    const [first, second] = [await ask(company, 'ana', 'random'), await ask(company, 'ana', 'random')];
    for (const draft of [first, second]) {
      await press(company, 'ana', draft, 'approve');
      await cardOf(company, 'ana', draft, { state: 'outcome_unknown' });
    }
    expect((await state(company)).drafts.open[0]).toMatchObject({ id: second.draft, can: ['settle'], closesAt: null });
    const settle = { draft: first.draft, outcome: 'published', reason: 'I looked: it is there' };
    expect(await order(company, 'settle', { ...settle, outcome: 'lost' })).toMatchObject({ status: 400, body: { code: 'BAD_REQUEST' } });
    expect(await order(company, 'settle', settle, 'ana')).toMatchObject({ status: 403 });
    expect(await order(company, 'settle', settle)).toEqual(done(`Done: ${rq(first)} is settled as published.`));
    await cardOf(company, 'ana', first, { state: 'published' });
    expect(await order(company, 'settle', settle)).toMatchObject({ status: 409 });

    const notThere = { draft: rq(second), outcome: 'failed', reason: 'it is not there, I think' };
    expect(await order(company, 'settle', notThere)).toEqual(done(`Done: ${rq(second)} is settled as failed.`));
    await cardOf(company, 'ana', second, { state: 'publish_failed' });
    expect((await state(company)).drafts.open).toMatchObject([
      {
        id: second.draft,
        can: ['withdraw'],
        says: 'Settled by Olu as not posted. Waits for Ana (ana).',
      },
    ]);
    expect(await order(company, 'withdraw', { draft: second.draft, reason: 'look there yourself' })).toEqual(
      done(
        `Done: ${rq(second)} is closed. The platform never confirmed an earlier attempt, so its post may be in the channel: look there.`,
      ),
    );
    await company.check();
  });

  test('that there is not, or that the platform says nothing about, is refused in words', async () => {
    const company = await openCompany({ database: 'sqlite', hosted: true });
    for (const draft of ['drf_00000000000000000000000000', 'rq-00000000', 'cs-00000000', 'something']) {
      const unknown = await order(company, 'withdraw', { draft, reason: 'a mistake' });
      expect([unknown.status, unknown.body.code]).toEqual([404, 'UNKNOWN_DRAFT']);
      expect(unknown.body.message).toContain(`I know no draft or publication ${draft}. Nothing was changed.`);
    }
    const draft = await ask(company);
    await company.fault({ operation: 'members', mode: 'refuse', times: 100 });
    await company.fault({ operation: 'person', mode: 'refuse', times: 100 });
    const failed = await order(company, 'withdraw', { draft: draft.draft, reason: 'a mistake' });
    expect([failed.status, failed.body.code]).toEqual([409, 'LOOKUP_FAILED']);
    const { length } = (await entriesOf(company)).filter(({ type }) => type === 'attempt.refused');
    expect(length).toBe(5);
    await company.check();
  });
});
