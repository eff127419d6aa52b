import type { ChannelId, PersonId } from '../../src/core/ids.ts';
import { explain, type ExplainFacts } from '../../src/rules/explain.ts';
import { parseRules } from '../../src/rules/load.ts';
import { formatProblems } from '../../src/rules/problem.ts';
import { code, table } from './markdown.ts';
import { EXAMPLE, example, ruleKeys } from './rule-keys.ts';

/** `docs/rules.md`: the keys from the schema, the example from its file, and what the program itself says of both. */
export function rulesPage(): string {
  return `${[intro, theExample(), reference(), forms, checks(), inUse].join('\n\n')}\n`;
}

const intro = `# The rules file

This page says what can be written into the rules file, what each key means, and what happens when it is wrong.

The file says who may ask which agent where, and who must approve before anyone else sees the answer. What it does not allow is refused. \`RULES_FILE\` names it; without that it is \`${EXAMPLE}\`. This page is written by \`npm run generate\` from the schema, from that file and from what the program says about them. Editors complete the file by [rules.schema.json](rules.schema.json), which its first line names.

\`\`\`sh
npm run countersign -- check
npm run countersign -- explain --person playground:acme:ana --channel playground:acme:engineering
\`\`\`

The first tells every problem at once, with its line. The second says what the rules mean for one person in one channel; with a running bot it also asks the platform.`;

interface Told {
  channel: string;
  person: string;
  audience: ExplainFacts['audience'];
  lead: string;
}

/** What each rule of the example is there to show. */
const TOLD: readonly Told[] = [
  {
    channel: 'engineering',
    person: 'ana',
    audience: 'workspace',
    lead: 'The usual case. The whole company can read the channel, so a second person is asked: one of the group `leads`. When Ben asks, only Chloe can review, because nobody reviews their own question. If neither decides for four hours, Olu is asked as well.',
  },
  {
    channel: 'random',
    person: 'ana',
    audience: 'workspace',
    lead: 'Nobody else is needed. That must be written out: a rule without `reviewers` is an error, and so is an empty list, because an empty list means that nobody could review.',
  },
  {
    channel: 'globex-shared',
    person: 'ana',
    audience: 'external',
    lead: 'People of another company read along. `external` is accepted only together with reviewers; here both leads must approve, and the draft closes after four hours.',
  },
  {
    channel: 'team-payments',
    person: 'ana',
    audience: 'restricted',
    lead: 'A rule by name, for every channel that is called `team-…`. People can rename channels, so a pattern must demand reviewers and can never say `external`. A channel that fits two patterns is refused.',
  },
  {
    channel: 'lobby',
    person: 'ana',
    audience: 'workspace',
    lead: 'No rule covers it. That is a refusal, and nothing else is tried.',
  },
];

function theExample(): string {
  const read = parseRules(example, EXAMPLE);
  if (!read.ok) throw new Error(formatProblems(read.problems));
  const { book } = read;
  const told = TOLD.map(({ channel, person, audience, lead }) => {
    const id = (name: string): `${string}:${string}` => `playground:acme:${name}`;
    const names = new Map<PersonId, string>(
      ['ana', 'ben', 'chloe', 'dan', 'olu'].map((one) => [id(one), `${one.charAt(0).toUpperCase()}${one.slice(1)}`]),
    );
    const standing = { active: true, bot: false, guest: false, external: false };
    const facts: ExplainFacts = { standing, canPost: true, audience, groups: new Map(), names };
    const said = explain(book, { person: id(person), channel: id(channel) satisfies ChannelId, channelName: channel, facts });
    return `### #${channel}\n\n${lead}\n\n\`\`\`text\n${said}\n\`\`\``;
  });
  return `## The example, rule by rule

This is [\`${EXAMPLE}\`](../${EXAMPLE}), which the playground runs with:

\`\`\`yaml
${example.trimEnd()}
\`\`\`

Before the channels it says who runs this installation (**operators**, and who hears **alarms**), which accounts belong to one human (**people**, nobody here), a name for two people (**groups**), the one **agent** there is, what one person may ask for at most (**limits**), and who may ask in a **direct message** (everybody in the company; such an answer stays with the person). Its comments name words of the format that no code carries out yet: of the connectors, this version has \`handbook\`, \`command\`, \`http\` and \`model\`, and of the platforms the playground.

What follows is what \`explain\` says of each channel when Ana asks there.

${told.join('\n\n')}`;
}

