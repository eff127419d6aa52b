import { expect, test } from 'vitest';
import { changed, GOOD, problemsIn } from './good-file.ts';

/** What is wrong, the file, and every problem that is told: line, column, place, message. */
const rows: [what: string, source: string, problems: string[]][] = [
  ['a missing version', changed({ 1: '' }), ['1:1 version: is missing; it must be 1: this version of Countersign reads no other']],
  ['a version of tomorrow', changed({ 1: 'version: 2' }), ['1:1 version: must be 1: this version of Countersign reads no other, not “2”']],
  ['a version in quotes', changed({ 1: "version: '1'" }), ['1:1 version: must be 1: this version of Countersign reads no other, not “1”']],
  ['an unknown key at the top', changed({ 8: 'limit: { asks: 20/hour }' }), ['8:1 limit: unknown key; did you mean “limits”?']],
  [
    'an unknown key that resembles nothing',
    changed({ 8: 'colour: blue' }),
    [
      '8:1 colour: unknown key; known here: version, operators, people, groups, agents, tool_servers, limits, direct_messages, channels and retention',
    ],
  ],
  [
    'a key of every object',
    changed({ 8: 'constructor: { asks: 20/hour }' }),
    [
      '8:1 constructor: unknown key; known here: version, operators, people, groups, agents, tool_servers, limits, direct_messages, channels and retention',
    ],
  ],
  [
    'an unknown key of a channel',
    changed({ 13: '    mayask: members' }),
    [
      '11:5 channels[0].may_ask: is missing; it must be `members`, `workspace`, or a list of people and groups',
      '13:5 channels[0].mayask: unknown key; did you mean “may_ask”?',
    ],
  ],
  [
    'an unknown key beside a name that nobody has',
    changed({ 12: '    agents: [handbok]\n    color: red' }),
    [
      '12:14 channels[0].agents[0]: no agent is called “handbok”; did you mean “handbook”?',
      '13:5 channels[0].color: unknown key; known here: channel, match, agents, may_ask, widest_audience, reviewers, expires, fallback, context, tools, destinations, new_post, from_narrower and retract',
    ],
  ],
  [
    'an unknown key deep inside',
    changed({ 15: '    reviewers: { from: [leads], needed: 1, need: 2 }' }),
    ['15:44 channels[0].reviewers.need: unknown key; did you mean “needed”?'],
  ],
  [
    'an unknown key of an agent',
    changed({ 7: '  handbook: { connector: handbook, folder: ./pages, timelimit: 30s }' }),
    ['7:53 agents.handbook.timelimit: unknown key; did you mean “time_limit”?'],
  ],
  [
    'an unknown key with control characters',
    changed({ 8: '"li\\u202Emits\\e[2J": 1' }),
    [
      '8:1 ["li\\u{202e}mits\\u001b[2J"]: unknown key; known here: version, operators, people, groups, agents, tool_servers, limits, direct_messages, channels and retention',
    ],
  ],
  ['no channels', GOOD.slice(0, GOOD.indexOf('channels:')), ['1:1 channels: is missing; it must be a list of channel rules']],
  ['an empty section', changed({ 8: 'limits:' }), ['8:1 limits: is empty; it must be limits, such as { asks: 20/hour, open_drafts: 10 }']],
  [
    'a rate without a period',
    changed({ 8: 'limits: { asks: 20, open_drafts: 10 }' }),
    ['8:11 limits.asks: must be a whole number and a period, such as 20/hour, 5/minute or 100/day, not “20”'],
  ],
  [
    'a rate of none',
    changed({ 8: 'limits: { asks: 0/hour, open_drafts: 0 }' }),
    [
      '8:11 limits.asks: must be a whole number and a period, such as 20/hour, 5/minute or 100/day, not “0/hour”',
      '8:25 limits.open_drafts: must be a whole number of at least 1, not “0”',
    ],
  ],
  ['a short retention', `${GOOD}retention: 1h\n`, ['24:1 retention: must be from 24 hours to 3650 days, not 1 hour']],
  [
    'members of a direct message',
    changed({ 9: 'direct_messages: { agents: [handbook], may_ask: members }' }),
    ['9:40 direct_messages.may_ask: must be `workspace`, or a list of people and groups, not “members”'],
  ],
  [
    'a direct message to nobody',
    changed({ 9: 'direct_messages: { agents: [], may_ask: [leeds] }' }),
    [
      '9:20 direct_messages.agents: must name at least one agent: with none, nobody could be asked here',
      '9:42 direct_messages.may_ask[0]: no group is called “leeds”; did you mean “leads”?',
    ],
  ],
  [
    'several at once',
    changed({ 1: 'version: 3', 7: '  handbook: { connector: modem }', 13: '    may_ask: all', 23: '    expires: soon' }),
    [
      '1:1 version: must be 1: this version of Countersign reads no other, not “3”',
      '7:15 agents.handbook.connector: this version has no connector “modem”; did you mean “model”?',
      '13:5 channels[0].may_ask: must be `members`, `workspace`, or a list of people and groups, not “all”',
      '23:5 channels[1].expires: must be a whole number and a unit, such as 30s, 15m, 4h or 7d, not “soon”',
    ],
  ],
];

test.each(rows)('tells every problem of keys and plain values, with its line: %s', (_what, source, problems) => {
  expect(problemsIn(source)).toEqual(problems);
});
