import { momentsOf } from './history.ts';
import type { History } from './history.ts';
import { textIn } from './json.ts';
import type { Sent } from './sent.ts';
import type { ReadableBy } from './readable.ts';
import type { Story } from './story.ts';
import type { Request } from './wire.ts';

/** The fixed words, with the agent's name, the name of whoever took it away, and the time. */
const TOMBSTONE = /^An answer from (\S{1,256}) was retracted by (\P{C}{1,200}) (at|yesterday,|on \d{1,2} \p{L}{3,12},) \d\d:\d\d\.$/u;
const GONE = 404;

/** Everything that was taken away, and what the log says of it. */
export function checkRetractions(story: Story, sent: readonly Sent[], readable: ReadableBy): void {
  const tries = story.wire.filter(({ operation }) => operation === 'retract');
  for (const request of tries) if (request.stored) checkWrite(story, request, sent, readable);
  for (const history of story.histories.values()) {
    const stored = sent.filter((one) => one.history === history && one.request.stored).map(({ request }) => request);
    for (const { entry } of momentsOf(history, 'retraction.confirmed')) {
      const isShown = tries.some((one) => stored.some((request) => isOf(one, request)) && (one.stored || one.status === GONE));
      if (stored.length > 0 && !isShown)
        story.report('retraction.outcome', `the retraction at ${entry.index} is confirmed, and nothing was taken away`);
    }
  }
}

function checkWrite(story: Story, request: Request, sent: readonly Sent[], readable: ReadableBy): void {
  const taken = sent.find((one) => one.request.stored && isOf(request, one.request));
  if (!taken || !isIntended(taken.history, request.time)) {
    story.report(
      'retraction.intended',
      'what was taken away is no publication of ours, or nobody had written that it should go',
      request.n,
    );
  }
  if (request.fields?.['tombstone'] === null) return;
  const tombstone = textIn(request.fields, 'tombstone');
  const [, agent] = TOMBSTONE.exec(tombstone) ?? [];
  if (agent === undefined || agent !== taken?.history.opened.refs['agent'] || readable.ofAnyDraft(tombstone) !== null) {
    story.report('tombstone.words', 'what stands in its place is not the fixed sentence about its agent', request.n);
  }
}

function isOf(retract: Request, publish: Request): boolean {
  return publish.message === textIn(retract.fields, 'message') && textIn(publish.fields, 'channel') === textIn(retract.fields, 'channel');
}

function isIntended(history: History, time: number): boolean {
  return momentsOf(history, 'retraction.intended').some(({ entry }) => entry.at <= time);
}
