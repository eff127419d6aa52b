import { describe, expect, test } from 'vitest';
import { storiesOn } from '../support/databases.ts';
import { openCompany } from './company.ts';
import { QUESTION } from './turns.ts';

const elsewhere = (rules: string): string => rules.replace('destinations: []', 'destinations: [playground:acme:random]');

describe.each(storiesOn('postgres'))('another destination (%s)', (database) => {
  test('the requester may post elsewhere where the rule lists it, and then that channel’s rule counts', async () => {
    const company = await openCompany({ database, rules: elsewhere });
    await company.say('ana', 'engineering', QUESTION);
    const draft = await company.card('ana', { state: 'awaiting_requester' });
    expect(draft.actions.map((action) => action.id)).toContain('move');

    expect((await company.click('ana', draft, 'move', '#random')).body).toEqual({ state: 'awaiting_requester' });
    const moved = await company.card('ana', { revision: 2, state: 'awaiting_requester' });
    expect(moved.text).toContain('Would be posted: in #random, not where you asked');
    expect(moved.text).toContain('You asked in #engineering:');
    expect(moved.text).toContain('Before that: only you approve. It is posted at once.');
    expect((await company.click('ana', draft, 'approve')).body).toMatchObject({ code: 'STALE' });

    await company.click('ana', moved, 'approve');
    const post = await company.posted('dan', 'random');
    expect(post.thread).toBeNull();
    expect(post.text).not.toContain('Edited by');
    await company.check();
  });

  test('a channel that the rule does not list, and one that more people read, are refused in words', async () => {
    const company = await openCompany({
      database,
      rules: (rules) =>
        elsewhere(rules.replace('match: playground:acme:team-*', 'channel: playground:acme:team-payments')).replace(
          /(team-payments[\s\S]*?expires: 24h)/,
          '$1\n    destinations: [playground:acme:random]',
        ),
    });
    await company.say('ana', 'engineering', QUESTION);
    const draft = await company.card('ana', { state: 'awaiting_requester' });
    const refused = await company.click('ana', draft, 'move', '#globex-shared');
    expect(refused.status).toBe(409);
    expect(refused.body).toEqual({
      code: 'NOT_A_DESTINATION',
      message: 'Answers to questions in #engineering cannot be posted in #globex-shared. Nothing was changed. You can choose: #random.',
    });

    await company.say('ana', 'team-payments', QUESTION);
    const narrow = await company.card(
      'ana',
      (message) => message.state === 'awaiting_requester' && message.text.includes('#team-payments'),
    );
    expect((await company.click('ana', narrow, 'move', 'random')).body).toEqual({
      code: 'FROM_NARROWER',
      message:
        'More people read #random than #team-payments, where you asked, and its rule does not accept that. Nothing was changed. Post it where you asked, or ask again in #random.',
    });
    await company.check();
  });

  test('an approval falls when the rule no longer lists the destination', async () => {
    const company = await openCompany({
      database,
      rules: (rules) =>
        rules
          .replace('destinations: []', 'destinations: [playground:acme:globex-shared]')
          .replace('from_narrower', 'from_narrower')
          .replace('widest_audience: external', 'widest_audience: external\n    from_narrower: allow'),
    });
    await company.say('ana', 'engineering', QUESTION);
    const draft = await company.card('ana', { state: 'awaiting_requester' });
    await company.click('ana', draft, 'move', 'globex-shared');
    const moved = await company.card('ana', { revision: 2, state: 'awaiting_requester' });
    await company.click('ana', moved, 'approve');
    const forBen = await company.card('ben', { state: 'awaiting_reviewer' });
    expect(forBen.text).toContain('asked in #engineering:');

    await company.writeRules((rules) => rules.replace('destinations: [playground:acme:globex-shared]', 'destinations: []'));
    await company.bot.running().reloadRules();
    expect((await company.click('ben', forBen, 'approve')).body).toMatchObject({ code: 'RULE_GONE' });
    await company.card('ana', { state: 'awaiting_requester' });
    await company.check();
  });
});
