import { randomBytes } from 'node:crypto';
import { existsSync, statSync } from 'node:fs';
import type { Ports } from '../app/ports.ts';
import { formatSeed, generateSeed } from '../log/signer.ts';
import { platformOf } from '../core/ids.ts';
import { type CliCommand, readArgs } from './command.ts';
import { withInstallation } from './open.ts';

const start: CliCommand = {
  summary: 'Starts the bot; the same as npm start.',
  usage: 'start',
  async run(args) {
    readArgs(args, {}, { least: 0, most: 0 });
    const { main } = await import('../main.ts');
    await main();
    return 0;
  },
};

const keygen: CliCommand = {
  summary: 'Makes a DATA_KEY and a LOG_KEY and prints them, once.',
  usage: 'keygen',
  run(args, output) {
    readArgs(args, {}, { least: 0, most: 0 });
    output.print(`DATA_KEY=${randomBytes(32).toString('base64')}`);
    output.print(`LOG_KEY=${formatSeed(generateSeed()).trim()}`);
    output.complain(
      'Keep both in files that only the bot can read, and name them in DATA_KEY_FILE and LOG_KEY_FILE. Without DATA_KEY no text can be read again.',
    );
    return Promise.resolve(0);
  },
};

const migrate: CliCommand = {
  summary: 'Brings the database to this version’s schema. Starting does the same.',
  usage: 'migrate',
  async run(args, output) {
    readArgs(args, {}, { least: 0, most: 0 });
    return withInstallation(
      ({ ports, signer }) => {
        output.print(`The ${ports.store.kind} database is up to date. Its log is ${signer.name}.`);
        return Promise.resolve(0);
      },
      { rules: 'if they can be read', database: 'made if it is missing' },
    );
  },
};

const doctor: CliCommand = {
  summary: 'Looks at everything that must be right, and says what to do about what is not.',
  usage: 'doctor',
  async run(args, output) {
    readArgs(args, {}, { least: 0, most: 0 });
    return withInstallation(async ({ ports, signer }) => {
      const findings = (await Promise.all(LOOKS.map(async (look) => look(ports)))).flat();
      for (const { isWell, text } of findings) output.print(`${isWell ? '✓' : '✗'} ${text}`);
      output.print(`Pin this key to verify the log elsewhere: ${signer.verifierKey}`);
      return findings.every(({ isWell }) => isWell) ? 0 : 1;
    });
  },
};

interface Finding {
  isWell: boolean;
  text: string;
}

const well = (text: string): Finding => ({ isWell: true, text });
const ill = (text: string): Finding => ({ isWell: false, text });

type Found = Finding | Finding[];

const LOOKS: ((ports: Ports) => Promise<Found> | Found)[] = [
  (ports) => well(`The rules are valid: ${ports.rules.current().book.channels.length} channel rules.`),
  (ports) =>
    ports.killFile.isPresent()
      ? ill('The kill file is present: nothing is asked, approved or published. Remove it, then release.')
      : well('No kill file.'),
  async (ports) => {
    const engaged = (await ports.store.read.kill.all()).filter((row) => row.engaged).map((row) => row.scope);
    return engaged.length > 0
      ? ill(`The switch is engaged for: ${engaged.join(', ')}. Run: npm run countersign -- release`)
      : well('The switch is released.');
  },
  async (ports) => {
    const [checkpoint, waiting] = await Promise.all([ports.store.read.checkpoints.latest(), ports.store.read.entries.unsequenced(1)]);
    const signed = `${checkpoint?.size ?? 0} entries are under a signed checkpoint.`;
    return waiting.length > 0 ? ill(`${signed} Some are not yet; if the bot runs, look at its log file.`) : well(signed);
  },
  (ports) =>
    Object.values(ports.rules.current().book.agents).map((agent) => {
      const { folder } = agent.settings;
      if (folder === undefined) return well(`The agent ${agent.name} is configured.`);
      return existsSync(folder) && statSync(folder).isDirectory()
        ? well(`The agent ${agent.name} reads ${folder}.`)
        : ill(`The agent ${agent.name} reads ${folder}, which is not a folder. Correct “folder” in the rules file.`);
    }),
  async (ports) => {
    const people = ports.rules.current().book.operators.alarms;
    return Promise.all(people.map((person) => aboutAlarms(ports, person)));
  },
];

async function aboutAlarms(ports: Ports, person: string): Promise<Finding> {
  const adapter = ports.adapters.get(platformOf(person));
  if (!adapter) return ill(`Alarms go to ${person}, but that platform is not configured. Correct “operators.alarms”.`);
  try {
    const { active, name } = await adapter.person(person as `${string}:${string}`);
    return active
      ? well(`Alarms reach ${name} (${person}).`)
      : ill(`Alarms go to ${person}, who is not active. Correct “operators.alarms”.`);
  } catch {
    return ill(
      `${platformOf(person)} does not answer, so it is not known whether alarms reach ${person}. Start the bot (npm start) and try again.`,
    );
  }
}

export const setupCommands: Record<string, CliCommand> = { start, doctor, keygen, migrate };
