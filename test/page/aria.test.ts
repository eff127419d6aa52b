import { readdir } from 'node:fs/promises';
import type { Locator } from 'playwright-core';
import { afterAll, expect, test } from 'vitest';
import type { DraftId } from '../../src/core/ids.ts';
import { postBody } from '../adapters/playground/bodies.ts';
import { QUESTION } from '../stories/turns.ts';
import { openChat } from './chat-without-bot.ts';
import { face, requesterFaces, reviewerFaces } from './faces.ts';
import { closeBrowser, visit, type Visit } from './visit.ts';

/*
 * What a screen reader is given for each card, one file for each. After a change that is meant: `npx vitest run test/page/aria.test.ts -u`,
 * then read the difference as somebody who listens: who can see this now, and what does pressing do?
 */

afterAll(closeBrowser);

test.each([
  ['a requester', 'ana', requesterFaces],
  ['a reviewer', 'ben', reviewerFaces],
] as const)('each card of %s reads as it was last agreed', async (_whose, person, faces) => {
  const chat = await openChat();
  const messages = new Map<string, string>();
  for (const { name, card } of faces()) messages.set(name, await chat.show(person, card));
  const visitor = await visit(chat, person);
  for (const [name, message] of messages) await expectAgreed(name, item(visitor, message));
});

test('a question, a post with its credit and a tombstone read as they were last agreed', async () => {
  const chat = await openChat();
  const question = await chat.say('ana', 'playground:acme:engineering', QUESTION);
  const answer = 'Rotate it in the vault.\n\nWritten by handbook (AI). Asked by Ana (ana). Approved by Ana (ana) and Ben. cs-7KQ2M9XD';
  const post = await chat.operate('publish', postBody('engineering', answer, { thread: question }));
  const gone = await chat.operate('publish', postBody('engineering', answer, { thread: question }));
  const tombstone = 'An answer from handbook was retracted by Ana (ana) at 15:10.';
  await chat.operate('retract', { channel: 'playground:acme:engineering', message: gone, tombstone });
  // Who has a card of its draft may retract it.
  await chat.show('dan', { ...face('requester-published'), draft: postBody('engineering', answer).metadata.draft as DraftId });
  const dan = await visit(chat, 'dan');
  await expectAgreed('question', item(dan, question));
  await expectAgreed('post', item(dan, post));
  await expectAgreed('tombstone', item(dan, gone));
});

test('no snapshot is of a card that there is no more', async () => {
  const files = await readdir(new URL('snapshots/', import.meta.url));
  const cards = [...requesterFaces(), ...reviewerFaces()].map(({ name }) => name);
  const names = new Set([...cards, 'question', 'post', 'tombstone']);
  expect(names.size).toBe(cards.length + 3);
  expect(files.filter((file) => !names.has(file.replace('.yaml', '')))).toEqual([]);
});

function item({ page }: Visit, message: string): Locator {
  return page.locator(`[data-key="${message}"]`);
}

/** The time at which the chat got it is left out; what the card itself says is not. */
async function expectAgreed(name: string, card: Locator): Promise<void> {
  const heard = (await card.ariaSnapshot()).replaceAll(/^( *- time: ).*$/gm, '$1…');
  await expect(`${heard}\n`).toMatchFileSnapshot(`snapshots/${name}.yaml`);
}
