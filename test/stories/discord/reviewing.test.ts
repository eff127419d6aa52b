import { describe, expect, test } from 'vitest';
import { CHANNELS, GUILD, PEOPLE } from '../../adapters/discord/fake/seed.ts';
import { openDiscordCompany, storiesOver } from './company.ts';

const QUESTION = 'handbook: how do I rotate the staging database password?';
const DRAFT = /Draft from handbook\. Only you can see it\./;
const BYPASS = /our own bot wrote something that no entry of the log accounts for/;
/** The server's owner and administrators read every channel, and so are among the reviewers here. Alarms go to a channel, too. */
const inRoom = (rules: string): string =>
  rules
    .replace(`alarms: [discord:${PEOPLE.olu}]`, `alarms: [discord:${GUILD}:${CHANNELS['team-payments']}]`)
    .replace('{ from: [leads], needed: 1 }', `{ from: [leads], needed: 1, channel: discord:${GUILD}:${CHANNELS['review-room']} }`)
    .replace(/groups: \{ leads: \[/, 'groups: { leads: [discord:100000000000000012, discord:100000000000000013, ');

describe.each(storiesOver('gateway'))('reviewing on Discord (%s)', (transport) => {
  test.each(['dan', 'otherbot'])(
    'reviewers may be asked together in their private channel; each decides under their own name, and a stranger ends that: %s',
    async (stranger) => {
      const company = await openDiscordCompany({ transport, rules: inRoom });
      const asked = await company.ask('ana', 'engineering', QUESTION);
      await company.press('ana', await company.told('ana', DRAFT), 'approve');
      const review = await company.told('ben', /asks for a review of an answer from handbook\./, 'review-room');
      expect((await company.sees('dan')).text).not.toContain('asks for a review');
      await company.press('chloe', review, 'approve');
      await company.told('dan', /Approved by Ana \(ana\) and Chloe\./, asked);
      await company.told('ben', /It was posted in #engineering/, 'review-room');
      await company.fake.quiet(300);
      expect(await company.command('olu', 'random', 'status', /under the last checkpoint/)).toContain('Publishing is not stopped.');

      await company.world({ channel: { id: CHANNELS['review-room'], people: ['ben', 'chloe', stranger] } });
      await company.ask('ana', 'engineering', 'handbook: how do I book staging for a load test?');
      await company.press('ana', await company.told('ana', ({ text, buttons }) => DRAFT.test(text) && buttons.length > 0), 'approve');
      await company.told('ben', /Ana \(ana\) asks you to review an answer from handbook\./);
      await company.told('olu', /#review-room is read by people who may not review this draft/, 'team-payments');
      expect((await company.sees(stranger)).text).not.toMatch(/asks for a review|asks you to review/);
      await company.check();
    },
  );

  test('a message in the room of reviewers that nobody sent stops publishing, whatever it is copied from', async () => {
    const company = await openDiscordCompany({ transport, rules: inRoom });
    await company.ask('ana', 'engineering', QUESTION);
    await company.press('ana', await company.told('ana', DRAFT), 'approve');
    await company.told('ben', /asks for a review of an answer from handbook\./, 'review-room');
    await company.fake.quiet(300);
    const room = `/api/v10/channels/${CHANNELS['review-room']}/messages`;
    const sent = (await company.fake.wire()).find(({ method, path }) => method === 'POST' && path === room);
    await company.forge(CHANNELS['review-room'], sent?.body as Record<string, unknown>);
    await company.told('olu', BYPASS, 'team-payments');
  });
});
