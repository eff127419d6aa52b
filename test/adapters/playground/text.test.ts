import fc from 'fast-check';
import { expect, it } from 'vitest';
import { mentionsIn } from '#adapter';
import type { Block, Inline, Json, PersonId, Place } from '#adapter';
import { compose, plainText } from '../../../adapters/playground/text.ts';
import { APPROVERS_SLOT } from '../../../src/core/post.ts';

const place: Place = { platform: 'playground', workspace: 'acme', channel: 'engineering', thread: 'm1' };
const credit = {
  line: `Asked by Ana. Approved by ${APPROVERS_SLOT}. cs-7KQ2M9XD`,
  draft: 'drf_1' as const,
  revision: 2,
  publicationId: 'pub_1' as const,
  reference: 'cs-7KQ2M9XD',
};
const paragraph = (...children: Inline[]): Block => ({ kind: 'paragraph', children });
const text = (words: string): Inline => ({ kind: 'text', text: words });

it('posts plain words, with an address beside its label', () => {
  const blocks: Block[] = [
    { kind: 'heading', level: 1, children: [text('Rotating')] },
    paragraph(text('See '), { kind: 'link', label: 'the runbook', url: 'https://host.example/a' }, text(' and '), {
      kind: 'mention',
      person: 'playground:acme:ben',
      name: 'Ben',
    }),
    paragraph({ kind: 'strong', children: [text('now')] }, { kind: 'break' }, { kind: 'code', text: '/deploy' }, text(' '), {
      kind: 'code',
      text: 'a`b`',
    }),
    {
      kind: 'list',
      ordered: true,
      items: [[paragraph(text('one')), { kind: 'list', ordered: false, items: [[paragraph(text('deeper'))]] }], [paragraph(text('two'))]],
    },
    { kind: 'quote', blocks: [paragraph(text('first')), paragraph(text('second'))] },
    { kind: 'code', language: 'sh', text: 'echo ```' },
  ];
  expect(plainText({ blocks })).toBe(
    [
      'Rotating',
      'See the runbook (https://host.example/a) and @Ben',
      '**now**\n`/deploy` `` a`b` ``',
      '1. one\n   - deeper\n2. two',
      '> first\n>\n> second',
      '````sh\necho ```\n````',
    ].join('\n\n'),
  );
});

it('puts the credit under the text, and nothing else around it', () => {
  const tree = {
    blocks: [paragraph(text('An answer.'), { kind: 'mention', person: 'playground:acme:ben', name: 'Ben' })],
  };
  expect(compose(tree, place, credit)).toEqual({
    method: 'POST /playground/bot/publish',
    body: {
      channel: 'playground:acme:engineering',
      thread: 'm1',
      text: `An answer.@Ben\n\n${credit.line}`,
      notify: ['playground:acme:ben'],
      metadata: { publication: 'pub_1', reference: 'cs-7KQ2M9XD', draft: 'drf_1', revision: 2 },
      actions: [{ id: 'retract', label: 'Retract' }],
    },
  });
});

const words = fc.string({ unit: fc.constantFrom('a', 'B', ' ', '@', '`', '/', '*', '>', '\n', 'ä', '😀', '@everyone', '@dan') });
const person = fc.constantFrom<PersonId>('playground:acme:ana', 'playground:acme:ben', 'playground:acme:gil');
const inline = fc.letrec<{ node: Inline }>((tie) => ({
  node: fc.oneof(
    { maxDepth: 3 },
    words.map(text),
    fc.record({ kind: fc.constant('code' as const), text: words }),
    fc.record({ kind: fc.constant('mention' as const), person, name: words }),
    fc.record({ kind: fc.constant('link' as const), label: words, url: fc.webUrl() }),
    fc.constant({ kind: 'break' as const }),
    fc.record({ kind: fc.constantFrom('strong' as const, 'emphasis' as const), children: fc.array(tie('node'), { maxLength: 3 }) }),
  ),
})).node;
const block = fc.letrec<{ node: Block }>((tie) => ({
  node: fc.oneof(
    { maxDepth: 3 },
    fc.record({ kind: fc.constant('paragraph' as const), children: fc.array(inline, { maxLength: 4 }) }),
    fc.record({ kind: fc.constant('code' as const), language: fc.constant(''), text: words }),
    fc.record({ kind: fc.constant('quote' as const), blocks: fc.array(tie('node'), { maxLength: 3 }) }),
    fc.record({
      kind: fc.constant('list' as const),
      ordered: fc.boolean(),
      items: fc.array(fc.array(tie('node'), { maxLength: 2 }), { maxLength: 3 }),
    }),
  ),
})).node;

it('tells exactly the people whom the text mentions, and keeps one slot, whatever the text is', () => {
  fc.assert(
    fc.property(fc.array(block, { maxLength: 5 }), (blocks) => {
      const { body } = compose({ blocks }, place, credit);
      expect(body['notify']).toEqual(mentionsIn({ blocks }).map((mention) => mention.person));
      expect(stringsIn(body).join('\n').split(APPROVERS_SLOT)).toHaveLength(2);
      expect(body['text']).toBe(`${plainText({ blocks })}\n\n${credit.line}`);
    }),
    { numRuns: 300 },
  );
});

function stringsIn(value: Json): string[] {
  if (typeof value === 'string') return [value];
  return value === null || typeof value !== 'object' ? [] : Object.values(value).flatMap(stringsIn);
}
