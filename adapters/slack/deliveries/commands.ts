import { sentenceMessage } from '../cards.ts';
import { COMMAND } from '../config.ts';
import { SAID } from '../errors.ts';
import { isForeign, NOTHING, personId } from './context.ts';
import type { Context, Taken } from './context.ts';
import { ask } from './questions.ts';
import { commandShape } from './shapes.ts';
import { toldBy } from './telling.ts';
import type { Told } from './telling.ts';

const ASK = /^ask(?:\s+|$)/i;

/** `/countersign …`. The answer is the command's own, which Slack shows to nobody else. */
export async function takeCommand(context: Context, body: unknown): Promise<Taken> {
  const { success, data } = commandShape.safeParse(body);
  if (!success || data.command !== COMMAND) return NOTHING;
  const { user_id: user, channel_id: channel, trigger_id: trigger } = data;
  const text = (data.text ?? '').trim();
  if (isForeign(context, data.team_id)) return answer(SAID.notOfThisWorkspace);
  const { ours, options, inbound } = context;
  // A command stands nowhere: its message is named after the request that brought it.
  const message = { platform: 'slack', workspace: ours.team, channel, thread: null, message: `command-${trigger}` };
  const delivery = { deliveryId: `command:${trigger}`, at: options.now(), evidence: null };
  if (!ASK.test(text)) return answer(toldBy(await inbound.command({ ...delivery, person: personId(context, user), text, message }), true));
  const written = text.replace(ASK, '').trim();
  if (written === '') return answer(SAID.noQuestion);
  return answer(await ask(context, { ...delivery, user, message, how: 'privately', agent: null, written }));
}

function answer(told: Told | null): Taken {
  if (told === null) return NOTHING;
  const { text, blocks } = sentenceMessage(told.words, told.code);
  return { ack: { response_type: 'ephemeral', text, blocks } };
}
