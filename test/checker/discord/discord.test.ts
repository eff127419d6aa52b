import { describe, expect, it } from 'vitest';
import { check, examine } from '../check.ts';
import { body, followed, gone, wire } from '../planted.ts';
import type { Rule } from '../rules.ts';
import { evidenceOf, id } from '../told.ts';
import type { Told } from '../told.ts';
import {
  callback,
  cardBody,
  direct,
  ENGINEERING,
  formData,
  gravestone,
  honestStory,
  messages,
  REVIEW_ROOM,
  sends,
  SHOWN,
  TEXT,
  THREAD,
  words,
} from './honest-story.ts';
import { lettersOf, mentionsOf, plainWordsOf } from './markdown.ts';
import { idOfNonce, nonceOf } from './nonces.ts';

const draftButton = { type: 2, style: 1, label: 'Open', custom_id: `cs:open:${id('drf', 1)}` };
const inChannel = `POST ${messages(ENGINEERING)}`;
const toDan = `POST ${messages(direct('dan'))}`;
const NOTICE = `n${'A'.repeat(22)}`;
const DAN = { person: '104', message: 'm-dan' };

const PLANTED: [Rule, string, (honest: Told) => Told][] = [
  ['wire.sorted', 'an answer in the channel, which is no publication', followed('answer', sends('x', inChannel, words(TEXT)))],
  ['wire.sorted', 'a sentence in the channel', followed('answer', sends('x', inChannel, words('Something happened.')))],
  [
    'wire.sorted',
    'a card in the channel',
    followed('answer', sends('x', inChannel, cardBody(8, { title: 'A draft.', answer: SHOWN }), { message: '9' })),
  ],
  [
    'wire.sorted',
    'a follow-up that everybody reads',
    followed('answer', sends('x', 'POST /webhooks/500/{token}', { ...words(TEXT), flags: 64 }, { message: '9' })),
  ],
  ['wire.sorted', 'a first response that everybody reads', wire('deferred', { person: undefined })],
  ['wire.sorted', 'a change of somebody else’s message', followed('answer', sends('x', `PATCH ${messages(ENGINEERING)}/1`, words('x')))],
  [
    'wire.sorted',
    'a pointer that tells whoever it names',
    followed('answer', sends('x', inChannel, { ...words('<@101> is asked.', [draftButton]), allowed_mentions: { parse: ['users'] } })),
  ],
  [
    'wire.sorted',
    'a change of a card that does not say whom it may tell',
    body('card of Ben over', { allowed_mentions: undefined, components: [{ type: 10, content: '<@104>' }] }),
  ],
  [
    'card.draft',
    'a card for somebody who has asked nothing',
    followed('answer', sends('x', toDan, cardBody(24, { title: 'A draft.' }), { message: '9' })),
  ],
  ['card.draft', 'a card for a reviewer that the log does not know', gone('card of Ben logged')],
  ['card.shown', 'a text for its requester that the log does not know', gone('card of Ana logged')],
  [
    'card.shown',
    'a card for somebody else',
    followed('card of Ben', sends('x', toDan, cardBody(10, { title: 'A draft.', answer: SHOWN }), { message: '9' })),
  ],
  [
    'card.shown',
    'a card where somebody else reads along',
    followed(
      'card of Ben',
      sends('x', `POST ${messages(REVIEW_ROOM)}`, cardBody(10, { title: 'A draft.', answer: SHOWN }), { message: '9' }),
    ),
  ],
  [
    'card.preview',
    'other words than those of the post',
    body('card of Ben', cardBody(10, { title: 'A draft.', answer: `${SHOWN} Also this.` })),
  ],
  [
    'card.preview',
    'another person than the one who would be told',
    body('card of Ben', cardBody(10, { title: 'A draft.', answer: SHOWN.replace('103', '104') })),
  ],
  [
    'card.question',
    'another question',
    body('card of Ben', cardBody(10, { title: 'A draft.', question: 'what is for lunch?', answer: SHOWN })),
  ],
  ['card.address', 'a live address', body('card of Ben', cardBody(10, { title: 'See https://evil.example.', answer: SHOWN }))],
  [
    'card.bytes',
    'a form with a text that its person was not shown',
    followed('answer', sends('x', callback('x'), { type: 9, data: formData(TEXT) }, DAN)),
  ],
  [
    'card.bytes',
    'an answer to a press of somebody who was not shown it',
    followed('answer', sends('x', callback('x'), { type: 4, data: cardBody(8, { title: 'x', answer: SHOWN }) }, DAN)),
  ],
  [
    'card.update',
    'put in the place of another person’s card',
    wire('card of Ben over', { path: `/api/v10${messages(direct('chloe'))}/1003` }),
  ],
  [
    'wire.sorted',
    'a notice in a channel that everybody in the server reads',
    followed('answer', sends('x', inChannel, { ...words('Something happened.'), nonce: NOTICE })),
  ],
  [
    'wire.sorted',
    'a sentence in a private channel that is no notice',
    followed('answer', sends('x', `POST ${messages(REVIEW_ROOM)}`, words('Something happened.'))),
  ],
  [
    'notice.bytes',
    'a notice in a private channel with words of a draft',
    followed('answer', sends('x', `POST ${messages(REVIEW_ROOM)}`, { ...words(TEXT), nonce: NOTICE }, { message: '9' })),
  ],
  ['notice.bytes', 'a sentence with words of a draft', body('notice', words(TEXT))],
  ['notice.bytes', 'a pointer in the channel with words of a draft', followed('answer', sends('x', inChannel, words(TEXT, [draftButton])))],
  ['notice.bytes', 'a thread whose name has words of a draft', body('thread', { name: TEXT })],
  ['notice.bytes', 'an ephemeral answer with words of a draft', body('deferred answer', words(TEXT))],
  ['notice.bytes', 'an embed with words of a draft', body('notice', { embeds: [{ description: TEXT }] })],
  ['notice.bytes', 'a button whose words are a draft’s', body('notice', words('Done.', [{ ...draftButton, label: TEXT }]))],
  [
    'card.address',
    'a button that is a link',
    body('card of Ben', { components: [{ type: 1, components: [{ type: 2, style: 5, url: 'https://a.example' }] }] }),
  ],
  ['publication.intent', 'other words than those of the intent', body('post', { content: 'other words' })],
  ['publication.intent', 'another channel', wire('post', { path: `/api/v10${messages(ENGINEERING)}` })],
  ['publication.sends', 'sent twice', followed('post', sends('again', 'POST /x', {}))],
  ['publication.notify', 'whoever is named may be told', () => honestStory({ allowed: { parse: ['users'] } })],
  ['publication.notify', 'nothing says who may be told', () => honestStory({ allowed: null })],
  ['publication.notify', 'somebody whom the text does not name', () => honestStory({ allowed: { parse: [], users: ['104'] } })],
  ['publication.reference', 'the nonce of another publication', () => honestStory({ nonce: nonceOf(id('pub', 8)) })],
  ['publication.reference', 'a credit without its reference', () => honestStory({ credit: 'Approved by \u{E000}approvers\u{E001}.' })],
  ['publication.place', 'a thread that hangs elsewhere', (told) => ({ ...told, world: elsewhere(told.world) })],
  ['tombstone.words', 'other words than the fixed ones', body('tombstone', gravestone(TEXT))],
  [
    'retraction.intended',
    'a message taken away that is none of ours',
    followed('answer', sends('x', `DELETE ${messages(ENGINEERING)}/1`, null, { status: 204, message: '1' })),
  ],
];

