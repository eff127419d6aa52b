import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { tellsAll } from './test/support/tells-all.ts';
import LongestFirst from './test/support/longest-first.ts';

/**
 * What `npm run test:all` tells beside: it takes long, and what `npm test` tells would show most of what could break there. A fake that
 * is not like its platform any more, a page that forgets where somebody was, a benchmark that does not run, a contract that is kept over
 * one way of delivery and not over the other.
 */
const ONLY_IN_ALL = [
  'test/adapters/discord/contract-http.test.ts',
  'test/adapters/slack/contract-http.test.ts',
  'test/adapters/slack/fake/transports.test.ts',
  'test/agents/connectors/command-contract.test.ts',
  'test/bench/quick.test.ts',
  'test/bench/slack.test.ts',
  'test/bench/soak.test.ts',
  'test/house/counts.test.ts',
  'test/house/deploy.test.ts',
  'test/log/verify-bytes.test.ts',
  'test/page/announced.test.ts',
  'test/page/aria.test.ts',
  'test/page/axe.test.ts',
  'test/page/coming-back.test.ts',
  'test/page/corner.test.ts',
  'test/page/decision.test.ts',
  'test/page/first-screen.test.ts',
  'test/page/first-steps.test.ts',
  'test/page/focus.test.ts',
  'test/page/in-sight.test.ts',
  'test/page/keyboard.test.ts',
  'test/page/live-updates.test.ts',
  'test/page/narrow.test.ts',
  'test/page/what-stays.test.ts',
  'test/stories/slack/faults-reading.test.ts',
  'test/text/bounds.test.ts',
  'test/text/differences.test.ts',
];

export default defineConfig({
  // Packages are loaded as `npm start` loads them: what Vite adds would choose their builds for development, with assertions in every loop.
  plugins: [
    {
      name: 'packages-as-started',
      configResolved({ ssr }) {
        if (ssr.resolve) ssr.resolve.conditions = ['node'];
      },
    },
  ],
  test: {
    include: ['test/**/*.test.ts'],
    exclude: tellsAll() ? [] : ONLY_IN_ALL,
    // Stories start servers and processes of their own: whole processes, not threads, keep their signals and memory apart.
    pool: 'forks',
    // What one file loads the next has at hand, warm; what a file starts or sets it takes back (setup.ts).
    isolate: false,
    experimental: { viteModuleRunner: false },
    // Most of a story is waiting: two more than there are cores keep those busy (three workers used 79 % of two).
    maxWorkers: Math.max(2, Math.min(4, availableParallelism())) + 2,
    // On a machine that others use as well, a story takes several times as long as on one of its own.
    testTimeout: 90_000,
    hookTimeout: 90_000,
    teardownTimeout: 10_000,
    retry: 0,
    passWithNoTests: false,
    dangerouslyIgnoreUnhandledErrors: false,
    sequence: { sequencer: LongestFirst },
    globalSetup: ['test/support/global-setup.ts'],
    setupFiles: ['test/support/setup.ts'],
    // Named one by one, so that no environment changes what is printed.
    reporters: ['default', './test/support/counts-reporter.ts'],
  },
});
