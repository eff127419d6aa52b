/** Buttons, wherever they stand: on a card, on a publication, under a question of our own whether that is meant. */
import type { DraftId, PersonId, Target } from '#adapter';
import { cardMessage, changedPointer } from '../cards.ts';
import { confirmButtons } from '../components/buttons.ts';
import { formOf } from '../components/forms.ts';
import { POINTER, readId } from '../components/ids.ts';
import type { Known } from '../components/ids.ts';
import { inert, plain } from '../components/markdown.ts';
import { FLAGS, text } from '../components/pieces.ts';
import { SAID } from '../errors.ts';
import { timeOf } from '../facts/find.ts';
import { userOf } from '../facts/people.ts';
import * as answers from './answers.ts';
import { remember } from './commands.ts';
import { personOf, placeOf } from './context.ts';
import type { Context, Taken } from './context.ts';
import { turnLists } from './lists.ts';
import type { Press } from './shapes.ts';
import { toldBy } from './telling.ts';

export async function takePress(context: Context, press: Press): Promise<Taken> {
  const { id, message, data } = press;
  const [known, person] = [readId(data.custom_id), personOf(press)];
  if (known === null || person === null || !message) return { response: answers.tell(SAID.notMyButton) };
  // What only this person reads may be changed under their finger; what others read, too, stays as it is, whoever forged the button.
  const isTheirs = ((message.flags ?? 0) & FLAGS.ephemeral) !== 0;
  const answer = (words: Parameters<typeof answers.change>[0]): Taken => ({
    response: isTheirs ? answers.change(words) : answers.tell(words),
  });
  if (known.kind === 'cancel') return answer(SAID.cancelled);
  if (known.kind === 'page') {
    const shown = isTheirs ? await turnLists(context, person, known) : null;
    return { response: shown ?? answers.tell(SAID.notMyButton) };
  }
  if (known.kind === 'open') return open(context, press, { person, draft: known.draft, message, isTheirs });
  if (known.kind === 'card' && (known.step === 'press' || known.step === 'at')) {
    const asked = await askBefore(context, { person, card: known, message: known.message ?? message.id });
    if (asked !== null) return asked;
  }
  const target = await targetOf(context, press, known);
  if (target === null) return { response: answers.tell(SAID.notMyButton) };
  const reply = await context.inbound.click({
    deliveryId: `interaction:${id}`,
    person,
    at: timeOf(id),
    evidence: context.evidence,
    target,
    verb: known.verb,
    text: null,
  });
  const told = toldBy(reply, true);
  // What asked whether it is meant has been answered, and says so.
  if (known.kind === 'card' && known.step === 'yes') return answer(told ?? SAID.done);
  // A card that was opened does not change by itself.
  if (known.kind === 'card' && known.step === 'at' && told === null) return answer(SAID.openAgain);
  return { response: told === null ? answers.NOTHING : answers.tell(told) };
}

interface Opening {
  person: PersonId;
  draft: DraftId;
  message: NonNullable<Press['message']>;
  isTheirs: boolean;
}

/** A list of theirs is seen by nobody else; any other message with such a button points to one person's card. */
async function open(context: Context, press: Press, { person, draft, message, isTheirs }: Opening): Promise<Taken> {
  const at = { surface: POINTER, message: message.id };
  const isNews = !isTheirs && saysNews(message);
  const opened = await context.inbound.open({ person, draft, from: isTheirs ? 'list' : isNews ? 'news' : 'pointer', at });
  if (!opened.ok) return { response: answers.tell({ words: opened.message, code: opened.code }) };
  return {
    response: answers.privately(cardMessage(opened.card, opened.message)),
    async afterwards() {
      // For a while they can be told more, alone, where they are.
      remember(context, press, userOf(person));
      if (!isNews) return;
      // What was new has been seen. Should that not be taken, it is looked at once more, and nothing is lost.
      await context.wire.call('PATCH', `/channels/${message.channel_id}/messages/${message.id}`, changedPointer(draft, 'pointer'));
    },
  };
}

function saysNews({ components }: Opening['message']): boolean {
  return (components ?? []).some((one) => (one as { content?: unknown }).content === SAID.news.words);
}

type OnCard = Extract<Known, { kind: 'card' }>;

/** The words that a button asks for, or whether it is meant; null when it is a click as it is. */
async function askBefore(
  { inbound }: Context,
  { person, card: { card, verb }, message }: { person: PersonId; card: OnCard; message: string },
): Promise<Taken | null> {
  const form = await inbound.form({ person, target: { kind: 'card', card, message }, verb });
  if (!form.ok) return { response: answers.tell({ words: form.message, code: form.code }) };
  const { action } = form;
  const on = { card, message };
  if (action.input !== null) {
    const shown = formOf({ ...action, input: action.input }, on);
    return { response: shown === null ? answers.tell(SAID.tooLongForAForm) : answers.form(shown) };
  }
  if (action.confirm === null) return null;
  return { response: answers.ask([text(plain(inert(action.confirm.text))), ...confirmButtons(action, action.confirm, on)]) };
}

/** What the button stands on, by what Discord says of the message; under a question of ours, by what we wrote into the button. */
async function targetOf(
  context: Context,
  press: Press,
  known: Exclude<Known, { kind: 'cancel' } | { kind: 'open' } | { kind: 'page' }>,
): Promise<Target | null> {
  const message = press.message?.id ?? '';
  if (known.kind === 'card') return { kind: 'card', card: known.card, message: known.message ?? message };
  if (known.kind === 'draft') return { kind: 'draft', draft: known.draft };
  const place = await placeOf(context, press);
  return place === null ? null : { kind: 'publication', message: { ...place, message } };
}
