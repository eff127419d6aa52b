/** Buttons, wherever they stand: on a card, on a publication, on a person's own page. */
import { isId, VERBS } from '#adapter';
import type { Form, Target, Verb } from '#adapter';
import { z } from 'zod';
import { OURS } from '../blocks/buttons.ts';
import { formOf } from '../blocks/forms.ts';
import { FIRST_PAGES, turnedTo } from '../blocks/home.ts';
import type { Pages } from '../blocks/home.ts';
import { SAID } from '../errors.ts';
import { ON_PUBLICATION } from '../text.ts';
import { isForeign, NOTHING, personId, threadOf } from './context.ts';
import type { Context, Taken } from './context.ts';
import { showHome } from './page.ts';
import { pressShape, timeOf } from './shapes.ts';
import type { Press } from './shapes.ts';
import { toldBy } from './telling.ts';
import type { Told } from './telling.ts';

/** Buttons of these kinds may ask for words; which do, the core says at every press. */
const MAY_ASK_FOR_WORDS: readonly Verb[] = ['edit', 'ask_again', 'reject', 'move'];

export async function takePress(context: Context, body: unknown): Promise<Taken> {
  const { success, data: press } = pressShape.safeParse(body);
  const action = success ? press.actions.find((one) => one.action_id.startsWith(OURS)) : undefined;
  if (!success || action === undefined) return NOTHING;
  const tell = tellerFor(context, press);
  if (isForeign(context, press.user.team_id ?? press.team?.id)) return { afterwards: () => tell(SAID.notOfThisWorkspace) };
  const pages = pagesOf(press);
  const turn = turnedTo(action.action_id);
  if (turn !== null) return { afterwards: () => showHome(context, press.user.id, { ...pages, [turn.list]: turn.page }) };
  const verb = VERBS.find((one) => action.action_id === `${OURS}${one}`);
  const target = targetOf(context, press, action.value ?? '');
  if (verb === undefined || target === null) return { afterwards: () => tell(SAID.notMyButton) };

  const person = personId(context, press.user.id);
  if (MAY_ASK_FOR_WORDS.includes(verb)) {
    const form = await context.inbound.form({ person, target, verb });
    const taken = showForm(context, press, { target, verb }, form);
    if (taken !== null) return taken;
  }
  const place = press.container.message_ts ?? press.container.view_id ?? '';
  const deliveryId = `press:${place}:${action.action_ts}:${press.user.id}`;
  const reply = await context.inbound.click({ deliveryId, person, at: timeOf(action.action_ts), evidence: null, target, verb, text: null });
  const told = toldBy(reply, true);
  return {
    async afterwards() {
      if (told !== null) await tell(told);
      if (isHome(press)) await showHome(context, press.user.id, pages);
    },
  };
}

/** Null when the button asks for no words now, and so is a click like any other. */
function showForm(context: Context, press: Press, { target, verb }: { target: Target; verb: Verb }, form: Form): Taken | null {
  const tell = tellerFor(context, press);
  if (!form.ok) return { afterwards: () => tell({ words: form.message, code: form.code }) };
  const { action } = form;
  if (action.input === null) return null;
  const view = formOf({ ...action, input: action.input }, { target, verb, place: placeOf(press) });
  const trigger = press.trigger_id;
  if (view === null) return { afterwards: () => tell(SAID.tooLongForAForm) };
  return trigger ? { afterwards: () => context.teller.open(trigger, view) } : NOTHING;
}

/** What the button stands on, by what Slack says of the place and by nothing that the button says of itself. */
function targetOf({ ours }: Context, press: Press, value: string): Target | null {
  const message = press.container.message_ts;
  const place = placeOf(press);
  if (isHome(press)) return isId('drf', value) ? { kind: 'draft', draft: value } : null;
  if (!message || place === null) return null;
  if (isId('crd', value)) return { kind: 'card', card: value, message };
  return value === ON_PUBLICATION ? { kind: 'publication', message: { platform: 'slack', workspace: ours.team, ...place, message } } : null;
}

function placeOf({ container, channel, message }: Press): { channel: string; thread: string | null } | null {
  const id = container.channel_id ?? channel?.id;
  return id && container.message_ts
    ? { channel: id, thread: threadOf(container.thread_ts ?? message?.thread_ts, container.message_ts) }
    : null;
}

function isHome({ container, view }: Press): boolean {
  return container.type === 'view' && view?.type === 'home';
}

/** Where the button stands, to whoever pressed it and to nobody else. */
function tellerFor({ teller }: Context, press: Press): (told: Told) => Promise<unknown> {
  const place = placeOf(press);
  const trigger = press.trigger_id;
  return async (told) => {
    if (place !== null) return teller.whisper({ user: press.user.id, ...place }, told);
    return trigger ? teller.window(trigger, told) : false;
  };
}

const pagesShape = z.object({ open: z.int().min(0), to_review: z.int().min(0), published: z.int().min(0) });

function pagesOf({ view }: Press): Pages {
  return readJson(pagesShape, view?.private_metadata) ?? FIRST_PAGES;
}

export function readJson<Shape extends z.ZodType>(shape: Shape, text: string | null | undefined): z.infer<Shape> | null {
  try {
    return shape.parse(JSON.parse(text ?? ''));
  } catch {
    return null;
  }
}
