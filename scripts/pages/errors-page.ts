import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { refusedPost, WHAT_TO_DO } from '../../adapters/playground/errors.ts';
import { ConfigError, readConfig } from '../../src/config.ts';
import { statusOf } from '../../src/console/problem.ts';
import { HTTP_REFUSALS } from '../../src/http/problem.ts';
import { REFUSAL_CODES, REFUSAL_GROUPS, type RefusalGroup } from '../../src/core/errors.ts';
import { ALARMS, DOOR_REFUSALS, NOTICES, type NoticeCode, refusalSentence, type Words } from '../../src/core/sentences.ts';
import { StoreError, type StoreErrorCode } from '../../src/store/store-error.ts';
import { joinNames } from '../../src/core/post.ts';
import { discord } from './discord.ts';
import { code, table } from './markdown.ts';
import {
  ADAPTER_ERRORS,
  ALARMS_HELP,
  EXIT_EXAMPLES,
  FORMAT_ERRORS,
  NOTICES_EXPLAINED,
  PAGE_PROBLEMS,
  START_ERRORS,
  STORE_ERRORS,
  WORK_ALARMS,
} from './other-codes.ts';
import { REFUSALS_EXPLAINED, REFUSALS_INTRODUCED } from './refusals.ts';
import { slack } from './slack.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** `docs/errors.md`: every sentence is made by the code that says it, with sample words; what a terminal says at start is quoted. */
export function errorsPage(): string {
  return `${[
    intro,
    ...(Object.keys(REFUSAL_GROUPS) as RefusalGroup[]).map(refusals),
    alarms(),
    notices(),
    commandLine(),
    configuration(),
    starting(),
    store(),
    adapters(),
    door(),
    playground(),
    slack(),
    discord(),
    log(),
  ].join('\n\n')}\n`;
}

const intro = `# Errors

This page lists every code and message that a person, an operator or a script can meet, and what to do about it.

It is written by \`npm run generate\` from the code itself. The sentences are real, with sample words: agent *handbook*, channel *#engineering*, requester *Ana*, operator *Olu*. References like \`rq-7KQ2M9XD\` (a request) and \`cs-7KQ2M9XD\` (a publication) are samples, too; they lead to one draft in \`npm run countersign -- drafts\`.

A **refusal** is an expected no. It is told to the person alone, in one sentence, and changes nothing. Each refused attempt of a person writes an entry \`attempt.refused\` with its code into [the log](log.md#attemptrefused), at most ten a minute for one person and draft; one entry with the code \`MORE\` then counts the rest. In the playground's HTTP API a refusal is \`{"code","message"}\`, with status 403 for \`NOT_YOURS\`, \`NOT_ALLOWED_TO_ASK\` and \`NOT_AN_OPERATOR\`, else 409.`;

function wordsWith(detail: Words['detail']): Words {
  return {
    agent: 'handbook',
    channel: '#engineering',
    workspace: 'Acme',
    platform: 'The playground',
    requester: 'Ana',
    operators: 'Olu',
    detail,
  };
}

function refusals(group: RefusalGroup): string {
  const { heading, lead } = REFUSALS_INTRODUCED[group];
  const rows = REFUSAL_GROUPS[group].map((one) => {
    const { reader, words, help } = REFUSALS_EXPLAINED[one];
    return [code(one), reader, refusalSentence(one, wordsWith(words)), help];
  });
  return `## ${heading}\n\n${lead}\n\n${table(['code', 'who reads it', 'sentence', 'what helps'], rows)}`;
}

function alarmed(what: string, told: string): string {
  const request = told === 'CONFIRMED_LATE' ? {} : { request: 'rq-7KQ2M9XD' };
  return NOTICES.ALARM(wordsWith({ what: what.replace(/\.$/, ''), code: told, ...request }));
}

function alarms(): string {
  const words = wordsWith({ why: 'I am not a member of this channel.' });
  const ofDrafts = Object.entries(ALARMS).map(([one, sentence]) => [
    code(one),
    alarmed(sentence(words), one),
    ALARMS_HELP[one as keyof typeof ALARMS] ?? '',
  ]);
  const ofWork = Object.entries(WORK_ALARMS).map(([one, { what, when, help }]) => [code(one), when, alarmed(what, one), help]);
  return `## Alarms

An alarm is a private message to everyone whom \`operators.alarms\` names. It holds no text of a draft; the details stand in the log file, which is what the process writes to standard error. That alarms arrive is tested at every start.

About one draft:

${table(['code', 'alarm', 'what to do'], ofDrafts)}

About work that does not succeed, told at the fifth try (a private way that is closed: at the first) and when it is given up:

${table(['code', 'when', 'for example', 'what to do'], ofWork)}`;
}

