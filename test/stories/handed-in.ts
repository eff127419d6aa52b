import type { ChatAdapter, Inbound } from '../../src/adapter.ts';
import type { Overrides } from '../../src/installation.ts';

/** What an adapter hands in can be handed in by a story, too: for what the playground's people have no button for. */
export interface HandedIn {
  wrap: NonNullable<Overrides['wrap']>;
  inbound(): Inbound;
  /** Sentences that were to be whispered to somebody where they asked. */
  whispered: { person: string; channel: string; sentence: string }[];
}

export function handIn(change: (adapter: ChatAdapter) => Partial<ChatAdapter> = () => ({})): HandedIn {
  let taken: Inbound | null = null;
  const whispered: HandedIn['whispered'] = [];
  const listening = (adapter: ChatAdapter): ChatAdapter => ({
    ...adapter,
    start(inbound) {
      taken = inbound;
      return adapter.start(inbound);
    },
    whisper(person, place, sentence) {
      whispered.push({ person, channel: place.channel, sentence });
      return Promise.resolve(true);
    },
    ...change(adapter),
  });
  return {
    wrap: (given) => ({ ...given, adapters: new Map([...given.adapters].map(([name, adapter]) => [name, listening(adapter)])) }),
    inbound() {
      if (taken === null) throw new Error('the bot has not started yet');
      return taken;
    },
    whispered,
  };
}
