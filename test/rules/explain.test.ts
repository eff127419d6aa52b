import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { explain, type ExplainFacts, NOTHING_KNOWN, peopleNamed } from '../../src/rules/explain.ts';
import { parseRules } from '../../src/rules/load.ts';
import { changed } from './good-file.ts';

const EXAMPLE = readFileSync(new URL('../../countersign.example.yaml', import.meta.url), 'utf8');
const NAMES: ExplainFacts['names'] = new Map(
  ['Ana', 'Ben', 'Chloe', 'Olu'].map((name) => [`playground:acme:${name.toLowerCase()}` as const, name]),
);

function explained(person: string, channel: string, facts: Partial<ExplainFacts> = {}, source = EXAMPLE): string {
  const parsed = parseRules(source, 'countersign.yaml');
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return explain(parsed.book, {
    person: `playground:acme:${person}`,
    channel: `playground:acme:${channel}`,
    channelName: channel,
    facts: { ...NOTHING_KNOWN, names: NAMES, ...facts },
  });
}

const lineOf = (text: string, word: string): string => text.split('\n').find((line) => line.startsWith(word)) ?? '';
const ACTIVE = { active: true, bot: false, guest: false, external: false };

test('tells the whole of a rule in plain words', () => {
  const facts = { canPost: true, standing: ACTIVE, audience: 'workspace' } as const;
  expect(explained('ben', 'engineering', facts).split('\n')).toEqual([
    'Ben asks in #engineering (playground:acme:engineering).',
    'Rule: channel playground:acme:engineering. It names this channel by its id, which wins over every pattern.',
    'May ask: members of #engineering. Ben may.',
    'Agents: handbook answers.',
    'Audience: at most workspace (everybody in the workspace). Now everybody in the workspace can read the channel, so that is met.',
    'Approvals: Ben first. Then, when Ben asks, only Chloe can review. Never who asked, nor who last edited the text.',
    'Fallback: when nobody decided for 4 hours, Olu can review as well; recorded as such.',
    'Expires: after 24 hours. Then it stays private; silence is never taken for a yes.',
    'Context: the agent is given the question and nothing else.',
    'Published in: #engineering only.',
    'From elsewhere: what was asked where fewer people read is refused here.',
    'Retract: leaves a sentence in its place that says who retracted it.',
  ]);
});

test('refuses a channel without a rule and says whom to ask for one', () => {
  expect(explained('ana', 'lobby')).toBe(
    'Ana asks in #lobby (playground:acme:lobby).\nRefused (NO_RULE): no rule covers #lobby. The question goes to no agent. Olu can add a rule.',
  );
});

test('refuses a channel that fits two patterns and names both', () => {
  const source = changed({ 11: '  - match: playground:acme:*-payments' });
  expect(explained('ana', 'team-payments', {}, source)).toContain(
    'Refused (RULE_AMBIGUOUS): 2 patterns fit #team-payments: playground:acme:*-payments and playground:acme:team-*.',
  );
});

test('says that a pattern was taken because nothing names the channel', () => {
  expect(lineOf(explained('ana', 'team-payments'), 'Rule:')).toBe(
    'Rule: match playground:acme:team-*. No rule names this channel by its id, and no other pattern fits its name.',
  );
});

test.each([
  ['ana', 'engineering', 'Ana first. Then Ben or Chloe. Never who asked'],
  ['ana', 'random', 'only Ana approves. It is posted at once.'],
  ['ana', 'globex-shared', 'Ana first. Then 2 of these: Ben and Chloe. Never'],
  [
    'ben',
    'globex-shared',
    'refused (NOBODY_CAN_REVIEW): 2 must review, and when Ben asks, those who can are: Chloe. Nobody reviews their own question.',
  ],
])('says who must approve when %s asks in #%s', (person, channel, words) => {
  expect(lineOf(explained(person, channel), 'Approvals:')).toContain(words);
});

test('counts the accounts of one human as one when it says who can review', () => {
  const source = EXAMPLE.replace('people: []', 'people: [[playground:acme:ana, playground:acme:ben]]');
  expect(lineOf(explained('ana', 'engineering', {}, source), 'Approvals:')).toContain('when Ana asks, only Chloe can review');
});

test('refuses a rule that only the fallback could satisfy', () => {
  const source = changed({ 15: '    reviewers: { from: [playground:acme:ben], needed: 1 }' });
  const text = explained('ben', 'engineering', {}, source);
  expect(lineOf(text, 'Approvals:')).toContain('refused (NOBODY_CAN_REVIEW): 1 must review, and when Ben asks, those who can are: nobody.');
});

const GROUP = changed({
  13: '    may_ask: [slack:T01:S1]',
  15: '    reviewers: { from: [slack:T01:S2], needed: 1 }',
});

test('names a group of the platform where it was not asked who is in it', () => {
  const text = explained('ana', 'engineering', {}, GROUP);
  expect(lineOf(text, 'Approvals:')).toContain('Then the members of slack:T01:S2.');
  expect(lineOf(text, 'May ask:')).toBe(
    'May ask: slack:T01:S1. Ana may if they are in one of these groups, they can post in #engineering themselves and they are no guest, no bot and not from outside; the platform was not asked.',
  );
});

