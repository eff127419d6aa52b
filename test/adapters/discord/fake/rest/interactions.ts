import { CALLBACK, edit, firstResponse, followUp, interactionOf, messageOf, whoSees } from '../interactions/answering.ts';
import { messageJson } from '../json/message.ts';
import type { Message } from '../messages.ts';
import { Refusal } from '../refusal.ts';
import { APP_ID } from '../seed.ts';
import type { World } from '../world.ts';
import { erase } from '../writing.ts';
import { param } from './route.ts';
import type { Done, Given, Route, Routes } from './route.ts';

/** The token in the path is enough. */
function byItsToken(run: Route['run'], query: readonly string[] = []): Route {
  return { isOfBot: false, query, run };
}

export const interactions: Routes = {
  [CALLBACK]: byItsToken(
    (given) => {
      const { discord } = given;
      const interaction = discord.interactions.find(param(given, 'interaction_id'), param(given, 'interaction_token'));
      if (!interaction) throw new Refusal(10062);
      const { message, modal } = firstResponse(discord, interaction, given.body, given.violate);
      const shown = message === null ? {} : { message: message.id, ...whoSees(discord, message) };
      const seen: Partial<Done> = modal === null ? shown : { message: modal, person: interaction.person };
      if (given.query.get('with_response') !== 'true') return { status: 204, ...seen };
      const what = { id: interaction.id, type: interaction.type, response_message_id: message?.id ?? null };
      const resource = { type: interaction.response, ...(message ? { message: messageJson(discord, message) } : {}) };
      return { status: 200, body: { interaction: what, resource }, ...seen };
    },
    ['with_response'],
  ),

  'POST /webhooks/{webhook_id}/{webhook_token}': byItsToken(
    (given) => {
      const message = followUp(given.discord, theInteraction(given), given.body, given.violate);
      return { body: messageJson(given.discord, message), ...written(given, message) };
    },
    ['wait', 'thread_id', 'with_components'],
  ),

  'GET /webhooks/{webhook_id}/{webhook_token}/messages/@original': byItsToken((given) => ({
    body: messageJson(given.discord, messageOf(given.discord, theInteraction(given), '@original')),
  })),
  'PATCH /webhooks/{webhook_id}/{webhook_token}/messages/@original': byItsToken(
    (given) => changed(given, '@original'),
    ['thread_id', 'with_components'],
  ),
  'DELETE /webhooks/{webhook_id}/{webhook_token}/messages/@original': byItsToken((given) => erased(given, '@original')),
  'GET /webhooks/{webhook_id}/{webhook_token}/messages/{message_id}': byItsToken((given) => ({
    body: messageJson(given.discord, messageOf(given.discord, theInteraction(given), param(given, 'message_id'))),
  })),
  'PATCH /webhooks/{webhook_id}/{webhook_token}/messages/{message_id}': byItsToken(
    (given) => changed(given, param(given, 'message_id')),
    ['thread_id', 'with_components'],
  ),
  'DELETE /webhooks/{webhook_id}/{webhook_token}/messages/{message_id}': byItsToken((given) => erased(given, param(given, 'message_id'))),
};

function theInteraction(given: Given) {
  if (param(given, 'webhook_id') !== APP_ID) throw new Refusal(10015);
  return interactionOf(given.discord, param(given, 'webhook_token'));
}

function changed(given: Given, id: string): Done {
  const message = messageOf(given.discord, theInteraction(given), id);
  edit(given.discord, message, given.body, given.violate);
  return { body: messageJson(given.discord, message), ...written(given, message) };
}

function erased(given: Given, id: string): Done {
  const message = messageOf(given.discord, theInteraction(given), id);
  erase(given.discord, channelOf(given.discord.world, message), message);
  return written(given, message);
}

function written({ discord }: Given, message: Message): Done {
  return { message: message.id, ...whoSees(discord, message) };
}

function channelOf(world: World, message: Message) {
  const channel = world.channel(message.channel);
  if (!channel) throw new Refusal(10003);
  return channel;
}
