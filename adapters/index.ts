/** Every adapter there is, by the first word of its ids. `src/main.ts` is the only file that imports this one. */
import { createPlaygroundAdapter } from './playground/adapter.ts';

export const adapters = {
  playground: createPlaygroundAdapter,
};

/** The playground's chat itself, for an installation that hosts it in its own process. The adapter reaches it by its address all the same. */
export { startPlatform } from './playground/platform/server.ts';
