import fc from 'fast-check';
import { expect, it } from 'vitest';
import { mentionsIn } from '#adapter';
import type { Block, Inline, Json, Place } from '#adapter';
import { compose, plainText } from '../../../adapters/slack/text.ts';
import { APPROVERS_SLOT, fill } from '../../../src/core/post.ts';
import { checkedBlocks } from './fake/block-kit/check.ts';
import { showBlocks } from './fake/seen/blocks.ts';
import { showMrkdwn } from './fake/seen/mrkdwn.ts';
import { NAMES, piecesOf, without } from '../trees.ts';
import { tree } from './trees.ts';

const place: Place = { platform: 'slack', workspace: 'T0ACME', channel: 'C0ENG', thread: '1700000000.000100' };
const credit = {
  line: `Written by handbook (AI). Asked by Ana. Approved by ${APPROVERS_SLOT}. cs-7KQ2M9XD`,
  draft: 'drf_1' as const,
  revision: 2,
  publicationId: 'pub_1' as const,
  reference: 'cs-7KQ2M9XD',
};
const text = (words: string): Inline => ({ kind: 'text', text: words });
const paragraph = (...children: Inline[]): Block => ({ kind: 'paragraph', children });
const blocksOf = (blocks: Block[]) => compose({ blocks }, place, credit).body['blocks'] as { [key: string]: Json }[];
const fields = (value: Json | undefined) => value as unknown as Record<string, unknown>[];

/** The part of the post that is the answer, as people read it. */
const shown = (blocks: Block[]) => showBlocks(fields(blocksOf(blocks)).slice(0, 1), NAMES);

it('posts what people approved as rich text, the credit below it, a button to retract, and nothing that Slack would add to', () => {
  const { method, body } = compose({ blocks: [paragraph(text('An <answer>.'))] }, place, credit);
  expect(method).toBe('chat.postMessage');
  expect(body).toEqual({
    channel: 'C0ENG',
    thread_ts: '1700000000.000100',
    reply_broadcast: false,
    text: `An &lt;answer&gt;.\n\n${credit.line}`,
    blocks: [
      { type: 'rich_text', elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text: 'An <answer>.' }] }] },
      { type: 'context', elements: [{ type: 'plain_text', text: credit.line, emoji: false }] },
      {
        type: 'actions',
        elements: [
          { type: 'button', action_id: 'cs:retract', text: { type: 'plain_text', text: 'Retract', emoji: false }, value: 'publication' },
        ],
      },
    ],
    mrkdwn: false,
    parse: 'none',
    link_names: false,
    unfurl_links: false,
    unfurl_media: false,
    metadata: {
      event_type: 'countersign_publication',
      event_payload: { publication: 'pub_1', reference: 'cs-7KQ2M9XD', draft: 'drf_1', revision: 2 },
    },
  });
  expect(compose({ blocks: [] }, { ...place, thread: null }, credit).body).not.toHaveProperty('thread_ts');
});

it('shows lists within lists, quotes and code in their order, and goes on counting after what ends a list', () => {
  const blocks: Block[] = [
    { kind: 'heading', level: 1, children: [text('Rotating')] },
    paragraph(text('First.'), { kind: 'break' }, { kind: 'strong', children: [text('Second.')] }),
    paragraph(text('Third.')),
    {
      kind: 'list',
      ordered: true,
      items: [
        [paragraph(text('one')), { kind: 'list', ordered: false, items: [[paragraph(text('deeper'))]] }],
        [paragraph(text('two')), { kind: 'code', language: 'sh', text: 'echo 2' }],
        [paragraph(text('three')), paragraph(text('and more'))],
      ],
    },
    {
      kind: 'quote',
      blocks: [paragraph(text('said')), { kind: 'list', ordered: false, items: [[paragraph(text('a'))], [paragraph(text('b'))]] }],
    },
  ];
  expect(shown(blocks).text).toBe(
    [
      'Rotating',
      '',
      'First.',
      'Second.',
      '',
      'Third.',
      '1. one',
      '  • deeper',
      '2. two',
      'echo 2',
      '3. three',
      'and more',
      '| said',
      '| ',
      '| • a',
      '| • b',
    ].join('\n'),
  );
});

