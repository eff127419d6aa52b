import fc from 'fast-check';
import { expect, it } from 'vitest';
import { mentionsIn } from '#adapter';
import type { Block, Inline, Json, Place, Tree } from '#adapter';
import { compose, filledFits, postFits } from '../../../adapters/discord/text.ts';
import { APPROVERS_SLOT, fill } from '../../../src/core/post.ts';
import { messageProblems } from './fake/schemas/message-rules.ts';
import { buttonsIn, textsIn } from './fake/seen/components.ts';
import { show } from './fake/seen/content.ts';
import { NAMES, piecesOf, without } from '../trees.ts';
import { tree } from './trees.ts';

const place: Place = { platform: 'discord', workspace: '200', channel: '400', thread: '401' };
const credit = {
  line: `Written by handbook (AI). Asked by Ana. Approved by ${APPROVERS_SLOT}. cs-7KQ2M9XD`,
  draft: 'drf_1' as const,
  revision: 2,
  publicationId: 'pub_7KQ2M9XD0123456789ABCDEFGH' as const,
  reference: 'cs-7KQ2M9XD',
};
const text = (words: string): Inline => ({ kind: 'text', text: words });
const paragraph = (...children: Inline[]): Block => ({ kind: 'paragraph', children });
const bodyOf = (blocks: Block[]) => compose({ blocks }, place, credit, null).body;

/** As people read it, the credit with it. */
function shown(blocks: Block[]) {
  const { content, components } = bodyOf(blocks);
  return typeof content === 'string' ? show(content, NAMES) : textsIn(components as unknown[], NAMES);
}
const CREDIT = `\n${credit.line}`;

it('posts what people approved as Markdown, the credit as small print, a button to retract, and nothing that Discord would add to', () => {
  const { method, body } = compose({ blocks: [paragraph(text('An *answer*.'))] }, place, credit, null);
  expect(method).toBe('POST /channels/401/messages');
  expect(body).toEqual({
    content: `An \\*answer\\*.\n-# ${credit.line}`,
    components: [
      { type: 1, components: [{ type: 2, style: 2, label: 'Retract', custom_id: 'cs:retract:pub_7KQ2M9XD0123456789ABCDEFGH' }] },
    ],
    flags: 4,
    allowed_mentions: { parse: [], users: [] },
    nonce: expect.stringMatching(/^p[\w-]{22}$/),
    enforce_nonce: true,
  });
  expect(compose({ blocks: [] }, { ...place, thread: null }, credit, null).method).toBe('POST /channels/400/messages');
});

it('shows lists within lists, quotes and code in their order', () => {
  const blocks: Block[] = [
    { kind: 'heading', level: 1, children: [text('Rotating')] },
    paragraph(text('First.'), { kind: 'break' }, { kind: 'strong', children: [text('Second.')] }),
    {
      kind: 'list',
      ordered: true,
      items: [
        [paragraph(text('one')), { kind: 'list', ordered: false, items: [[paragraph(text('deeper'))]] }],
        [paragraph(text('two')), { kind: 'code', language: 'sh', text: 'echo 2' }],
        [paragraph(text('three')), paragraph(text('and more'))],
      ],
    },
    { kind: 'quote', blocks: [paragraph(text('said')), paragraph(text('twice'))] },
  ];
  expect(bodyOf(blocks)['content']).toBe(
    [
      '**Rotating**',
      '',
      'First.',
      '**Second.**',
      '',
      '1. one',
      '   - deeper',
      '2.',
      'two',
      '```sh',
      'echo 2',
      '```',
      '3. three',
      '   and more',
      '',
      '> said',
      '> ',
      '> twice',
      `-# ${credit.line}`,
    ].join('\n'),
  );
});

it('puts the address of a link beside its label, for all to see, and fetches nothing for it', () => {
  const blocks = [
    paragraph({ kind: 'link', label: 'the runbook', url: 'https://host.example/a' }),
    paragraph({ kind: 'link', label: '', url: 'https://host.example/b' }),
  ];
  const { text: read, live } = shown(blocks);
  expect(read).toContain('the runbook (https://host.example/a)');
  expect(live).toMatchObject([
    { kind: 'link', value: 'https://host.example/a', isPreviewed: false },
    { kind: 'link', value: 'https://host.example/b', isPreviewed: false },
  ]);
});

