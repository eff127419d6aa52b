import { z } from 'zod';
import { CHANNEL_ID, CHANNEL_PATTERN, NAME, REFERENCE } from './references.ts';
import { agent } from './schema-agent.ts';
import { choice, duration, like, wholeNumber, word } from './schema-forms.ts';
import { toolNames, toolServer } from './schema-tools.ts';
import { RATE } from './units.ts';

/*
 * The rules file: what each key is for stands in its `describe`, which is also what editors show; what is said when a value
 * does not fit stands beside its type. Keys may be added, never renamed. Nothing is transformed here: `expand.ts` does that.
 */

/** What no platform takes. How many tags a post can have at most, and how its tags are called, is asked where they are: `fitOf`. */
const FAR_TOO_MANY = { tags: 100, characters: 200 };

const atLeastOne = (say: string) => wholeNumber(say, 100_000);

const reference = like(
  REFERENCE,
  'must be an id such as slack:T01:U0123 or discord:U0123, or the name of a group of this file (lower-case letters, digits, - and _)',
);
const people = (empty: string) =>
  z.array(reference, { error: 'must be a list of people and groups, such as [leads, slack:T01:U0123]' }).min(1, { error: empty });

const agentNames = z
  .array(word('must be the name of an agent'), { error: 'must be a list of agents, such as [handbook]' })
  .min(1, { error: 'must name at least one agent: with none, nobody could be asked here' });

const channelId = like(CHANNEL_ID, 'must be the id of one channel, such as slack:T01:C0123; a pattern with * belongs in `match`');

const REVIEWERS_MISSING =
  'nobody could review; write `reviewers: not_required` if nobody else is needed, or name them: { from: [leads], needed: 1 }';
const NEEDED = 'must be a whole number of at least 1; if nobody else is needed, write `reviewers: not_required`';

const reviewers = z.union(
  [
    z.literal('not_required'),
    z.strictObject({
      from: people(REVIEWERS_MISSING).describe(
        'The people and groups who may review. Never the requester nor the last editor, whoever is named here.',
      ),
      needed: atLeastOne(NEEDED).describe('How many different people of these must approve.'),
      channel: channelId
        .optional()
        .describe(
          'One private channel in which they are asked together, on platforms that can. Everybody in it must be one of them; otherwise each is asked in a direct message.',
        ),
    }),
  ],
  { error: REVIEWERS_MISSING },
);

const mayAskWorkspace = z.union([z.literal('workspace'), people('nobody could ask; name at least one person or group')], {
  error: 'must be `workspace`, or a list of people and groups',
});
const mayAsk = z.union([z.enum(['members', 'workspace']), people('nobody could ask; name at least one person or group')], {
  error: 'must be `members`, `workspace`, or a list of people and groups',
});

const operators = z.strictObject(
  {
    people: people('nobody could run this installation; name at least one person').describe(
      'Who may engage and release the kill switch, settle, withdraw and retract.',
    ),
    alarms: people('nobody would hear of a failure; name at least one person, or one channel').describe(
      'Who hears of every failure: people, or one channel. Tested at start.',
    ),
  },
  { error: 'must say who runs this installation: { people: […], alarms: […] }' },
);

const limits = z.strictObject(
  {
    asks: like(RATE, 'must be a whole number and a period, such as 20/hour, 5/minute or 100/day')
      .default('20/hour')
      .describe('How often one person may ask. Over it: a refusal that says when to try again.'),
    open_drafts: atLeastOne('must be a whole number of at least 1')
      .default(10)
      .describe('How many drafts of one person may be open at once.'),
  },
  { error: 'must be limits, such as { asks: 20/hour, open_drafts: 10 }' },
);

const directMessages = z.strictObject(
  {
    agents: agentNames.describe('The agents that may be asked in a direct message; the first answers when none is named.'),
    may_ask: mayAskWorkspace.describe('Who may ask there: workspace, or a list of people and groups. Never guests, bots or outsiders.'),
    tools: toolNames.describe('The tools that agents may use for a question there, where their own list names them, too.'),
  },
  { error: 'must be { agents: [handbook], may_ask: workspace }' },
);

const fallback = z.strictObject(
  {
    after: duration.describe('How long nobody decided before they are asked as well. Shorter than `expires`.'),
    from: people('nobody could be asked; name at least one person or group').describe('Who is asked as well; recorded as such.'),
  },
  { error: 'must be { after: 4h, from: [leads] }' },
);

const tag = z
  .string({ error: 'must be the name of a tag' })
  .min(1, { error: 'must be the name of a tag' })
  .max(FAR_TOO_MANY.characters, { error: 'is longer than the name of a tag can be' });

