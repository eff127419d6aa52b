/**
 * The company that everybody finds at the start: the playground's, with the ids of Slack.
 *
 * | id | who or what |
 * |---|---|
 * | `T0ACME`, `T0GLOBEX` | our workspace, and the one of the outsiders |
 * | `U0ANA`, `U0ANASALES` | two people who are shown as Ana |
 * | `U0BEN` `U0CHLOE` `U0DAN` `U0OLU` | reviewers, a stranger, the operator |
 * | `U0GUEST`, `U0SOLE` | a guest of several channels, a guest of one |
 * | `U0GONE` | an account that was closed |
 * | `U0OTHERBOT` | another app's bot |
 * | `U0GIL`, `U0GIA` | of Globex |
 * | `U0BOT`, `B0BOT`, `A0COUNTERSIGN` | our own bot: as a user, as a bot, as an app |
 * | `C0ENG` `C0RAND` `C0LOBBY` | public; the guests are in the lobby |
 * | `C0GLOBEX` | shared with Globex |
 * | `C0PAY`, `C0REVIEW` | private: Ana, Ben, Chloe, Olu; Ben, Chloe |
 * | `S0ONCALL` | a user group: Ben, Chloe |
 */
import type { Channel, Group, Person } from './shapes.ts';

export const TEAM = { id: 'T0ACME', name: 'Acme', domain: 'acme' };
export const OTHER_TEAM = { id: 'T0GLOBEX', name: 'Globex' };
export const APP_ID = 'A0COUNTERSIGN';
export const BOT_USER = 'U0BOT';
export const BOT_ID = 'B0BOT';

export const BOT_TOKEN = 'xoxb-only-in-tests';
export const APP_TOKEN = 'xapp-1-only-in-tests';
export const SIGNING_SECRET = 'a signing secret that is only used in tests';

/** The least that the bot needs. `chat:write.public` is not among them: posting only where one was invited is a property of safety. */
export const LEAST_SCOPES =
  'app_mentions:read commands chat:write im:write im:history channels:read groups:read channels:history groups:history users:read usergroups:read'.split(
    ' ',
  );

/** Of an app that follows mentions and its own direct messages, and no more. */
export const SUBSCRIPTIONS = ['app_mention', 'message.im', 'app_home_opened'];

export function seedPeople(): Person[] {
  const person = (id: string, handle: string, displayName: string, more: Partial<Person> = {}): Person => ({
    id,
    handle,
    displayName,
    realName: displayName,
    team: TEAM.id,
    bot: false,
    restricted: false,
    ultraRestricted: false,
    deleted: false,
    refusesDirect: null,
    ...more,
  });
  return [
    person('U0ANA', 'ana', 'Ana'),
    person('U0BEN', 'ben', 'Ben'),
    person('U0CHLOE', 'chloe', 'Chloe'),
    person('U0DAN', 'dan', 'Dan'),
    person('U0OLU', 'olu', 'Olu'),
    person('U0ANASALES', 'ana.sales', 'Ana'),
    person('U0GUEST', 'guest', 'Gus', { restricted: true }),
    person('U0SOLE', 'sole', 'Sol', { restricted: true, ultraRestricted: true }),
    person('U0GONE', 'gone', 'Greta', { deleted: true }),
    person('U0OTHERBOT', 'otherbot', 'Other Bot', { bot: true }),
    person('U0GIL', 'gil', 'Gil', { team: OTHER_TEAM.id }),
    person('U0GIA', 'gia', 'Gia', { team: OTHER_TEAM.id }),
    person(BOT_USER, 'countersign', 'Countersign', { bot: true }),
  ];
}

const COMPANY = ['U0ANA', 'U0BEN', 'U0CHLOE', 'U0DAN', 'U0OLU', 'U0ANASALES', BOT_USER];

export function seedChannels(): Channel[] {
  const channel = (id: string, name: string, members: string[], more: Partial<Channel> = {}): Channel => ({
    id,
    name,
    kind: 'public',
    members: [...members],
    archived: false,
    extShared: false,
    pendingExtShared: false,
    orgShared: false,
    connectedTeams: [],
    posters: null,
    ...more,
  });
  return [
    channel('C0ENG', 'engineering', [...COMPANY, 'U0OTHERBOT']),
    channel('C0RAND', 'random', COMPANY),
    channel('C0LOBBY', 'lobby', [...COMPANY, 'U0GUEST', 'U0SOLE']),
    channel('C0GLOBEX', 'globex-shared', [...COMPANY, 'U0GIL'], { extShared: true, connectedTeams: [OTHER_TEAM.id] }),
    channel('C0PAY', 'team-payments', ['U0ANA', 'U0BEN', 'U0CHLOE', 'U0OLU', BOT_USER], { kind: 'private' }),
    channel('C0REVIEW', 'review-room', ['U0BEN', 'U0CHLOE', BOT_USER], { kind: 'private' }),
  ];
}

export function seedGroups(): Group[] {
  return [{ id: 'S0ONCALL', handle: 'oncall', name: 'On call', members: ['U0BEN', 'U0CHLOE'] }];
}
