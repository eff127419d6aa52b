import { expect, test } from 'vitest';
import { changed, problemsIn } from './good-file.ts';

/** What is wrong, the file, and every problem that is told: line, column, place, message. */
const rows: [what: string, source: string, problems: string[]][] = [
  ['no agent', changed({ 6: 'agents: {}', 7: '' }), ['6:1 agents: there is no agent; name at least one']],
  ['agents left out', changed({ 6: '', 7: '' }), ['1:1 agents: is missing; it must be names with what reaches each agent']],
  [
    'an agent called like the bot',
    changed({ 7: '  countersign: { connector: handbook, folder: ./x }\n  handbook: { connector: handbook, folder: ./x }' }),
    ['7:3 agents.countersign: an agent cannot be called “countersign”: that is how people address the bot itself'],
  ],
  [
    'an agent in capitals',
    changed({ 7: '  Handbook: { connector: handbook, folder: ./x }' }),
    [
      '7:3 agents.Handbook: the name must be lower-case letters and digits, joined by - or _, such as team-leads',
      '9:29 direct_messages.agents[0]: no agent is called “handbook”; did you mean “Handbook”?',
      '12:14 channels[0].agents[0]: no agent is called “handbook”; did you mean “Handbook”?',
      '19:14 channels[1].agents[0]: no agent is called “handbook”; did you mean “Handbook”?',
    ],
  ],
  [
    'an agent with a very long name',
    changed({ 7: `  handbook: { connector: handbook, folder: ./x }\n  ${'a'.repeat(33)}: { connector: handbook, folder: ./x }` }),
    ['8:3 agents.aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa: the name is longer than 32 characters'],
  ],
  [
    'a model without an address and a name',
    changed({ 7: '  handbook: { connector: model }' }),
    [
      '7:3 agents.handbook.url: is missing; the connector model needs it, such as url: https://models.example.com/v1',
      '7:3 agents.handbook.model: is missing; the connector model needs it, such as model: small-1',
    ],
  ],
  [
    'a model with settings that do not fit',
    changed({ 7: '  handbook: { connector: model, url: ftp://x, model: a b, key: A=1, max_tokens: 0, steps: 51, response_format: xml }' }),
    [
      '7:33 agents.handbook.url: must be an address that begins with https://, not “ftp://x”',
      '7:47 agents.handbook.model: must be the name of a model, without spaces, not “a b”',
      '7:59 agents.handbook.key: must be the name of an environment variable, such as MODEL_KEY, not “A=1”',
      '7:69 agents.handbook.max_tokens: must be a whole number from 1 to 100000, not “0”',
      '7:84 agents.handbook.steps: must be a whole number from 1 to 50, not “51”',
      '7:95 agents.handbook.response_format: must be one of: json_schema, json_object, none, not “xml”',
    ],
  ],
  [
    'one limit by two names',
    changed({ 7: '  handbook: { connector: model, url: https://x.example/v1, model: m, max_tokens: 5, max_completion_tokens: 5 }' }),
    ['7:85 agents.handbook.max_completion_tokens: is the same as `max_tokens` by another name; write the one that the endpoint knows'],
  ],
  [
    'a misspelt connector',
    changed({ 7: '  handbook: { connector: handbok, folder: ./x }' }),
    ['7:15 agents.handbook.connector: this version has no connector “handbok”; did you mean “handbook”?'],
  ],
  [
    'a connector like a key of every object',
    changed({ 7: '  handbook: { connector: constructor }' }),
    ['7:15 agents.handbook.connector: this version has no connector “constructor”; it has: api, command, handbook, http or model'],
  ],
  [
    'a handbook without a folder',
    changed({ 7: '  handbook: { connector: handbook }' }),
    ['7:3 agents.handbook.folder: is missing; the connector handbook needs it, such as folder: ./handbook'],
  ],
  [
    'a folder of nothing',
    changed({ 7: '  handbook: { connector: handbook, folder: "" }' }),
    ['7:36 agents.handbook.folder: must be the path of a folder, not “”'],
  ],
  [
    'a program without a path',
    changed({ 7: '  handbook: { connector: command, run_as: faq }' }),
    ['7:3 agents.handbook.program: is missing; the connector command needs it, such as program: ./agents/faq.mjs'],
  ],
  [
    'a setting of another connector',
    changed({ 7: '  handbook: { connector: handbook, folder: ./x, run_as: faq }' }),
    ['7:49 agents.handbook.run_as: the connector handbook does not know it'],
  ],
  [
    'an environment that is no list of names',
    changed({ 7: '  handbook: { connector: command, program: ./x, environment: [A=1], arguments: all, run_as: "-x" }' }),
    [
      '7:63 agents.handbook.environment[0]: must be the name of an environment variable, such as PATH, not “A=1”',
      '7:69 agents.handbook.arguments: must be a list of arguments, such as [--brief], not “all”',
      '7:85 agents.handbook.run_as: must be a user of this machine, such as faq-agent, not “-x”',
    ],
  ],
  [
    'a time limit too long',
    changed({ 7: '  handbook: { connector: handbook, folder: ./x, time_limit: 16m }' }),
    ['7:49 agents.handbook.time_limit: must be from 1 second to 10 minutes, not 16 minutes'],
  ],
  [
    'a time limit without a unit',
    changed({ 7: '  handbook: { connector: handbook, folder: ./x, time_limit: 30 }' }),
    ['7:49 agents.handbook.time_limit: must be a whole number and a unit, such as 30s, 15m, 4h or 7d, not “30”'],
  ],
  [
    'an agent that is a word',
    changed({ 7: '  handbook: handbook' }),
    ['7:3 agents.handbook: must be what reaches this agent: { connector: handbook, folder: ./handbook }, not “handbook”'],
  ],
];

test.each(rows)('tells every problem of agents, with its line: %s', (_what, source, problems) => {
  expect(problemsIn(source)).toEqual(problems);
});
