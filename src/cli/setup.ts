import { randomBytes } from 'node:crypto';
import { existsSync, statSync } from 'node:fs';
import { AdapterError } from '../adapter.ts';
import { readAnchor, whatToDo } from '../anchor.ts';
import type { Ports } from '../app/ports.ts';
import { SIGNED_WITHIN_MS } from '../app/readiness.ts';
import { departureFrom, departureInWords } from '../log/anchor.ts';
import { formatSeed, generateSeed, type Signer } from '../log/signer.ts';
import { parseVerifierKey } from '../log/verifier-key.ts';
import { platformOf } from '../core/ids.ts';
import type { PeopleRef } from '../core/requirements.ts';
import { type CliCommand, readArgs } from './command.ts';
import { withInstallation } from './open.ts';
import { missingOnPlatforms } from './platforms.ts';

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
    return withInstallation(async ({ ports, signer, config }) => {
      const looks = [...LOOKS, (): Promise<Finding> => aboutAnchor(ports, signer, config.anchorFile)];
      const findings = (await Promise.all(looks.map(async (look) => look(ports)))).flat();
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
    const { size, unsignedSince } = await ports.log.lag();
    const signed = `${size} entries are under a signed checkpoint.`;
    // What was written just now is signed in a moment.
    const isLate = unsignedSince !== null && ports.clock.now() - unsignedSince >= SIGNED_WITHIN_MS;
    return isLate ? ill(`${signed} Others wait for one for too long; if the bot runs, look at its log file.`) : well(signed);
  },
  (ports) =>
    Object.values(ports.rules.current().book.agents).map((agent) => {
      const { folder } = agent.settings;
      if (typeof folder !== 'string') return well(`The agent ${agent.name} is configured.`);
      return existsSync(folder) && statSync(folder).isDirectory()
        ? well(`The agent ${agent.name} reads ${folder}.`)
        : ill(`The agent ${agent.name} reads ${folder}, which is not a folder. Correct “folder” in the rules file.`);
    }),
  aboutNames,
  async (ports) => {
    const missing = await missingOnPlatforms(ports);
    return missing.length === 0 ? well('Every channel, group and person that the rules name can be reached.') : missing.map(ill);
  },
  async (ports) => {
    const people = ports.rules.current().book.operators.alarms;
    return Promise.all(people.map((person) => aboutAlarms(ports, person)));
  },
];

async function aboutAnchor({ store }: Ports, { verifierKey }: Signer, file: string): Promise<Finding> {
  const anchor = readAnchor(file);
  if (anchor === null) return well(`No anchor yet: ${file} is written when the bot has signed something.`);
  const departure = await departureFrom(anchor, store.read.checkpoints, parseVerifierKey(verifierKey));
  return departure === null
    ? well(`The database goes on from the anchor ${file}.`)
    : ill(`${departureInWords(departure)} ${whatToDo(departure, file)}`);
}

/** Everybody whom the rules name, people and groups: one who does not exist keeps whole channels from asking. */
async function aboutNames(ports: Ports): Promise<Found> {
  const { operators, channels } = ports.rules.current().book;
  const listed = channels.flatMap(({ reviewers, fallback, mayAsk }) => [
    ...(reviewers === 'not_required' ? [] : reviewers.from),
    ...(fallback?.from ?? []),
    ...(typeof mayAsk === 'string' ? [] : mayAsk.people),
  ]);
  const names = [...new Set([...operators.people, ...listed])].filter((name) => ports.adapters.has(platformOf(name)));
  const unknown = await Promise.all(names.map(async (name) => ((await isUnknown(ports, name)) ? [name] : [])));
  return unknown.flat().map((name) => ill(`The rules name ${name}, whom ${platformOf(name)} does not know. Correct it in the rules file.`));
}

/** The command knows of a bot that runs only what it is set by, as the bot was. */
const START_OR_SAY_WHERE =
  'Start the bot (npm start), and try again. If it runs already, give this command the same settings: PORT, too, as in the address that the bot printed.';

/** A platform that does not answer is told of where alarms are looked at. */
async function isUnknown({ adapters }: Ports, name: PeopleRef): Promise<boolean> {
  try {
    await adapters.get(platformOf(name))?.members(name);
    return false;
  } catch (error) {
    return error instanceof AdapterError && error.code === 'UNKNOWN_GROUP';
  }
}

async function aboutAlarms(ports: Ports, person: string): Promise<Finding> {
  if (ports.rules.current().book.operators.alarmChannels.includes(person as `${string}:${string}`))
    return well(`Alarms go to the channel ${person}.`);
  const adapter = ports.adapters.get(platformOf(person));
  if (!adapter) return ill(`Alarms go to ${person}, but that platform is not configured. Correct “operators.alarms”.`);
  try {
    const { active, name } = await adapter.person(person as `${string}:${string}`);
    return active
      ? well(`Alarms reach ${name} (${person}).`)
      : ill(`Alarms go to ${person}, who is not active. Correct “operators.alarms”.`);
  } catch {
    return ill(`${platformOf(person)} does not answer, so it is not known whether alarms reach ${person}. ${START_OR_SAY_WHERE}`);
  }
}

export const setupCommands: Record<string, CliCommand> = { start, doctor, keygen, migrate };
