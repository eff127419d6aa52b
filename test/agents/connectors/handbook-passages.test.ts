import { describe, expect, test } from 'vitest';
import { handbookOf, reply } from './ask-handbook.ts';

async function quote(page: string, maxCharacters = 1_800): Promise<string> {
  const agent = await handbookOf({ 'ships/pirates.md': page });
  return (await reply(agent, 'what do pirates do?', { maxCharacters })).text;
}

const QUOTED: Record<string, [page: string, text: string]> = {
  'word for word, with its emphasis, code and lists': [
    '# Pirates\n\nThey **sail** and _sing_ `shanties`:\n\n1. at dawn\n   ```sh\n   sing  --loud\n   ```\n2. at dusk\n',
    'They **sail** and _sing_ `shanties`:\n\n1. at dawn\n   ```sh\n   sing  --loud\n   ```\n2. at dusk',
  ],
  'with lines that were wrapped joined again': [
    '# Pirates\n\nThey sail\n   the seven  \nseas.\n\n> Yo\n> ho *and\n> a* bottle.\n',
    'They sail the seven  \nseas.\n\n> Yo ho *and a* bottle.',
  ],
  'with a link to another page as the name of its file': [
    '# Pirates\n\nSee [the *maps*](../maps/west.md#x) and [here](#pirates) and [up](../../up.md).',
    'See the *maps* (maps/west.md) and here and up.',
  ],
  'with a link to the web as it stands': [
    '# Pirates\n\nSee [maps](https://maps.acme.example/?a=b) or <https://acme.example>.',
    'See [maps](https://maps.acme.example/?a=b) or <https://acme.example>.',
  ],
  'with links that are defined elsewhere': [
    '# Pirates\n\n[Maps][m], [codes][], [more][n].\n\n[m]: https://maps.acme.example/\n[n]: more.md\n[codes]: mailto:x@acme.example\n',
    '[Maps](<https://maps.acme.example/>), codes, more (ships/more.md).',
  ],
  'with a picture as its description': ['# Pirates\n\n![A flag](flag.png) waves.', 'A flag waves.'],
  'without HTML': [
    '# Pirates\n\n<!-- secret -->\n\nThey <b>sail</b><script>x()</script>.\n\n<div>\n\nAye.\n\n</div>\n',
    'They sailx().\n\nAye.',
  ],
  'with a table as a list': [
    '# Pirates\n\n| Who | Drinks | Afraid? |\n|---|---|---|\n| Anne | `rum` | no |\n| Jack \\| Jim | | of [ghosts](ghosts.md) |\n',
    '- **Anne** – Drinks: `rum`; Afraid? no\n- **Jack | Jim** – Afraid? of ghosts (ships/ghosts.md)',
  ],
  'without front matter, foot and rules': [
    '---\ntitle: "Pirates"\nowner: x\n---\nThey sail.\n\n---\n\nFar.\n\n---\n\nOwner: Anne · 1 May\n',
    'They sail.\n\nFar.',
  ],
  'with what stands below its heading, down to the next': [
    '# Sea\n\n## Pirates\n\n### By day\n\nThey sleep.\n\n### By night\n\nThey sail.\n\n## Whales\n\nNo.',
    '**By day**\n\nThey sleep.\n\n**By night**\n\nThey sail.',
  ],
  'with line ends of other systems': ['\ufeff# Pirates\r\n\r\nThey sail\r\nfar.\r\n', 'They sail far.'],
};

describe('a passage is quoted', () => {
  test.each(Object.entries(QUOTED))('%s', async (_, [page, text]) => expect(await quote(page)).toBe(text));
});

