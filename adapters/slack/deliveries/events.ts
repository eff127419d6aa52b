/** What the Events API tells: questions, an opened page, and messages of our own bot. */
import { isOurs, saysToBe, saysToBeAt } from '../facts/find.ts';
import { isForeign, NOTHING, threadOf } from './context.ts';
import type { Context, Taken } from './context.ts';
import { FIRST_PAGES } from '../blocks/home.ts';
import { showHome } from './page.ts';
import { said } from './questions.ts';
import { envelopeShape, homeOpenedShape, saidShape, timeOf } from './shapes.ts';
import type { Said } from './shapes.ts';

type EventType = 'app_home_opened' | 'app_mention' | 'message';

const HANDLERS: Record<EventType, (context: Context, event: unknown, delivery: { id: string }) => Promise<Taken>> = {
  async app_home_opened(context, event) {
    const { success, data } = homeOpenedShape.safeParse(event);
    if (!success || data.tab === 'messages') return NOTHING;
    return { afterwards: () => showHome(context, data.user, FIRST_PAGES) };
  },
  async app_mention(context, event, delivery) {
    const { success, data } = saidShape.safeParse(event);
    return success ? said(context, data, delivery) : NOTHING;
  },
  async message(context, event, delivery) {
    const { success, data } = saidShape.safeParse(event);
    if (!success) return NOTHING;
    const isDirect = data.channel_type === 'im' || (!data.channel_type && data.channel.startsWith('D'));
    // In a channel, a question comes as `app_mention` as well: there it is heard once.
    return isDirect ? said(context, data, delivery) : ownMessage(context, data);
  },
};

export async function takeEvent(context: Context, body: unknown): Promise<Taken> {
  const envelope = envelopeShape.safeParse(body);
  if (!envelope.success) return NOTHING;
  const { event, event_id: id, context_team_id: team, authorizations, team_id: of } = envelope.data;
  // Delivered for another workspace of an organisation, or for nobody knows which.
  if (isForeign(context, team ?? authorizations?.[0]?.team_id ?? of)) return NOTHING;
  const handle = Object.hasOwn(HANDLERS, event.type) ? HANDLERS[event.type as EventType] : null;
  return handle === null ? NOTHING : handle(context, event, { id });
}

/** The kinds of event that something comes of; `manifests/slack.yaml` asks for these. */
export const HANDLED: readonly string[] = Object.keys(HANDLERS);

/** Kinds of `message` that say something new. A changed or deleted message, and somebody who joins, are others. */
const SAYS_SOMETHING: readonly (string | null | undefined)[] = [
  undefined,
  null,
  '',
  'bot_message',
  'file_share',
  'me_message',
  'thread_broadcast',
];

/** Ours is compared with the log by the core. That of anybody else is for people only. */
async function ownMessage({ inbound, ours, wire }: Context, event: Said): Promise<Taken> {
  if (!isOurs(event, ours) || !SAYS_SOMETHING.includes(event.subtype) || event.hidden === true) return NOTHING;
  const { channel, ts } = event;
  const message = { platform: 'slack', workspace: ours.team, channel, thread: threadOf(event.thread_ts, ts), message: ts };
  const told = event.metadata ? saysToBe(event) : await saysToBeAt(wire, message);
  await inbound.ownMessage({ message, ...told, at: timeOf(ts), editedAt: null });
  return NOTHING;
}
