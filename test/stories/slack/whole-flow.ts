import { expect } from 'vitest';
import type { SeenMessage, Sees } from '../../adapters/slack/fake/seen/sees.ts';
import { until } from '../../support/until.ts';
import { person, type SlackCompany } from './company.ts';

/** Where it is asked: a private channel, whose rule has a user group review. Dan is not in it. */
const CHANNEL = { id: 'C0PAY', name: 'team-payments' };
const WORDS = 'how do I rotate the staging database password?';
const PUBLICATION = /Written by handbook \(AI\)\./;

/**
 * A question from beginning to end: asked, answered, approved, reviewed by one of a user group, posted, taken away. Its people do what
 * people do: when they are told that something did not work, or see nothing of it, they do it again. It resolves when the post was taken
 * away, and only if it was posted once. `approving` happens just before the reviewer approves.
 */
export async function wholeFlow(company: SlackCompany, nth: number, approving: () => Promise<unknown> = async () => {}): Promise<void> {
  const asks = `${WORDS} (${nth})`;
  const isAbout = ({ text }: SeenMessage): boolean => text.includes(`(${nth})`);
  const before = postsIn(await company.sees('chloe')).map(({ ts }) => ts);
  const post = (sees: Sees): SeenMessage | undefined => postsIn(sees).find((one) => !before.includes(one.ts) && PUBLICATION.test(one.text));

  const draft = await insist(company, 'ana', {
    what: 'her draft',
    act: async () => void (await company.ask('ana', CHANNEL.name, `handbook: ${asks}`)),
    done: async () => directOf(await company.sees('ana')).findLast((one) => isAbout(one) && has(one, 'approve')),
  });
  for (const other of ['ben', 'chloe', 'dan']) expect((await company.sees(other)).text).not.toMatch(/Draft from handbook/);

  const review = await insist(company, 'ana', {
    what: 'the card of a reviewer',
    act: () => press(company, 'ana', draft, 'approve'),
    done: async () => directOf(await company.sees('ben')).findLast((one) => isAbout(one) && has(one, 'approve')),
  });
  expect(post(await company.sees('chloe'))).toBeUndefined();

  await company.fake.quiet(50);
  await approving();
  const posted = await insist(company, 'ben', {
    what: 'the post',
    act: () => press(company, 'ben', review, 'approve'),
    done: async () => {
      await doAsTheCardSays(company, isAbout);
      return post(await company.sees('chloe'));
    },
  });
  await insist(company, 'ana', {
    what: 'the tombstone',
    act: () => press(company, 'ana', posted, 'retract'),
    done: async () => postsIn(await company.sees('chloe')).find(({ ts, text }) => ts === posted.ts && /was retracted by Ana/.test(text)),
  });
  await company.fake.quiet(50);
  expect(postsIn(await company.sees('chloe')).filter((one) => !before.includes(one.ts) && isOfOurs(one))).toHaveLength(1);
  expect((await company.sees('dan')).text).not.toMatch(/Written by handbook|was retracted/);
}

/** Whoever asked reads on their card what became of the post, waits while it is looked for, and tries again where the card offers it. */
async function doAsTheCardSays(company: SlackCompany, isAbout: (one: SeenMessage) => boolean): Promise<void> {
  const card = directOf(await company.sees('ana')).findLast((one) => isAbout(one));
  if (card === undefined) return;
  if (has(card, 'retry')) await press(company, 'ana', card, 'retry');
  else if (/did not confirm/.test(card.text)) await company.pass(30_000);
}

interface Insisting<T> {
  what: string;
  /** Throws when Slack tells the person that it did not work. */
  act(): Promise<void>;
  done(): Promise<T | undefined>;
}

/** So often a person tries. */
const TRIES = 4;

/** Does it until it is done, again whenever the person is told by a refusal, or by Slack, that it did not work. */
async function insist<T>(company: SlackCompany, who: string, { what, act, done }: Insisting<T>): Promise<T> {
  const told: string[] = [];
  for (let tries = 1; tries <= TRIES; tries += 1) {
    const before = refusalsIn(await company.sees(who)).map(({ id }) => id);
    const isTaken = await act().then(
      () => true,
      (error: unknown) => (told.push(String(error)), false),
    );
    const came = await until(
      async () => {
        const result = await done();
        if (result !== undefined) return { result };
        const refusal = isTaken ? refusalsIn(await company.sees(who)).find(({ id }) => !before.includes(id)) : { text: 'not taken' };
        return refusal && { refusal: refusal.text };
      },
      { what: `${what} for ${who}`, timeoutMs: 20_000, everyMs: 40 },
    ).catch(async (error: unknown) => {
      throw new Error(`${String(error)}\n${who} was told: ${told.join(' | ')}\n${who} sees:\n${(await company.sees(who)).text}`);
    });
    if ('result' in came && came.result !== undefined) return came.result;
    told.push(String(came.refusal));
  }
  throw new Error(`${who} tried ${TRIES} times for ${what}, and was told: ${told.join(' | ')}`);
}

async function press(company: SlackCompany, who: string, { ts }: SeenMessage, verb: string): Promise<void> {
  const { status, body } = await company.fake.attempt('click', { person: person(who), message: ts, action_id: `cs:${verb}` });
  // The button went while it was pressed: whatever took it away will be seen.
  if (status === 400) return;
  const { outcome } = body as { outcome: string };
  if (outcome !== 'acked') throw new Error(`Slack says that the press did not work (${outcome})`);
}

function refusalsIn({ channels, modals }: Sees): { id: string; text: string }[] {
  const messages = channels.flatMap((channel) => channel.messages.map(({ ts, text, block_ids: blocks }) => ({ id: ts, text, blocks })));
  const views = modals.map(({ id, text, block_ids: blocks }) => ({ id, text, blocks }));
  return [...messages, ...views].filter(({ blocks }) => blocks.some((id) => id.startsWith('cs:refusal:')));
}

const has = ({ buttons }: SeenMessage, verb: string): boolean => buttons.some(({ action_id: action }) => action === `cs:${verb}`);
const directOf = ({ channels }: Sees): SeenMessage[] => channels.find(({ kind }) => kind === 'im')?.messages ?? [];
const postsIn = ({ channels }: Sees): SeenMessage[] => channels.find(({ id }) => id === CHANNEL.id)?.messages ?? [];
/** Not what people wrote, and not what one person alone sees. */
const isOfOurs = ({ from, ephemeral }: SeenMessage): boolean => from === person('bot') && !ephemeral;
