/** The example's rules, with the ids of the fake Slack; limits are lifted where stories ask faster than people. */
export const SLACK_RULES = `
version: 1
operators: { people: [slack:T0ACME:U0OLU], alarms: [slack:T0ACME:U0OLU] }
groups: { leads: [slack:T0ACME:U0BEN, slack:T0ACME:U0CHLOE] }
agents: { handbook: { connector: handbook, folder: ./examples/handbook } }
limits: { asks: 1000/hour, open_drafts: 100 }
direct_messages: { agents: [handbook], may_ask: workspace }
channels:
  - channel: slack:T0ACME:C0ENG
    agents: [handbook]
    may_ask: members
    widest_audience: workspace
    reviewers: { from: [leads], needed: 1 }
    expires: 24h
    context: thread
  - channel: slack:T0ACME:C0RAND
    agents: [handbook]
    may_ask: members
    widest_audience: workspace
    reviewers: not_required
    expires: 24h
  - channel: slack:T0ACME:C0GLOBEX
    agents: [handbook]
    may_ask: members
    widest_audience: external
    reviewers: { from: [leads], needed: 2 }
    expires: 4h
  - channel: slack:T0ACME:C0PAY
    agents: [handbook]
    may_ask: members
    widest_audience: restricted
    reviewers: { from: [slack:T0ACME:S0ONCALL], needed: 1 }
    expires: 24h
`;
