import { setTimeout as sleep } from 'node:timers/promises';
import { AdapterError, isId, VERBS } from '#adapter';
import type { Inbound, MessageRef, PersonId, Reply, Verb } from '#adapter';
import { z } from 'zod';
import type { AdapterLogger } from './config.ts';
import { isAccepted } from './errors.ts';
import { UnexpectedStatus } from './wire.ts';
import type { StreamEvent, Wire } from './wire.ts';

const position = { channel: z.string(), thread: z.string().nullable(), message: z.string() };
const common = { id: z.string().min(1), at: z.iso.datetime(), person: z.templateLiteral(['playground:', z.string()]) };

const envelopeShape = z.discriminatedUnion('kind', [
  z.object({
    ...common,
    ...position,
    kind: z.literal('message'),
    text: z.string(),
    mentions: z.array(z.templateLiteral(['playground:', z.string()])),
    direct: z.boolean(),
    channelName: z.string(),
    workspaceName: z.string(),
    earlier: z.array(z.object({ from: z.string(), text: z.string() })),
  }),
  z.object({ ...common, ...position, kind: z.literal('command'), text: z.string() }),
  z.object({
    ...common,
    kind: z.literal('click'),
    target: z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('card'), card: z.string(), message: z.string() }),
      z.object({ ...position, kind: z.literal('publication') }),
    ]),
    action: z.string(),
    text: z.string().nullable(),
  }),
]);

type Envelope = z.infer<typeof envelopeShape>;

/** Waits between two tries to open the stream: doubled each time. */
const FIRST_WAIT_MS = 200;
const LONGEST_WAIT_MS = 5_000;

/** Takes deliveries until it is stopped, over as many streams as it takes. */
export interface Listener {
  /** Resolves when the platform has begun to deliver; rejects with an AdapterError when it cannot or will not. */
  start(inbound: Inbound): Promise<void>;
  stop(): Promise<void>;
  /** A stream of deliveries is open. */
  isListening(): boolean;
}

export function createListener(wire: Wire, logger: AdapterLogger): Listener {
  const ending = new AbortController();
  const underway = new Set<Promise<void>>();
  let listening: Promise<void> | null = null;
  let isOpen = false;

  const listen = async (inbound: Inbound, first: AsyncGenerator<StreamEvent>) => {
    let stream: AsyncGenerator<StreamEvent> | null = first;
    let waitMs = FIRST_WAIT_MS;
    while (!ending.signal.aborted) {
      if (stream) waitMs = FIRST_WAIT_MS;
      if (stream) await take(inbound, stream);
      await sleep(waitMs, undefined, { signal: ending.signal }).catch(ignoreEnding);
      waitMs = Math.min(2 * waitMs, LONGEST_WAIT_MS);
      stream = await wire.deliveries(ending.signal).catch((error: unknown) => {
        if (!ending.signal.aborted) logger.warn({ error }, 'the stream of deliveries cannot be opened');
        return null;
      });
    }
  };

  const take = async (inbound: Inbound, stream: AsyncGenerator<StreamEvent>) => {
    isOpen = true;
    try {
      for await (const { event, data } of stream) {
        if (event !== 'delivery') continue;
        const handled = handle(inbound, data).catch((error: unknown) => logger.error({ error }, 'a delivery was not taken'));
        underway.add(handled);
        void handled.finally(() => underway.delete(handled));
      }
    } catch (error) {
      if (!ending.signal.aborted) logger.warn({ error }, 'the stream of deliveries broke');
    } finally {
      isOpen = false;
    }
  };

  /** The acknowledgement follows what it acknowledges; without one the platform delivers again, under the same id. */
  const handle = async (inbound: Inbound, data: string) => {
    const envelope = envelopeOf(data);
    const reply = await handOver(inbound, envelope);
    const answer = await wire.call('ack', { id: envelope.id, reply: replyBody(reply) });
    if (!isAccepted(answer)) logger.warn({ delivery: envelope.id }, 'a delivery could not be acknowledged');
  };

  return {
    async start(inbound) {
      const first = await wire.deliveries(ending.signal).catch((error: unknown) => {
        throw startError(error);
      });
      listening = listen(inbound, first);
    },
    async stop() {
      ending.abort();
      await listening;
      await Promise.all(underway);
    },
    isListening: () => isOpen,
  };
}

