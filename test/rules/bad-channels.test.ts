import { expect, test } from 'vitest';
import { changed, problemsIn } from './good-file.ts';

/** What is wrong, the file, and every problem that is told: line, column, place, message. */
const rows: [what: string, source: string, problems: string[]][] = [
  [
    'reviewers left out',
    changed({ 15: '' }),
    [
      '11:5 channels[0].reviewers: nobody could review; write `reviewers: not_required` if nobody else is needed, or name them: { from: [leads], needed: 1 }',
    ],
  ],
  [
    'reviewers as an empty list',
    changed({ 15: '    reviewers: []' }),
    [
      '15:5 channels[0].reviewers: nobody could review; write `reviewers: not_required` if nobody else is needed, or name them: { from: [leads], needed: 1 }',
    ],
  ],
  [
    'reviewers empty',
    changed({ 15: '    reviewers:' }),
    [
      '15:5 channels[0].reviewers: nobody could review; write `reviewers: not_required` if nobody else is needed, or name them: { from: [leads], needed: 1 }',
    ],
  ],
  [
    'reviewers misspelt',
    changed({ 15: '    reviewers: not-required' }),
    [
      '15:5 channels[0].reviewers: nobody could review; write `reviewers: not_required` if nobody else is needed, or name them: { from: [leads], needed: 1 }',
    ],
  ],
  [
    'reviewers from nobody',
    changed({ 15: '    reviewers: { from: [], needed: 1 }' }),
    [
      '15:18 channels[0].reviewers.from: nobody could review; write `reviewers: not_required` if nobody else is needed, or name them: { from: [leads], needed: 1 }',
    ],
  ],
  [
    'none needed',
    changed({ 15: '    reviewers: { from: [leads], needed: 0 }' }),
    [
      '15:33 channels[0].reviewers.needed: must be a whole number of at least 1; if nobody else is needed, write `reviewers: not_required`, not “0”',
    ],
  ],
  [
    'half a reviewer',
    changed({ 15: '    reviewers: { from: [leads], needed: 1.5 }' }),
    [
      '15:33 channels[0].reviewers.needed: must be a whole number of at least 1; if nobody else is needed, write `reviewers: not_required`, not “1.5”',
    ],
  ],
  [
    'needed left out',
    changed({ 15: '    reviewers: { from: [leads] }' }),
    [
      '15:5 channels[0].reviewers.needed: is missing; it must be a whole number of at least 1; if nobody else is needed, write `reviewers: not_required`',
    ],
  ],
  [
    'more needed than named',
    changed({ 15: '    reviewers: { from: [leads, playground:acme:ben], needed: 3 }' }),
    ['15:54 channels[0].reviewers.needed: 3 people must approve, but only 2 people are named; accounts that `people` links count as one'],
  ],
  [
    'more needed than humans',
    changed({ 15: '    reviewers: { from: [slack:T01:U1, discord:U9], needed: 2 }' }),
    ['15:52 channels[0].reviewers.needed: 2 people must approve, but only one person is named; accounts that `people` links count as one'],
  ],
  [
    'an unknown agent',
    changed({ 12: '    agents: [handbok]' }),
    ['12:14 channels[0].agents[0]: no agent is called “handbok”; did you mean “handbook”?'],
  ],
  [
    'no agent at all',
    changed({ 12: '    agents: []' }),
    ['12:5 channels[0].agents: must name at least one agent: with none, nobody could be asked here'],
  ],
  ['an agent twice', changed({ 12: '    agents: [handbook, handbook]' }), ['12:24 channels[0].agents[1]: “handbook” is named twice']],
  [
    'a word that is no way to ask',
    changed({ 13: '    may_ask: everyone' }),
    ['13:5 channels[0].may_ask: must be `members`, `workspace`, or a list of people and groups, not “everyone”'],
  ],
  ['nobody may ask', changed({ 13: '    may_ask: []' }), ['13:5 channels[0].may_ask: nobody could ask; name at least one person or group']],
  [
    'an unknown group may ask',
    changed({ 13: '    may_ask: [leads, staff]' }),
    ['13:22 channels[0].may_ask[1]: no group is called “staff”; people are named by id, such as slack:T01:U0123'],
  ],
  [
    'an audience of nobody',
    changed({ 14: '    widest_audience: requester' }),
    ['14:5 channels[0].widest_audience: must be one of: restricted, workspace, external, not “requester”'],
  ],
  [
    'external without reviewers',
    changed({ 14: '    widest_audience: external', 15: '    reviewers: not_required', 17: '' }),
    ['14:5 channels[0].widest_audience: `external` is accepted only together with reviewers: { from: […], needed: 1 }'],
  ],
  [
    'a pattern without reviewers',
    changed({ 22: '    reviewers: not_required' }),
    ['22:5 channels[1].reviewers: a rule by `match` must demand reviewers, because people can rename channels'],
  ],
  [
    'a pattern that says external',
    changed({ 21: '    widest_audience: external' }),
    [
      '21:5 channels[1].widest_audience: a rule by `match` can never say `external`, because people can rename channels; write a rule by `channel`',
    ],
  ],
  [
    'both channel and match',
    changed({ 11: '  - channel: playground:acme:engineering\n    match: playground:acme:eng-*' }),
    ['12:5 channels[0].match: a rule has `channel` or `match`, not both; write two rules'],
  ],
  [
    'neither channel nor match',
    changed({ 11: '  - agents: [handbook]', 12: '' }),
    ['11:5 channels[0]: names no channel; it needs `channel: slack:T01:C0123`, or `match: slack:T01:team-*`'],
  ],
  [
    'a channel by name',
    changed({ 11: '  - channel: engineering' }),
    [
      '11:5 channels[0].channel: must be the id of one channel, such as slack:T01:C0123; a pattern with * belongs in `match`, not “engineering”',
    ],
  ],
  [
    'a channel with a star',
    changed({ 11: '  - channel: playground:acme:eng*' }),
    [
      '11:5 channels[0].channel: must be the id of one channel, such as slack:T01:C0123; a pattern with * belongs in `match`, not “playground:acme:eng*”',
    ],
  ],
  [
    'a pattern across platforms',
    changed({ 18: '  - match: "*:acme:team-*"' }),
    [
      '18:5 channels[1].match: must be platform:workspace:name, such as slack:T01:team-*; * may stand in the name only, not “*:acme:team-*”',
    ],
  ],
  [
    'a pattern across workspaces',
    changed({ 18: '  - match: playground:*:team-*' }),
    [
      '18:5 channels[1].match: must be platform:workspace:name, such as slack:T01:team-*; * may stand in the name only, not “playground:*:team-*”',
    ],
  ],
  [
    'the same channel twice',
    changed({ 18: '  - channel: playground:acme:engineering' }),
    ['18:5 channels[1].channel: “playground:acme:engineering” has a rule already, channels[0]; keep one of them'],
  ],
  [
    'the same pattern twice',
    changed({ 11: '  - match: playground:acme:team-*' }),
    ['18:5 channels[1].match: “playground:acme:team-*” has a rule already, channels[0]; keep one of them'],
  ],
  [
    'a life too short',
    changed({ 16: '    expires: 30s', 17: '' }),
    ['16:5 channels[0].expires: must be from 1 minute to 30 days, not 30 seconds'],
  ],
  ['a life too long', changed({ 16: '    expires: 31d' }), ['16:5 channels[0].expires: must be from 1 minute to 30 days, not 31 days']],
  [
    'a fallback that comes too late',
    changed({ 17: '    fallback: { after: 24h, from: [playground:acme:olu] }' }),
    ['17:17 channels[0].fallback.after: 24h is not before the draft expires (24h), so nobody would ever be asked'],
  ],
  [
    'a fallback of the same people',
    changed({ 17: '    fallback: { after: 4h, from: [playground:acme:ben] }' }),
    ['17:28 channels[0].fallback.from: names only people who are reviewers already, so it would add nobody'],
  ],
  [
    'a fallback for nobody',
    changed({ 15: '    reviewers: not_required' }),
    ['17:5 channels[0].fallback: nobody else is asked here, so nobody can be asked instead; remove it'],
  ],
  [
    'a fallback to nobody',
    changed({ 17: '    fallback: { after: 4h, from: [] }' }),
    ['17:28 channels[0].fallback.from: nobody could be asked; name at least one person or group'],
  ],
  [
    'a destination without a rule',
    changed({ 17: '    destinations: [playground:acme:team-payments]' }),
    [
      '17:20 channels[0].destinations[0]: “playground:acme:team-payments” has no rule by `channel`, so nothing could be published there; add one',
    ],
  ],
  [
    'a destination that is the channel itself',
    changed({ 17: '    destinations: [playground:acme:engineering]' }),
    ['17:20 channels[0].destinations[0]: is the channel of this rule; where it was asked is always a destination'],
  ],
  [
    'a destination twice',
    changed({ 18: '    destinations: [playground:acme:random, playground:acme:random]\n  - channel: playground:acme:random' }),
    ['18:44 channels[0].destinations[1]: “playground:acme:random” is named twice'],
  ],
  [
    'a destination by pattern',
    changed({ 17: '    destinations: [playground:acme:team-*]' }),
    [
      '17:20 channels[0].destinations[0]: must be the id of one channel, such as slack:T01:C0123; a pattern with * belongs in `match`, not “playground:acme:team-*”',
    ],
  ],
  [
    'a misspelt choice',
    changed({ 17: '    context: threads\n    from_narrower: yes\n    retract: true' }),
    [
      '17:5 channels[0].context: must be one of: none, thread, not “threads”',
      '18:5 channels[0].from_narrower: must be one of: refuse, allow, not “yes”',
      '19:5 channels[0].retract: must be one of: tombstone, remove, not “true”',
    ],
  ],
  [
    'a rule that is a word',
    changed({ 23: '    expires: 24h\n  - engineering' }),
    [
      '24:5 channels[2]: must be the rule of a channel: channel or match, agents, may_ask, widest_audience, reviewers, expires, not “engineering”',
    ],
  ],
  [
    'a tag that is named twice',
    changed({ 17: '    new_post: { tags: [runbook, answered, runbook] }' }),
    ['17:43 channels[0].new_post.tags[2]: “runbook” is named twice'],
  ],
  [
    'more tags than a post can have anywhere',
    changed({ 17: `    new_post: { tags: [${Array.from({ length: 101 }, (_, nth) => `t${nth}`).join(', ')}] }` }),
    ['17:17 channels[0].new_post.tags: must name at most 100 tags'],
  ],
  [
    'new posts without the form that they need',
    changed({ 17: '    new_post: true' }),
    ['17:5 channels[0].new_post: must be { tags: [runbook] }, or { tags: [] } for posts without a tag, not “true”'],
  ],
  [
    'a key of new posts that there is not',
    changed({ 17: '    new_post: { tag: runbook }' }),
    ['17:17 channels[0].new_post.tag: unknown key; did you mean “tags”?'],
  ],
];

test.each(rows)('tells every problem of channel rules, with its line: %s', (_what, source, problems) => {
  expect(problemsIn(source)).toEqual(problems);
});
