import { join } from 'node:path';
import type { Agent } from '../src/agents/agent.ts';
import { startAnchor } from '../src/anchor.ts';
import { type Countersign, startCountersign } from '../src/app/countersign.ts';
import { readConfig } from '../src/config.ts';
import { type Given, openInstallation, type Overrides } from '../src/installation.ts';
import { createLogger } from '../src/logger.ts';
import { startSequencer } from '../src/log/sequencer.ts';
import { openKeys } from '../src/keys.ts';
import { parseRules } from '../src/rules/load.ts';
import { versionOf } from '../src/rules-in-force.ts';
import type { Signer } from '../src/log/signer.ts';
import type { Address } from './database.ts';
import type { Desk } from './desk.ts';
import { createPlatform, type Platform } from './platform.ts';

export interface Opened {
  given: Given;
  signer: Signer;
  dataKey: Uint8Array;
  platform: Platform;
  countersign: Countersign;
  /** How many works were handed to the store: each is saved alone or with others by one commit. */
  works(): number;
  /** From nothing to taking questions. */
  startMs: number;
  close(): Promise<void>;
}

/** As the engineering channel of the example; the limits for one person are lifted, because a benchmark asks faster than people. */
const RULES = `
version: 1
operators: { people: [bench:acme:olu], alarms: [bench:acme:olu] }
agents: { bench: { connector: handbook, folder: ./handbook } }
limits: { asks: 9000000/minute, open_drafts: 100000 }
channels:
  - channel: bench:acme:engineering
    agents: [bench]
    may_ask: members
    widest_audience: workspace
    reviewers: { from: [bench:acme:ben, bench:acme:chloe], needed: 1 }
    expires: 24h
    fallback: { after: 4h, from: [bench:acme:olu] }
`;

const ANSWER = {
  kind: 'answer',
  audience: 'requester_only',
  text: [
    'Rotate the password of the staging database **once a quarter**, and whenever somebody leaves the team.',
    '1. Open the vault and make a new password of at least 32 characters.\n2. Set it on the database with `alter role`.\n3. Restart the services one by one, and look at their logs.',
    'If a service does not come up again, put the old password back and tell the people on call.',
  ].join('\n\n'),
  sources: [{ title: 'Databases: passwords', url: 'https://handbook.example/databases/passwords' }],
};

/**
 * The product as `src/main.ts` puts it together, with a platform and an agent that cost next to nothing: real store, real sequencer,
 * real worker and sweeps. `nth` tells processes that share a folder apart: each keeps an anchor of its own. `overrides` may put another
 * clock in the place of the machine's.
 */
export async function openBench(address: Address, desk: Desk, nth: number, overrides: Overrides = {}): Promise<Opened> {
  const startedAt = performance.now();
  const config = readConfig({
    DATA_DIR: address.folder,
    DATABASE_URL: address.url ?? '',
    ANCHOR_FILE: join(address.folder, `anchor-${nth}`),
    LOG_LEVEL: 'error',
    TIME_ZONE: 'UTC',
  });
  const platform = createPlatform(desk);
  const { given: bare, signer } = await openInstallation(config, createLogger(config.logLevel), new Map([['bench', platform]]), overrides);
  const { store, clock, owner, logger } = bare;
  let works = 0;
  const anchor = await startAnchor({ file: config.anchorFile, store, signer, clock, logger });
  const onError = (error: unknown): void => logger.error({ error }, 'the log could not be extended; trying again');
  const sequencer = startSequencer({ store, signer, owner, clock, anchor, onError });
  const checkpointed: Given['log']['checkpointed'] = async (entry, withinMs) => {
    await sequencer.checkpointed(entry, withinMs);
    await anchor.keep();
  };
  const agent: Agent = {
    name: 'bench',
    told: () => Promise.resolve({ model: null, prompt: '' }),
    run: () => Promise.resolve(ANSWER),
  };
  const whole: Given = {
    ...bare,
    agents: { ...bare.agents, get: () => agent },
    log: { ...bare.log, checkpointed },
    store: {
      ...store,
      transact(work) {
        works += 1;
        return store.transact(work);
      },
    },
  };
  const given = overrides.wrap?.(whole) ?? whole;
  const file = join(address.folder, 'countersign.yaml');
  const parsed = parseRules(RULES, file);
  if (!parsed.ok) throw new Error(`the rules of the benchmark are not valid: ${JSON.stringify(parsed.problems)}`);
  const inForce = { book: parsed.book, version: await versionOf(given, parsed) };
  const countersign = await startCountersign({ ...given, rules: { current: () => inForce } });
  await platform.start(countersign.inbound);
  return {
    given,
    signer,
    dataKey: openKeys(config).dataKey,
    platform,
    countersign,
    works: () => works,
    startMs: performance.now() - startedAt,
    async close() {
      await countersign.stop();
      await sequencer.stop();
      await anchor.stop();
      await store.close();
    },
  };
}
