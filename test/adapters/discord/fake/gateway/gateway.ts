/** The gateway (Discord documentation: "Gateway"), version 10, JSON without compression, one shard. */
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { acceptWebSocket } from '../../../../support/websocket.ts';
import type { WebSocketConnection } from '../../../../support/websocket.ts';
import type { Discord } from '../discord.ts';
import type { Fields } from '../fields.ts';
import { fieldsIn, isFields, listIn, textIn } from '../fields.ts';
import { channelJson, fullMemberJson, guildJson, userJson } from '../json/who.ts';
import { isThread } from '../permissions.ts';
import { APP_ID, BOT_USER } from '../seed.ts';
import type { Guild } from '../shapes.ts';
import type { Event } from './events.ts';
import { INTENTS, PRIVILEGED } from './events.ts';
import type { Session } from './session.ts';
import { createSession } from './session.ts';

const OP = { heartbeat: 1, identify: 2, resume: 6, reconnect: 7, members: 8, invalid: 9, hello: 10, ack: 11 };

export function createGateway(discord: Discord, token: string) {
  const sessions: Session[] = [];
  const connections = new Set<WebSocketConnection>();
  let refusals = 0;
  let again = 0;
  let slow: string | null = null;
  const late: [Event, boolean][] = [];
  let greeting: number | null = null;

  const isToken = (given: string) => given === token && !discord.settings.tokenIsReset;

  const identify = (on: WebSocketConnection, given: Fields) => {
    const intents = Number(given['intents']);
    const forbidden = PRIVILEGED.filter((one) => (intents & INTENTS[one]) !== 0 && !discord.settings.privilegedIntents.includes(one));
    if (!isToken(textIn(given, 'token'))) return on.close(4004);
    if (!Number.isInteger(intents)) return on.close(4013);
    if (forbidden.length > 0) return on.close(4014);
    if (greeting !== null) return on.close(greeting);
    discord.settings.sessionsLeft -= 1;
    const session = createSession(`session${discord.clock.id()}`, intents, on);
    sessions.push(session);
    const bot = discord.world.person(BOT_USER);
    // Discord sends the servers as unavailable first, and each of them afterwards.
    const guilds = guildsOf(discord);
    session.tell('READY', {
      v: 10,
      user: bot ? userJson(bot) : null,
      guilds: guilds.map(({ id }) => ({ id, unavailable: true })),
      session_id: session.id,
      resume_gateway_url: gatewayUrl(discord),
      shard: given['shard'] ?? [0, 1],
      application: { id: APP_ID, flags: 0 },
      relationships: [],
      private_channels: [],
    });
    if (session.has(INTENTS.GUILDS)) for (const guild of guilds) session.tell('GUILD_CREATE', wholeGuild(discord, guild));
  };

  const resume = (on: WebSocketConnection, given: Fields) => {
    const session = sessions.find((one) => one.id === given['session_id']);
    if (!isToken(textIn(given, 'token'))) return on.close(4004);
    if (!session) return on.send(JSON.stringify({ op: OP.invalid, d: false, s: null, t: null }));
    session.resume(on, Number(given['seq']), again);
    again = 0;
  };

  const take = (on: WebSocketConnection, text: string) => {
    const payload: unknown = JSON.parse(text);
    const { op } = isFields(payload) ? payload : {};
    const d = fieldsIn(payload, 'd');
    const session = sessions.find((one) => one.isOn(on));
    if (op === OP.heartbeat) return on.send(JSON.stringify({ op: OP.ack, d: null, s: null, t: null }));
    if (op === OP.identify) return session ? on.close(4005) : identify(on, d);
    if (op === OP.resume) return resume(on, d);
    if (!session) return on.close(4003);
    if (op === OP.members) tellMembers(discord, session, d);
  };

  const tell = (event: Event, isLost: boolean): boolean => {
    const told = sessions.filter((one) => one.has(event.intent));
    for (const session of told) {
      const data = event.data(session.has(INTENTS.MESSAGE_CONTENT));
      if (isLost) session.keepBack(event.t, data);
      else session.tell(event.t, data);
    }
    return told.some((one) => one.isConnected());
  };

  return {
    connect(request: IncomingMessage, socket: Duplex) {
      if (discord.faults.isOut() || refusals > 0) {
        refusals -= 1;
        return void socket.destroy();
      }
      const connection = acceptWebSocket(request, socket);
      connections.add(connection);
      connection.onText((text) => take(connection, text));
      connection.onClose(() => {
        connections.delete(connection);
        for (const one of sessions) one.drop(connection);
      });
      connection.send(
        JSON.stringify({ op: OP.hello, d: { heartbeat_interval: discord.settings.heartbeatMs, _trace: [] }, s: null, t: null }),
      );
    },
    /** To every session with the intent; `isLost` keeps it for a resume alone. Whether somebody was there to be told. */
    tell(event: Event, isLost: boolean): boolean {
      if (event.t !== slow) return tell(event, isLost);
      late.push([event, isLost]);
      return true;
    },
    /** Events of this name come later than what caused them was answered: when another is named, or none. How many came now. */
    hold(name: string | null): number {
      slow = name;
      return late.splice(0).filter(([event, isLost]) => tell(event, isLost)).length;
    },
    count: () => sessions.filter((one) => one.isConnected()).length,
    /** A cable that is pulled: the session can be resumed. */
    cut: () => [...connections].forEach((one) => one.cut()),
    /** Discord asks to connect anew and to resume (op 7). */
    reconnect: () => sessions.forEach((one) => one.send({ op: OP.reconnect, d: null, s: null, t: null })),
    /** The session is over, and what was missed with it (op 9). */
    invalidate() {
      for (const one of sessions) one.send({ op: OP.invalid, d: false, s: null, t: null });
      sessions.splice(0);
    },
    /** The next connections are refused. */
    refuse: (times: number) => void (refusals = times),
    /** Whoever identifies is closed with this code; null lets them in. */
    greet: (code: number | null) => void (greeting = code),
    /** The next resume brings so many events again that were told before. */
    repeatOnResume: (events: number) => void (again = events),
    /** Closes with a code, such as 4004. */
    close: (code: number) => sessions.forEach((one) => one.close(code)),
    stop: () => [...connections].forEach((one) => one.cut()),
  };
}

