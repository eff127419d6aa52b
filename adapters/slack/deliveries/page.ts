import type { Pages } from '../blocks/home.ts';
import { homeView } from '../blocks/home.ts';
import { personId } from './context.ts';
import type { Context } from './context.ts';

/** Puts the person's own page up as it is now. */
export async function showHome(context: Context, user: string, pages: Pages): Promise<void> {
  const { inbound, wire, ours, options } = context;
  const home = await inbound.home({ person: personId(context, user), pages });
  const answer = await wire.call('views.publish', { user_id: user, view: homeView(home, ours.origin) });
  if (answer.kind !== 'done')
    options.logger.warn({ because: answer.kind === 'refused' ? answer.error : answer.kind }, 'a person’s page could not be shown');
}
