import type { ChatAdapter } from '#adapter';
import { createPlaygroundAdapter } from '../../../adapters/playground/adapter.ts';

export const TOKEN = 'a token that is only used in tests';

export function connect(address: string, token = TOKEN): ChatAdapter {
  return createPlaygroundAdapter({
    url: address,
    token,
    now: Date.now,
    logger: { info: ignore, warn: ignore, error: ignore },
    timeouts: { publishMs: 2000, otherMs: 2000 },
  });
}

function ignore(): void {
  // The clauses look at what people see, not at what is logged.
}
