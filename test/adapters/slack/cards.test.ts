import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Action, Block, Card, Home, Inline, Json } from '#adapter';
import { buttonsOf } from '../../../adapters/slack/blocks/buttons.ts';
import { askForm, formOf, noticeForm } from '../../../adapters/slack/blocks/forms.ts';
import { homeView, turnedTo } from '../../../adapters/slack/blocks/home.ts';
import { cardMessage, sentenceMessage } from '../../../adapters/slack/cards.ts';
import { checkedBlocks, checkedView } from './fake/block-kit/check.ts';
import { showBlocks } from './fake/seen/blocks.ts';
import { NAMES, piecesOf } from '../trees.ts';
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
const fields = (value: unknown) => value as Record<string, unknown>[];
const shown = (one: Card) => showBlocks(fields(cardMessage(one).blocks), NAMES);
const answer = (...children: Inline[]) =>
  card({ parts: [{ kind: 'answer', preview: '', tree: { blocks: [{ kind: 'paragraph', children }] } }] });

it('shows a draft whole, its parts in their order, and tells a locked screen its title alone', () => {
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
      '| where is https[:]//host.example/a ?',
      '———',
      'Here.',
      '———',
      'Changed:',
      'The [removed: old][added: new]',
      '[Approve and publish now]',
    ].join('\n'),
  );
  expect(cardMessage(one).text).toBe('Draft from handbook. Only you can see it.');
});

it('shows what a link and a person would be, without being one', () => {
  const one = answer(
    { kind: 'link', label: 'the runbook', url: 'https://host.example/a' },
    { kind: 'link', label: '', url: 'https://host.example/b' },
    { kind: 'mention', person: 'slack:T0ACME:U0BEN', name: 'Ben' },
  );
  const { text, live } = shown(one);
  expect(text).toContain('‹the runbook https[:]//host.example/a›‹https[:]//host.example/b›‹@Ben U0BEN›');
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
          { kind: 'answer', preview: '', tree: one },
          { kind: 'difference', lead: sentence, parts: [{ kind: 'added', text: title }] },
        ],
      });
      const { text, live } = shown(made);
      expect(live).toEqual([]);
      expect(text).not.toContain('://');
      const blocks = checkedBlocks(cardMessage(made).blocks);
      expect(blocks.flatMap((block) => (block['type'] === 'actions' ? fields(block['elements']) : []))).toHaveLength(1);
      const types = [...JSON.stringify(blocks).matchAll(/"type":"([a-z_]+)"/g)].map(([, type]) => type);
      expect(
        types.filter((type) => ['link', 'user', 'broadcast', 'usergroup', 'channel', 'emoji', 'mrkdwn', 'date'].includes(type ?? '')),
      ).toEqual([]);
    }),
    { numRuns: 300 },
  );
});

it('shows every word, with no more than marks of ours added', () => {
  const plainly = (text: string) => text.replace(/[\\‹›[\]:/]/g, '');
  fc.assert(
    fc.property(tree, (one) => {
      const seen = plainly(shown(card({ parts: [{ kind: 'answer', preview: '', tree: one }] })).text);
      const names = (piece: string) => !piece.startsWith('NAME-');
      for (const piece of piecesOf(one).filter(names)) expect(seen).toContain(plainly(piece));
    }),
    { numRuns: 300 },
  );
});

it('never shows two texts alike', () => {
  // Neighbours of one kind are one text, as the parser makes them; without empty labels, for which a post has no other form.
  const canonical = fc
    .array(
      fc.oneof(
        inline,
        fc.constantFrom(...HOSTILE).map((text): Inline => ({ kind: 'text', text })),
      ),
      { minLength: 1, maxLength: 3 },
    )
    .filter((nodes) => JSON.stringify(nodes) === JSON.stringify(merged(nodes)));
  const seen = new Map<string, string>();
  fc.assert(
    fc.property(canonical, (nodes) => {
      const blocks = JSON.stringify(cardMessage(answer(...nodes)).blocks);
      const meant = JSON.stringify(nodes.map(posted));
      expect(seen.get(blocks) ?? meant).toBe(meant);
      seen.set(blocks, meant);
    }),
    { numRuns: 3000 },
  );
  expect(seen.size).toBeGreaterThan(500);
});

