import type { MessageRef, PersonId, Place } from '#adapter';
import type { Asking, FaultKind, Harness } from '../harness.ts';
import { startPlatform } from './client.ts';
import { connect } from './connect.ts';

const OPERATIONS: Record<Asking, string> = {
  publish: 'publish',
  showCard: 'card',
  updateCard: 'update',
  retract: 'retract',
  find: 'find',
  audienceOf: 'audience',
  person: 'person',
  members: 'members',
  canPost: 'can_post',
};

const MODES: Record<FaultKind, string> = {
  refuses: 'refuse',
  'is asked too often': 'rate_limit',
  'says nothing': 'hang',
  'stores, then says nothing': 'hang_after',
  cuts: 'cut_before',
  'stores, then cuts': 'cut_after',
};

const person = (handle: string): PersonId => `playground:acme:${handle}`;
const place = (channel: string): Place => ({ platform: 'playground', workspace: 'acme', channel, thread: null });
const group: PersonId = 'playground:acme:group-oncall';

export async function startHarness(): Promise<Harness> {
  const platform = await startPlatform();

  const say = async (who: PersonId, where: Place | 'direct', text: string): Promise<MessageRef> => {
    const to = where === 'direct' ? place(`direct-${who.split(':')[2]}`) : where;
    const message = await platform.say(who, where === 'direct' ? 'direct' : to.channel, text, to.thread);
    return { ...to, message };
  };
  const channel = (where: Place, change: object) => platform.world({ channel: { id: `playground:acme:${where.channel}`, ...change } });
  const membersOf = async (where: Place): Promise<string[]> => {
    const { channels } = (await platform.world({})) as { channels: { name: string; members: string[] }[] };
    return channels.find((one) => one.name === where.channel)?.members ?? [];
  };

  return {
    adapter: connect(platform.url),
    address: platform.url,
    places: { open: place('engineering'), closed: place('team-payments') },
    people: {
      asker: person('ana'),
      reviewer: person('ben'),
      stranger: person('dan'),
      namesake: person('ana-sales'),
      outsider: person('gil'),
    },
    group,
    nobody: person('nobody'),

    // Quotes and line breaks as they are, not as JSON writes them.
    sees: async (who) => stringsOf(await platform.view(who)).join('\n'),
    say,
    ask: (who, where, agent, question) => say(who, where, agent === null ? `@countersign ${question}` : `@${agent} ${question}`),
    command: async (who, text) => void (await say(who, place('engineering'), `/countersign ${text}`)),
    async click(who, message, verb, text) {
      const { status, body } = await platform.click(who, message, verb, text === undefined ? {} : { text });
      return { isDone: status === 200, code: (body['code'] as string | undefined) ?? null };
    },

    fault: async (asking, kind) => void (await platform.faults({ operation: OPERATIONS[asking], mode: MODES[kind], retryAfter: 2 })),
    repeatNextDelivery: async () => void (await platform.faults({ operation: 'delivery', mode: 'duplicate' })),
    closePrivateSurface: async (who) => void (await platform.faults({ direct_messages: { person: who, open: false } })),
    openToOutside: async (where) => void (await channel(where, { audience: 'external', outside: ['Globex'] })),
    hideAudience: async (where) => void (await channel(where, { audience: 'unknown' })),
    removeFrom: async (where, who) => void (await channel(where, { members: (await membersOf(where)).filter((one) => one !== who) })),
    removeUsFrom: async (where) => void (await channel(where, { botIsIn: false })),
    deactivate: async (who) => void (await platform.world({ person: { id: who, active: false } })),
    setGroup: async (members) => void (await platform.world({ group: { id: group, members } })),

    publishRequests: async () => (await platform.wire()).filter((entry) => entry.path === '/playground/bot/publish').length,
    stop: () => platform.stop(),
  };
}

/** Only what is shown: neither ids nor names of fields. */
function stringsOf(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (value === null || typeof value !== 'object') return [];
  return Object.values(value).flatMap(stringsOf);
}
