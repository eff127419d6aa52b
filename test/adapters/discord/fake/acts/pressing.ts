import type { Discord } from '../discord.ts';
import type { Fields } from '../fields.ts';
import { fieldsIn, isFields, listIn, textIn } from '../fields.ts';
import type { Modal } from '../interactions/interactions.ts';
import { COMPONENT, MODAL_SUBMIT } from '../interactions/interactions.ts';
import { Impossible } from '../refusal.ts';
import { flat, TYPES } from '../seen/components.ts';
import type { Person } from '../shapes.ts';
import { finish } from './finish.ts';
import { actor, seenMessage } from './where.ts';

/**
 * Somebody presses a button on a message that they see, an ephemeral one as well. `stale`: on a message as their screen still shows it,
 * whose button is not there any more. `values` is what they choose in a menu.
 */
export async function click(discord: Discord, { person: who, message: id, custom_id, values, stale }: Fields): Promise<Fields> {
  const person = actor(discord, who);
  const { message, channel } = seenMessage(discord, person, id);
  const found = flat(message.components).find((one) => textIn(one, 'custom_id') === custom_id && textIn(one, 'custom_id') !== '');
  if (!found && stale !== true) throw new Impossible(`there is nothing to press that is called ${String(custom_id)}`);
  if (found?.['disabled'] === true && stale !== true) throw new Impossible(`${String(custom_id)} can not be pressed`);
  const type = Number(found?.['type'] ?? TYPES.button);
  const chosen = type === TYPES.button ? {} : { values: Array.isArray(values) ? values : [] };
  const data = { custom_id, component_type: type, id: Number(found?.['id'] ?? 1), ...chosen };
  const at = { person: person.id, channel: channel.id, message: message.id };
  return finish(discord, discord.interactions.make({ type: COMPONENT, ...at, data }));
}

/** Somebody fills a modal in and sends it. What Discord's client refuses does not reach the app. */
export async function submit(discord: Discord, { person: who, modal: id, values }: Fields): Promise<Fields> {
  const person = actor(discord, who);
  const modal = modalOf(discord, person, id);
  const given = isFields(values) ? values : {};
  const inputs = inputsIn(modal);
  const unknown = Object.keys(given).find((name) => !inputs.some((one) => one['custom_id'] === name));
  if (unknown !== undefined) throw new Impossible(`the modal has no ${unknown}`);
  const problem = inputs.map((one) => problemWith(one, valueOf(one, given))).find((one) => one !== null);
  if (problem !== undefined) return { outcome: 'not_sent', status: 0, body: null, problem };
  const components = listIn(modal.data, 'components')
    .filter(isFields)
    .map((one, index) => sentPart(one, index + 1, given));
  const data = { custom_id: modal.data['custom_id'], components };
  const at = { person: person.id, channel: modal.channel, message: modal.message };
  const done = await finish(discord, discord.interactions.make({ type: MODAL_SUBMIT, ...at, data }));
  // It stays open where it went wrong.
  if (done['outcome'] === 'acked') discord.interactions.closeModal(modal.id);
  return done;
}

/** Nobody is told of it. */
export function dismiss(discord: Discord, { person: who, modal: id }: Fields): Fields {
  discord.interactions.closeModal(modalOf(discord, actor(discord, who), id).id);
  return {};
}

export function inputsIn({ data }: Modal): Fields[] {
  return flat(listIn(data, 'components')).filter(({ type }) => type === TYPES.textInput || (Number(type) >= 3 && Number(type) <= 8));
}

function modalOf(discord: Discord, person: Person, id: unknown): Modal {
  const found = discord.interactions.modalsOf(person.id).find((one) => one.id === id);
  if (!found) throw new Impossible(`${person.handle} has no modal ${String(id)} open`);
  return found;
}

function valueOf(input: Fields, given: Fields): string {
  const value = given[textIn(input, 'custom_id')];
  return typeof value === 'string' ? value : textIn(input, 'value');
}

function problemWith(input: Fields, value: string): string | null {
  const { required, min_length, max_length } = input;
  if (value === '' && required !== false) return 'required';
  if (value !== '' && typeof min_length === 'number' && value.length < min_length) return 'too_short';
  return value.length > (typeof max_length === 'number' ? max_length : 4000) ? 'too_long' : null;
}

/** A label with its input, a row with one, or a text, in which nothing is sent. */
function sentPart(part: Fields, id: number, given: Fields): Fields {
  const sent = (input: Fields) => ({ type: input['type'], id: id + 100, custom_id: input['custom_id'], value: valueOf(input, given) });
  if (part['type'] === TYPES.label) return { type: TYPES.label, id, component: sent(fieldsIn(part, 'component')) };
  if (part['type'] === TYPES.row) return { type: TYPES.row, id, components: listIn(part, 'components').filter(isFields).map(sent) };
  return { type: part['type'], id };
}
