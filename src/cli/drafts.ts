import { aboutDraft, aboutNoDraft, describeRefusal } from '../app/describe-refusal.ts';
import { findDraft, type Operated, retractByOperator, settleDraft, withdrawDraft } from '../app/operate.ts';
import type { Ports } from '../app/ports.ts';
import { type Draft, type State, STATES, UNSETTLED_STATES } from '../core/draft.ts';
import { channelIdOf, referenceOf, requestReferenceOf } from '../core/ids.ts';
import { type CliCommand, CliError, type Output, readArgs } from './command.ts';
import { localPerson, withInstallation } from './open.ts';

const drafts: CliCommand = {
  summary: 'Lists drafts, newest first: state, reference, agent, channel. Never their text.',
  usage: 'drafts [--state STATE] [--all] [--limit 50]',
  async run(args, output) {
    const { values } = readArgs(
      args,
      { state: { type: 'string' }, all: { type: 'boolean' }, limit: { type: 'string', default: '50' } },
      { least: 0, most: 0 },
    );
    const limit = Number(values.limit);
    if (!Number.isInteger(limit) || limit < 1 || limit > 1000) throw new CliError(2, '--limit takes a whole number from 1 to 1000.');
    const states = statesOf(values.state, values.all === true);
    return withInstallation(async ({ ports }) => {
      const found = await ports.store.read.drafts.list({ states, limit });
      for (const draft of found) output.print(lineOf(draft));
      if (found.length === 0) output.print('There are none.');
      return 0;
    });
  },
};

function statesOf(named: string | undefined, all: boolean): readonly State[] {
  if (named !== undefined) {
    const state = STATES.find((one) => one === named);
    if (!state) throw new CliError(2, `${named} is not a state. States: ${STATES.join(', ')}.`);
    return [state];
  }
  return all ? STATES : UNSETTLED_STATES;
}

function lineOf(draft: Draft): string {
  const reference = draft.revision === null ? '–' : referenceOf(draft.revision.publicationId);
  const where = draft.destination === null ? 'direct message' : channelIdOf(draft.destination);
  return [
    draft.state.padEnd(18),
    requestReferenceOf(draft.id),
    reference.padEnd(11),
    draft.request.agent,
    where,
    new Date(draft.createdAt).toISOString(),
  ].join('  ');
}

const settle: CliCommand = {
  summary: 'Ends an unknown outcome, after somebody looked in the channel.',
  usage: 'settle REFERENCE published|failed --reason "I looked: it is there"',
  async run(args, output) {
    const { values, positionals } = readArgs(args, { reason: { type: 'string', default: '' } }, { least: 2, most: 2 });
    const [named = '', outcome = ''] = positionals;
    if (outcome !== 'published' && outcome !== 'failed')
      throw new CliError(2, 'Say “published” if it stands in the channel, “failed” if it does not.');
    const settled = outcome === 'published' ? 'published' : 'publish_failed';
    return operate(named, output, (ports) => settleDraft(ports, { named, by: localPerson(), outcome: settled, reason: values.reason }));
  },
};

const withdraw: CliCommand = {
  summary: 'Closes an unpublished draft; its requester is told why.',
  usage: 'withdraw REFERENCE --reason "…"',
  async run(args, output) {
    const { values, positionals } = readArgs(args, { reason: { type: 'string', default: '' } }, { least: 1, most: 1 });
    const [named = ''] = positionals;
    return operate(named, output, (ports) => withdrawDraft(ports, { named, by: localPerson(), reason: values.reason }));
  },
};

const retract: CliCommand = {
  summary: 'Takes a publication away; works while the switch is engaged.',
  usage: 'retract REFERENCE',
  async run(args, output) {
    const { positionals } = readArgs(args, {}, { least: 1, most: 1 });
    const [named = ''] = positionals;
    return operate(named, output, (ports) => retractByOperator(ports, { named, by: localPerson() }));
  },
};

async function operate(named: string, output: Output, act: (ports: Ports) => Promise<Operated>): Promise<number> {
  return withInstallation(async ({ ports }) => {
    const done = await act(ports);
    if (done.ok) {
      output.print(`${named} is now ${done.draft.state}. A running bot carries out what follows from it.`);
      return 0;
    }
    const draft = (await findDraft(ports, named)) ?? null;
    const about = draft === null ? aboutNoDraft(localPerson()) : aboutDraft(draft);
    output.complain(`${done.refusal.code}: ${await describeRefusal(ports, done.refusal, about, draft, localPerson())}`);
    return 1;
  });
}

export const draftCommands: Record<string, CliCommand> = { drafts, settle, withdraw, retract };
