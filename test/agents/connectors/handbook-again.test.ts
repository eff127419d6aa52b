import { beforeEach, describe, expect, test } from 'vitest';
import type { HandbookAgent } from '../../../src/agents/connectors/handbook.ts';
import { handbookOf, reply } from './ask-handbook.ts';

const question = 'how do I clean the lamp?';
const PAGES = {
  'lamp.md': [
    '# The lamp',
    '## Cleaning the lamp',
    'Clean the lamp each morning with a soft cloth.',
    'Take the lens out first, and put it on the felt mat.',
    'Wait until it is cold.',
    '## Cleaning in winter',
    'In winter clean the lamp twice, because of the frost.',
    '## Wick',
    'The wick of the lamp is trimmed when you clean it on Sundays.',
  ].join('\n\n'),
  'goats.md': '# Goats\n\nGoats eat rope. They like it.\n',
};

describe('asked again', () => {
  let agent: HandbookAgent;
  let first: string;
  beforeEach(async () => {
    agent = await handbookOf(PAGES);
    first = (await reply(agent, question)).text;
  });

  test('the first answer is the best one', () => expect(first).toMatch(/^Clean the lamp each morning/));

  test('without words, it gives the next best section, and in the end says that there is no other', async () => {
    const had = [first];
    for (let again = await reply(agent, question, { wish: null, previous: first }); again.text !== '';) {
      had.push(again.text);
      again = await reply(agent, question, { wish: 'not that one', previous: again.text });
    }
    expect(had).toHaveLength(3);
    expect(new Set(had).size).toBe(3);
  });

  test('it knows its last answer though a person has edited it', async () => {
    const edited = first.replace('Wait until it is cold.', 'Let it get cold.');
    expect((await reply(agent, question, { previous: edited })).text).not.toContain('each morning');
  });

  test('with words, it looks for those as well', async () => {
    const winter = await reply(agent, question, { wish: 'I mean in winter', previous: first });
    expect(winter.source).toBe('The lamp, “Cleaning in winter” (lamp.md)');
    const wick = await reply(agent, question, { wish: 'and the wick?', previous: first });
    expect(wick.source).toBe('The lamp, “Wick” (lamp.md)');
  });

  test('for something shorter, it gives less of the same passage', async () => {
    const shorter = await reply(agent, question, { wish: 'Shorter, please', previous: first });
    expect(shorter.text).toBe('Clean the lamp each morning with a soft cloth.\n\nThe rest is in The lamp, “Cleaning the lamp” (lamp.md).');
  });

  test('for something shorter, it gives the same where only saying so would be as long', async () => {
    const brief = await reply(agent, 'what do goats eat?', { wish: 'shorter', previous: 'Goats eat rope. They like it.' });
    expect(brief.text).toBe('Goats eat rope. They like it.');
  });

  test('because the last answer was too long to post, it gives what fits of the same passage', async () => {
    const shorter = await reply(agent, question, { previous: first, maxCharacters: 120 });
    expect(shorter.text).toMatch(/^Clean the lamp each morning with a soft cloth\.\n\nThe rest/);
  });
});

describe('a thread', () => {
  const pages = {
    'boat.md': '# Boat\n\n## Painting\n\nPaint it in May. The boat is blue.\n',
    'tower.md': '# Tower\n\n## Painting\n\nPaint it in June. The tower is white.\n',
  };

  test('decides between passages that fit alike', async () => {
    const agent = await handbookOf(pages);
    const about = (text: string) => reply(agent, 'when do I paint it?', { thread: [{ from: 'Ben', text }] });
    expect((await about('I am at the boat now')).text).toContain('May');
    expect((await about('I am at the tower now')).text).toContain('June');
  });

  test('does not make an answer out of nothing', async () => {
    const agent = await handbookOf(pages);
    expect((await reply(agent, 'what is the capital of Mongolia?', { thread: [{ from: 'Ben', text: 'painting the boat' }] })).text).toBe(
      '',
    );
  });
});