function notices(): string {
  const rows = (Object.keys(NOTICES) as NoticeCode[]).map((one) => {
    const { reader, words } = NOTICES_EXPLAINED[one];
    return [code(one), reader, NOTICES[one](wordsWith(words))];
  });
  return `## Sentences that are no errors

What people are told without a refusal. The codes are those of the table in the code; nobody is shown them.

${table(['code', 'who reads it', 'sentence'], rows)}`;
}

/** The meanings are those of the comment beside the code that returns them. */
function commandLine(): string {
  const comment = /Exit codes: (.*?)\s*\*\//.exec(source('src/cli.ts'))?.[1];
  if (comment === undefined) throw new Error('src/cli.ts no longer says its exit codes where this page reads them');
  const rows = comment
    .replace(/\.$/, '')
    .split(' · ')
    .map((one) => {
      const [number = '', meaning = ''] = one.split(/ (.*)/);
      return [code(number), meaning, EXIT_EXAMPLES[number] ?? ''];
    });
  return `## Exit codes of the command line

Results go to standard output, complaints to standard error.

${table(['code', 'means', 'for example'], rows)}`;
}

/** Made by really reading an environment in which everything is wrong. */
function configuration(): string {
  const wrong = {
    PORT: 'eighty',
    DATABASE_URL: 'mysql://localhost/x',
    TIME_ZONE: 'Vienna',
    LOG_LEVEL: 'loud',
    PLAYGROUND_URL: 'https://chat.example',
    DATA_KEY_FILE: '/run/secrets/data-key',
    LOG_KEY: 'x',
    LOG_KEY_FILE: '/dev/null',
  };
  const wrongForSlack = { SLACK_BOT_TOKEN: 'xoxp-1', PLAYGROUND_TOKEN: 'x', SLACK_API_URL: 'http://slack.com/', HOST: 'everywhere' };
  const wrongForDiscord = {
    DISCORD_TOKEN: 'Bot x',
    DISCORD_PUBLIC_KEY: 'x',
    DISCORD_INTERNAL_SERVERS: 'Acme',
    DISCORD_API_URL: 'http://discord.com/api',
  };
  const wrongAlone = [{ SLACK_APP_TOKEN: 'x' }, { DISCORD_APPLICATION_ID: 'x' }];
  const all = [wrong, wrongForSlack, wrongForDiscord, ...wrongAlone].flatMap((one) => problemsOf(one));
  const rows = [...new Set(all)].map((problem) => [problem]);
  return `## Configuration

All problems of the environment are told at once, before anything starts, and no secret is quoted. \`npm start\` then ends with 1, a command with 2. Every setting: [.env.example](../.env.example).

${table(['message'], rows)}`;
}