it.each([
  ['‹@Ben U0BEN›', { kind: 'mention', person: 'slack:T0ACME:U0BEN', name: 'Ben' }],
  ['‹x https[:]//host.example/›', { kind: 'link', label: 'x', url: 'https://host.example/' }],
  ['https[:]//host.example/', { kind: 'text', text: 'https://host.example/' }],
] as [string, Inline][])('shows %s differently where it is only written so', (written, meant) => {
  expect(shown(answer({ kind: 'text', text: written })).text).not.toBe(shown(answer(meant)).text);
});

it('asks before a click counts, and never cuts what it asks: what is too long stands on the card', () => {
  const text = `${'Ask Ben or Chloe? '.repeat(30)}End.`;
  const confirm = { text, ok: 'Ask for review', cancel: 'Not yet' };
  const label = `Approve and ask ${'Ben or '.repeat(20)}Chloe`;
  const one = card({ actions: [{ ...approve, label, confirm }] });
  const blocks = checkedBlocks(cardMessage(one).blocks);
  expect(shown(one).text).toContain(text);
  expect(shown(one).text).toContain(label);
  expect(JSON.stringify(blocks.at(-1))).toContain('stands on the card, above the buttons');
  const short = cardMessage(card({ actions: [{ ...approve, confirm: { ...confirm, text: 'Sure?' } }] }));
  expect(JSON.stringify(short.blocks)).toContain('"text":"Sure?"');
});

it('puts the card’s id behind every button, and nothing else', () => {
  const [block] = buttonsOf([approve, { ...approve, verb: 'reject', tone: 'danger' }], 'crd_1');
  const elements = block?.['elements'] as { [key: string]: Json }[];
  expect(elements.map(({ action_id: action, value, style }) => [action, value, style])).toEqual([
    ['cs:approve', 'crd_1', 'primary'],
    ['cs:reject', 'crd_1', 'danger'],
  ]);
});

it('is refused, and not cut, when Slack could not show it whole', () => {
  const parts = Array.from({ length: 60 }, (_, index) => ({ kind: 'sentence' as const, text: `Sentence ${index}.` }));
  expect(() => cardMessage(card({ parts }))).toThrow(expect.objectContaining({ name: 'AdapterError', code: 'REFUSED' }));
  const long: Block[] = [{ kind: 'paragraph', children: [{ kind: 'text', text: 'x'.repeat(7000) }] }];
  const one = card({ parts: [{ kind: 'answer', preview: '', tree: { blocks: long } }] });
  expect(checkedBlocks(cardMessage(one).blocks).length).toBeGreaterThan(0);
  expect(shown(one).text).toContain('x'.repeat(7000));
});

it('opens a form with the whole text, or none at all', () => {
  const edit = (initial: string) => ({
    ...approve,
    verb: 'edit' as const,
    input: { label: 'The text', initial, maxCharacters: 3000, isNeeded: true, ok: 'Save' },
  });
  const opened = { target: { kind: 'card' as const, card: 'crd_1' as const, message: '1.1' }, verb: 'edit' as const, place: null };
  const form = formOf(edit('x'.repeat(3000)), opened);
  expect(checkedView(form)).toBe(form);
  expect(JSON.stringify(form)).toContain('x'.repeat(3000));
  expect(formOf(edit('x'.repeat(3001)), opened)).toBeNull();
  const long = {
    ...edit(''),
    input: { label: 'Write one of: '.repeat(300), initial: '', maxCharacters: 200, isNeeded: true, ok: 'Choose' },
  };
  expect(checkedView(formOf(long, opened))['type']).toBe('modal');
});

