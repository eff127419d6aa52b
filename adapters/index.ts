import type { startPlatform as start } from './playground/platform/server.ts';

/**
 * Every adapter there is, by the first word of its ids. `src/main.ts` is the only file that imports this one. Each is loaded when it is
 * configured: an SDK may take longer to load than a whole command of ours takes.
 */
export const adapters = {
  playground: async () => (await import('./playground/adapter.ts')).createPlaygroundAdapter,
  discord: async () => (await import('./discord/adapter.ts')).createDiscordAdapter,
  slack: async () => (await import('./slack/adapter.ts')).createSlackAdapter,
};

/** The playground's chat itself, for an installation that hosts it in its own process. The adapter reaches it by its address all the same. */
export const startPlatform: typeof start = async (options) => (await import('./playground/platform/server.ts')).startPlatform(options);
