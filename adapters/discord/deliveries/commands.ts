import type { MessageRef } from '#adapter';
import { askForm } from '../components/forms.ts';
import { COMMANDS } from '../config.ts';
import { SAID } from '../errors.ts';
import { timeOf } from '../facts/find.ts';
import { userOf } from '../facts/people.ts';
import * as answers from './answers.ts';
import { personOf, placeOf } from './context.ts';
import type { Context, Taken } from './context.ts';
import { ask } from './questions.ts';
import type { Command, Option } from './shapes.ts';
import { showLists } from './lists.ts';
import { toldBy } from './telling.ts';
import type { Told } from './telling.ts';

/** Slash commands, and those in a message's menu. The answer is shown to whoever gave the command, and to nobody else. */
export async function takeCommand(context: Context, command: Command): Promise<Taken> {
  const { data, id } = command;
  const [person, place] = [personOf(command), await placeOf(context, command)];
  if (person === null || place === null) return answer(SAID.notInAServer);
  const delivery = { deliveryId: `interaction:${id}`, at: timeOf(id), person, evidence: context.evidence };
  // A command stands nowhere: its message is named after the interaction that brought it.
  const message: MessageRef = { ...place, message: `command-${id}` };
  const target = data.target_id ?? '';
  switch (data.name) {
    case COMMANDS.ask: {
      const { question = '', agent = '' } = valuesIn(data.options ?? []);
      if (question.trim() === '') return answer(SAID.noQuestion);
      const named = agent.trim().replace(/^@/, '').toLowerCase() || null;
      const told = await ask(context, { ...delivery, message, how: 'privately', agent: named, written: question });
      return { ...answer(told ?? SAID.done), afterwards: async () => remember(context, command, userOf(person)) };
    }
    case COMMANDS.countersign: {
      const lists = await showLists(context, person, data.options ?? []);
      if (lists !== null) return { response: lists, afterwards: async () => remember(context, command, userOf(person)) };
      return answer(toldBy(await context.inbound.command({ ...delivery, text: textOf(data.options ?? []), message }), true) ?? SAID.done);
    }
    case COMMANDS.about:
      return target === '' ? answer(SAID.notInAServer) : { response: answers.form(askForm({ ...place, message: target })) };
    case COMMANDS.retract: {
      if (data.resolved?.messages?.[target]?.author?.id !== context.ours.user) return answer(SAID.notMyPost);
      const publication = { kind: 'publication' as const, message: { ...place, message: target } };
      const reply = await context.inbound.click({ ...delivery, target: publication, verb: 'retract', text: null });
      return answer(toldBy(reply, true) ?? SAID.done);
    }
    default:
      return answer(SAID.notMyButton);
  }
}

export function remember({ teller }: Context, { channel_id: channel, token }: Pick<Command, 'channel_id' | 'token'>, user: string): void {
  if (channel) teller.remember(user, channel, token);
}

function answer(told: Told): Taken {
  return { response: answers.tell(told) };
}

function valuesIn(options: Option[]): { [name: string]: string } {
  return Object.fromEntries(options.map(({ name, value }) => [name, String(value ?? '')]));
}

/** The reason is what is written last, in whichever order it was given: `/countersign engage reason:… scope:all` is `engage all …`. */
function textOf([chosen]: Option[]): string {
  if (chosen === undefined) return '';
  const { reason = '', ...values } = valuesIn(chosen.options ?? []);
  return [chosen.name, ...Object.values(values), reason].filter((one) => one.trim() !== '').join(' ');
}
