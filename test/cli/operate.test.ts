import { userInfo } from 'node:os';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Chat } from '../stories/chat.ts';
import { runHere } from '../support/run-command.ts';
import { ask, press, publish, refused } from '../stories/turns.ts';
import { createInstallation, type Installation } from './command-line.ts';

/** Whoever sits at the machine, as people read it. */
const OPERATOR = `${userInfo().username} (command line)`;

let installation: Installation;
let chat: Chat;
let stop: () => Promise<void>;

/** While the bot runs: what a command decides, the bot carries out. */
beforeAll(async () => {
  installation = await createInstallation();
  ({ chat, stop } = await installation.startHere());
});
afterAll(() => stop());

const referenceIn = (text: string): string => /cs-[0-9A-Z]{8}/.exec(text)?.[0] ?? '';

describe('an operator at the command line', () => {
  test('sees the drafts that somebody still has to do something about, and never their text', async () => {
    const card = await ask(chat, 'ana', 'engineering');
    await publish(chat, await ask(chat, 'ben', 'random'), 'ben', [], 'random');
    const open = await installation.countersign('drafts');
    const request = `rq-${card.draft?.slice(4, 12)}`;
    expect(open.stdout).toMatch(
      new RegExp(
        `^awaiting_requester  ${request}  ${referenceIn(card.text)}  handbook  playground:acme:engineering  \\d{4}-\\d\\d-\\d\\dT[\\d:.]+Z\n$`,
      ),
    );
    expect((await installation.countersign('drafts', '--state', 'published')).stdout).toMatch(/^published {11}rq-.*playground:acme:random/);
    expect((await installation.countersign('drafts', '--all')).stdout.trimEnd().split('\n')).toHaveLength(2);
    expect((await installation.countersign('drafts', '--all', '--limit', '1')).stdout.trimEnd().split('\n')).toHaveLength(1);
    expect((await installation.countersign('drafts', '--state', 'expired')).stdout).toBe('There are none.\n');
  });

  test('closes a draft with a reason, which its requester reads', async () => {
    const card = await ask(chat, 'ana', 'engineering');
    const silent = await installation.countersign('withdraw', referenceIn(card.text));
    expect([silent.code, silent.stdout]).toEqual([1, '']);
    expect(silent.stderr).toBe(
      'REASON_NEEDED: There was no reason. Nothing was changed. Please say why, in a few words: the person who asked reads it.\n',
    );

    const done = await installation.countersign('withdraw', referenceIn(card.text), '--reason', 'asked by mistake');
    expect([done.code, done.stderr]).toEqual([0, '']);
    expect(done.stdout).toBe(`${referenceIn(card.text)} is now withdrawn. A running bot carries out what follows from it.\n`);
    await chat.notice('ana', `${OPERATOR} closed your draft from handbook for #engineering: “asked by mistake”. Nothing was posted.`);

    const again = await installation.countersign('withdraw', card.draft ?? '', '--reason', 'again');
    expect(again.stderr).toMatch(/^ALREADY_DECIDED: .* closed this draft just now\. Your click did nothing\.\n$/);
    expect(again.code).toBe(1);
  });

  test('takes a publication away', async () => {
    const post = await publish(chat, await ask(chat, 'ana', 'random'), 'ana', [], 'random');
    const done = await installation.countersign('retract', referenceIn(post.text));
    expect([done.code, done.stdout]).toEqual([
      0,
      `${referenceIn(post.text)} is now retracting. A running bot carries out what follows from it.\n`,
    ]);
    const tombstone = await chat.posted('dan', 'random', { kind: 'tombstone', id: post.id });
    expect(tombstone.text).toMatch(
      new RegExp(`^An answer from handbook was retracted by ${OPERATOR.replaceAll(/[()]/g, '\\$&')} at \\d\\d:\\d\\d\\.$`),
    );
  });

  test('settles what nobody could find out', async () => {
    await chat.fault({ operation: 'publish', mode: 'cut_before' });
    await chat.fault({ operation: 'find', mode: 'refuse', times: 1000 });
    const card = await ask(chat, 'ana', 'random');
    await press(chat, 'ana', card, 'approve');
    await chat.card('ana', { draft: card.draft ?? null, state: 'outcome_unknown' });
    const done = await installation.countersign('settle', referenceIn(card.text), 'failed', '--reason', 'I looked: it is not there');
    expect([done.code, done.stdout]).toEqual([
      0,
      `${referenceIn(card.text)} is now publish_failed. A running bot carries out what follows from it.\n`,
    ]);
    await chat.notice('ana', `${OPERATOR} looked and settled it: the answer from handbook was not posted in #random.`);
    await chat.fault({ operation: 'find', times: 0 });

    const again = await installation.countersign('settle', referenceIn(card.text), 'published', '--reason', 'sure?');
    expect(again.stderr).toBe('NOT_NOW: That is not possible now. The post failed. Nothing was changed.\n');
    expect(again.code).toBe(1);
  });

  test('is told when there is no such draft', async () => {
    for (const command of [
      ['withdraw', 'cs-00000000', '--reason', 'x'],
      ['retract', 'cs-00000000'],
      ['settle', 'rq-00000000', 'failed', '--reason', 'x'],
    ]) {
      const { code, stderr } = await installation.countersign(...command);
      expect(stderr).toBe(
        `UNKNOWN_DRAFT: I know no draft or publication ${command[1]}. Nothing was changed. The reference stands under a publication (cs-…) or in \`countersign drafts\`.\n`,
      );
      expect(code).toBe(1);
    }
  });

  test('stops everything, and opens the way again', async () => {
    const card = await ask(chat, 'ana', 'random');
    const stopped = await installation.countersign('engage', '--reason', 'wrong payroll answers');
    expect([stopped.code, stopped.stdout]).toEqual([
      0,
      'Publishing is stopped (everything): “wrong payroll answers”. Posts that were already on their way: 0.\n',
    ]);
    const told = await refused(chat, 'ana', card, 'approve');
    expect(told.message).toMatch(/ stopped publishing at \d\d:\d\d: “wrong payroll answers”\. This draft stays private and safe\./);
    expect(told.message.startsWith(OPERATOR)).toBe(true);

    const one = await installation.countersign('release', 'agent:handbook');
    expect([one.code, one.stderr]).toEqual([
      1,
      'NOT_NOW: That is not possible now. Publishing is not stopped for handbook. Nothing was changed.\n',
    ]);
    const released = await installation.countersign('release');
    expect([released.code, released.stdout]).toEqual([
      0,
      'Publishing is released (everything). Drafts that had been approved went back to the people who asked: 0.\n',
    ]);
    expect(await press(chat, 'ana', card, 'approve')).toBe('approved');
  });

  test('asks what the rules mean for one person, with what the platform knows of them', async () => {
    const who = ['explain', '--person', 'playground:acme:ben', '--channel', 'playground:acme:engineering'];
    const { code, stdout, stderr } = await installation.countersign(...who);
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/^Ben asks in #engineering \(playground:acme:engineering\)\.\n/);
    expect(stdout).toContain('\nMay ask: members of #engineering. Ben may.\n');
    expect(stdout).toContain('\nApprovals: Ben first. Then, when Ben asks, only Chloe can review.');
  });

  test('is told by the doctor that all is well', async () => {
    const { code, stdout } = await installation.countersign('doctor');
    expect(stdout).not.toContain('✗');
    expect(stdout).toContain('✓ Alarms reach Olu (playground:acme:olu).\n');
    expect(stdout).toMatch(/\nPin this key to verify the log elsewhere: countersign\/[0-9A-Z]{26}\+[0-9a-f]{8}\+\S+\n$/);
    expect(code).toBe(0);
  });

  test('is told by the doctor that it looks elsewhere than where the bot listens, when it was not given the bot’s PORT', async () => {
    // Nothing listens there.
    const { code, stdout } = await runHere(['doctor'], { ...installation.env, PORT: '1' });
    expect(stdout).toMatch(
      /✗ playground does not answer, so it is not known whether alarms reach .* If it runs already, give this command/,
    );
    expect(stdout).toContain('PORT, too, as in the address that the bot printed.\n');
    expect(code).toBe(1);
  });
});

