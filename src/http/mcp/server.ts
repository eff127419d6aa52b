import { McpServer } from '@modelcontextprotocol/server';
import type { z } from '@hono/zod-openapi';
import type { Call, Send } from './send.ts';
import { TOOLS } from './tools.ts';

const INSTRUCTIONS =
  'Countersign stands between a company’s chat and you. What you hand in becomes a private draft of one person; only people, with buttons in their chat, can approve and publish it.';

/** The door's verbs for one agent. It asks the client for nothing: no sampling, no elicitation, so nothing there can be taken for an approval. */
export function createDoorServer(send: Send): McpServer {
  const server = new McpServer({ name: 'countersign', version: '1' }, { instructions: INSTRUCTIONS, capabilities: { tools: {} } });
  for (const [name, tool] of Object.entries(TOOLS)) {
    const { title, description, readOnly } = tool;
    const [input, output]: [z.ZodObject, z.ZodObject] = [tool.input, tool.output];
    const annotations = { title, readOnlyHint: readOnly, destructiveHint: false, idempotentHint: true, openWorldHint: false };
    server.registerTool(name, { title, description, inputSchema: input, outputSchema: output, annotations }, async (given) => {
      const call = tool.call as (given: Record<string, unknown>) => Call;
      const answered = await send(call(given));
      if (!answered.ok) return { isError: true, content: [{ type: 'text', text: answered.problem }] };
      return { structuredContent: answered.body, content: [{ type: 'text', text: JSON.stringify(answered.body) }] };
    });
  }
  return server;
}
