import { readConfig } from '../config.ts';
import { serveOverStdio } from '../http/mcp/stdio.ts';
import { type CliCommand, CliError, readArgs } from './command.ts';

const mcp: CliCommand = {
  summary: 'An MCP server on standard input and output, for an agent’s own program: hands in drafts at a Countersign that runs.',
  usage: 'mcp http://127.0.0.1:PORT, with the agent’s secret in AGENT_SECRET or AGENT_SECRET_FILE',
  async run(args, output) {
    const { positionals } = readArgs(args, {}, { least: 1, most: 1 });
    const [address = ''] = positionals;
    const url = URL.parse(address);
    if (url === null || !['http:', 'https:'].includes(url.protocol) || url.username !== '')
      throw new CliError(2, `${address} is no address: give that of API_PORT, http://127.0.0.1:PORT, or the https one in front of it.`);
    const { agentSecret } = readConfig();
    if (agentSecret === null) throw new CliError(3, 'AGENT_SECRET is not set. Set it to the secret that “agent add” showed once.');
    // Standard output belongs to the protocol.
    await serveOverStdio(url, agentSecret, (error) => output.complain(error.message));
    return 0;
  },
};

export const mcpCommands: Record<string, CliCommand> = { mcp };
