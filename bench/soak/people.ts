import type { CardId, Clicked, DraftId, MessageRef, PersonId, Reply } from '../../src/adapter.ts';
import { until } from '../../test/support/until.ts';
import type { Sql } from '../database.ts';
import { type Desk, keyOf } from '../desk.ts';
import type { Opened } from '../installation.ts';
import { CHANNEL, requester, REVIEWER, WORKSPACE } from '../platform.ts';

/** So few that each of them has been seen before anything is compared: what is kept of people grows with people. */
const PEOPLE = 50;

interface ShownCard {
  card: CardId;
  message: string;
}

interface World {
  opened: Opened;
  desk: Desk;
  sql: Sql;
  now(): number;
}

/** One question from its beginning until nothing of it is due any more, with one of ten ends. */
export function createSoakers({ opened, desk, sql, now }: World): { cycle(nth: number): Promise<void> } {
  const inbound = opened.platform.inbound();
  const never = new AbortController().signal;
  let deliveries = 0;

  async function click(person: PersonId, target: Clicked['target'], verb: Clicked['verb'], text: string | null = null): Promise<Reply> {
    deliveries += 1;
    const clicked = { deliveryId: `click-${deliveries}`, person, at: now(), evidence: null, target, verb, text };
    const reply = await inbound.click(clicked);
    // Platforms repeat what they were not sure of; it must have no second effect and leave nothing behind.
    if (deliveries % 10 === 0) await inbound.click(clicked);
    return reply;
  }

  async function press(person: PersonId, { card, message }: ShownCard, verb: Clicked['verb'], text: string | null = null): Promise<void> {
    const stands = async () => (await sql.query('select message from cards where id = ?', [card]))[0]?.['message'] !== null;
    await until(stands, { what: 'a card to stand', everyMs: 2, timeoutMs: 20_000 });
    const reply = await click(person, { kind: 'card', card, message }, verb, text);
    if (!reply.ok) throw new Error(`${verb} was refused: ${reply.code} ${reply.message}`);
  }

  async function ask(nth: number, person: PersonId): Promise<{ draft: DraftId; own: ShownCard }> {
    const message: MessageRef = { platform: 'bench', workspace: WORKSPACE, channel: CHANNEL, thread: null, message: `m${nth}` };
    const place = { message, how: 'said' as const, direct: false, channelName: CHANNEL, workspaceName: 'Acme' };
    const question = { agent: 'bench', question: `How do I do number ${nth}?`, mentions: [], thread: () => Promise.resolve([]) };
    const reply = await inbound.ask({ deliveryId: `ask-${nth}`, person, at: now(), evidence: null, ...place, ...question });
    if (!reply.ok || reply.draft === null) throw new Error(`a question was refused: ${JSON.stringify(reply)}`);
    return { draft: reply.draft, own: await desk.wait<ShownCard>(reply.draft, keyOf.decide(person), never) };
  }

  async function forReview(nth: number, person: PersonId): Promise<{ draft: DraftId; own: ShownCard; review: ShownCard }> {
    const asked = await ask(nth, person);
    await press(person, asked.own, 'approve');
    return { ...asked, review: await desk.wait<ShownCard>(asked.draft, keyOf.decide(REVIEWER), never) };
  }

  async function published(nth: number, person: PersonId): Promise<DraftId> {
    const { draft, review } = await forReview(nth, person);
    await press(REVIEWER, review, 'approve');
    await desk.wait(draft, keyOf.posted(), never);
    await state(draft, 'published');
    return draft;
  }

  const state = (draft: DraftId, wanted: string) =>
    until(async () => (await sql.query('select state from drafts where id = ?', [draft]))[0]?.['state'] === wanted, {
      what: `a draft to be ${wanted}`,
      everyMs: 2,
      timeoutMs: 20_000,
    });

  async function lived(nth: number, person: PersonId): Promise<DraftId> {
    switch (nth % 10) {
      case 0: {
        const { draft, own } = await ask(nth, person);
        await press(person, own, 'withdraw');
        return draft;
      }
      case 1:
        // Nobody decides: it closes by itself.
        return (await ask(nth, person)).draft;
      case 2:
        return (await forReview(nth, person)).draft;
      case 3: {
        const { draft, review } = await forReview(nth, person);
        await press(REVIEWER, review, 'reject', 'the wrong vault');
        return draft;
      }
      case 4: {
        const draft = await published(nth, person);
        const message = (await opened.given.store.read.drafts.get(draft))?.publishing.message;
        if (!message) throw new Error('a published draft has no message');
        await click(person, { kind: 'publication', message }, 'retract');
        await state(draft, 'retracted');
        return draft;
      }
      case 5: {
        const { draft, own } = await ask(nth, person);
        await click('bench:acme:dan', { kind: 'card', ...own }, 'approve');
        await click(person, { kind: 'card', card: `crd_FORGED${nth}` as CardId, message: own.message }, 'approve');
        await press(person, own, 'withdraw');
        return draft;
      }
      default:
        return published(nth, person);
    }
  }

  return {
    async cycle(nth) {
      const draft = await lived(nth, requester(nth % PEOPLE));
      const due = async () => sql.query('select 1 from effects where draft = ? and due_at <= ? limit 1', [draft, now()]);
      await until(async () => (await due()).length === 0, { what: 'nothing to be due', everyMs: 2, timeoutMs: 20_000 });
      desk.forget(draft);
    },
  };
}