/** What cannot be read is not quoted: an error ends in a log, and people's words do not belong there. */
function envelopeOf(data: string): Envelope {
  try {
    return envelopeShape.parse(JSON.parse(data));
  } catch {
    throw new AdapterError('REFUSED', 'The playground sent a delivery in an unknown form. Run both sides from the same version.');
  }
}

function handOver(inbound: Inbound, envelope: Envelope): Promise<Reply> {
  const delivery = { deliveryId: envelope.id, person: envelope.person, at: Date.parse(envelope.at), evidence: null };
  switch (envelope.kind) {
    case 'message': {
      const { text, direct, mentions, channelName, workspaceName, earlier } = envelope;
      const { agent, question } = readQuestion(text, direct, mentions);
      const where = { message: messageRef(envelope), how: 'said' as const, direct, channelName, workspaceName };
      return inbound.ask({ ...delivery, ...where, agent, question, mentions, thread: () => Promise.resolve(earlier) });
    }
    case 'command':
      return inbound.command({ ...delivery, text: envelope.text, message: messageRef(envelope) });
    case 'click': {
      const { target, action, text } = envelope;
      if (!isVerb(action)) return Promise.resolve(NOT_OURS);
      if (target.kind === 'publication') {
        return inbound.click({ ...delivery, target: { kind: 'publication', message: messageRef(target) }, verb: action, text });
      }
      const { card, message } = target;
      if (!isId('crd', card)) return Promise.resolve(NOT_OURS);
      return inbound.click({ ...delivery, target: { kind: 'card', card, message }, verb: action, text });
    }
  }
}

const NOT_OURS: Reply = { ok: false, code: 'NOT_YOURS', message: 'This button is not one of mine. Nothing was changed.' };

const NAMED = /^@?([\p{L}\p{N}][\p{L}\p{N}_-]*)/u;
const BOT = /^@countersign(?![\p{L}\p{N}_-])[:,]?\s*/iu;

/**
 * `@handbook how …` · `@countersign handbook: how …` · `@countersign how …`, and privately also `handbook: how …` or
 * plain words. Without an agent's name the rules of the channel say who answers.
 */
export function readQuestion(text: string, direct: boolean, mentions: readonly PersonId[]): { agent: string | null; question: string } {
  const said = text.trim();
  const toUs = BOT.test(said);
  const rest = said.replace(BOT, '');
  const name = NAMED.exec(rest);
  if (!name?.[1]) return { agent: null, question: rest };
  const after = rest.slice(name[0].length);
  const isPerson = mentions.some((person) => person.endsWith(`:${name[1]?.toLowerCase()}`));
  if (isPerson) return { agent: null, question: rest };
  const isAddressed = rest.startsWith('@') ? /^[:,]?(\s|$)/.test(after) : (toUs || direct) && /^:(\s|$)/.test(after);
  if (!isAddressed) return { agent: null, question: rest };
  return { agent: name[1].toLowerCase(), question: after.replace(/^[:,]/, '').trim() };
}

function messageRef({ channel, thread, message }: { channel: string; thread: string | null; message: string }): MessageRef {
  const [platform = '', workspace = '', ...rest] = channel.split(':');
  return { platform, workspace, channel: rest.join(':'), thread, message };
}

function replyBody(reply: Reply): object {
  if (!reply.ok) return { ok: false, code: reply.code, message: reply.message };
  return { ok: true, state: reply.state, draft: reply.draft, message: reply.message };
}

function startError(error: unknown): AdapterError {
  if (error instanceof UnexpectedStatus && error.status < 500) {
    return new AdapterError('REFUSED', 'The playground refuses this bot. Set the same PLAYGROUND_TOKEN on both sides.', { cause: error });
  }
  return new AdapterError('UNREACHABLE', 'The playground does not answer. Start it, or set its address.', { cause: error });
}

function isVerb(action: string): action is Verb {
  return VERBS.some((verb) => verb === action);
}

function ignoreEnding(error: unknown): void {
  if (!(error instanceof Error && error.name === 'AbortError')) throw error;
}
