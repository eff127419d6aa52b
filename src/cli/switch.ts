import { aboutNoDraft } from '../app/describe-refusal.ts';
import { scopeOf } from '../app/kill-switch.ts';
import { type KnownScope, knownScope } from '../app/known-scope.ts';
import { engageNamed, inWords, releaseNamed, type Told } from '../app/operator-orders.ts';
import type { Ports } from '../app/ports.ts';
import type { KillScope } from '../store/store.ts';
import { type CliCommand, type Output, readArgs } from './command.ts';
import { localPerson, withInstallation } from './open.ts';

const engage: CliCommand = {
  summary: 'Stops publishing: everything, one agent or one channel. Works with a broken rules file, too.',
  usage: 'engage [all | agent:NAME | channel:ID] --reason "…"',
  async run(args, output) {
    const { values, positionals } = readArgs(args, { reason: { type: 'string', default: '' } }, { least: 0, most: 1 });
    const [named = 'all'] = positionals;
    return withInstallation(
      async ({ ports, hasRules }) => {
        const known = (await knownScope(ports, named)) ?? (hasRules ? null : unchecked(ports, named));
        return tell(ports, output, await engageNamed(ports, localPerson(), { named, known, reason: values.reason, waits: true }));
      },
      { rules: 'if they can be read' },
    );
  },
};

const release: CliCommand = {
  summary: 'Opens the way again. What had been approved goes back to the people who asked.',
  usage: 'release [all | agent:NAME | channel:ID] --reason "…"',
  async run(args, output) {
    const { values, positionals } = readArgs(args, { reason: { type: 'string', default: '' } }, { least: 0, most: 1 });
    const [scope = 'all'] = positionals;
    return withInstallation(async ({ ports }) =>
      tell(ports, output, await releaseNamed(ports, localPerson(), { scope, reason: values.reason, waits: true })),
    );
  },
};

const AGENT = /^agent:[\x21-\x7e]{1,244}$/;

/** Without rules nobody knows which agents there are, or which channels are covered: what could be one is stopped. */
function unchecked(ports: Ports, named: string): KnownScope | null {
  const scope = AGENT.test(named) ? (named as KillScope) : scopeOf(ports, named);
  return scope === null ? null : { scope, isUnchecked: false };
}

async function tell(ports: Ports, output: Output, told: Told): Promise<number> {
  const words = await inWords(ports, told, aboutNoDraft(localPerson()));
  if (told.ok) output.print(words);
  else output.complain(`${told.code}: ${words}`);
  return told.ok ? 0 : 1;
}

export const switchCommands: Record<string, CliCommand> = { engage, release };
