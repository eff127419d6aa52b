/** Forms that were filled in. */
import { AGENT, askedAbout, INPUT } from '../components/forms.ts';
import { readId } from '../components/ids.ts';
import { SAID } from '../errors.ts';
import { timeOf } from '../facts/find.ts';
import { userOf } from '../facts/people.ts';
import * as answers from './answers.ts';
import { remember } from './commands.ts';
import { personOf, placeOf } from './context.ts';
import type { Context, Taken } from './context.ts';
import { ask } from './questions.ts';
import { inputIn } from './shapes.ts';
import type { Submission } from './shapes.ts';
import { toldBy } from './telling.ts';

export async function takeSubmission(context: Context, submission: Submission): Promise<Taken> {
  const { id, data, message: from } = submission;
  const person = personOf(submission);
  const about = askedAbout(data.custom_id);
  const known = readId(data.custom_id);
  if (person === null) return { response: answers.tell(SAID.notMyButton) };
  const delivery = { deliveryId: `interaction:${id}`, person, at: timeOf(id), evidence: context.evidence };
  if (about !== null) {
    // The form names a message; where it was sent from is what Discord says.
    const place = await placeOf(context, submission);
    if (place === null || place.channel !== about.channel || place.workspace !== about.workspace || place.thread !== about.thread)
      return { response: answers.tell(SAID.notMyButton) };
    const agent = inputIn(data.components, AGENT).trim().replace(/^@/, '').toLowerCase() || null;
    const told = await ask(context, { ...delivery, message: about, how: 'about', agent, written: inputIn(data.components, INPUT) });
    return {
      response: answers.tell(told ?? SAID.done),
      afterwards: async () => remember(context, submission, userOf(person)),
    };
  }
  if (known?.kind !== 'card' || known.step !== 'form' || known.message === null) return { response: answers.tell(SAID.notMyButton) };
  const { card, message, verb } = known;
  const reply = await context.inbound.click({
    ...delivery,
    target: { kind: 'card', card, message },
    verb,
    text: inputIn(data.components, INPUT),
  });
  const told = toldBy(reply, true);
  if (told !== null) return { response: answers.tell(told) };
  return { response: from ? answers.NOTHING : answers.tell(SAID.done) };
}
