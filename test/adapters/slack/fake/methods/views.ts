import { checkedView, withIds } from '../block-kit/check.ts';
import type { Fields } from '../fields.ts';
import { listIn } from '../fields.ts';
import { Refusal } from '../refusal.ts';
import { APP_ID, BOT_ID, TEAM } from '../seed.ts';
import type { Slack } from '../slack.ts';
import type { View } from '../views.ts';
import { optional, text } from './method.ts';
import type { Method } from './method.ts';

/** Views one above the other. */
const MOST_OPEN = 3;

/** A view as it is kept: checked, its ids completed. */
export function viewBody(given: unknown, slack: Slack): Fields {
  const view = checkedView(given);
  return { ...view, blocks: withIds(listIn(view, 'blocks') as Fields[], () => slack.clock.id('b').toLowerCase()) };
}

/** A view as methods and interactions show it, with what is written in its inputs. */
export function viewJson(view: View, values: Fields = {}): Fields {
  const { id, body, hash, rootId, previousId } = view;
  return {
    id,
    team_id: TEAM.id,
    private_metadata: '',
    callback_id: '',
    external_id: '',
    clear_on_close: false,
    notify_on_close: false,
    submit: null,
    close: null,
    ...body,
    state: { values },
    hash,
    previous_view_id: previousId,
    root_view_id: rootId,
    app_id: APP_ID,
    bot_id: BOT_ID,
    app_installed_team_id: TEAM.id,
  };
}

export function openView(slack: Slack, person: string, body: Fields, above: View | null): View {
  return slack.views.open(person, body, slack.clock.id('V'), newHash(slack), above);
}

export function changeView(slack: Slack, view: View, body: Fields): void {
  Object.assign(view, { body, hash: newHash(slack), errors: {} });
}

function newHash(slack: Slack): string {
  return `${slack.clock.now()}.${slack.clock.id('h').toLowerCase()}`;
}

const open: Method = {
  token: 'bot',
  scopes: () => [],
  args: { view: 'json!', trigger_id: 'text!' },
  run(args, slack) {
    const body = viewBody(args['view'], slack);
    if (body['type'] !== 'modal') throw new Refusal('invalid_arguments');
    const person = slack.triggers.exchange(text(args, 'trigger_id'));
    const above = slack.views.openFor(person).at(-1) ?? null;
    if (slack.views.openFor(person).length >= MOST_OPEN) throw new Refusal('push_limit_reached');
    const view = openView(slack, person, body, above);
    return { body: { view: viewJson(view) }, stored: view.id, person };
  },
};

function checkHash(view: View, args: Fields): void {
  const hash = optional(args, 'hash');
  if (hash !== null && hash !== view.hash) throw new Refusal('hash_conflict');
}

const update: Method = {
  token: 'bot',
  scopes: () => [],
  args: { view: 'json!', view_id: 'text', external_id: 'text', hash: 'text' },
  run(args, slack) {
    const body = viewBody(args['view'], slack);
    const view = slack.views.find(text(args, 'view_id') || text(args, 'external_id'));
    if (!view || view.body['type'] !== body['type']) throw new Refusal('not_found');
    checkHash(view, args);
    changeView(slack, view, body);
    return { body: { view: viewJson(view) }, stored: view.id };
  },
};

const publish: Method = {
  token: 'bot',
  scopes: () => [],
  args: { view: 'json!', user_id: 'text!', hash: 'text' },
  run(args, slack) {
    const body = viewBody(args['view'], slack);
    if (body['type'] !== 'home') throw new Refusal('invalid_arguments');
    const person = slack.world.person(text(args, 'user_id'));
    if (!person) throw new Refusal('user_not_found');
    if (person.deleted || person.bot) throw new Refusal('not_enabled');
    const known = slack.views.homeOf(person.id);
    if (known) checkHash(known, args);
    const view = known ?? openView(slack, person.id, body, null);
    if (known) changeView(slack, known, body);
    return { body: { view: viewJson(view) }, stored: view.id };
  },
};

export const views: Record<string, Method> = { 'views.open': open, 'views.update': update, 'views.publish': publish };
