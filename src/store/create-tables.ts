import { createAgents } from './agents.ts';
import { createAttempts } from './attempts.ts';
import { createCards } from './cards.ts';
import { createChannelCards } from './channel-cards.ts';
import { nowOf, type Context } from './context.ts';
import { createDeliveries } from './deliveries.ts';
import { createDrafts } from './drafts.ts';
import { createEffects } from './effects.ts';
import { createCheckpoints, createEntries } from './entries.ts';
import { createGrants } from './grants.ts';
import { createKill } from './kill.ts';
import { createLeases } from './leases.ts';
import { createMeta } from './meta.ts';
import { createPeople } from './people.ts';
import { createRefusals } from './refusals.ts';
import { createRuleVersions } from './rule-versions.ts';
import { createRuns } from './runs.ts';
import { createSlots } from './slots.ts';
import { createSubmissions } from './submissions.ts';
import type { Tables } from './store.ts';
import { createTexts } from './texts.ts';

/** Every table's queries over one connection. */
export function createTables(context: Context): Tables {
  return {
    now: () => nowOf(context),
    drafts: createDrafts(context),
    texts: createTexts(context),
    people: createPeople(context),
    entries: createEntries(context),
    checkpoints: createCheckpoints(context),
    effects: createEffects(context),
    cards: createCards(context),
    channelCards: createChannelCards(context),
    runs: createRuns(context),
    attempts: createAttempts(context),
    deliveries: createDeliveries(context),
    kill: createKill(context),
    rules: createRuleVersions(context),
    leases: createLeases(context),
    refusals: createRefusals(context),
    slots: createSlots(context),
    agents: createAgents(context),
    grants: createGrants(context),
    submissions: createSubmissions(context),
    meta: createMeta(context),
  };
}