it('shows every word of the tree, in its order, and nothing else but marks', () => {
  fc.assert(
    fc.property(tree, (one) => {
      const left = without(shown(one.blocks).text, piecesOf(one));
      expect(left).not.toBeNull();
      // Marks of lists and quotes, the brackets around an address, the @ before a name; nothing with a meaning of its own.
      expect(left?.replace(/[\s|•>()@]|\d+\./g, '')).toBe('');
    }),
    { numRuns: 500 },
  );
});

it('makes nothing live but the links and the people of the tree, whatever the words look like', () => {
  fc.assert(
    fc.property(tree, (one) => {
      const { body } = compose(one, place, credit);
      const { live } = showBlocks(fields(body['blocks']), NAMES);
      const people = live.filter(({ kind }) => kind === 'mention').map(({ value }) => `slack:T0ACME:${value}`);
      expect([...new Set(people)]).toEqual(mentionsIn(one).map((mention) => mention.person));
      const links = live.filter(({ kind }) => kind === 'link');
      expect(links.every(({ value }) => piecesOf(one).includes(value))).toBe(true);
      expect(live).toHaveLength(people.length + links.length);
      // Slack is told to read no marks in it; if it did, there were none.
      expect(showMrkdwn(body['text'] as string, NAMES, true).live).toEqual([]);
      expect(body['text']).toBe(escaped(`${plainText(one)}\n\n${credit.line}`.replaceAll('://', '[:]//')));
    }),
    { numRuns: 500 },
  );
});

it('is accepted by Slack, by its types and limits, with one slot in each place that has one, filled or not', () => {
  const long = fc
    .constantFrom('x'.repeat(2999), 'x'.repeat(3500), `${'x'.repeat(2999)}😀`)
    .map((words) => ({ blocks: [paragraph(text(words))] }));
  fc.assert(
    fc.property(fc.oneof({ weight: 9, arbitrary: tree }, { weight: 1, arbitrary: long }), (one) => {
      const request = compose(one, place, credit);
      expect(checkedBlocks(request.body['blocks'])).toHaveLength(3);
      const slots = stringsIn(request.body).filter((each) => each.includes(APPROVERS_SLOT));
      expect(slots.map((each) => each.split(APPROVERS_SLOT).length)).toEqual([2, 2]);
      const destination = { ...place };
      const post = {
        v: 1 as const,
        salt: '',
        publicationId: 'pub_1' as const,
        destination,
        audience: 'workspace' as const,
        requirementsDigest: '',
        request,
      };
      const filled = fill(post, ['Ana', 'Ben']).request.body;
      expect(checkedBlocks(filled['blocks'])).toHaveLength(3);
      expect(JSON.parse(JSON.stringify(filled))).toEqual(filled);
    }),
    { numRuns: 300 },
  );
});

it('cuts no character in two', () => {
  const words = `${'x'.repeat(2999)}😀${'y'.repeat(4000)}`;
  const [block] = blocksOf([paragraph(text(words))]);
  const pieces = stringsIn(block ?? null).filter((one) => /^[xy😀]+$/u.test(one));
  expect(pieces.join('')).toBe(words);
  expect(pieces.every((one) => one.length <= 3000 && one.isWellFormed())).toBe(true);
});

it('names somebody of another platform, and notifies nobody', () => {
  const mention: Inline = { kind: 'mention', person: 'playground:acme:ana', name: 'Ana' };
  expect(shown([paragraph(mention)])).toEqual({ text: '@Ana', live: [] });
});

const escaped = (words: string) => words.replace(/[&<>]/g, (mark) => ({ '&': '&amp;', '<': '&lt;' })[mark] ?? '&gt;');

function stringsIn(value: Json): string[] {
  if (typeof value === 'string') return [value];
  return value === null || typeof value !== 'object' ? [] : Object.values(value).flatMap(stringsIn);
}
