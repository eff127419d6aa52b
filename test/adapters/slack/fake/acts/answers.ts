import type { Answer } from '../delivery/delivery.ts';
import type { Fields } from '../fields.ts';
import { fieldsIn, isFields, textIn } from '../fields.ts';
import { changeView, openView, viewBody } from '../methods/views.ts';
import { Refusal } from '../refusal.ts';
import type { Slack } from '../slack.ts';
import type { View } from '../views.ts';

/** What a person reads when the app did not answer in time, or not at all (Slack's client). */
export function tellFailure(slack: Slack, person: string, what: string, { outcome }: Answer): void {
  if (outcome === 'acked') return;
  const why = outcome === 'late' ? 'operation_timeout' : 'dispatch_failed';
  tell(slack, person, `${what} failed with the error "${why}"`);
}

export function tell(slack: Slack, person: string, text: string): void {
  slack.told.push({ person, text, at: slack.clock.now() });
}

/** What came with the acknowledgement of a submitted view: nothing closes it, everything else is one of four actions. */
export function applyViewAnswer(slack: Slack, view: View, body: unknown): string | null {
  const answer = isFields(body) ? body : {};
  const action = textIn(answer, 'response_action');
  try {
    switch (action) {
      case 'errors':
        return showErrors(view, fieldsIn(answer, 'errors'));
      case 'update': {
        changeView(slack, view, viewBody(answer['view'], slack));
        return view.id;
      }
      case 'push':
        return openView(slack, view.person, viewBody(answer['view'], slack), view).id;
      case 'clear':
        slack.views.closeAll(view.person);
        return null;
      case '':
        slack.views.close(view);
        return null;
      default:
        throw new Refusal('unknown_response_action');
    }
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    tell(slack, view.person, `We had some trouble connecting. Try again? (${error.code})`);
    return null;
  }
}

/** Each beneath the input of its `block_id`; one for a block that is no input is trouble, as in Slack. */
function showErrors(view: View, errors: Fields): string {
  const blocks = (view.body['blocks'] as Fields[]).filter((block) => block['type'] === 'input').map((block) => block['block_id']);
  const entries = Object.entries(errors);
  if (entries.length === 0 || entries.some(([block, text]) => !blocks.includes(block) || typeof text !== 'string')) {
    throw new Refusal('invalid_errors');
  }
  view.errors = errors as Record<string, string>;
  return view.id;
}
