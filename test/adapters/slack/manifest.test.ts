import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { COMMAND, EVENTS, SCOPES, SHORTCUTS } from '../../../adapters/slack/config.ts';
import { HANDLED } from '../../../adapters/slack/deliveries/events.ts';
import { filesOfRepository, textOf } from '../../house/tree.ts';

const names = z.array(z.string());
const manifestShape = z.object({
  display_information: z.object({ name: z.string().max(35), description: z.string().max(140) }),
  features: z.object({
    app_home: z.object({
      home_tab_enabled: z.literal(true),
      messages_tab_enabled: z.literal(true),
      messages_tab_read_only_enabled: z.literal(false),
    }),
    agent_view: z.object({ agent_description: z.string().max(300) }),
    shortcuts: z.array(z.object({ callback_id: z.string(), name: z.string().max(24), type: z.literal('message') })),
    slash_commands: z.array(z.object({ command: z.string() })),
  }),
  oauth_config: z.strictObject({ scopes: z.strictObject({ bot: names }) }),
  settings: z.object({ event_subscriptions: z.strictObject({ bot_events: names }), socket_mode_enabled: z.literal(true) }),
});
const manifest = manifestShape.parse(parse(readFileSync(new URL('../../../manifests/slack.yaml', import.meta.url), 'utf8')));

/** https://docs.slack.dev/reference/methods: the scopes that a bot's token needs for each method as we call it. */
const NEEDED: Record<string, string[]> = {
  'auth.test': [],
  'chat.delete': ['chat:write'],
  'chat.postEphemeral': ['chat:write'],
  'chat.postMessage': ['chat:write'],
  'chat.update': ['chat:write'],
  'conversations.history': ['channels:history', 'groups:history', 'im:history'],
  'conversations.info': ['channels:read', 'groups:read'],
  'conversations.members': ['channels:read', 'groups:read'],
  'conversations.open': ['im:write'],
  'conversations.replies': ['channels:history', 'groups:history', 'im:history'],
  'usergroups.users.list': ['usergroups:read'],
  'users.info': ['users:read'],
  'users.list': ['users:read'],
  'views.open': [],
  'views.publish': [],
};
/** The same for events and for what else the manifest has. */
const NEEDED_BY_EVENTS: Record<string, string[]> = {
  app_home_opened: [],
  app_mention: ['app_mentions:read'],
  'message.channels': ['channels:history'],
  'message.groups': ['groups:history'],
  'message.im': ['im:history'],
};

const source = filesOfRepository()
  .filter((path) => path.startsWith('adapters/slack/') && path.endsWith('.ts'))
  .map(textOf)
  .join('\n');

it('asks for the scopes of the table, and for no others', () => {
  expect(manifest.oauth_config.scopes.bot.toSorted()).toEqual(Object.keys(SCOPES).toSorted());
});

it('asks for the events of the table, which are those that something comes of', () => {
  expect(manifest.settings.event_subscriptions.bot_events.toSorted()).toEqual(Object.keys(EVENTS).toSorted());
  const kinds = Object.keys(EVENTS).map((event) => event.split('.')[0] ?? '');
  expect([...new Set(kinds)].toSorted()).toEqual([...HANDLED].toSorted());
});

it('asks for exactly what the methods that are called, the events and the commands need', () => {
  const called = [...source.matchAll(/'((?:auth|chat|conversations|usergroups|users|views)\.[A-Za-z.]+)'/g)].map(
    ([, method = '']) => method,
  );
  expect(called.length).toBeGreaterThan(15);
  expect([...new Set(called)].filter((method) => !(method in NEEDED))).toEqual([]);
  const needed = [
    ...called.flatMap((method) => NEEDED[method] ?? []),
    ...Object.keys(EVENTS).flatMap((event) => NEEDED_BY_EVENTS[event] ?? ['unknown']),
    'commands',
  ];
  expect([...new Set(needed)].toSorted()).toEqual(Object.keys(SCOPES).toSorted());
});

it('has the shortcuts and the command that are answered', () => {
  expect(manifest.features.shortcuts.map((one) => one.callback_id).toSorted()).toEqual(Object.values(SHORTCUTS).toSorted());
  expect(manifest.features.slash_commands.map((one) => one.command)).toEqual([COMMAND]);
});

it('is explained, scope by scope, where people install it', () => {
  const page = textOf('docs/slack.md');
  expect(Object.keys(SCOPES).filter((scope) => !page.includes(`\`${scope}\``))).toEqual([]);
});
