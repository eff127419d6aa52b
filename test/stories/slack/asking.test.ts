import { describe, expect, test } from 'vitest';
import { openSlackCompany, person, storiesOver } from './company.ts';

const WORDS = 'how do I rotate the staging database password?';
const DRAFT = /Draft from handbook\. Only you can see it\./;

describe.each(storiesOver('http'))('asking on Slack (%s)', (receiver) => {
  test('works in a direct message, by command, and about somebody else’s words; each card says where its answer would stand', async () => {
    const company = await openSlackCompany({ receiver });
    await company.fake.say(person('ana'), 'direct', WORDS);
    const direct = await company.told('ana', /the answer stays with you/);
    expect(direct.buttons.map(({ action_id }) => action_id)).toEqual(['cs:edit', 'cs:ask_again', 'cs:withdraw']);

    await company.command('ben', 'random', `ask handbook: ${WORDS}`, /It comes to you alone/);
    const privately = await company.told('ben', DRAFT);
    expect(privately.text).toContain('(Nobody there can see your question.)');
    expect(privately.text).toContain('Would be posted: in #random, as a new post outside of any thread');
    await company.press('ben', privately, 'approve');
    const post = await company.told('dan', /Written by handbook \(AI\)\. Asked by Ben\. Approved by Ben\./, 'random');
    expect(post.thread_ts).toBeNull();

    const theirs = await company.fake.say(person('dan'), 'random', 'Does anybody know how to rotate a database password?');
    await company.fake.post('shortcut', { person: person('chloe'), callback_id: 'ask_agent', message: theirs });
    const form = (await company.sees('chloe')).modals.at(-1);
    await company.fake.submit(person('chloe'), form?.id ?? '', {
      'cs:input': { 'cs:text': WORDS },
      'cs:agent': { 'cs:agent_name': 'handbook' },
    });
    const about = await company.told('chloe', DRAFT);
    expect(about.text).toContain('Would be posted: in #random, in the thread that you asked about');
    await company.press('chloe', about, 'approve');
    expect((await company.told('dan', /Asked by Chloe\./, 'random')).thread_ts).toBe(theirs);
    await company.check();
  });

  test('is refused to those who may not, in words that only they read, and no agent is asked', async () => {
    const company = await openSlackCompany({ receiver });
    await company.ask('dan', 'lobby', `handbook: ${WORDS}`);
    const refused = await company.told('dan', /Agents cannot be asked in #lobby, because no rule covers it/, 'lobby');
    expect(refused.ephemeral).toBe(true);
    await company.ask('gil', 'globex-shared', `handbook: ${WORDS}`);
    await company.told('gil', /Your question went to no agent|not of this workspace|people of this workspace/i, 'globex-shared');
    await company.fake.say(person('ana'), [person('ben'), 'U0BOT'] as never, WORDS);
    await company.fake.quiet(300);
    for (const name of ['ana', 'ben', 'dan', 'gil']) expect((await company.sees(name)).text).not.toMatch(DRAFT);
    await company.check();
  });

  test('by somebody who takes no direct messages shows the draft to nobody, and tells them where they asked what to do', async () => {
    const company = await openSlackCompany({ receiver });
    await company.world({ person: { id: person('ana'), refusesDirect: 'messages_tab_disabled' } });
    await company.ask('ana', 'engineering', `handbook: ${WORDS}`);
    const told = await company.told('ana', /I cannot send you a direct message, so I showed the draft to nobody/, 'engineering');
    expect(told.ephemeral).toBe(true);
    await company.told('olu', /Ana \(ana\) cannot be sent a direct message/);
    await company.check();
  });
});

test('a question in a thread gives the agent what stands before it, and only there where the rule says so', async () => {
  const given: { from: string; text: string }[][] = [];
  const company = await openSlackCompany({
    receiver: 'socket',
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
  const root = await company.fake.say(person('dan'), 'engineering', 'The staging database is down.');
  await company.fake.say(person('ben'), 'engineering', 'Was the password changed?', { thread: root });
  await company.ask('ana', 'engineering', `handbook: ${WORDS}`, root);
  await company.told('ana', DRAFT);
  expect(given[0]?.map(({ text }) => text)).toEqual(['The staging database is down.', 'Was the password changed?']);
  await company.check();
});
