/** Everything that one person can see, and nothing else. */
import { actionsIn } from '../block-kit/check.ts';
import type { Fields } from '../fields.ts';
import { textIn } from '../fields.ts';
import type { Message } from '../messages.ts';
import type { Channel, Person } from '../shapes.ts';
import type { Slack } from '../slack.ts';
import type { View } from '../views.ts';
import { isForeign, personOf } from '../world.ts';
import { showBlocks } from './blocks.ts';
import type { Live } from './live.ts';
import { namesIn } from './live.ts';
import { liveIn, showMessage } from './message.ts';
import { showMrkdwn } from './mrkdwn.ts';

export interface SeenButton {
  action_id: string;
  block_id: string;
  type: string;
  label: string;
  value: string | null;
  style: string | null;
  /** What is asked before the press counts. */
  confirm: string | null;
}

export interface SeenMessage {
  ts: string;
  thread_ts: string | null;
  from: string;
  name: string;
  /** As Slack shows it: blocks, or the text where there are none. */
  text: string;
  /** What a notification and a screen reader say. */
  notification: string;
  live: Live[];
  notified: string[];
  buttons: SeenButton[];
  /** The ids of its blocks, which nobody reads. */
  block_ids: string[];
  ephemeral: boolean;
  edited: boolean;
  tombstone: boolean;
}

export interface SeenView {
  id: string;
  title: string;
  text: string;
  live: Live[];
  errors: Record<string, string>;
  buttons: SeenButton[];
  callback_id: string;
  block_ids: string[];
}

export interface Sees {
  text: string;
  channels: { id: string; name: string; kind: string; external: boolean; messages: SeenMessage[] }[];
  /** The topmost one last. */
  modals: SeenView[];
  home: SeenView | null;
  /** Errors that Slack's client showed. */
  told: string[];
}

export function sees(slack: Slack, id: unknown): Sees {
  const person = personOf(slack.world, id);
  const visible = slack.world.channels().filter((channel) => slack.world.canSee(person.id, channel));
  const channels = visible.map((channel) => ({
    id: channel.id,
    name: nameFor(slack, person, channel),
    kind: channel.kind,
    external: channel.extShared,
    messages: slack.messages
      .inChannel(channel.id)
      .filter((one) => one.onlyFor === null || one.onlyFor === person.id)
      .map((one) => seenMessage(slack, one)),
  }));
  const modals = person.deleted ? [] : slack.views.openFor(person.id).map((view) => seenView(slack, view));
  const home = slack.views.homeOf(person.id);
  const found = {
    channels,
    modals,
    home: home && !person.deleted ? seenView(slack, home) : null,
    told: slack.told.filter((one) => one.person === person.id).map((one) => one.text),
  };
  return { text: plainText(found), ...found };
}

function nameFor({ world }: Slack, person: Person, channel: Channel): string {
  const others = channel.members.filter((one) => one !== person.id).map((one) => world.person(one)?.displayName ?? one);
  return channel.kind === 'im' ? others.join(', ') : channel.name;
}

function seenMessage(slack: Slack, message: Message): SeenMessage {
  const names = namesIn(slack.world);
  const author = slack.world.person(message.user);
  const blocks = message.blocks ?? [];
  return {
    ts: message.ts,
    thread_ts: message.threadTs,
    from: message.user,
    name: author ? author.displayName + (isForeign(author) ? ' (external)' : '') : message.user,
    text: showMessage(message, names).text,
    notification: showMrkdwn(message.text, names).text,
    live: liveIn(message, names),
    notified: message.notified,
    buttons: buttonsIn(blocks),
    block_ids: idsOf(blocks),
    ephemeral: message.onlyFor !== null,
    edited: message.editedAt !== null,
    tombstone: message.isTombstone,
  };
}

function seenView(slack: Slack, view: View): SeenView {
  const blocks = view.body['blocks'] as Fields[];
  const { text, live } = showBlocks(blocks, namesIn(slack.world));
  const title = textIn(view.body['title'], 'text');
  const edges = [textIn(view.body['submit'], 'text'), textIn(view.body['close'], 'text')].filter((one) => one !== '');
  const all = [title, text, ...Object.values(view.errors), edges.map((one) => `[${one}]`).join(' ')].filter((one) => one !== '');
  const callback = textIn(view.body, 'callback_id');
  return {
    id: view.id,
    title,
    text: all.join('\n'),
    live,
    errors: view.errors,
    buttons: buttonsIn(blocks),
    callback_id: callback,
    block_ids: idsOf(blocks),
  };
}

function idsOf(blocks: Fields[]): string[] {
  return blocks.map((block) => textIn(block, 'block_id'));
}

function buttonsIn(blocks: Fields[]): SeenButton[] {
  return actionsIn(blocks).map(({ block, element }) => {
    const confirm = element['confirm'] as Fields | undefined;
    const asked = confirm && ['title', 'text', 'confirm', 'deny'].map((part) => textIn(confirm[part], 'text')).join('\n');
    return {
      action_id: textIn(element, 'action_id'),
      block_id: textIn(block, 'block_id'),
      type: textIn(element, 'type'),
      label: textIn(element['text'], 'text'),
      value: typeof element['value'] === 'string' ? element['value'] : null,
      style: typeof element['style'] === 'string' ? element['style'] : null,
      confirm: asked ?? null,
    };
  });
}

function plainText({ channels, modals, home, told }: Omit<Sees, 'text'>): string {
  const places = channels.map(({ name, kind, messages }) => {
    const lines = messages.map((one) => `${one.ephemeral ? '(only visible to you) ' : ''}${one.name}: ${one.text}`);
    return [kind === 'im' ? `— ${name} —` : `— #${name} —`, ...lines].join('\n');
  });
  return [...places, ...modals.map((one) => one.text), ...(home ? [home.text] : []), ...told].join('\n\n');
}