export type Gateway = ReturnType<typeof createGateway>;

export function gatewayUrl({ url }: Discord): string {
  return `${url.replace('http', 'ws')}/gateway/`;
}

export function guildsOf({ world }: Discord): Guild[] {
  return world.guilds().filter((one) => world.memberOf(one, BOT_USER));
}

/** As GUILD_CREATE shows it: without the intent for members, our bot alone is among them. */
function wholeGuild({ world }: Discord, guild: Guild): Fields {
  const inside = world.channels().filter((one) => one.guild === guild.id && world.canSee(BOT_USER, one));
  const bot = world.memberOf(guild, BOT_USER);
  return {
    ...guildJson(guild),
    joined_at: '2024-01-01T00:00:00.000000+00:00',
    large: false,
    unavailable: false,
    member_count: guild.members.length,
    voice_states: [],
    members: bot ? [fullMemberJson(world, bot)] : [],
    channels: inside.filter((one) => !isThread(one)).map((one) => channelJson(world, one)),
    threads: inside.filter((one) => isThread(one) && !one.archived).map((one) => channelJson(world, one)),
    presences: [],
    stage_instances: [],
    guild_scheduled_events: [],
    soundboard_sounds: [],
  };
}

/** Request Guild Members: all of them only with the intent; by id, or at most a hundred by the beginning of a name, without it. */
function tellMembers({ world }: Discord, session: Session, given: Fields): void {
  const guild = world.guild(textIn(given, 'guild_id'));
  if (!guild) return;
  const ids = typeof given['user_ids'] === 'string' ? [given['user_ids']] : listIn(given, 'user_ids');
  const query = textIn(given, 'query').toLowerCase();
  const limit = Number(given['limit'] ?? 0);
  const isWhole = ids.length === 0 && query === '' && limit === 0;
  const fits = (id: string) => ids.includes(id) || (ids.length === 0 && (world.person(id)?.handle ?? '').startsWith(query));
  const found = isWhole && !session.has(INTENTS.GUILD_MEMBERS) ? [] : guild.members.filter((one) => fits(one.person));
  const members = found.slice(0, limit === 0 ? undefined : limit).map((one) => fullMemberJson(world, one));
  const not_found = ids.filter((id) => !guild.members.some((one) => one.person === id));
  const nonce = given['nonce'] === undefined ? {} : { nonce: given['nonce'] };
  session.tell('GUILD_MEMBERS_CHUNK', { guild_id: guild.id, members, chunk_index: 0, chunk_count: 1, not_found, ...nonce });
}
