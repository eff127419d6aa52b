import type { Fields } from '../fields.ts';
import { isFields } from '../fields.ts';
import { messageJson } from '../message-json.ts';
import { Refusal } from '../refusal.ts';
import { applyResponse } from '../response-url-api.ts';
import { APP_ID, TEAM } from '../seed.ts';
import type { Slack } from '../slack.ts';
import { tell, tellFailure } from './answers.ts';
import { actor, homeJson, placeFor, seenMessage, userJson } from './where.ts';

/** `/countersign …`: nobody else sees that it was said. The answer to it is said to that person, unless it is `in_channel`. */
export async function command(slack: Slack, { person: id, channel: where, command: name, text }: Fields): Promise<Fields> {
  const person = actor(slack, id);
  const channel = placeFor(slack, person, where);
  const origin = { person: person.id, channel: channel.id, ts: null, threadTs: null };
  const payload = {
    token: 'legacy',
    team_id: TEAM.id,
    team_domain: TEAM.domain,
    channel_id: channel.id,
    channel_name: channel.kind === 'im' ? 'directmessage' : channel.kind === 'public' ? channel.name : 'privategroup',
    user_id: person.id,
    user_name: person.handle,
    command: typeof name === 'string' ? name : '/countersign',
    text: typeof text === 'string' ? text : '',
    api_app_id: APP_ID,
    is_enterprise_install: 'false',
    response_url: slack.url + slack.responseUrls.make('commands', origin),
    trigger_id: slack.triggers.make(person.id),
  };
  const answer = await slack.deliver({ kind: 'slash_commands', payload }, (body) => {
    const said = typeof body === 'string' ? { text: body } : isFields(body) ? body : {};
    if (Object.keys(said).length === 0) return null;
    try {
      return applyResponse(slack, origin, said);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      tell(slack, person.id, `${payload.command} failed with the error "${error.code}"`);
      return null;
    }
  });
  tellFailure(slack, person.id, payload.command, answer);
  return { ...answer };
}

/** A shortcut of the app: on a message (`message_action`) or from anywhere. */
export async function shortcut(slack: Slack, { person: id, callback_id: callback, message: ts }: Fields): Promise<Fields> {
  const person = actor(slack, id);
  const common = {
    token: 'legacy',
    action_ts: slack.clock.ts(),
    ...homeJson(slack),
    user: userJson(person),
    callback_id: String(callback),
    trigger_id: slack.triggers.make(person.id),
  };
  let payload: Fields = { ...common, type: 'shortcut' };
  if (ts !== undefined) {
    const { message, channel } = seenMessage(slack, person, ts);
    const origin = { person: person.id, channel: channel.id, ts: message.ts, threadTs: message.threadTs };
    payload = {
      ...common,
      type: 'message_action',
      channel: { id: channel.id, name: channel.name },
      message: messageJson(slack, message, false),
      message_ts: message.ts,
      response_url: slack.url + slack.responseUrls.make('actions', origin),
    };
  }
  const answer = await slack.deliver({ kind: 'interactive', payload }, () => null);
  tellFailure(slack, person.id, String(callback), answer);
  return { ...answer };
}