const newPost = z.strictObject(
  {
    tags: z
      .array(tag, { error: 'must be a list of the names of tags, such as [runbook]' })
      .max(FAR_TOO_MANY.tags, { error: `must name at most ${FAR_TOO_MANY.tags} tags` })
      .default([])
      .describe('The tags of such a post, by the names that people see there; as many as the platform lets a post have.'),
  },
  { error: 'must be { tags: [runbook] }, or { tags: [] } for posts without a tag' },
);

const channel = z
  .strictObject(
    {
      channel: channelId
        .optional()
        .describe('The id of one channel, such as slack:T01:C0123: people can rename channels. It wins over every `match`.'),
      match: like(CHANNEL_PATTERN, 'must be platform:workspace:name, such as slack:T01:team-*; * may stand in the name only')
        .optional()
        .describe(
          'Channels by name, * for any characters. It must demand reviewers and can never say `external`. A channel that fits two patterns is refused.',
        ),
      agents: agentNames.describe('The agents that may be asked here; the first answers when none is named.'),
      may_ask: mayAsk.describe('Who may ask here: members, workspace, or a list of people and groups. Never guests, bots or outsiders.'),
      widest_audience: choice(['restricted', 'workspace', 'external']).describe(
        'The widest audience that is accepted. A channel that reaches further is refused. `external` only together with reviewers.',
      ),
      reviewers: reviewers.describe('Who else must approve: { from, needed }, or `not_required`, which must be written out.'),
      expires: duration.describe(
        'How long after the question a draft can be decided. Then it closes and stays private. From 1m to 30d. Reviewers are reminded once at half time.',
      ),
      fallback: fallback.optional().describe('Reviewers who are asked as well when nobody decided.'),
      context: choice(['none', 'thread']).default('none').describe('What the agent is given besides the question: none, or the thread.'),
      tools: toolNames.describe(
        'The tools that agents may use for a question here, where their own list names them, too. What either leaves out is refused.',
      ),
      destinations: z
        .array(channelId, { error: 'must be a list of channel ids' })
        .default([])
        .describe(
          'Other channels that an answer may be published in, if the requester chooses. Each needs a rule of its own, by `channel`.',
        ),
      new_post: newPost
        .optional()
        .describe(
          'For a forum: an answer that is posted there from elsewhere begins a new post, titled with its first heading or line. Left out: none may be.',
        ),
      from_narrower: choice(['refuse', 'allow'])
        .default('refuse')
        .describe('Whether an answer may be published here that was asked where fewer people read, such as a private channel.'),
      retract: choice(['tombstone', 'remove']).default('tombstone').describe('What is left where a retracted publication stood.'),
    },
    { error: 'must be the rule of a channel: channel or match, agents, may_ask, widest_audience, reviewers, expires' },
  )
  .meta({ oneOf: [{ required: ['channel'] }, { required: ['match'] }] });

const name = like(NAME, 'must be lower-case letters and digits, joined by - or _, such as team-leads');

export const rulesSchema = z.strictObject(
  {
    version: z.literal(1, { error: 'must be 1: this version of Countersign reads no other' }).describe('The version of this format: 1.'),
    operators: operators.describe('Who runs this installation.'),
    people: z
      .array(z.array(reference, { error: 'must be the accounts of one human, such as [slack:T01:U1, discord:U9]' }), {
        error: 'must be a list of lists: the accounts of one human each',
      })
      .default([])
      .describe('Accounts that belong to one human, a list for each. Approvals are counted by human.'),
    groups: z
      .record(name, people('is empty: nobody would be meant by it'), { error: 'must be names with lists of people' })
      .default({})
      .describe('Names for lists of people, of groups of the platform (slack:T01:S0456, discord:G01:R0456), and of other groups here.'),
    agents: z
      .record(name, agent, { error: 'must be names with what reaches each agent' })
      .describe('The agents, by the name that people write: “@handbook …”.'),
    tool_servers: z
      .record(name, toolServer, { error: 'must be names with what reaches each server of tools' })
      .default({})
      .describe('Where tools come from: MCP servers, by the name that stands before the slash, “wiki/search”.'),
    limits: limits.default({ asks: '20/hour', open_drafts: 10 }).describe('What one person may ask for at most.'),
    direct_messages: directMessages
      .optional()
      .describe('Asking in a direct message with the bot. Left out: refused. Answers stay with the person; publishing needs a channel.'),
    channels: z
      .array(channel, { error: 'must be a list of channel rules' })
      .describe('The rule of each channel. Exact `channel` before `match`; a channel without a rule is refused.'),
    retention: duration
      .default('90d')
      .describe('How long after its end the text of a draft is kept. Then it is erased; the log still verifies. From 1d to 3650d.'),
  },
  { error: 'must be a set of keys, beginning with `version: 1`' },
);

/** A file that fits the schema, defaults filled in, everything still as it was written. */
export type RulesFile = z.output<typeof rulesSchema>;
export type ChannelInFile = RulesFile['channels'][number];