it('shows every word of the tree, in its order, and nothing else but marks', () => {
  fc.assert(
    fc.property(tree, (one) => {
      const { text: read } = shown(one.blocks);
      expect(read.endsWith(CREDIT)).toBe(true);
      const left = without(read.slice(0, -CREDIT.length), piecesOf(one));
      expect(left).not.toBeNull();
      // Marks of lists and quotes, the brackets around an address, the @ before a name; nothing with a meaning of its own.
      expect(left?.replace(/[\s>()@_-]|\d+\./g, '')).toBe('');
    }),
    { numRuns: 500 },
  );
});

it('makes nothing live but the links and the people of the tree, whatever the words look like', () => {
  fc.assert(
    fc.property(tree, (one) => {
      const { allowed_mentions: allowed } = bodyOf(one.blocks);
      const named = mentionsIn(one).map(({ person }) => person.split(':')[1]);
      expect(allowed).toEqual({ parse: [], users: named });
      const { live } = shown(one.blocks);
      const people = live.filter(({ kind }) => kind === 'mention').map(({ value }) => value);
      expect([...new Set(people)]).toEqual(named);
      const links = live.filter(({ kind }) => kind === 'link');
      expect(links.every(({ value, isPreviewed }) => piecesOf(one).includes(value) && isPreviewed === false)).toBe(true);
      expect(live).toHaveLength(people.length + links.length);
    }),
    { numRuns: 500 },
  );
});

const filled = (one: Tree, names: string[]) => {
  const request = compose(one, place, credit, null);
  const bound = { salt: '', destination: { ...place }, audience: 'workspace' as const, requirementsDigest: '' };
  return fill({ v: 1, publicationId: credit.publicationId, ...bound, request }, names);
};

it('is accepted by Discord, by its limits, with one slot, filled or not, also where its marks make it longer than a content may be', () => {
  const many = fc.array(tree, { minLength: 2, maxLength: 6 }).map((all) => ({ blocks: all.flatMap(({ blocks }) => blocks) }));
  const long = fc
    .constantFrom('x'.repeat(1800), '*'.repeat(1500), '|'.repeat(1800), '_a'.repeat(900))
    .map((words) => ({ blocks: [paragraph(text(words))] }));
  fc.assert(
    fc.property(fc.oneof({ weight: 6, arbitrary: tree }, { weight: 3, arbitrary: many }, { weight: 1, arbitrary: long }), (one) => {
      if (!postFits(one)) return;
      const request = compose(one, place, credit, null);
      const slots = stringsIn(request.body).filter((each) => each.includes(APPROVERS_SLOT));
      expect(slots.map((each) => each.split(APPROVERS_SLOT).length)).toEqual([2]);
      const post = filled(one, ['Ana', 'Ben']);
      expect(filledFits(post)).toBe(true);
      for (const { content = '', components, flags } of [request.body, post.request.body]) {
        const whole = { content: content as string, embeds: [], components: components as never, flags: Number(flags) };
        expect(messageProblems(whole, {})).toEqual([]);
        expect(buttonsIn(components as unknown[]).map(({ custom_id }) => custom_id)).toEqual([`cs:retract:${credit.publicationId}`]);
      }
    }),
    { numRuns: 300 },
  );
});

it('is nothing that Discord would refuse for its length: what marks or names make too long is known before it is sent', () => {
  const ordinary = { blocks: [paragraph(text('Words, as people write them (with some_names in them). '.repeat(32)))] };
  expect([postFits(ordinary), postFits({ blocks: [paragraph(text('|'.repeat(1800)))] })]).toEqual([true, false]);
  const full = { blocks: [paragraph(text('x'.repeat(1700)))] };
  expect([filledFits(filled(full, ['Ana'])), filledFits(filled(full, ['Ana', 'B'.repeat(300)]))]).toEqual([true, false]);
  const components = { blocks: [paragraph(text('x'.repeat(2900)))] };
  expect([filledFits(filled(components, ['Ana'])), filledFits(filled(components, ['B'.repeat(1100)]))]).toEqual([true, false]);
});

it('names somebody of another platform, and notifies nobody', () => {
  const mention: Inline = { kind: 'mention', person: 'playground:acme:ana', name: 'Ana' };
  expect(shown([paragraph(mention)])).toEqual({ text: `@Ana${CREDIT}`, live: [] });
  expect(bodyOf([paragraph(mention)])['allowed_mentions']).toEqual({ parse: [], users: [] });
});

function stringsIn(value: Json): string[] {
  if (typeof value === 'string') return [value];
  return value === null || typeof value !== 'object' ? [] : Object.values(value).flatMap(stringsIn);
}
