import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Action, Card, Inline, Tree } from '#adapter';
import { confirmButtons } from '../../../adapters/discord/components/buttons.ts';
import { askedAbout, askForm, formOf } from '../../../adapters/discord/components/forms.ts';
import { buttonId, idOfNonce, nonceOf, readId } from '../../../adapters/discord/components/ids.ts';
import { inert, plain as plainMarkdown } from '../../../adapters/discord/components/markdown.ts';
import { refusalId } from '../../../adapters/discord/components/pieces.ts';
import { answerFits, cardMessage, newCardMessage, sentenceMessage } from '../../../adapters/discord/cards.ts';
import { REFUSAL_CODES } from '../../../src/core/errors.ts';
import { idFrom } from '../../../src/core/ids.ts';
import { checkBody } from './fake/schemas/check.ts';
import { buttonsIn, textsIn } from './fake/seen/components.ts';
import { NAMES } from '../trees.ts';
import { HOSTILE, inline, tree, words } from './trees.ts';

const approve: Action = { verb: 'approve', label: 'Approve and publish now', tone: 'primary', confirm: null, input: null };
const card = (more: Partial<Card>): Card => ({
  id: 'crd_0123456789ABCDEFGHJKMNPQRS',
  kind: 'card',
  title: 'Draft from handbook. Only you can see it.',
  parts: [],
  actions: [approve],
  draft: 'drf_0123456789ABCDEFGHJKMNPQRS',
  revision: 1,
  state: 'awaiting_requester',
  digest: 'd'.repeat(64),
  ...more,
});
const treeOf = (text: string): Tree => ({ blocks: [{ kind: 'paragraph', children: [{ kind: 'text', text }] }] });
const plainWords = (said: string): string => plainMarkdown(inert(said));
const shown = (one: Card) => textsIn(cardMessage(one).components, NAMES);
const answer = (...children: Inline[]) =>
  card({ parts: [{ kind: 'answer', preview: '', tree: { blocks: [{ kind: 'paragraph', children }] } }] });
const problemsOf = (route: string, body: object): string[] => {
  const problems: string[] = [];
  try {
    checkBody(route, body, (problem) => problems.push(problem));
  } catch (error) {
    problems.push(String(error));
  }
  return problems;
};

it('shows a draft whole, its parts in their order, the answer in a box of its own', () => {
  const one = card({
    parts: [
      { kind: 'sentence', text: 'Nothing is posted unless you approve it.' },
      { kind: 'question', lead: 'You asked:', text: 'where is https://host.example/a ?' },
      { kind: 'answer', preview: '', tree: { blocks: [{ kind: 'paragraph', children: [{ kind: 'text', text: 'Here.' }] }] } },
      {
        kind: 'difference',
        lead: 'Changed:',
        parts: [
          { kind: 'same', text: 'The ' },
          { kind: 'removed', text: 'old' },
          { kind: 'added', text: 'new' },
        ],
      },
    ],
  });
  expect(shown(one).text).toBe(
    [
      'Draft from handbook. Only you can see it.',
      'Nothing is posted unless you approve it.',
      'You asked:',
      'where is https[:]//host.example/a ?',
      'Here.',
      'Changed:',
      'The [removed: old][added: new]',
    ].join('\n'),
  );
  expect(cardMessage(one).components.map(({ type }) => type)).toEqual([10, 17, 10, 1]);
  expect(buttonsIn(cardMessage(one).components)).toMatchObject([
    { custom_id: 'cs:approve:crd_0123456789ABCDEFGHJKMNPQRS', label: 'Approve and publish now', style: 'primary' },
  ]);
});

it('shows what a link and a person would be, without being one', () => {
  const one = answer(
    { kind: 'link', label: 'the runbook', url: 'https://host.example/a' },
    { kind: 'link', label: '', url: 'https://host.example/b' },
    { kind: 'mention', person: 'discord:100', name: 'Ben' },
  );
  const { text, live } = shown(one);
  expect(text).toContain('‹the runbook https[:]//host.example/a›‹https[:]//host.example/b›‹@Ben 100›');
  expect(live).toEqual([]);
});

it('holds nothing live, and no button of an agent’s, whatever its words look like', () => {
  fc.assert(
    fc.property(tree, words, words, (one, title, sentence) => {
      const made = card({
        title,
        parts: [
          { kind: 'sentence', text: sentence },
          { kind: 'question', lead: title, text: sentence },
          { kind: 'partial', lead: title, text: sentence },
          { kind: 'answer', preview: '', tree: one },
          { kind: 'difference', lead: title, parts: [{ kind: 'added', text: sentence }] },
        ],
      });
      if (!answerFits(one)) return;
      const message = cardMessage(made);
      expect(textsIn(message.components, NAMES).live).toEqual([]);
      expect(buttonsIn(message.components)).toHaveLength(1);
      expect(message.allowed_mentions).toEqual({ parse: [] });
      expect(message.flags).toBe(1 << 15);
    }),
    { numRuns: 500 },
  );
});

