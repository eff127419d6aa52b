import { actionsIn } from '../block-kit/check.ts';
import type { Fields } from '../fields.ts';
import { textIn } from '../fields.ts';
import { messageJson } from '../message-json.ts';
import type { Message } from '../messages.ts';
import { viewJson } from '../methods/views.ts';
import { Impossible } from '../refusal.ts';
import { APP_ID } from '../seed.ts';
import type { Channel, Person } from '../shapes.ts';
import type { Slack } from '../slack.ts';
import type { View } from '../views.ts';
import { applyViewAnswer, tellFailure } from './answers.ts';
import { actionOf, problemWith, stateOf } from './inputs.ts';
import type { Values } from './inputs.ts';
import { actor, homeJson, seenMessage, userJson } from './where.ts';

/** Somebody presses a button, on a message or in a view that they see. `value` is what they choose in a menu. */
export async function click(slack: Slack, act: Fields): Promise<Fields> {
  const person = actor(slack, act['person']);
  const place = act['view'] === undefined ? onMessage(slack, person, act['message']) : inView(slack, person, act['view']);
  const found = actionsIn(place.blocks).find(
    ({ block, element }) =>
      element['action_id'] === act['action_id'] && (act['block_id'] === undefined || block['block_id'] === act['block_id']),
  );
  if (!found) throw new Impossible(`there is nothing to press that is called ${String(act['action_id'])}`);
  const chosen = typeof act['value'] === 'string' ? act['value'] : undefined;
  const state = stateOf(place.blocks, (act['state'] ?? {}) as Values);
  const trigger = slack.triggers.make(person.id);
  const payload = {
    type: 'block_actions',
    user: userJson(person),
    api_app_id: APP_ID,
    token: 'legacy',
    trigger_id: trigger,
    ...homeJson(slack),
    ...place.payload(state),
    actions: [actionOf(found.block, found.element, chosen, slack.clock.ts())],
  };
  const answer = await slack.deliver({ kind: 'interactive', payload }, () => null);
  tellFailure(slack, person.id, 'This action', answer);
  return { ...answer, trigger_id: trigger };
}

interface Place {
  blocks: Fields[];
  payload(state: Record<string, Fields>): Fields;
}

/** On an ephemeral message there is no `message` (measured). */
function onMessage(slack: Slack, person: Person, ts: unknown): Place {
  const { message, channel } = seenMessage(slack, person, ts);
  const isEphemeral = message.onlyFor !== null;
  const origin = { person: person.id, channel: channel.id, ts: message.ts, threadTs: message.threadTs };
  return {
    blocks: message.blocks ?? [],
    payload: (state) => ({
      container: containerOf(message, channel, isEphemeral),
      channel: {
        id: channel.id,
        name: channel.kind === 'im' ? 'directmessage' : channel.kind === 'private' ? 'privategroup' : channel.name,
      },
      ...(isEphemeral ? {} : { message: messageJson(slack, message, false) }),
      state: { values: state },
      response_url: slack.url + slack.responseUrls.make('actions', origin),
    }),
  };
}

function containerOf(message: Message, channel: Channel, isEphemeral: boolean): Fields {
  const thread = message.threadTs === null ? {} : { thread_ts: message.threadTs };
  return { type: 'message', message_ts: message.ts, channel_id: channel.id, is_ephemeral: isEphemeral, ...thread };
}

/** In a view there is no channel and no `response_url` (measured). */
function inView(slack: Slack, person: Person, id: unknown): Place {
  const view = viewOf(slack, person, id);
  return {
    blocks: view.body['blocks'] as Fields[],
    payload: (state) => ({ container: { type: 'view', view_id: view.id }, view: viewJson(view, state) }),
  };
}

function viewOf(slack: Slack, person: Person, id: unknown): View {
  const view = slack.views.find(String(id));
  if (view?.person !== person.id) throw new Impossible(`${person.id} has no view ${String(id)} open`);
  return view;
}

/** Somebody fills a modal in and submits it. What Slack's client refuses does not reach the app. */
export async function submit(slack: Slack, act: Fields): Promise<Fields> {
  const person = actor(slack, act['person']);
  const view = viewOf(slack, person, act['view']);
  const blocks = view.body['blocks'] as Fields[];
  const state = stateOf(blocks, (act['values'] ?? {}) as Values);
  const problem = problemWith(blocks, state);
  if (problem !== null) return { outcome: 'not_sent', status: 0, body: null, problem };
  const payload = { ...viewEvent(slack, person, view, state), type: 'view_submission', response_urls: [] };
  const answer = await slack.deliver({ kind: 'interactive', payload }, (body) => applyViewAnswer(slack, view, body));
  tellFailure(slack, person.id, textIn(view.body['title'], 'text'), answer);
  return { ...answer, errors: view.errors };
}

/** The app hears that a modal was closed where it asked for that. */
export async function closeView(slack: Slack, act: Fields): Promise<Fields> {
  const person = actor(slack, act['person']);
  const view = viewOf(slack, person, act['view']);
  slack.views.close(view);
  if (view.body['notify_on_close'] !== true) return { outcome: 'not_sent' };
  const { trigger_id: _none, ...event } = viewEvent(slack, person, view, {});
  return { ...(await slack.deliver({ kind: 'interactive', payload: { ...event, type: 'view_closed', is_cleared: false } }, () => null)) };
}

function viewEvent(slack: Slack, person: Person, view: View, state: Record<string, Fields>): Fields {
  return {
    ...homeJson(slack),
    user: userJson(person),
    api_app_id: APP_ID,
    token: 'legacy',
    trigger_id: slack.triggers.make(person.id),
    view: viewJson(view, state),
  };
}
