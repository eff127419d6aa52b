import { describe, expect, test } from 'vitest';
import { handbookAnswers } from '../own-agents.ts';
import { openDiscordCompany, storiesOver } from './company.ts';

const WORDS = 'how do I rotate the staging database password?';
const DRAFT = /Draft from handbook\. Only you can see it\./;

describe.each(storiesOver('http'))('asking on Discord (%s)', (transport) => {
  test('works in a direct message, by command, and about somebody else’s words; each card says where its answer would stand', async () => {
    const company = await openDiscordCompany({ transport });
    await company.fake.say('ana', 'direct', WORDS);
    const direct = await company.told('ana', /the answer stays with you/);
    expect(direct.buttons.map(({ custom_id }) => custom_id.split(':')[1])).toEqual(['edit', 'ask_again', 'withdraw']);

    await company.fake.command('ben', 'random', `/ask ${WORDS}`);
    const pointer = await company.told('ben', /It comes to you alone/, 'random');
    expect(pointer.ephemeral).toBe(true);
    const privately = await company.told('ben', DRAFT);
    expect(privately.text).toContain('(Nobody there can see your question.)');
    expect(privately.text).toContain('Would be posted: in #random, as a new post outside of any thread');
    await company.press('ben', privately, 'approve');
    await company.told('dan', /Written by handbook \(AI\)\. Asked by Ben\. Approved by Ben\./, 'random');

    const theirs = await company.fake.say('dan', 'random', 'Does anybody know how to rotate a database password?');
    await company.fake.messageCommand('chloe', 'random', theirs, 'Ask an agent about this');
    const form = (await company.sees('chloe')).modals.at(-1);
    expect(form?.text).toContain('Only you read it and the draft.');
    await company.fake.submit('chloe', form?.id ?? '', { 'cs:text': WORDS, 'cs:agent': 'handbook' });
    const about = await company.told('chloe', DRAFT);
    expect(about.text).toContain('Would be posted: in #random, in the thread that you asked about');
    await company.press('chloe', about, 'approve');
    await company.told('dan', /Asked by Chloe\./, theirs);
    await company.check();
  });

  test('works in a thread and in a forum’s post, and is posted there', async () => {
    const company = await openDiscordCompany({ transport });
    const post = await company.fake.openPost('dan', 'questions', 'Passwords', 'How are they rotated?');
    await company.ask('ana', 'questions', `handbook: ${WORDS}`, post);
    await company.press('ana', await company.told('ana', DRAFT), 'approve');
    await company.told('dan', /Asked by Ana/, post);
    const thread = await company.fake.openThread('dan', 'random', { name: 'passwords' });
    await company.ask('ben', 'random', `handbook: ${WORDS}`, thread);
    await company.press('ben', await company.told('ben', DRAFT), 'approve');
    await company.told('dan', /Asked by Ben\./, thread);
    await company.check();
  });

  test('is refused to those who may not, in words that only they read, and no agent is asked', async () => {
    const company = await openDiscordCompany({ transport });
    await company.ask('dan', 'lobby', `handbook: ${WORDS}`);
    await company.told('dan', /Agents cannot be asked in #lobby, because no rule covers it/);
    await company.ask('gil', 'globex-shared', `handbook: ${WORDS}`);
    await company.told('gil', /Your question went to no agent/);
    await company.ask('ana', 'engineering', `handbook: ${'long '.repeat(250)}`);
    await company.told('ana', /too long for a card in Discord/);
    await company.fake.quiet(300);
    for (const name of ['ana', 'ben', 'dan', 'gil']) expect((await company.sees(name)).text).not.toMatch(DRAFT);
    await company.check();
  });

  test('lists what is somebody’s own, and lets them retract from there; commands are answered to whoever gave them', async () => {
    const company = await openDiscordCompany({ transport });
    const thread = await company.ask('ana', 'random', `handbook: ${WORDS}`);
    await company.press('ana', await company.told('ana', DRAFT), 'approve');
    await company.told('dan', /Written by handbook/, thread);
    const drafts = await company.command('ana', 'random', 'drafts', /posted in #random/);
    expect(drafts).toContain('how do I rotate');
    expect(await company.command('dan', 'random', 'queue', /review/i)).not.toContain('posted in #random');
    await company.command('dan', 'random', 'why', /#random/);
    await company.command('ana', 'random', 'status', /open/);
    await company.command('ana', 'random', 'engage reason:just because', /operator/i);
    await company.command('olu', 'lobby', 'engage reason:wrong answers scope:all', /stopped|engaged/i);
    await company.command('olu', 'lobby', 'release', /release|go on|again/i);
    const list = await company.told('ana', /posted in #random/, 'random');
    await company.press('ana', list, 'retract');
    await company.told('dan', /was retracted by Ana/, thread);
    expect((await company.sees('dan')).text).not.toMatch(/just because|wrong answers/);
    await company.check();
  });
});

test('a question in a thread gives the agent what stands before it, and only where Discord lets us read it', async () => {
  for (const intents of [['GUILD_MEMBERS', 'MESSAGE_CONTENT'], ['GUILD_MEMBERS']]) {
    const given: { from: string; text: string }[][] = [];
    const company = await openDiscordCompany({
      transport: 'gateway',
      intents,
      overrides: {
        wrap: (ports) => ({
          ...ports,
          agents: {
            ...ports.agents,
            get(name) {
              const agent = ports.agents.get(name);
              return agent && { ...agent, run: (question, ...more) => (given.push([...question.thread]), agent.run(question, ...more)) };
            },
          },
        }),
      },
    });
    const root = await company.fake.say('dan', 'engineering', 'The staging database is down.');
    const thread = await company.fake.openThread('dan', 'engineering', { message: root });
    await company.fake.say('ben', 'engineering', 'Was the password changed?', { thread });
    await company.ask('ana', 'engineering', `handbook: ${WORDS}`, thread);
    await company.told('ana', DRAFT);
    const expected = intents.includes('MESSAGE_CONTENT') ? ['The staging database is down.', 'Was the password changed?'] : [];
    expect(given[0]?.map(({ text }) => text)).toEqual(expected);
    await company.check();
  }
});

test('a text that Discord’s marks make too long becomes no draft, and a question that fits on no card still gets one', async () => {
  const bars = `See ${'|'.repeat(1700)}`;
  const company = await openDiscordCompany({ transport: 'gateway', overrides: handbookAnswers(bars) });
  await company.ask('ana', 'random', `handbook: ${WORDS}`);
  await company.told('ana', /handbook's answer was longer than one post \(1800 characters; marks, links and names count, too\)/);
  await company.check();
  const other = await openDiscordCompany({ transport: 'gateway', overrides: handbookAnswers(`See ${'|'.repeat(1100)}`) });
  const asked = await other.ask('ana', 'random', `handbook: ${'*'.repeat(1000)}`);
  const draft = await other.told('ana', DRAFT);
  expect(draft.text).toContain('The question is too long to be shown here.');
  expect(draft.text).toContain('|'.repeat(1100));
  await other.press('ana', draft, 'edit', bars);
  await other.told('ana', /so many marks, links or names that it does not fit into one post\. Nothing was changed\./);
  await other.press('ana', draft, 'approve');
  await other.told('dan', /Written by handbook/, asked);
  await other.check();
});
