/** What is asked of Discord about servers, channels and who is in them. Asked now, every time. */
import { z } from 'zod';
import { CODE, errorOf, read, refusalOf } from '../errors.ts';
import type { Answer, Wire } from '../wire.ts';
import { channelShape, fullMemberShape, guildShape } from './shapes.ts';
import type { Channel, Guild, Member } from './shapes.ts';

export interface Servers {
  /** Null when Discord refuses to tell; an AdapterError when it does not answer or does not let us in. */
  channel(id: string): Promise<Channel | null>;
  server(id: string): Promise<Guild | null>;
  /** Null for somebody who is not in it. */
  member(server: string, user: string): Promise<Member | null>;
  /** Everybody who is in it; or why that is not known: Discord tells it with “Server Members Intent” only, and too many are not read through. */
  members(server: string): Promise<Member[] | Unlisted>;
  isInThread(thread: string, user: string): Promise<boolean>;
  /** Those that we are in. */
  ours(): Promise<{ id: string; name: string }[]>;
}

export type Unlisted = 'not told' | 'too many';

const PAGE = 1000;
/** More are not read through. */
const MOST_PAGES = 10;
/** Of servers that we are in; one connection to the gateway serves 2,500. */
const SERVERS_PAGE = 200;
const MOST_SERVERS_PAGES = 13;

const oursShape = z.object({ id: z.string().min(1), name: z.string() });

const ID = /^\d{1,20}$/;

export function createServers(wire: Wire): Servers {
  const ask = async <Shape extends z.ZodType>(path: string, shape: Shape): Promise<z.infer<Shape> | null> => {
    const answer = await wire.call('GET', path);
    return isNo(answer) ? null : read(answer, shape);
  };

  return {
    channel: async (id) => (ID.test(id) ? ask(`/channels/${id}`, channelShape) : null),
    server: async (id) => (ID.test(id) ? ask(`/guilds/${id}?with_counts=true`, guildShape) : null),
    member: async (server, user) => (ID.test(server) && ID.test(user) ? ask(`/guilds/${server}/members/${user}`, fullMemberShape) : null),
    async members(server) {
      const found: Member[] = [];
      for (let pages = 0, after = '0'; pages < MOST_PAGES; pages += 1) {
        const page = await ask(`/guilds/${server}/members?limit=${PAGE}&after=${after}`, z.array(fullMemberShape));
        if (page === null) return 'not told';
        found.push(...page);
        const last = page.at(-1);
        if (page.length < PAGE || last === undefined) return found;
        after = last.user.id;
      }
      return 'too many';
    },
    isInThread: async (thread, user) => (await ask(`/channels/${thread}/thread-members/${user}`, z.object({}))) !== null,
    async ours() {
      const found: { id: string; name: string }[] = [];
      for (let pages = 0, after = '0'; pages < MOST_SERVERS_PAGES; pages += 1) {
        const page = read(await wire.call('GET', `/users/@me/guilds?limit=${SERVERS_PAGE}&after=${after}`), z.array(oursShape));
        found.push(...page);
        const last = page.at(-1);
        if (page.length < SERVERS_PAGE || last === undefined) break;
        after = last.id;
      }
      return found;
    },
  };
}

/** A clear no to a question; that we are not let in at all is an error. */
function isNo(answer: Answer): boolean {
  const refusal = refusalOf(answer);
  if (refusal === CODE.notLetIn && answer.kind === 'refused') throw errorOf(answer);
  return refusal !== null;
}
