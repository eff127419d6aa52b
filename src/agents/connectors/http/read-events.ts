import { createParser, type EventSourceMessage } from 'eventsource-parser';
import { AgentError } from '../../agent-error.ts';
import { MOST_PROGRESS, progressText } from '../../outside.ts';

/**
 * Reads a stream until its first `answer`, whose data are the answer in JSON; each `progress` before it has the answer so far, as
 * `{"text":…}`. Events of other names are left alone, as the format demands. `who` begins the sentence of an AgentError.
 */
export async function readEvents(chunks: AsyncIterable<Uint8Array>, who: string, progress: (text: string) => void): Promise<unknown> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const events: EventSourceMessage[] = [];
  const parser = createParser({ onEvent: (event) => events.push(event) });
  let told = 0;
  for await (const chunk of chunks) {
    parser.feed(decoded(decoder, chunk, who));
    for (const { event, data } of events.splice(0)) {
      if (event === 'answer') return parsed(data, who);
      if (event !== 'progress') continue;
      const text = progressText(parsed(data, who));
      told += 1;
      if (text === null) throw new AgentError(`${who} told its progress without a text.`);
      if (told > MOST_PROGRESS) throw new AgentError(`${who} told its progress more than ${MOST_PROGRESS} times.`);
      progress(text);
    }
  }
  throw new AgentError(`${who} ended its stream without an answer.`);
}

function decoded(decoder: TextDecoder, chunk: Uint8Array, who: string): string {
  try {
    return decoder.decode(chunk, { stream: true });
  } catch {
    throw new AgentError(`${who} sent an event that is not JSON in UTF-8.`);
  }
}

function parsed(data: string, who: string): unknown {
  try {
    return JSON.parse(data) as unknown;
  } catch {
    // What came may be the text of an answer, so it is not quoted.
    throw new AgentError(`${who} sent an event that is not JSON in UTF-8.`);
  }
}
