import { z } from 'zod';
import { duration, like } from './schema-forms.ts';
import { ADDRESS, TOOL, VARIABLE } from './references.ts';

/** How a server of tools is reached: by an address, or as a program. */
export const toolServer = z.strictObject(
  {
    url: like(ADDRESS, 'must be an address that begins with https://')
      .optional()
      .describe('The address of an MCP server (Streamable HTTP). A server has this, or `program`.'),
    key: like(VARIABLE, 'must be the name of an environment variable, such as WIKI_KEY')
      .optional()
      .describe('With `url`: the environment variable with the key that is sent as a bearer token.'),
    private_addresses: z
      .literal('allow', { error: 'must be `allow`, or left out: then private addresses are refused' })
      .optional()
      .describe('With `url`: the address may be in a network of your own, and unencrypted.'),
    program: like(/^[^\u0000-\u001F\u007F]+$/, 'must be the path of a program')
      .optional()
      .describe(
        'A program, relative to this file, that is an MCP server on its standard streams. It is started for each run, and killed with it.',
      ),
    arguments: z
      .array(like(/^[^\u0000-\u001F\u007F]*$/, 'must be one argument, on one line'), {
        error: 'must be a list of arguments, such as [--brief]',
      })
      .optional()
      .describe('With `program`: what it is started with.'),
    environment: z
      .array(like(VARIABLE, 'must be the name of an environment variable, such as PATH'), {
        error: 'must be a list of environment variables, such as [PATH]',
      })
      .optional()
      .describe('With `program`: the environment variables that it gets. It gets no others, PATH included.'),
    run_as: like(/^[a-z_][a-z0-9_-]{0,31}$/, 'must be a user of this machine, such as wiki-tools')
      .optional()
      .describe('With `program`: the user whom it runs as. Must be written where a platform other than the playground is connected.'),
    time_limit: duration.default('10s').describe('A call that takes longer has failed. From 1s to 60s.'),
  },
  { error: 'must be what reaches this server of tools: { url: https://wiki.example.com/mcp }' },
);

/** A list of tools; empty unless it is written. */
export const toolNames = z
  .array(like(TOOL, 'must be a server and a tool, such as wiki/search'), { error: 'must be a list of tools, such as [wiki/search]' })
  .default([]);
