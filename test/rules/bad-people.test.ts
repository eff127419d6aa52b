import { expect, test } from 'vitest';
import { changed, problemsIn } from './good-file.ts';

/** What is wrong, the file, and every problem that is told: line, column, place, message. */
const rows: [what: string, source: string, problems: string[]][] = [
  ['no operators', changed({ 2: '' }), ['1:1 operators: is missing; it must say who runs this installation: { people: […], alarms: […] }']],
  [
    'operators without people',
    changed({ 2: 'operators: { people: [], alarms: [playground:acme:olu] }' }),
    ['2:14 operators.people: nobody could run this installation; name at least one person'],
  ],
  [
    'operators without alarms',
    changed({ 2: 'operators: { people: [playground:acme:olu], alarms: [] }' }),
    ['2:45 operators.alarms: nobody would hear of a failure; name at least one person, or one channel'],
  ],
  [
    'an alarm left out',
    changed({ 2: 'operators: { people: [playground:acme:olu] }' }),
    ['2:1 operators.alarms: is missing; it must be a list of people and groups, such as [leads, slack:T01:U0123]'],
  ],
  [
    'a group of the platform as operators',
    changed({ 2: 'operators: { people: [slack:T01:S04], alarms: [slack:T01:U1] }' }),
    ['2:23 operators.people[0]: operators are named one by one; “slack:T01:S04” is a group of the platform'],
  ],
  [
    'the same hidden in a group',
    changed({ 2: 'operators: { people: [ops], alarms: [ops] }', 5: '  leads: [playground:acme:ben]\n  ops: [slack:T01:S04]' }),
    ['2:23 operators.people[0]: operators are named one by one; “slack:T01:S04” is a group of the platform'],
  ],
  [
    'a channel beside people for alarms',
    changed({ 2: 'operators: { people: [slack:T01:U1], alarms: [slack:T01:C9, slack:T01:U1] }' }),
    ['2:47 operators.alarms[0]: a channel stands here alone: alarms go to people, or to one channel'],
  ],
  [
    'the same on Discord, whose channels have ids like its roles',
    changed({ 2: 'operators: { people: [discord:1], alarms: [discord:2:3, discord:1] }' }),
    ['2:44 operators.alarms[0]: a channel stands here alone: alarms go to people, or to one channel'],
  ],
  [
    'a name instead of an id',
    changed({ 5: '  leads: [Ben Miller]' }),
    [
      '5:11 groups.leads[0]: must be an id such as slack:T01:U0123 or discord:U0123, or the name of a group of this file (lower-case letters, digits, - and _), not “Ben Miller”',
    ],
  ],
  [
    'an id without a workspace',
    changed({ 5: '  leads: [slack:U1, discord:U1]' }),
    ['5:11 groups.leads[0]: “slack:U1” has no workspace; write slack:<workspace>:U1'],
  ],
  [
    'an id with too many parts',
    changed({ 5: '  leads: [slack:T01:U1:x]' }),
    [
      '5:11 groups.leads[0]: must be an id such as slack:T01:U0123 or discord:U0123, or the name of a group of this file (lower-case letters, digits, - and _), not “slack:T01:U1:x”',
    ],
  ],
  [
    'an id with an invisible character',
    changed({ 5: '  leads: ["slack:T01:U\\u200B1"]' }),
    [
      '5:11 groups.leads[0]: must be an id such as slack:T01:U0123 or discord:U0123, or the name of a group of this file (lower-case letters, digits, - and _), not “slack:T01:U\\u{200b}1”',
    ],
  ],
  [
    'an id that YAML reads as something else',
    changed({ 5: '  leads: [slack: T01]' }),
    [
      '5:11 groups.leads[0]: must be an id such as slack:T01:U0123 or discord:U0123, or the name of a group of this file (lower-case letters, digits, - and _)',
    ],
  ],
  [
    'a channel as a reviewer',
    changed({ 15: '    reviewers: { from: [slack:T01:C0123, slack:T01:U1], needed: 1 }' }),
    ['15:25 channels[0].reviewers.from[0]: “slack:T01:C0123” is a channel; people and groups of people are meant here'],
  ],
  [
    'an unknown group',
    changed({ 15: '    reviewers: { from: [leds], needed: 1 }' }),
    ['15:25 channels[0].reviewers.from[0]: no group is called “leds”; did you mean “leads”?'],
  ],
  ['an empty group', changed({ 5: '  leads: []' }), ['5:3 groups.leads: is empty: nobody would be meant by it']],
  ['a group in itself', changed({ 5: '  leads: [leads]' }), ['5:3 groups.leads: groups cannot contain each other: leads → leads']],
  [
    'groups in a circle',
    changed({ 5: '  leads: [seniors]\n  seniors: [staff]\n  staff: [playground:acme:ben, leads]' }),
    ['5:3 groups.leads: groups cannot contain each other: leads → seniors → staff → leads'],
  ],
  [
    'a group in capitals',
    changed({ 5: '  Leads: [playground:acme:ben]\n  leads: [playground:acme:ben]' }),
    ['5:3 groups.Leads: the name must be lower-case letters and digits, joined by - or _, such as team-leads'],
  ],
  [
    'a group with a name that means more',
    changed({ 5: '  leads: [playground:acme:ben]\n  members: [playground:acme:ben]' }),
    ['6:3 groups.members: the name “members” has a meaning of its own in this file; choose another'],
  ],
  [
    'a link of one account',
    changed({ 3: 'people: [[slack:T01:U1]]' }),
    ['3:10 people[0]: links at least two accounts of one human; remove it if there is only one'],
  ],
  [
    'an account in two links',
    changed({ 3: 'people: [[slack:T01:U1, discord:U9], [discord:U9, playground:acme:ben]]' }),
    ['3:39 people[1][0]: “discord:U9” is linked in people[0] already; join the two lists if they are one human'],
  ],
  [
    'an account twice in a link',
    changed({ 3: 'people: [[slack:T01:U1, slack:T01:U1]]' }),
    ['3:25 people[0][1]: “slack:T01:U1” is named twice in this list'],
  ],
  [
    'a group in a link',
    changed({ 3: 'people: [[slack:T01:S1, leads, slack:U1]]' }),
    [
      "3:11 people[0][0]: “slack:T01:S1” is not one person's account",
      '3:25 people[0][1]: “leads” is a name; accounts are ids, such as slack:T01:U0123',
      '3:32 people[0][2]: “slack:U1” has no workspace; write slack:<workspace>:U1',
    ],
  ],
  [
    'links without inner lists',
    changed({ 3: 'people: [slack:T01:U1, discord:U9]' }),
    [
      '3:10 people[0]: must be the accounts of one human, such as [slack:T01:U1, discord:U9], not “slack:T01:U1”',
      '3:24 people[1]: must be the accounts of one human, such as [slack:T01:U1, discord:U9], not “discord:U9”',
    ],
  ],
];

test.each(rows)('tells every problem of operators, people and groups, with its line: %s', (_what, source, problems) => {
  expect(problemsIn(source)).toEqual(problems);
});
