/**
 * The fake Slack behind the harness of the contract. What it takes for granted about the adapter:
 *
 * - A button's `action_id` is `cs:<verb>`. On a publication the retract button is `cs:retract`.
 * - A verb that takes words opens a modal, whose input has the `block_id` `cs:input` and the `action_id` `cs:text`.
 * - A refusal is told to its person by an ephemeral message, a message or a view with a block whose `block_id` is `cs:refusal:<CODE>`.
 *   Nobody reads that id, and nothing else tells a test the code: without it `code` is null, and the press counts as done.
 * - A publication is a `chat.postMessage` to something else than a direct conversation.
 */
import type { MessageRef, PersonId, Place } from '#adapter';
import type { Asking, FaultKind, Harness } from '../harness.ts';
import { startFakeSlack } from './client.ts';
import type { SlackClient } from './client.ts';
import { connect } from './connect.ts';
import { BOT_USER, TEAM } from './fake/seed.ts';
import type { Sees } from './fake/seen/sees.ts';

/** What the adapter asks Slack for, and the code with which Slack then says no. The first request of any of these runs into the fault. */
const ASKING: Record<Asking, { methods: string[]; code: string }> = {
  publish: { methods: ['chat.postMessage'], code: 'restricted_action' },
  showCard: { methods: ['chat.postMessage'], code: 'restricted_action' },
  updateCard: { methods: ['chat.update'], code: 'edit_window_closed' },
  retract: { methods: ['chat.delete', 'chat.update'], code: 'cant_delete_message' },
  find: { methods: ['conversations.history', 'conversations.replies'], code: 'ekm_access_denied' },
  audienceOf: { methods: ['conversations.info', 'conversations.members'], code: 'ekm_access_denied' },
  person: { methods: ['users.info', 'users.list'], code: 'team_access_not_granted' },
  members: { methods: ['usergroups.users.list', 'usergroups.list', 'users.info'], code: 'team_access_not_granted' },
  canPost: { methods: ['conversations.info', 'conversations.members', 'users.info'], code: 'ekm_access_denied' },
};

const MODES: Record<FaultKind, string> = {
  refuses: 'refuse',
  'is asked too often': 'rate_limit',
  'says nothing': 'hang',
  'stores, then says nothing': 'hang_after',
  cuts: 'cut',
  'stores, then cuts': 'cut_after',
};

const REFUSAL = 'cs:refusal:';

export interface HarnessOptions {
  receiver?: 'socket' | 'http';
}

const person = (id: string): PersonId => `slack:${TEAM.id}:${id}`;
const place = (channel: string): Place => ({ platform: 'slack', workspace: TEAM.id, channel, thread: null });
const shortId = (id: PersonId): string => id.split(':')[2] ?? '';
const group: PersonId = person('S0ONCALL');

export async function startHarness({ receiver = 'socket' }: HarnessOptions = {}): Promise<Harness> {
  const fake = await startFakeSlack();
  const address = receiver === 'http' ? `${fake.url}#http` : fake.url;

  const say = async (who: PersonId, where: Place | 'direct', typed: string, mentions: string[] = []): Promise<MessageRef> => {
    const [channel, thread] = where === 'direct' ? ['direct', null] : [where.channel, where.thread];
    const said = await fake.post<{ ts: string; channel: string }>('say', { person: shortId(who), channel, thread, typed, mentions });
    return { ...place(said.channel), thread, message: said.ts };
  };
  const membersOf = async (where: Place): Promise<string[]> => {
    const { channels } = (await fake.readWorld()) as { channels: { id: string; members: PersonId[] }[] };
    return (channels.find((one) => one.id === person(where.channel))?.members ?? []).map(shortId);
  };

  return {
    adapter: connect(address),
    address,
    places: { open: place('C0ENG'), closed: place('C0PAY') },
    people: {
      asker: person('U0ANA'),
      reviewer: person('U0BEN'),
      stranger: person('U0DAN'),
      namesake: person('U0ANASALES'),
      outsider: person('U0GIL'),
    },
    group,
    nobody: person('U0NOBODY'),

    sees: async (who) => (await fake.sees(shortId(who))).text,
    say: (who, where, text) => say(who, where, text),
    ask: (who, where, agent, question) =>
      say(who, where, agent === null ? question : `${agent}: ${question}`, where === 'direct' ? [] : [BOT_USER]),
    command: async (who, text) => void (await fake.command(shortId(who), 'engineering', text)),
    click: (who, message, verb, text) => click(fake, shortId(who), message, verb, text),

    async fault(asking, kind) {
      const { methods, code } = ASKING[asking];
      await fake.fault(methods, MODES[kind], { code, seconds: 2 });
    },
    repeatNextDelivery: async () => void (await fake.deliveryFault('duplicate')),
    closePrivateSurface: async (who) => void (await fake.world({ person: { id: shortId(who), refusesDirect: 'messages_tab_disabled' } })),
    openToOutside: async (where) => void (await fake.world({ channel: { id: where.channel, extShared: true } })),
    hideAudience: async (where) =>
      void (await fake.fault(ASKING.audienceOf.methods, 'refuse', { channel: where.channel, code: 'ekm_access_denied', times: null })),
    async removeFrom(where, who) {
      const members = (await membersOf(where)).filter((one) => one !== shortId(who));
      await fake.world({ channel: { id: where.channel, members } });
    },
    removeUsFrom: async (where) => void (await fake.world({ channel: { id: where.channel, members: [] } })),
    deactivate: async (who) => void (await fake.world({ person: { id: shortId(who), deleted: true } })),
    setGroup: async (members) => void (await fake.world({ group: { id: shortId(group), members: members?.map(shortId) ?? null } })),

    async publishRequests() {
      const posts = (await fake.wire()).filter((entry) => entry.path === '/api/chat.postMessage');
      return posts.filter(({ body }) => !String((body as Record<string, unknown>)['channel']).match(/^[DUW]/)).length;
    },
    stop: () => fake.stop(),
  };
}

/** Presses, writes into the modal that opens, and looks at what the person is told when the bot asks Slack for nothing more. */
async function click(
  fake: SlackClient,
  who: string,
  message: string,
  verb: string,
  text: string | undefined,
): Promise<{ isDone: boolean; code: string | null }> {
  const before = idsIn(await fake.sees(who));
  const pressed = await fake.attempt('click', { person: who, message, action_id: `cs:${verb}` });
  if (pressed.status !== 200) return { isDone: false, code: null };
  let isTaken = (pressed.body as { outcome: string }).outcome === 'acked';
  await fake.quiet();
  const modal = (await fake.sees(who)).modals.find((one) => !before.includes(one.id));
  if (modal?.block_ids.includes('cs:input')) {
    const submitted = await fake.submit(who, modal.id, { 'cs:input': { 'cs:text': text ?? '' } });
    isTaken = submitted.outcome === 'acked' && Object.keys(submitted.errors ?? {}).length === 0;
    await fake.quiet();
  }
  const code = refusalIn(await fake.sees(who), before);
  return { isDone: isTaken && code === null, code };
}

function idsIn({ channels, modals }: Sees): string[] {
  return [...channels.flatMap((channel) => channel.messages.map((one) => one.ts)), ...modals.map((one) => one.id)];
}

function refusalIn({ channels, modals }: Sees, before: string[]): string | null {
  const messages = channels.flatMap((channel) => channel.messages).filter((one) => !before.includes(one.ts));
  const ids = [...messages, ...modals].flatMap((one) => one.block_ids);
  return ids.find((id) => id.startsWith(REFUSAL))?.slice(REFUSAL.length) ?? null;
}