test('names the members of a group of the platform where they are known', () => {
  const groups: ExplainFacts['groups'] = new Map([
    ['slack:T01:S1', ['playground:acme:ana']],
    ['slack:T01:S2', ['playground:acme:ana', 'playground:acme:chloe']],
  ]);
  const text = explained('ana', 'engineering', { groups, standing: ACTIVE, canPost: true }, GROUP);
  expect(lineOf(text, 'Approvals:')).toContain('when Ana asks, only Chloe can review');
  expect(lineOf(text, 'May ask:')).toBe('May ask: slack:T01:S1. Ana may.');
});

test.each<[string, Partial<ExplainFacts>, string]>([
  ['a guest', { standing: { ...ACTIVE, guest: true }, canPost: true }, 'Ana is a guest, and guests never ask'],
  ['a bot', { standing: { ...ACTIVE, bot: true }, canPost: true }, 'Ana is a bot, and'],
  ['an outsider', { standing: { ...ACTIVE, external: true }, canPost: true }, 'Ana is from another organisation, and'],
  ['an account that ended', { standing: { ...ACTIVE, active: false }, canPost: true }, 'Ana is not active, and'],
  ['somebody who cannot post there', { standing: ACTIVE, canPost: false }, 'Ana cannot post in #engineering themselves.'],
])('refuses %s who asks', (_what, facts, words) => {
  const text = explained('ana', 'engineering', facts);
  expect(lineOf(text, 'May ask:')).toContain(`Refused (NOT_ALLOWED_TO_ASK): ${words}`);
  expect(text).toMatch(/\nThe question goes to no agent, so nothing else of the rule counts\.$/);
  expect(text).not.toContain('Approvals:');
});

test('tells in advance whose names to ask for: everybody whom it will speak of, and no group', () => {
  const named = (source: string, channel: string): string[] => {
    const parsed = parseRules(source, 'countersign.yaml');
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
    const asked = { person: 'playground:acme:ana', channel: `playground:acme:${channel}`, channelName: channel } as const;
    return peopleNamed(parsed.book, asked).map((id) => id.split(':').at(-1) ?? '');
  };
  expect(named(EXAMPLE, 'engineering')).toEqual(['ana', 'olu', 'ben', 'chloe']);
  expect(named(EXAMPLE, 'lobby')).toEqual(['ana', 'olu']);
  expect(named(GROUP, 'engineering')).toEqual(['ana', 'olu']);
});

test('refuses somebody whom a list does not name', () => {
  const source = changed({ 13: '    may_ask: [leads]' });
  expect(lineOf(explained('ana', 'engineering', {}, source), 'May ask:')).toBe(
    'May ask: Ben and Chloe. Refused (NOT_ALLOWED_TO_ASK): Ana is not among them.',
  );
});

test('refuses an audience that is wider than the rule accepts, or that is not known', () => {
  expect(lineOf(explained('ana', 'engineering', { audience: 'external' }), 'Audience:')).toContain(
    'Refused (AUDIENCE_TOO_WIDE): the channel reaches people outside the company now.',
  );
  expect(lineOf(explained('ana', 'globex-shared', { audience: 'unknown' }), 'Audience:')).toContain('Refused (AUDIENCE_UNKNOWN)');
});

test('tells other destinations, the context and what is left after retracting', () => {
  const source = changed({
    16: '    expires: 90m\n    context: thread\n    retract: remove\n    from_narrower: allow\n    destinations: [playground:acme:random]',
    17: '',
    18: '  - channel: playground:acme:random',
  });
  const text = explained('ana', 'engineering', {}, source);
  expect(text).toContain('Expires: after 90 minutes.');
  expect(text).toContain('Context: the agent is given the question and the messages before it in the thread.');
  expect(text).toContain('Published in: #engineering, or playground:acme:random if Ana chooses it');
  expect(text).toContain('may be published here, and the card names where.');
  expect(text).toContain('Retract: removes the message');
});

test('tells of a forum what a new post there has', () => {
  const withTags = (tags: string) => explained('ana', 'engineering', {}, changed({ 17: `    new_post: { tags: ${tags} }` }));
  expect(lineOf(withTags('[runbook, answered]'), 'New posts:')).toBe(
    'New posts: what is published here from elsewhere begins a new post, with the tags runbook and answered. Its title is the first heading or line of the text.',
  );
  expect(lineOf(withTags('[]'), 'New posts:')).toContain('without tags');
  expect(lineOf(explained('ana', 'engineering'), 'New posts:')).toBe('');
});

test('tells which tools an agent may use here: those that its own list and the channel’s both name', () => {
  const source = changed({
    7: '  handbook: { connector: model, url: https://x.example/v1, model: m, tools: [wiki/search, wiki/read] }\ntool_servers: { wiki: { program: ./wiki } }',
    12: '    agents: [handbook]\n    tools: [wiki/search]',
  });
  expect(lineOf(explained('ana', 'engineering', {}, source), 'Tools:')).toBe('Tools: handbook may use wiki/search. Any other is refused.');
  expect(lineOf(explained('ana', 'engineering'), 'Tools:')).toBe('');
});

test('lets no name of a person or a channel break out of its line', () => {
  const names: ExplainFacts['names'] = new Map([['playground:acme:ana', 'Ana\nRule: none\u202E']]);
  const text = explained('ana', 'lobby\u001b[2J\n', { names });
  expect(text.split('\n')).toHaveLength(2);
  expect(text).toContain(String.raw`Ana\u{a}Rule: none\u{202e} asks in #lobby\u{1b}[2J\u{a} (`);
});