function reference(): string {
  const keys = ruleKeys();
  const sections = [...new Set(keys.map(({ path }) => path.split(/[.[]/)[0] ?? ''))].map((section) => {
    const rows = keys
      .filter(({ path }) => path.split(/[.[]/)[0] === section)
      .map(({ path, form, otherwise, meaning, wrong }) => [code(path), form, otherwise, meaning, wrong]);
    return `### ${code(section)}\n\n${table(['key', 'form', 'left out', 'meaning', 'if it does not fit, `check` says'], rows)}`;
  });
  return `## Every key

A key that is not listed is an error. \`[]\` stands for each entry of a list, \`<name>\` for a name of your own.

${sections.join('\n\n')}`;
}

const forms = `## Forms

| form | looks like |
|---|---|
| duration | a whole number and a unit: \`30s\`, \`15m\`, \`4h\`, \`7d\` |
| rate | a whole number and a period: \`5/minute\`, \`20/hour\`, \`100/day\` |
| person or group | an id that begins with the platform: \`playground:acme:ana\`, \`slack:T01:U0123\`, \`discord:U0123\`; a group of the platform: \`playground:acme:group-oncall\`, \`slack:T01:S0456\`; or the name of a group of this file |
| channel id | platform, workspace and channel: \`playground:acme:engineering\`, \`slack:T01:C0123\` |
| channel pattern | the same with the channel's *name*, in which \`*\` stands for any characters: \`playground:acme:team-*\`. It never reaches into another workspace |
| tool | the name of a server in \`tool_servers\`, a slash, and the name that the server gives the tool, in visible ASCII: \`wiki/search\` |
| name | lower-case letters and digits, joined by \`-\` or \`_\`, beginning with a letter. An agent is not called \`countersign\` and has at most 32 characters; a server of tools has as many; a group is not called \`members\`, \`workspace\` or \`not_required\` |

The file is plain YAML 1.2, at most 1 MB: no anchors, no aliases, no merging with \`<<\`, no tags, one document, no key twice. Ids are used where names could be changed by people. Ids of Slack are explained in [slack.md](slack.md#install), those of Discord in [discord.md](discord.md#install).`;

/** Changes to the example that a person might make, and what is said about them. */
const MISTAKES: readonly [what: string, from: string | RegExp, to: string][] = [
  ['a key that there is not', 'context: none', 'contxt: none'],
  ['`reviewers` left out', / {4}reviewers: not_required.*\n/, ''],
  ['an empty list of reviewers', 'from: [leads], needed: 2', 'from: [], needed: 2'],
  ['more reviewers than people', 'from: [leads], needed: 2', 'from: [leads], needed: 3'],
  ['a group that there is not', 'from: [leads], needed: 2', 'from: [leed], needed: 2'],
  [
    '`external` without reviewers',
    'widest_audience: workspace\n    reviewers: not_required',
    'widest_audience: external\n    reviewers: not_required',
  ],
  ['a pattern without reviewers', /(match: [^]*?)reviewers: \{.*\}/, '$1reviewers: not_required'],
  ['a pattern that says `external`', 'widest_audience: restricted', 'widest_audience: external'],
  ['a fallback that comes too late', 'after: 4h', 'after: 48h'],
  ['a destination without a rule', 'destinations: []', 'destinations: [playground:acme:lobby]'],
  ['a tag that is named twice', 'destinations: []', 'new_post: { tags: [runbook, runbook] }'],
  ['an unknown connector', 'connector: handbook #', 'connector: http #'],
  ['a time limit out of range', 'time_limit: 30s', 'time_limit: 20m'],
  ['an agent that there is not', /agents: \[handbook\] # the first/, 'agents: [handbok] # the first'],
  ['two rules for one channel', 'playground:acme:random', 'playground:acme:engineering'],
  ['a list of operators with a group of the platform', 'people: [playground:acme:olu]', 'people: [playground:acme:group-oncall]'],
  ['a person without a workspace', 'people: [playground:acme:olu]', 'people: [playground:olu]'],
  ['a key that is written twice', 'version: 1', 'version: 1\nversion: 1'],
];

function checks(): string {
  const rows = MISTAKES.map(([what, from, to]) => {
    const source = example.replace(from, to);
    const read = parseRules(source, EXAMPLE);
    if (source === example || read.ok) throw new Error(`nothing is wrong with “${what}” in the example`);
    return [what, formatProblems(read.problems.slice(0, 1)).replace(`${EXAMPLE}:`, '')];
  });
  return `## What \`check\` says

Each line begins with file, line and column (here without the file). Beside the form of each key, it looks whether the parts fit each other:

${table(['what is written', 'what is said'], rows)}`;
}

const inUse = `## The file in use

- **At start** a file with a problem keeps the bot from starting; every problem is told. **Later** the old rules stay in force, and operators are told the first problem.
- A running bot takes a changed file over by itself, once it has stayed the same for a moment (the file is watched, and read every five seconds). \`SIGHUP\` reads it at once.
- Each content becomes a numbered version in the database and an entry \`rules.loaded\` in [the log](log.md#rulesloaded) with the digest of its bytes. A process that works under an older version than the newest publishes nothing and says so to operators (\`RULES_ARE_OLD\`).
- An exact \`channel\` wins over every \`match\`. Two patterns that fit one channel are refused (\`RULE_AMBIGUOUS\`), never guessed. The order of the rules means nothing.
- Rules are asked when a person asks, at every approval, and again before the post is sent. **A stricter rule voids approvals** that were given before: more reviewers, somebody struck from the list, a narrower \`widest_audience\`. **A looser rule changes nothing** for a draft under way.
- Whatever a list says: guests, bots, closed accounts and people from outside never ask and never review; nobody reviews what they asked or last edited, under any of their linked accounts; and a requester publishes only where they could post themselves.
- \`fallback\` reviewers are asked as well after their time; they take nobody's right away, and a rule that only the fallback could satisfy is refused (\`NOBODY_CAN_REVIEW\`).
- \`tools\`: an agent may use a tool only where its own list and that of the place both name it ([agents.md](agents.md#tools)). A run keeps the servers that it began with.
- \`destinations\`: the requester chooses one on the card. It becomes a new revision, and then the rule of *that* channel counts.
- \`new_post\`: of a forum's rule, on platforms that have forums ([discord.md](discord.md#a-forum)). What is posted there from elsewhere begins a new post with these tags. A tag that is not there is refused (\`NO_NEW_POST\`); other tags in the rule void approvals.
- \`retention\` erases text, never the log: the keys of that draft's text are deleted, and the entries still verify. A year later the draft itself is forgotten ([deploy.md](deploy.md#keeping-and-erasing)).`;
