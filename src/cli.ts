import { ConfigError } from './config.ts';
import { agentCommands } from './cli/agent.ts';
import { backupCommands } from './cli/backup.ts';
import { draftCommands } from './cli/drafts.ts';
import { logCommands } from './cli/log.ts';
import { mcpCommands } from './cli/mcp.ts';
import { ruleCommands } from './cli/rules.ts';
import { setupCommands } from './cli/setup.ts';
import { trailCommands } from './cli/trail.ts';
import { switchCommands } from './cli/switch.ts';
import { type CliCommand, CliError, type Output, processOutput } from './cli/command.ts';

const COMMANDS: Record<string, CliCommand> = {
  ...setupCommands,
  ...ruleCommands,
  ...draftCommands,
  ...switchCommands,
  ...agentCommands,
  ...mcpCommands,
  ...logCommands,
  ...trailCommands,
  ...backupCommands,
};

/** `npm run countersign -- <command>`. Exit codes: 0 done · 1 refused, or something was found · 2 wrong words · 3 it could not run. */
export async function runCli(args: readonly string[], output: Output = processOutput): Promise<number> {
  const [name = 'help', ...rest] = args;
  if (name === 'help' || name === '--help' || name === '-h') {
    output.print(help());
    return 0;
  }
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (!command) {
    output.complain(`There is no command “${name}”.\n\n${help()}`);
    return 2;
  }
  if (rest.includes('--help') || rest.includes('-h')) {
    output.print(`${command.summary}\n\nUsage: npm run countersign -- ${command.usage}`);
    return 0;
  }
  try {
    return await command.run(rest, output);
  } catch (error) {
    return explainFailure(error, command, output);
  }
}

function explainFailure(error: unknown, command: CliCommand, output: Output): number {
  if (error instanceof CliError) {
    output.complain(error.exitCode === 2 ? `${error.message}\nUsage: npm run countersign -- ${command.usage}` : error.message);
    return error.exitCode;
  }
  output.complain(error instanceof Error ? error.message : String(error));
  return error instanceof ConfigError ? 2 : 3;
}

function help(): string {
  const width = Math.max(...Object.keys(COMMANDS).map((name) => name.length));
  const lines = Object.entries(COMMANDS).map(([name, { summary }]) => `  ${name.padEnd(width)}  ${summary}`);
  return ['Usage: npm run countersign -- <command> [--help]', '', ...lines].join('\n');
}

if (import.meta.main) {
  // Whoever reads us may have read enough (`… | head`): that is no failure.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 3));
  process.exitCode = await runCli(process.argv.slice(2));
}