it('shows two answers alike only when they are the same', () => {
  const contentOf = (nodes: Inline[]) => JSON.stringify(cardMessage(answer(...nodes)).components[1]);
  fc.assert(
    fc.property(inline, inline, (one, other) => {
      if (JSON.stringify(one) !== JSON.stringify(other)) expect(contentOf([one]) === contentOf([other])).toBe(isAlike(one, other));
    }),
    { numRuns: 500 },
  );
});

/** A link that is its own label, marks within marks, and code that no code can hold. */
function isAlike(one: Inline, other: Inline): boolean {
  return JSON.stringify(plain(one)) === JSON.stringify(plain(other));
}

function plain(node: Inline, style: readonly string[] = []): unknown {
  if (node.kind === 'code' && node.text.includes('``')) return [{ kind: 'text', text: node.text, style }];
  if (node.kind === 'link') return { ...node, label: node.label === node.url ? '' : node.label, style };
  if (node.kind !== 'strong' && node.kind !== 'emphasis') return [{ ...node, style }];
  const inner = style.includes(node.kind) ? style : [...style, node.kind].toSorted();
  return node.children.flatMap((child) => plain(child, inner));
}

it('keeps an answer whole: a difference that does not fit is left out in words, and a card that does not fit is an error', () => {
  const long = 'x'.repeat(1800);
  const whole = (text: string): Card['parts'] => [
    { kind: 'answer', preview: '', tree: { blocks: [{ kind: 'paragraph', children: [{ kind: 'text', text }] }] } },
  ];
  const difference: Card['parts'][number] = { kind: 'difference', lead: 'Changed:', parts: [{ kind: 'added', text: 'y'.repeat(3000) }] };
  const { text } = shown(card({ parts: [...whole(long), difference] }));
  expect(text).toContain(long);
  expect(text).toContain('What changed is too long to be shown beside the text.');
  expect(text).not.toContain('yyy');
  expect(() => cardMessage(card({ parts: whole('z'.repeat(4100)) }))).toThrow('too long for one message in Discord');
});

it('always shows a text that fits, whole, whatever stands beside it; where what approving means does not, it cannot be approved there', () => {
  const edit: Action = { ...approve, verb: 'edit', label: 'Edit', tone: 'plain' };
  const repeated = fc.tuple(words, fc.nat({ max: 2000 })).map(([one, times]) => one.repeat(times).slice(0, 4000));
  const ofAny = fc.oneof(
    tree,
    fc.tuple(tree, tree, tree).map((all) => ({ blocks: all.flatMap(({ blocks }) => blocks) })),
  );
  fc.assert(
    fc.property(ofAny, repeated, repeated, words, (one, question, term, title) => {
      if (!answerFits(one)) return;
      const answered: Card['parts'][number] = { kind: 'answer', preview: '', tree: one };
      const parts: Card['parts'] = [
        { kind: 'question', lead: 'You asked:', text: question },
        answered,
        { kind: 'sentence', text: term, role: 'term' },
      ];
      const message = cardMessage(card({ title, parts, actions: [approve, edit] }));
      expect(problemsOf('POST /channels/{channel_id}/messages', message)).toEqual([]);
      const boxes = message.components.filter(({ type }) => type === 17);
      expect(boxes).toEqual(cardMessage(card({ parts: [answered] })).components.filter(({ type }) => type === 17));
      const read = textsIn(message.components, NAMES).text;
      const [cannotBeApproved, isQuestionLeftOut] = [/it cannot be approved here/.test(read), /The question is too long/.test(read)];
      expect(buttonsIn(message.components).map(({ custom_id }) => readId(custom_id))).toMatchObject(
        cannotBeApproved ? [{ verb: 'edit' }] : [{ verb: 'approve' }, { verb: 'edit' }],
      );
      if (cannotBeApproved) {
        expect(read).toContain('Press “Edit” or “Ask again” for a shorter text.');
        const reject: Action = { ...edit, verb: 'reject', label: 'Reject…' };
        const review = cardMessage(card({ title, parts, actions: [approve, reject] }));
        expect(textsIn(review.components, NAMES).text).toContain('Press “Reject…”, and ask for a shorter text.');
      }
      // Nothing is left out without need, and never what approving means beside a button that approves.
      if (question.length + term.length < 500) expect(cannotBeApproved || isQuestionLeftOut).toBe(false);
      if (!cannotBeApproved) expect(JSON.stringify(message.components)).toContain(JSON.stringify(plainWords(term)).slice(1, -1));
    }),
    { numRuns: 300 },
  );
  expect([answerFits({ blocks: [] }), answerFits(treeOf('x'.repeat(1800))), answerFits(treeOf('|'.repeat(1800)))]).toEqual([
    true,
    true,
    false,
  ]);
});