/** The same request once more. */
function twice(told: Told): Told {
  const post = told.steps.find(({ name }) => name === 'post');
  return { ...told, steps: told.steps.map((step) => (step.name === 'again' && post ? { ...post, name: 'again' } : step)) };
}

function elsewhere(world: Told['world']): Told['world'] {
  const { channels } = world as unknown as { channels: { parent: string | null }[] };
  return { ...world, channels: channels.map((one) => (one.parent === null ? one : { ...one, parent: REVIEW_ROOM })) } as Told['world'];
}

describe('the checker, of what was asked of Discord,', () => {
  it('finds nothing wrong in a story in which nothing is wrong, and has looked at all of it', () => {
    const { violations, looked } = examine(evidenceOf(honestStory()));
    expect(violations).toEqual([]);
    expect(looked).toMatchObject({ publications: 1, cards: 9, notices: 4, tombstones: 1, drafts: 1 });
  });

  it.each(PLANTED)('reports %s: %s', (rule, _what, story) => {
    expect(check(evidenceOf(twice(story(honestStory())))).map((one) => one.rule)).toContain(rule);
  });

  it('finds nothing wrong in one that was posted in a forum, and something in one that is not the one that was approved', () => {
    const told = honestStory({ isForum: true });
    const { violations, looked } = examine(evidenceOf(told));
    expect(violations).toEqual([]);
    expect(looked).toMatchObject({ publications: 1, tombstones: 1 });
    const rules = (story: Told) => check(evidenceOf(story)).map((one) => one.rule);
    expect(rules(body('post', { name: 'Another title' })(told))).toContain('publication.intent');
    expect(rules(body('post', { message: { components: [] } })(told))).toContain('wire.sorted');
    expect(rules(honestStory({ isForum: true, allowed: { parse: ['users'] } }))).toContain('publication.notify');
    const renamed = (thread: string, to: object) =>
      rules(followed('post', sends('renamed', `PATCH /channels/${thread}`, to, { message: thread }))(told));
    expect(renamed(THREAD, { name: 'Retracted', archived: false })).toEqual([]);
    expect(renamed(THREAD, { name: TEXT })).toContain('wire.sorted');
    expect(renamed(THREAD, { name: 'Retracted', topic: TEXT })).toContain('wire.sorted');
    expect(renamed(ENGINEERING, { name: 'Retracted' })).toContain('wire.sorted');
  });

  it('takes a pointer without content, an alarm in a private channel, a press that says nothing, and a message that is gone', () => {
    const more = [
      sends('pointer', inChannel, words('A draft is ready.', [draftButton]), { message: '1007' }),
      sends('pointer over', `PATCH ${messages(ENGINEERING)}/1007`, words('It was opened.'), { message: '1007' }),
      sends('pointer gone', `DELETE ${messages(ENGINEERING)}/1007`, null, { message: '1007', status: 204 }),
      sends('alarm', `POST ${messages(REVIEW_ROOM)}`, { ...words('Alarm: look at the log file.'), nonce: NOTICE }, { message: '1008' }),
      sends('press', callback('press'), { type: 6 }, { status: 204, stored: false }),
    ];
    expect(check(evidenceOf(followed('answer', ...more)(honestStory())))).toEqual([]);
  });
});

it('the letters of an answer are the same as posted and as shown, and a mark that was an agent’s is none of ours', () => {
  expect(lettersOf('ask <@103> \\*now\\* <https://a.example>')).toBe(lettersOf('ask ‹\\@Chloe 103› \\*now\\* ‹`https[:]//a.example`›'));
  expect(lettersOf('\\\\‹@Chloe 103›')).toBe('Chloe103');
  expect(plainWordsOf('**a** \\_b\\_ `c\\_d`')).toBe('a _b_ c\\_d');
  expect(mentionsOf('<@1> `<@2>` \\<@3> @everyone <@&4>')).toEqual({ people: ['1'], others: ['@everyone', '<@&4>'] });
});

it('a nonce stands for one id, and words that are none for nothing', () => {
  for (const one of [id('pub', 8), 'crd_ZZZZZZZZZZZZZZZZZZZZZZZZZW']) expect(idOfNonce(nonceOf(one))).toBe(one);
  expect(nonceOf(id('crd', 0))).toHaveLength(23);
  expect([idOfNonce(null), idOfNonce('p'), idOfNonce(`x${'A'.repeat(22)}`)]).toEqual([null, null, null]);
});