describe('a source names', () => {
  const question = 'where do pirates sail?';
  test.each([
    ['page, heading and file', 'a/b.md', '# Sea\n\n## Pirates\n\nThey sail west.', 'Sea, “Pirates” (a/b.md)'],
    ['the page alone for what stands right below its title', 'b.md', '# Pirates\n\nThey sail west.', 'Pirates (b.md)'],
    ['the title in the front matter', 'b.md', '---\ntitle: Pirates of old\n---\n\nThey sail west.', 'Pirates of old (b.md)'],
    ['the file where there is no title', 'old_pirates-west.md', 'Pirates sail west.', 'Old pirates west (old_pirates-west.md)'],
    ['headings without their markup', 'b.md', '# Sea\n\n## The `pirates` *sail*\n\nWest.', 'Sea, “The pirates sail” (b.md)'],
  ])('%s', async (_, file, page, source) => {
    expect((await reply(await handbookOf({ [file]: page }), question)).source).toBe(source);
  });

  test('no more than the contract allows, however long names are', async () => {
    const agent = await handbookOf({
      [`${'d'.repeat(120)}/${'f'.repeat(120)}.md`]: `# ${'Sea '.repeat(100)}\n\n## Pirates ${'sail '.repeat(100)}\n\nWest.`,
    });
    expect((await reply(agent, question)).source).toMatch(/^Sea .*… *”? \(d+…\)$/);
  });
});

describe('a section that is longer than a message', () => {
  const rest = 'The rest is in Pirates (ships/pirates.md).';
  const long = 'They sail west. '.repeat(30).trim();

  test('is quoted in the whole paragraphs that fit', async () => {
    expect(await quote(`# Pirates\n\nThey sing.\n\nThey dance.\n\n\`\`\`\n${'x'.repeat(500)}\n\`\`\`\n`, 300)).toBe(
      `They sing.\n\nThey dance.\n\n${rest}`,
    );
  });

  test('is quoted in the whole items that fit', async () => {
    const items = Array.from({ length: 30 }, (_, at) => `${at + 1}. They climb mast ${at + 1}.\n\n   Then they rest.`);
    expect(await quote(`# Pirates\n\nBy day:\n\n${items.join('\n')}`, 150)).toBe(`By day:\n\n${items.slice(0, 2).join('\n')}\n\n${rest}`);
  });

  test('is quoted in the whole sentences that fit', async () => {
    const sentences = ['Mr. Smee (e.g. today) sails at 3.30 to `a. b`.', 'He sings **aye! Aye!** loudly.', 'Does he?', long];
    expect(await quote(`# Pirates\n\n${sentences.join(' ')}`, 170)).toBe(
      `${sentences.slice(0, 3).join(' ')} They sail west. They sail west.\n\n${rest}`,
    );
  });

  test('is never cut where a full stop ends no sentence', async () => {
    const [first, second, third] = [
      'Dr. Smee wrote, e.g. Monday, i.e. Tuesday, to Mr. Hook at 3.30 hours vs. 4.15 hours.',
      'They sail... slowly!',
      'Why? Ask [a. B.](https://acme.example/) or `c. D.`.',
    ];
    const cuts = new Set<string>();
    for (let maxCharacters = 50; maxCharacters < 225; maxCharacters++) {
      const text = await quote(`# Pirates\n\n${first} ${second} ${third} ${long}`, maxCharacters);
      cuts.add(text.replace(`\n\n${rest}`, ''));
    }
    expect([...cuts]).toEqual([
      '',
      'The passage is too long for one message. It is in Pirates (ships/pirates.md).',
      first,
      `${first} ${second}`,
      `${first} ${second} Why?`,
      `${first} ${second} ${third}`,
      `${first} ${second} ${third} They sail west.`,
    ]);
  });

  test('never ends with a heading or with the announcement of what is left out', async () => {
    const text = await quote(`# Sea\n\n## Pirates\n\nThey sing.\n\n### More\n\nAnd this:\n\n\`\`\`\n${'x'.repeat(500)}\n\`\`\`\n`, 300);
    expect(text).toBe('They sing.\n\nThe rest is in Sea, “Pirates” (ships/pirates.md).');
  });

  test('is only named when not even its first block fits, and not found when not even that does', async () => {
    const page = `# Pirates\n\n\`\`\`\n${'x'.repeat(500)}\n\`\`\`\n`;
    expect(await quote(page, 300)).toBe('The passage is too long for one message. It is in Pirates (ships/pirates.md).');
    expect(await quote(page, 50)).toBe('');
  });

  test('is never more than what fits', async () => {
    const page = `# Pirates\n\n${long}\n\n- ${long}\n- They sing.\n\n| A | B |\n|---|---|\n| ${long} | c |\n\n## Ships\n\n${long}`;
    for (let maxCharacters = 0; maxCharacters < 1_700; maxCharacters += 41) {
      expect((await quote(page, maxCharacters)).length).toBeLessThanOrEqual(maxCharacters);
    }
  });
});