function problemsOf(environment: Record<string, string>): readonly string[] {
  try {
    readConfig(environment);
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  throw new Error('an environment in which everything is wrong was accepted');
}

function starting(): string {
  return `## At start

One sentence on standard error, without a stack. Database errors stand [below](#the-database).

${table(['message', 'what to do'], START_ERRORS)}

Problems of the rules file have no codes; each is a line \`file:line:column path: what to do\`: [rules.md](rules.md#what-check-says).`;
}

function store(): string {
  const rows = Object.entries(STORE_ERRORS).map(([one, cause]) => [code(one), new StoreError(one as StoreErrorCode).message, cause]);
  return `## The database

In the log file as \`code\` of the error, and as the message at start or of a command. While the database does not answer, nothing is acknowledged and nothing is published; the platform delivers again.

${table(['code', 'instruction', 'behind it'], rows)}`;
}

function adapters(): string {
  const rows = Object.entries(ADAPTER_ERRORS).map(([one, { means, follows }]) => [code(one), means, follows]);
  return `## Adapters

What every adapter says when a platform does not do what it was asked. In the log file as \`code\`, in alarms as the code in brackets.

${table(['code', 'means', 'what follows'], rows)}`;
}

/** What agents that call us are answered. */
function door(): string {
  const rows = Object.entries({ ...DOOR_REFUSALS, ...HTTP_REFUSALS }).map(([one, { status, title, detail }]) => [
    code(one),
    String(status),
    `${title}.`,
    detail,
  ]);
  return `## What agents that call us are answered

Every no of [the door](agents.md#an-agent-that-calls-us) is \`application/problem+json\` ([RFC 9457](https://www.rfc-editor.org/rfc/rfc9457)) with \`type\`, \`title\`, \`status\`, \`detail\` and \`code\`. It says nothing that the agent does not know: what is somebody else's, is over or never was, is answered alike. Each refused call writes an entry \`agent.refused\` into [the log](log.md#agentrefused), at most ten a minute for one agent.

${table(['code', 'status', 'title', 'detail'], rows)}`;
}

/** What HTTP answers, read from the sources of whoever answers; `…` stands for what differs. */
function problemsIn(files: string): string {
  const found = globSync(files, { cwd: root })
    .toSorted()
    .flatMap((file) => [...source(file).matchAll(/new Problem\(\s*(\d+),\s*'([A-Z_]+)',\s*(?:'([^']*)'|`([^`]*)`)/g)])
    .map(([, status = '', one = '', plain = '', template = '']) => [code(one), status, plain || template.replaceAll(/\$\{[^}]*\}/g, '…')]);
  if (found.length === 0) throw new Error(`no problem is found in ${files}: they are no longer written as this page reads them`);
  const rows = found.toSorted(([a = '', , c = ''], [b = '', , d = '']) => a.localeCompare(b) || c.localeCompare(d));
  return table(['code', 'status', 'message'], rows);
}

function playground(): string {
  const posts = Object.keys(WHAT_TO_DO)
    .filter((one) => one !== 'RATE_LIMITED')
    .map((one) => [code(one), sentenceOf(one)]);
  return `## What the playground answers

The playground is a chat platform of its own behind HTTP ([its page](../adapters/playground/README.md)). Every no is \`{"code","message"}\`. Faults that were set on purpose answer \`RATE_LIMITED\` (429) or \`REFUSED_ON_PURPOSE\` (403) unless told otherwise.

${problemsIn('adapters/playground/platform/*.ts')}

When it refuses a **post**, the requester's card says what the adapter makes of the code:

${table(['code', 'sentence on the card'], posts)}

\`RATE_LIMITED\` (429) is no refusal of the post: nothing was posted, and the same approvals begin again by themselves after the time that it names. A code that is not in this table gives: ${sentenceOf('SOME_CODE').replaceAll('_', '\\_')}

### The operator's corner

What \`/console/…\` answers, which exists only where this process hosts the playground. Refusals come with their own sentence: ${refusedWith(403)}, ${refusedWith(404)}, else ${statusOf('NOT_NOW')}.

${problemsIn('src/console/*.ts')}`;
}

/** `404 for UNKNOWN_DRAFT and UNKNOWN_SCOPE`. */
function refusedWith(status: ReturnType<typeof statusOf>): string {
  return `${status} for ${joinNames(REFUSAL_CODES.filter((one) => statusOf(one) === status).map(code))}`;
}

function sentenceOf(platformCode: string): string {
  const outcome = refusedPost(platformCode, null);
  return outcome.kind === 'refused' ? outcome.sentence : '';
}

function log(): string {
  const formats = Object.entries(FORMAT_ERRORS).map(([one, means]) => [code(one), means]);
  const pages = Object.entries(PAGE_PROBLEMS).map(([one, means]) => [code(one), means]);
  return `## The log and its proofs

Why an entry, a checkpoint, a key or a proof was refused ([log.md](log.md)). \`verify\` says it in words and names the entry; the code stands in the log file.

${table(['code', 'means'], formats)}

## Pages of a handbook

In the field \`problem\` of the line “a page of a handbook is left out” in the log file. The agent answers from the other pages.

${table(['code', 'means'], pages)}

An agent's run that is ended by a person, by the switch or by the end of the process is \`AGENT_ABORTED\` inside the program; people read \`ENGAGED\` or \`RUN_LOST\` instead.`;
}

function source(path: string): string {
  return readFileSync(`${root}/${path}`, 'utf8');
}