it('has forms that Slack accepts, also the longest', () => {
  const about = { platform: 'slack', workspace: 'T0ACME', channel: 'C0ENG', thread: null, message: '1.1' };
  expect(checkedView(askForm(about))['callback_id']).toBe('cs:ask');
  expect(checkedView(noticeForm('x'.repeat(5000), 'STALE'))['type']).toBe('modal');
  expect(checkedBlocks(sentenceMessage('see https://x.example').blocks)).toHaveLength(1);
  expect(JSON.stringify(sentenceMessage('see https://x.example'))).not.toContain('://');
});

it('shows a person’s own page: lists, links to what is there, and pages of each', () => {
  const item = {
    draft: 'drf_0123456789ABCDEFGHJKMNPQRS' as const,
    sentence: 'handbook, posted in #engineering.',
    question: 'where is <@U0DAN> https://x.example ?',
    card: { surface: 'D0ANA', message: '1700000000.000200' },
    noCard: null,
    cardIn: null,
    publication: { platform: 'slack', workspace: 'T0ACME', channel: 'C0ENG', thread: '1700000000.000100', message: '1700000000.000300' },
    actions: [{ ...approve, verb: 'retract' as const, label: 'Retract', tone: 'danger' as const }],
  };
  const drafts = ['A', 'B'].map((letter) => ({ ...item, draft: `drf_${letter.repeat(26)}` as const }));
  const home: Home = {
    title: 'Your drafts.',
    sections: [
      { list: 'open', title: 'Open', empty: 'None.', items: [], page: 0, more: false },
      { list: 'published', title: 'Posted', empty: 'None.', items: drafts, page: 1, more: true },
    ],
  };
  const view = homeView(home, 'https://acme.slack.com/');
  const { text, live } = showBlocks(fields(view['blocks']), NAMES);
  expect(text).toContain('None.');
  expect(text).toContain('[Newer] [Older]');
  expect(live.every(({ kind, value }) => kind === 'link' && value.startsWith('https://acme.slack.com/archives/'))).toBe(true);
  expect(live.map(({ value }) => value)).toContain(
    'https://acme.slack.com/archives/C0ENG/p1700000000000300?thread_ts=1700000000.000100&cid=C0ENG',
  );
  expect(JSON.parse(view['private_metadata'] as string)).toEqual({ open: 0, to_review: 0, published: 1 });
  expect(turnedTo('cs:page:published:2')).toEqual({ list: 'published', page: 2 });
  for (const other of ['cs:page:secrets:2', 'cs:page:open:-1', 'cs:page:open:1e9', 'cs:approve']) expect(turnedTo(other)).toBeNull();
});

it('says on a line of that page what to do where there is no card to open', () => {
  const item = {
    draft: 'drf_0123456789ABCDEFGHJKMNPQRS' as const,
    sentence: 'Ana asks you to review an answer.',
    question: 'what?',
    card: null,
    noCard: 'No card of it has reached you. Allow direct messages.',
    cardIn: null,
    publication: null,
    actions: [],
  };
  const section = { list: 'to_review' as const, title: 'Review', empty: 'None.', items: [item], page: 0, more: false };
  const { text } = showBlocks(fields(homeView({ title: 'Yours.', sections: [section] }, 'https://acme.slack.com/')['blocks']), NAMES);
  expect(text).toContain('No card of it has reached you. Allow direct messages.');
});

function merged(nodes: Inline[]): Inline[] {
  const out: Inline[] = [];
  for (const node of nodes) {
    const last = out.at(-1);
    if (node.kind === 'break' && last?.kind === 'break') continue;
    if (node.kind === last?.kind && node.kind !== 'mention' && node.kind !== 'link') continue;
    const isStyled = node.kind === 'strong' || node.kind === 'emphasis';
    out.push(isStyled ? { ...node, children: node.children.slice(0, 1).filter((one) => one.kind === 'text') } : node);
  }
  return out.filter((node) => !('children' in node) || node.children.length > 0);
}

/** What a link without a label of its own is, as it is posted. */
function posted(node: Inline): Inline {
  return node.kind === 'link' && node.label === node.url ? { ...node, label: '' } : node;
}
