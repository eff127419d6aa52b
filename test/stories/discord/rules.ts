import { CHANNELS, GUILD, OTHER_GUILD, PEOPLE, ROLES } from '../../adapters/discord/fake/seed.ts';

/** The example's rules, with the ids of the fake Discord; limits are lifted where stories ask faster than people. */
export const DISCORD_RULES = `
version: 1
operators: { people: [discord:${PEOPLE.olu}], alarms: [discord:${PEOPLE.olu}] }
groups: { leads: [discord:${PEOPLE.ben}, discord:${PEOPLE.chloe}] }
agents: { handbook: { connector: handbook, folder: ./examples/handbook } }
limits: { asks: 1000/hour, open_drafts: 100 }
direct_messages: { agents: [handbook], may_ask: workspace }
channels:
  - channel: discord:${GUILD}:${CHANNELS.engineering}
    agents: [handbook]
    may_ask: members
    widest_audience: workspace
    reviewers: { from: [leads], needed: 1 }
    expires: 24h
    context: thread
  - channel: discord:${GUILD}:${CHANNELS.random}
    agents: [handbook]
    may_ask: members
    widest_audience: workspace
    reviewers: not_required
    expires: 24h
  - channel: discord:${GUILD}:${CHANNELS.questions}
    agents: [handbook]
    may_ask: members
    widest_audience: workspace
    reviewers: not_required
    expires: 24h
  - channel: discord:${OTHER_GUILD}:${CHANNELS['globex-shared']}
    agents: [handbook]
    may_ask: members
    widest_audience: external
    reviewers: { from: [leads], needed: 2 }
    expires: 4h
  - channel: discord:${GUILD}:${CHANNELS['team-payments']}
    agents: [handbook]
    may_ask: members
    widest_audience: restricted
    reviewers: { from: [discord:${GUILD}:${ROLES.oncall}], needed: 1 }
    expires: 24h
`;
