import { Refusal } from '../refusal.ts';
import { APP_ID, BOT_ID, BOT_USER, TEAM } from '../seed.ts';
import type { Method } from './method.ts';

const test: Method = {
  token: 'either',
  scopes: () => [],
  args: { error: 'text', foo: 'text' },
  run(args) {
    if (typeof args['error'] === 'string') throw new Refusal(args['error']);
    return { body: { args } };
  },
};

const authTest: Method = {
  token: 'either',
  scopes: () => [],
  args: {},
  run: () => ({
    body: {
      url: `https://${TEAM.domain}.slack.com/`,
      team: TEAM.name,
      user: 'countersign',
      team_id: TEAM.id,
      user_id: BOT_USER,
      bot_id: BOT_ID,
      app_id: APP_ID,
      is_enterprise_install: false,
    },
  }),
};

const teamInfo: Method = {
  token: 'bot',
  scopes: () => ['team:read'],
  args: { team: 'text' },
  run(args) {
    if (typeof args['team'] === 'string' && args['team'] !== TEAM.id) throw new Refusal('team_not_found');
    return { body: { team: { id: TEAM.id, name: TEAM.name, domain: TEAM.domain, email_domain: '', icon: { image_default: true } } } };
  },
};

export const app: Record<string, Method> = { 'api.test': test, 'auth.test': authTest, 'team.info': teamInfo };
