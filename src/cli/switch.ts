import { engage, release, scopeInWords, scopeOf } from '../app/kill-switch.ts';
import type { Ports } from '../app/ports.ts';
import type { KillScope } from '../store/store.ts';
import { describeRefusal } from '../app/describe-refusal.ts';
import { type CliCommand, CliError, readArgs } from './command.ts';
import { localPerson, withInstallation } from './open.ts';

const AGENT = /^agent:[\x21-\x7e]{1,244}$/;
const WITHOUT_RULES = { rules: 'if they can be read' } as const;

const engageCommand: CliCommand = {
  summary: 'Stops publishing: everything, one agent or one channel. Works with a broken rules file, too.',
  usage: 'engage [all | agent:NAME | channel:ID] --reason "…"',
  async run(args, output) {
    const { values, positionals } = readArgs(args, { reason: { type: 'string', default: '' } }, { least: 0, most: 1 });
    return withInstallation(async ({ ports }) => {
      const scope = demandScope(ports, positionals[0]);
      const { inFlight } = await engage(ports, { scope, by: localPerson(), reason: values.reason });
      output.print(`Publishing is stopped for ${scopeInWords(scope)}. Posts that were already on their way: ${inFlight}.`);
      return 0;
    }, WITHOUT_RULES);
  },
};

const releaseCommand: CliCommand = {
  summary: 'Opens the way again. What had been approved goes back to the people who asked.',
  usage: 'release [all | agent:NAME | channel:ID] --reason "…"',
  async run(args, output) {
    const { values, positionals } = readArgs(args, { reason: { type: 'string', default: '' } }, { least: 0, most: 1 });
    return withInstallation(async ({ ports }) => {
      const scope = demandScope(ports, positionals[0]);
      const done = await release(ports, { scope, by: localPerson(), reason: values.reason });
      if ('code' in done) {
        const about = { agent: '', channelName: null, channel: null, workspace: '', person: localPerson() };
        output.complain(`${done.code}: ${await describeRefusal(ports, done, about)}`);
        return 1;
      }
      output.print(`Publishing is released for ${scopeInWords(scope)}. Drafts that went back to the people who asked: ${done.voided}.`);
      return 0;
    });
  },
};

function demandScope(ports: Ports, named = 'all'): KillScope {
  // With a rules file that cannot be read nobody knows which agents there are; with one, a slip of the pen must not pass for a stop.
  const isBlind = Object.keys(ports.rules.current().book.agents).length === 0;
  const scope = isBlind && AGENT.test(named) ? (named as KillScope) : scopeOf(ports, named);
  if (scope === null) throw new CliError(2, `${named} is nothing that the switch can stop. Name all, agent:NAME or channel:ID.`);
  return scope;
}

export const switchCommands: Record<string, CliCommand> = { engage: engageCommand, release: releaseCommand };
