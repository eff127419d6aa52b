/**
 * Every route that the fake has, as Discord's official document writes it, and the schemas of that document of which a body must fit one;
 * null where no body is read. A request that has no row here is a violation.
 */
export const SCHEMAS: Readonly<Record<string, readonly string[] | null>> = {
  'GET /gateway': null,
  'GET /gateway/bot': null,

  'GET /users/@me': null,
  'GET /users/@me/guilds': null,
  'GET /users/{user_id}': null,
  'POST /users/@me/channels': ['CreatePrivateChannelRequest'],

  'GET /applications/@me': null,
  'GET /oauth2/applications/@me': null,
  'GET /applications/{application_id}/commands': null,
  'POST /applications/{application_id}/commands': ['ApplicationCommandCreateRequest'],
  'PUT /applications/{application_id}/commands': ['ApplicationCommandUpdateRequest[]'],
  'DELETE /applications/{application_id}/commands/{command_id}': null,
  'GET /applications/{application_id}/guilds/{guild_id}/commands': null,
  'PUT /applications/{application_id}/guilds/{guild_id}/commands': ['ApplicationCommandUpdateRequest[]'],

  'GET /guilds/{guild_id}': null,
  'GET /guilds/{guild_id}/channels': null,
  'GET /guilds/{guild_id}/roles': null,
  'GET /guilds/{guild_id}/roles/{role_id}': null,
  'GET /guilds/{guild_id}/roles/member-counts': null,
  'GET /guilds/{guild_id}/members': null,
  'GET /guilds/{guild_id}/members/search': null,
  'GET /guilds/{guild_id}/members/{user_id}': null,
  'GET /guilds/{guild_id}/threads/active': null,

  'GET /channels/{channel_id}': null,
  'PATCH /channels/{channel_id}': ['UpdateThreadRequestPartial'],
  'GET /channels/{channel_id}/messages': null,
  'POST /channels/{channel_id}/messages': ['MessageCreateRequest'],
  'GET /channels/{channel_id}/messages/{message_id}': null,
  'PATCH /channels/{channel_id}/messages/{message_id}': ['MessageEditRequestPartial'],
  'DELETE /channels/{channel_id}/messages/{message_id}': null,
  'POST /channels/{channel_id}/typing': null,
  'POST /channels/{channel_id}/threads': ['CreateForumThreadRequest', 'CreateTextThreadWithoutMessageRequest'],
  'POST /channels/{channel_id}/messages/{message_id}/threads': ['CreateTextThreadWithMessageRequest'],
  'GET /channels/{channel_id}/thread-members': null,
  'GET /channels/{channel_id}/thread-members/{user_id}': null,
  'PUT /channels/{channel_id}/thread-members/@me': null,
  'GET /channels/{channel_id}/threads/archived/public': null,

  'POST /interactions/{interaction_id}/{interaction_token}/callback': [
    'CreateMessageInteractionCallbackRequest',
    'ModalInteractionCallbackRequest',
    'PongInteractionCallbackRequest',
    'UpdateMessageInteractionCallbackRequest',
  ],
  'POST /webhooks/{webhook_id}/{webhook_token}': ['IncomingWebhookInteractionRequest'],
  'GET /webhooks/{webhook_id}/{webhook_token}/messages/@original': null,
  'PATCH /webhooks/{webhook_id}/{webhook_token}/messages/@original': ['IncomingWebhookUpdateRequestPartial'],
  'DELETE /webhooks/{webhook_id}/{webhook_token}/messages/@original': null,
  'GET /webhooks/{webhook_id}/{webhook_token}/messages/{message_id}': null,
  'PATCH /webhooks/{webhook_id}/{webhook_token}/messages/{message_id}': ['IncomingWebhookUpdateRequestPartial'],
  'DELETE /webhooks/{webhook_id}/{webhook_token}/messages/{message_id}': null,
};
