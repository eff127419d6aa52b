import { addAgent, type IdentityDone, revokeAgent, rotateAgent } from '../app/door/identities.ts';
import { mayCall } from '../app/door/grants.ts';
import type { Ports } from '../app/ports.ts';
import type { AgentRow } from '../store/store.ts';
import { type CliCommand, CliError, type Output, readArgs } from './command.ts';
import { localPerson, withInstallation } from './open.ts';

const NAME = /^[a-z0-9][a-z0-9_-]{0,31}$/;

const agent: CliCommand = {
  summary: 'Secrets of agents that call us: made, replaced, revoked, listed. A secret is shown once.',
  usage: 'agent add|rotate|revoke NAME, or: agent list',
  async run(args, output) {
    const { positionals } = readArgs(args, {}, { least: 1, most: 2 });
    const [verb = '', name] = positionals;
    if (verb === 'list' && name === undefined) return withInstallation(({ ports }) => list(ports, output));
    const deed = Object.hasOwn(DEEDS, verb) ? DEEDS[verb] : undefined;
    if (deed === undefined || name === undefined) throw new CliError(2, 'Say what to do, and to which agent.');
    if (!NAME.test(name)) throw new CliError(2, `${name} is not the name of an agent: lower-case letters, digits, - and _, at most 32.`);
    // An old secret must be revoked also where the rules cannot be read.
    return withInstallation(({ ports }) => deed(ports, output, name), { rules: 'if they can be read' });
  },
};

const DEEDS: Record<string, (ports: Ports, output: Output, name: string) => Promise<number>> = {
  add: async (ports, output, name) => show(ports, output, name, await addAgent(ports, { name, by: localPerson() })),

  rotate: async (ports, output, name) => show(ports, output, name, await rotateAgent(ports, { name, by: localPerson() })),

  async revoke(ports, output, name) {
    if (!(await revokeAgent(ports, { name, by: localPerson() }))) throw new CliError(1, WHY.unknown(name));
    output.print(`The secret of ${name} counts no more, and its grants are dead.`);
    return 0;
  },
};

const WHY = {
  exists: (name: string) => `${name} has a secret already; nothing was changed. Replace it: npm run countersign -- agent rotate ${name}`,
  unknown: (name: string) => `${name} has no secret that counts; nothing was changed. Make one: npm run countersign -- agent add ${name}`,
};

function show(ports: Ports, output: Output, name: string, done: IdentityDone): number {
  if (!done.ok) throw new CliError(1, WHY[done.because](name));
  // Alone on standard output, so that it can be piped to where it is kept.
  output.print(done.secret);
  output.complain(`This is the secret of ${name}. It is shown once; keep it where only the agent reads it.`);
  if (!mayCall(ports, name))
    output.complain(
      `The rules name no agent ${name} of the connector api or http, so it cannot do anything yet. Add it: ${name}: { connector: api }`,
    );
  return 0;
}

async function list(ports: Ports, output: Output): Promise<number> {
  const agents = await ports.store.read.agents.all();
  for (const one of agents)
    output.print([one.name.padEnd(32), standing(one), mayCall(ports, one.name) ? '' : 'not in the rules'].join('  ').trimEnd());
  if (agents.length === 0) output.print('There are none.');
  return 0;
}

function standing({ createdAt, rotatedAt, revokedAt }: AgentRow): string {
  const at = (time: number): string => new Date(time).toISOString();
  if (revokedAt !== null) return `revoked ${at(revokedAt)}`;
  return rotatedAt === null ? `since ${at(createdAt)}` : `rotated ${at(rotatedAt)}`;
}

export const agentCommands: Record<string, CliCommand> = { agent };