test('walks from a post back to everything behind it, and reads no text on the way', async () => {
  const post = await publish(chat, await ask(chat, 'ana', 'engineering'), 'ana', ['ben'], 'engineering');
  const reference = referenceIn(post.text);
  const walked = await installation.countersign('trail', reference);
  expect([walked.code, walked.stderr]).toEqual([0, '']);
  expect(walked.stdout).toMatch(new RegExp(`^${reference}  rq-[0-9A-Z]{8}  ${post.draft}  published\n`));
  const types = walked.stdout.split('\n').flatMap((line) => /Z {2}([a-z]+\.[a-z_]+) /.exec(line)?.[1] ?? []);
  expect(types.filter((type) => type !== 'card.shown')).toEqual([
    'rules.loaded',
    'draft.requested',
    'run.started',
    'draft.answered',
    'draft.approved',
    'draft.approved',
    'publication.intended',
    'publication.confirmed',
  ]);
  expect(walked.stdout).not.toMatch(/rotat|vault|Ana|Ben/i);

  const lines = (await installation.countersign('trail', reference, '--json')).stdout.trim().split('\n');
  const entries = lines.map((line) => (JSON.parse(line) as { entry: { type: string; refs: { run?: string } } }).entry);
  const runs = entries.flatMap(({ type, refs }) => (refs.run === undefined ? [] : [[type, refs.run]]));
  expect(new Set(runs.map(([, run]) => run)).size).toBe(1);
  expect(runs.map(([type]) => type)).toEqual(['draft.requested', 'run.started', 'draft.answered']);

  const none = await installation.countersign('trail', 'cs-00000000');
  expect([none.code, none.stderr]).toEqual([
    1,
    'There is no draft or publication cs-00000000. A reference stands under a post (cs-…) or on a card (rq-…).\n',
  ]);
});