it('is taken by Discord as it is, and carries the id of what it shows in its nonce, of a notice another than of a card', () => {
  const route = 'POST /channels/{channel_id}/messages';
  for (const kind of ['card', 'notice'] as const) {
    const message = newCardMessage(card({ kind }));
    expect(problemsOf(route, message)).toEqual([]);
    expect(message['nonce']).toMatch(kind === 'card' ? /^c/ : /^n/);
    // The last letter holds two bits more than an id has.
    expect(String(idOfNonce(message['nonce'])).slice(0, 29)).toBe('crd_0123456789ABCDEFGHJKMNPQR');
  }
  expect(problemsOf(route, sentenceMessage('Nothing was changed.', 'NOT_YOURS'))).toEqual([]);
  expect(problemsOf(route, { components: [{ type: 10 }], flags: 1 << 15 })).not.toEqual([]);
});

it('finds every id in the nonce that was made of it', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 16, maxLength: 16 }), (bytes) => {
      const [publication, id] = [idFrom('pub', bytes), idFrom('crd', bytes)];
      expect(idOfNonce(nonceOf('publication', publication))).toBe(publication);
      expect(idOfNonce(nonceOf('card', id))).toBe(id);
      expect(nonceOf('publication', publication).length).toBeLessThanOrEqual(25);
    }),
  );
  for (const other of [undefined, null, 7, '', 'p', 'x0123456789012345678901', 'p01234567890123456789012345'])
    expect(idOfNonce(other)).toBeNull();
});

it('reads its own buttons and no others', () => {
  const id = 'crd_0123456789ABCDEFGHJKMNPQRS';
  expect(readId(buttonId('approve', id))).toEqual({ kind: 'card', verb: 'approve', card: id, message: null, step: 'press' });
  const [row] = confirmButtons(approve, { text: '', ok: 'Yes', cancel: 'No' }, { card: id, message: '123' });
  const [yes, no] = buttonsIn([row]);
  expect(readId(yes?.custom_id ?? '')).toEqual({ kind: 'card', verb: 'approve', card: id, message: '123', step: 'yes' });
  expect(readId(no?.custom_id ?? '')).toEqual({ kind: 'cancel' });
  const others = [
    '',
    'cs:',
    'cs:approve',
    `approve:${id}`,
    `cs:publish:${id}`,
    `cs:approve:${id}:1`,
    `cs:yes:approve:${id}`,
    `cs:yes:approve:${id}:x`,
  ];
  for (const other of [...others, ...HOSTILE, 'cs:approve:pub_0123456789ABCDEFGHJKMNPQRS', 'cs:yes:cs:no'])
    expect(readId(other), other).toBeNull();
});

it('asks for words in a form that Discord takes, and in none where what stands in it is too long', () => {
  const input = { label: 'Why? '.repeat(20), initial: 'because', maxCharacters: 500, isNeeded: true, ok: 'Reject' };
  const form = formOf({ ...approve, verb: 'reject', input }, { card: 'crd_0123456789ABCDEFGHJKMNPQRS', message: '123' });
  const route = 'POST /interactions/{interaction_id}/{interaction_token}/callback';
  expect(problemsOf(route, { type: 9, data: form })).toEqual([]);
  expect(readId(form?.['custom_id'] as string)).toMatchObject({ verb: 'reject', message: '123', step: 'form' });
  expect(formOf({ ...approve, input: { ...input, initial: 'x'.repeat(501) } }, { card: 'crd_1', message: '1' })).toBeNull();
  for (const thread of [null, '401']) {
    const about = { platform: 'discord', workspace: '200', channel: '400', thread, message: '402' };
    expect(problemsOf(route, { type: 9, data: askForm(about) })).toEqual([]);
    expect(askedAbout(askForm(about)['custom_id'] as string)).toEqual(about);
  }
  for (const other of ['cs:ask:', 'cs:ask:1:2:3', 'cs:ask:1:2:-:x', 'ask:1:2:-:3']) expect(askedAbout(other)).toBeNull();
});

it('gives every refusal a number of its own that a component can have', () => {
  const numbers = REFUSAL_CODES.map(refusalId);
  expect(new Set(numbers).size).toBe(REFUSAL_CODES.length);
  for (const one of numbers) expect(one > 0 && one <= 0x7fffffff && Number.isInteger(one)).toBe(true);
});
