#!/usr/bin/env node
// A server of tools as a program, by the official package: https://modelcontextprotocol.io. docs/agents.md says who may use which.
import { McpServer } from '@modelcontextprotocol/server';
import { StdioServerTransport } from '@modelcontextprotocol/server/stdio';
import { z } from 'zod';

const HOURS = { reception: '8:00 to 18:00', canteen: '11:30 to 14:00', library: '10:00 to 16:00, closed on Fridays' };

const server = new McpServer({ name: 'office', version: '1.0.0' });
server.registerTool(
  'opening_hours',
  {
    description: `When a place in the office is open. Places: ${Object.keys(HOURS).join(', ')}.`,
    inputSchema: z.object({ place: z.string() }),
  },
  ({ place }) => {
    const hours = Object.hasOwn(HOURS, place) ? HOURS[place] : null;
    const text = hours === null ? `There is no place called ${place}.` : `The ${place} is open ${hours}.`;
    return { content: [{ type: 'text', text }], isError: hours === null };
  },
);
await server.connect(new StdioServerTransport());
