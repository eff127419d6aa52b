import type { WireEntry } from '../checker/wire.ts';

const PATIENCE_MS = 30_000;

/** A message as one person sees it. */
export interface Message {
  id: string;
  from: string;
  name: string;
  text: string;
  at: string;
  thread: string | null;
  kind: 'message' | 'card' | 'notice' | 'publication' | 'tombstone';
  actions: { id: string; label: string; confirm?: { text: string } | null; input?: { initial: string } | null }[];
  draft?: string | null;
  revision?: number | null;
  state?: string | null;
  title?: string;
  /** Of a card: its pieces in reading order. */
  parts?: { kind: string; text?: string; preview?: string }[];
  /** Of a sentence that came with the answer to what this person said: the refusal, if it was one. */
  code?: string | null;
}

export interface View {
  channels: { id: string; name: string; audience: string; messages: Message[] }[];
  direct: Message[];
}

export interface Answer<T = Record<string, unknown>> {
  status: number;
  body: T;
}

export type Clicked = Answer<{ state?: string; code?: string; message?: string }>;

/** People at their keyboards: everything goes through the playground's own API, as a script's or the page's would. */
export interface Chat {
  url: string;
  post<T = Record<string, unknown>>(path: string, body: unknown): Promise<Answer<T>>;
  /** Resolves with the id of the message. */
  say(person: string, channel: string, text: string, thread?: string): Promise<string>;
  view(person: string): Promise<View>;
  click(person: string, message: string | Message, action: string, text?: string, delivery?: string): Promise<Clicked>;
  /** Waits until this person has a card that fits, and resolves with the newest one. */
  card(person: string, fits: Partial<Message> | ((message: Message) => boolean)): Promise<Message>;
  /** Waits for a private sentence. */
  notice(person: string, holds: string | RegExp | ((message: Message) => boolean)): Promise<Message>;
  /** Waits for a publication or tombstone that this person reads in the channel. */
  posted(person: string, channel: string, fits?: Partial<Message>): Promise<Message>;
  /** What this person can see, as one string. */
  sees(person: string): Promise<string>;
  fault(fault: Record<string, unknown>): Promise<void>;
  world(change: Record<string, unknown>): Promise<void>;
  /** The platform's own record: what the bot sent, and how the world stood before each change and stands now. */
  record(): Promise<{ wire: WireEntry[]; world: unknown[] }>;
}

export function personId(name: string): string {
  return name.includes(':') ? name : `playground:acme:${name}`;
}

export function createChat(url: string): Chat {
  const worlds: unknown[] = [];
  const get = async <T>(path: string): Promise<T> => (await (await fetch(`${url}${path}`)).json()) as T;

  async function post<T>(path: string, body: unknown): Promise<Answer<T>> {
    const response = await fetch(`${url}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    return { status: response.status, body: (await response.json()) as T };
  }

  async function mustPost(path: string, body: unknown): Promise<void> {
    const answer = await post(path, body);
    if (answer.status >= 300) throw new Error(`${path} answered ${answer.status}: ${JSON.stringify(answer.body)}`);
  }

  const view = (person: string): Promise<View> => get<View>(`/playground/api/view?person=${encodeURIComponent(personId(person))}`);

  /** Looks at once, and again whenever the platform tells this person of a change. */
  async function find(person: string, what: string, look: (view: View) => Message | undefined): Promise<Message> {
    const changes = new AbortController();
    const { body } = await fetch(`${url}/playground/api/events?person=${encodeURIComponent(personId(person))}`, { signal: changes.signal });
    const reader = body?.getReader();
    const timer = setTimeout(() => changes.abort(), PATIENCE_MS);
    let last = await view(person);
    try {
      for (let found = look(last); ; found = look(last)) {
        if (found) return found;
        await reader?.read();
        last = await view(person);
      }
    } catch (error) {
      throw new Error(`Waited ${PATIENCE_MS} ms in vain for ${what}.\n${person} sees:\n${listOf(last)}`, { cause: error });
    } finally {
      clearTimeout(timer);
      changes.abort();
    }
  }

  return {
    url,
    post,
    view,
    async say(person, channel, text, thread) {
      const answer = await post<{ message: string; code?: string }>('/playground/api/say', {
        person: personId(person),
        channel,
        text,
        ...(thread ? { thread } : {}),
      });
      if (answer.status !== 202) throw new Error(`say answered ${answer.status}: ${JSON.stringify(answer.body)}`);
      return answer.body.message;
    },
    click: (person, message, action, text, delivery) =>
      post('/playground/api/click', {
        person: personId(person),
        message: typeof message === 'string' ? message : message.id,
        action,
        ...(text === undefined ? {} : { text }),
        ...(delivery === undefined ? {} : { delivery }),
      }),
    card: (person, fits) =>
      find(person, `a card of ${person}: ${describe(fits)}`, ({ direct }) =>
        direct.findLast((message) => message.kind === 'card' && suits(message, fits)),
      ),
    notice: (person, holds) =>
      find(person, `a notice to ${person}: ${String(holds)}`, ({ direct }) =>
        direct.findLast((message) => message.kind === 'notice' && says(message, holds)),
      ),
    posted: (person, channel, fits = { kind: 'publication' }) =>
      find(person, `in #${channel} for ${person}: ${describe(fits)}`, ({ channels }) =>
        channels.find((one) => one.name === channel)?.messages.findLast((message) => message.from === 'bot' && suits(message, fits)),
      ),
    sees: async (person) => JSON.stringify(await view(person)),
    fault: (fault) => mustPost('/playground/api/faults', fault),
    async world(change) {
      worlds.push(await get('/playground/api/world'));
      await mustPost('/playground/api/world', change);
    },
    record: async () => ({ wire: await get('/playground/api/wire'), world: [...worlds, await get('/playground/api/world')] }),
  };
}

function listOf(view: View): string {
  return [...view.channels.flatMap((channel) => channel.messages), ...view.direct]
    .map((message) => `  ${message.id} ${message.kind} ${message.state ?? ''}: ${message.text.slice(0, 160).replaceAll('\n', ' / ')}`)
    .join('\n');
}

function suits(message: Message, fits: Partial<Message> | ((message: Message) => boolean)): boolean {
  if (typeof fits === 'function') return fits(message);
  return Object.entries(fits).every(([key, value]) => message[key as keyof Message] === value);
}

function says(message: Message, holds: string | RegExp | ((message: Message) => boolean)): boolean {
  if (typeof holds === 'function') return holds(message);
  return typeof holds === 'string' ? message.text.includes(holds) : holds.test(message.text);
}

function describe(fits: object | (() => unknown)): string {
  return typeof fits === 'function' ? fits.toString() : JSON.stringify(fits);
}
