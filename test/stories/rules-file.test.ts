import { describe, expect, test } from 'vitest';
import { storiesOn } from '../support/databases.ts';
import { runCommand } from './bots.ts';
import { openCompany } from './company.ts';
import { createRulesEar } from './gates.ts';
import { ask, isAfter, press, publish, QUESTION } from './turns.ts';

const MINUTE = 60_000;
const LOBBY = `
  - channel: playground:acme:lobby
    agents: [handbook]
    may_ask: members
    widest_audience: workspace
    reviewers: not_required
    expires: 24h
`;

describe.each(storiesOn('sqlite'))('the rules file while the bot runs (%s)', (database) => {
  test('a file that is not valid changes nothing and tells the operators; one that is takes effect by itself', async () => {
    const ear = createRulesEar();
    const company = await openCompany({ database, overrides: { wrap: ear.wrap } });
    await company.say('ana', 'lobby', QUESTION);
    await company.notice('ana', 'Agents cannot be asked in #lobby, because no rule covers it.');
    await company.writeRules((rules) => rules.replace('reviewers: not_required', 'reviewers: []'));
    const kept = await company.notice('olu', 'The rules file changed but is not valid, so the old rules stay in force.');
    expect(kept.text).toContain('channels[1].reviewers');
    const draft = await ask(company, 'ana', 'random');
    await publish(company, draft, 'ana', [], 'random');

    const loaded = ear.next();
    await company.writeRules((rules) =>
      rules.replace('reviewers: []', 'reviewers: not_required').replace('# playground:acme:lobby', `${LOBBY}# lobby`),
    );
    await loaded;
    const inLobby = await ask(company, 'ana', 'lobby');
    await publish(company, inLobby, 'ana', [], 'lobby');
    await company.check();
  });

  test('somebody whom the rules name does not exist: nobody is asked, whoever asked reads who can mend it, and doctor names the name', async () => {
    const company = await openCompany({ database, rules: (rules) => rules.replace('playground:acme:chloe', 'playground:acme:choe') });
    await company.say('ana', 'engineering', QUESTION);
    await company.notice(
      'ana',
      'The playground does not know somebody whom the rules name, so I did nothing. Nothing was changed. Olu can correct the rules.',
    );
    const doctor = await runCommand(company, 'doctor');
    expect(doctor.code).toBe(1);
    expect(doctor.stdout).toContain('✗ The rules name playground:acme:choe, whom playground does not know. Correct it in the rules file.');
    const loaded = company.bot.running().reloadRules;
    await company.writeRules((rules) => rules.replace('playground:acme:choe', 'playground:acme:chloe'));
    await loaded();
    await publish(company, await ask(company), 'ana', ['chloe'], 'engineering');
    await company.check();
  });

  test('over a limit a person is told what to do: end a draft first, or when the next question may be asked', async () => {
    const limits = (rules: string): string => rules.replace('asks: 20/hour, open_drafts: 10', 'asks: 4/hour, open_drafts: 2');
    const company = await openCompany({ database, rules: limits });
    const first = await ask(company, 'ana', 'random');
    const second = await ask(company, 'ana', 'engineering');
    await company.say('ana', 'random', QUESTION);
    await company.notice('ana', 'You have 2 open drafts, which is the limit. Your question went to no agent.');
    await company.pass(20 * MINUTE);
    await press(company, 'ana', second, 'withdraw');
    const third = await ask(company, 'ana', 'random');
    await publish(company, first, 'ana', [], 'random');
    await press(company, 'ana', await ask(company, 'ana', 'engineering'), 'withdraw');

    const fifth = await company.say('ana', 'random', QUESTION);
    const told = await company.notice('ana', (notice) => isAfter(notice, fifth) && notice.text.includes('which is the limit'));
    expect(told.text).toMatch(
      /^You have asked 4 times within 1 hour, which is the limit\. Your question went to no agent\. You can ask again in (39|40) minutes\.$/,
    );
    await ask(company, 'dan', 'random');
    await press(company, 'ana', third, 'withdraw');
    await company.pass(41 * MINUTE);
    await ask(company, 'ana', 'random');
    await company.check();
  });
});
