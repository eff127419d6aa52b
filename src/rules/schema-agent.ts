import { z } from 'zod';
import { ADDRESS, MODEL, VARIABLE } from './references.ts';
import { choice, duration, like, wholeNumber, word } from './schema-forms.ts';
import { toolNames } from './schema-tools.ts';

export const agent = z.strictObject(
  {
    connector: word('must be the name of a connector, such as handbook').describe(
      'How this agent is reached: handbook, command, http or model; or api, where it calls us.',
    ),
    folder: like(/^[^\u0000-\u001F\u007F]+$/, 'must be the path of a folder')
      .optional()
      .describe('Of the connector handbook: the folder of Markdown pages, relative to this file.'),
    url: like(ADDRESS, 'must be an address that begins with https://')
      .optional()
      .describe('Of the connector http: the address to which each question is sent. Of the connector model: the base address of its API.'),
    secret: like(VARIABLE, 'must be the name of an environment variable, such as FAQ_SECRET')
      .optional()
      .describe('Of the connector http: the environment variable with the secret that signs what is sent, “whsec_…”.'),
    private_addresses: z
      .literal('allow', { error: 'must be `allow`, or left out: then private addresses are refused' })
      .optional()
      .describe('Of the connectors http and model: the address may be in a network of your own, and unencrypted.'),
    program: like(/^[^\u0000-\u001F\u007F]+$/, 'must be the path of a program')
      .optional()
      .describe(
        'Of the connector command: the program, relative to this file. It gets one line of JSON for each question, and answers with one.',
      ),
    arguments: z
      .array(like(/^[^\u0000-\u001F\u007F]*$/, 'must be one argument, on one line'), {
        error: 'must be a list of arguments, such as [--brief]',
      })
      .optional()
      .describe('Of the connector command: what the program is started with.'),
    environment: z
      .array(like(VARIABLE, 'must be the name of an environment variable, such as PATH'), {
        error: 'must be a list of environment variables, such as [PATH]',
      })
      .optional()
      .describe('Of the connector command: the environment variables that the program gets. It gets no others, PATH included.'),
    run_as: like(/^[a-z_][a-z0-9_-]{0,31}$/, 'must be a user of this machine, such as faq-agent')
      .optional()
      .describe(
        'Of the connector command: the user whom the program runs as. Must be written where a platform other than the playground is connected.',
      ),
    model: like(MODEL, 'must be the name of a model, without spaces')
      .optional()
      .describe('Of the connector model: the name of the model, as its endpoint knows it. It stands on cards and in the log.'),
    key: like(VARIABLE, 'must be the name of an environment variable, such as MODEL_KEY')
      .optional()
      .describe('Of the connector model: the environment variable with the key of the endpoint, where it asks for one.'),
    instructions: like(/^[^\u0000-\u001F\u007F]+$/, 'must be the path of a file')
      .optional()
      .describe('Of the connector model: a file with instructions in words, relative to this file. It is read at each question.'),
    max_tokens: wholeNumber('must be a whole number from 1 to 100000', 100_000)
      .optional()
      .describe('Of the connector model: the most tokens of one answer; 2000 where nothing is written.'),
    max_completion_tokens: wholeNumber('must be a whole number from 1 to 100000', 100_000)
      .optional()
      .describe('The same, for endpoints that know it by this name alone, as some of OpenAI’s models do.'),
    steps: wholeNumber('must be a whole number from 1 to 50', 50)
      .optional()
      .describe('Of the connector model: the most calls of the model in one run; 8 where nothing is written.'),
    response_format: choice(['json_schema', 'json_object', 'none'])
      .optional()
      .describe('Of the connector model: how the endpoint is held to the form of an answer; json_schema where nothing is written.'),
    tools: toolNames.describe('Of the connector model: the tools that it may use, where the channel’s list names them, too.'),
    time_limit: duration
      .default('30s')
      .describe('An answer that comes later is a failure that only the requester is shown. From 1s to 10m.'),
  },
  { error: 'must be what reaches this agent: { connector: handbook, folder: ./handbook }' },
);
