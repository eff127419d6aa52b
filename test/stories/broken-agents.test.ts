import { expect, test } from 'vitest';
import { type Company, openCompany } from './company.ts';
import { createGate } from './gates.ts';
import { answer, handbookAnswers, handbookRuns } from './own-agents.ts';
import { ask, isAfter, labels, noticesTo, press, QUESTION, sameCard } from './turns.ts';

/** The word by which what the agent said is known. */
const MARK = 'kumquat';
const OTHERS = ['ben', 'chloe', 'dan', 'olu', 'ana-sales'];
const manyAsks = (rules: string): string => rules.replace('asks: 20/hour', 'asks: 100/hour');

const circle: { self?: object } = {};
circle.self = circle;

/** What comes back, as it comes back: made only when the agent is asked. */
const OUTPUTS: Record<string, () => unknown> = {
  nothing: () => undefined,
  'the empty object': () => ({}),
  'a text': () => MARK,
  'a number': () => 42,
  'a list of answers': () => [answer(MARK)],
  'an answer of 10 MB': () => answer(MARK.repeat(10 * 150_000)),
  'an answer that is a list': () => answer([MARK] as unknown as string),
  'an answer for everybody': () => answer(MARK, { audience: 'everybody' }),
  'an answer without an audience': () => ({ kind: 'answer', text: MARK, sources: [] }),
  'an answer that asks to be published': () => answer(MARK, { publish: true }),
  'an answer with a getter': () => Object.defineProperty(answer(MARK), 'text', { get: () => MARK, enumerable: true }),
  'an answer that throws when it is looked at': () =>
    new Proxy(answer(MARK), {
      ownKeys: () => {
        throw new Error(MARK);
      },
    }),
  'a circle': () => circle,
  'an answer with nothing in it': () => answer(' \n'),
  'a source that is no address': () => answer(MARK, { sources: [{ title: MARK, url: 'javascript:alert(1)' }] }),
  'a source with a password': () => answer(MARK, { sources: [{ title: MARK, url: 'https://ana:secret@evil.example/' }] }),
};

test('what is not in the agreed form is shown to nobody; its requester is told so, the operators too, and nothing of it is told', async () => {
  const next = { output: (): unknown => null };
  const company = await openCompany({ database: 'sqlite', rules: manyAsks, overrides: handbookRuns(() => Promise.resolve(next.output())) });
  for (const [what, output] of Object.entries(OUTPUTS)) {
    next.output = output;
    const asked = await company.say('ana', 'engineering', QUESTION);
    const card = await company.card('ana', (one) => isAfter(one, asked) && one.state === 'withdrawn');
    expect(card.title, what).toMatch(
      /^handbook's answer was not in the agreed form, so I showed it to nobody\. Olu can see why \(error AGENT_BROKE_CONTRACT, request rq-[0-9A-Z]{8}\)\.$/,
    );
    expect(labels(card)).toEqual(['Ask again']);
    await company.notice('olu', (one) => isAfter(one, asked) && one.text.startsWith('Alarm: handbook answered outside the contract'));
  }
  for (const person of ['ana', ...OTHERS]) expect(await company.sees(person)).not.toContain(MARK);
  await company.check();
});

test('more people than five cannot be called by an answer, though all of them were named in the question', async () => {
  const six = ['ana', 'ben', 'chloe', 'dan', 'olu', 'gil'];
  const mentions = (names: string[]): string => names.map((name) => `[${MARK}](mention:playground:acme:${name})`).join(' ');
  const next = { text: mentions(six) };
  const company = await openCompany({ database: 'sqlite', overrides: handbookRuns(() => Promise.resolve(answer(next.text))) });
  const question = `@handbook who is on call: ${six.map((name) => `@${name}`).join(' ')}?`;
  const asked = await company.say('ana', 'random', question);
  const refused = await company.card('ana', (one) => isAfter(one, asked) && one.state === 'withdrawn');
  expect(refused.title).toContain('error ANSWER_REFUSED');

  next.text = mentions(six.slice(1));
  const card = await ask(company, 'ana', 'random', question);
  expect(card.text).toContain('\nNotifies: Ben, Chloe, Dan, Olu, Gil\n');
  await press(company, 'ana', card, 'approve');
  const post = await company.posted('dan', 'random');
  expect(post).toMatchObject({ notify: six.slice(1).map((name) => `playground:acme:${name}`) });
  await company.check();
});

test('an answer that comes after its time is dropped: the sentence stays, and so does the next answer', async () => {
  const gate = createGate();
  let runs = 0;
  const overrides = handbookRuns(async () => {
    runs += 1;
    if (runs > 1) return answer('Ask Ben.');
    await gate.pass();
    return answer(MARK);
  });
  const company = await openCompany({
    database: 'sqlite',
    rules: (rules) => rules.replace('time_limit: 30s', 'time_limit: 1s'),
    overrides,
  });
  await company.say('ana', 'engineering', QUESTION);
  const late = await company.card('ana', { title: 'handbook did not answer within 1 second. Nothing was posted.' });
  expect(labels(late)).toEqual(['Ask again']);
  gate.open();

  await press(company, 'ana', late, 'ask_again');
  const card = await company.card('ana', (one) => isAfter(one, late.id) && one.state === 'awaiting_requester');
  expect(card.text).toContain('Ask Ben.');
  await sameCard(company, 'ana', late, 'handbook did not answer within 1 second. Nothing was posted.');
  await expectUnseen(company, ['ana', ...OTHERS]);
  expect(await noticesTo(company, 'olu', 'Alarm:')).toEqual([]);
  await company.check();
});

test('of an agent that answers twice the first answer counts', async () => {
  const twice = {
    // oxlint-disable-next-line unicorn/no-thenable -- this is the agent that misbehaves
    then(resolve: (value: unknown) => void) {
      resolve(answer('Ask Ben.'));
      resolve(answer(MARK));
    },
  };
  const company = await openCompany({ database: 'sqlite', overrides: handbookRuns(() => twice as unknown as Promise<unknown>) });
  const card = await ask(company);
  expect(card.text).toContain('Ask Ben.');
  await press(company, 'ana', card, 'withdraw');
  await sameCard(company, 'ana', card, 'Kept private. Only you saw it.');
  await expectUnseen(company, ['ana', ...OTHERS]);
  await company.check();
});

test('an answer as long as one post is shown and posted to its last character', async () => {
  const long = `${'a'.repeat(2_999 - MARK.length)} ${MARK}`;
  const company = await openCompany({ database: 'sqlite', overrides: handbookAnswers(long) });
  const card = await ask(company, 'ana', 'random');
  expect(card.text).toContain(long);
  await press(company, 'ana', card, 'approve');
  expect((await company.posted('dan', 'random')).text.startsWith(`${long}\n\nWritten by handbook (AI).`)).toBe(true);
  await company.check();
});

async function expectUnseen(company: Company, people: string[]): Promise<void> {
  for (const person of people) expect(await company.sees(person), person).not.toContain(MARK);
}
