import type { Draft } from '../core/draft.ts';
import { type DraftId, idFrom, type RunId } from '../core/ids.ts';
import { openDraft } from '../core/open-draft.ts';
import { humanOf } from '../core/rule-book.ts';
import type { Tables } from '../store/store.ts';
import { save } from './advance.ts';
import { salted } from './compose.ts';
import { keepEvidence } from './evidence.ts';
import type { Passed, Question } from './gates.ts';
import type { Ports } from './ports.ts';

interface Opening {
  thread: { from: string; text: string }[];
  /**
   * `when asked`: the agent is asked next. `by itself`: it has its answer already and hands it in before `until`, in milliseconds; if
   * that does not come, because this process dies, say, the run is lost then and its requester is told.
   */
  answers: { kind: 'when asked' } | { kind: 'by itself'; until: number };
}

/** Opens the draft of a question that passed: its entry and its effects are saved with it. */
export async function openRequest(
  ports: Ports,
  tx: Tables,
  asked: Question,
  passed: Passed,
  { thread, answers }: Opening,
): Promise<{ draft: Draft; run: RunId }> {
  const { book, version } = ports.rules.current();
  const now = ports.clock.now();
  const question = salted(ports, 'question', asked.question.trim());
  const id = idFrom('drf', ports.randomBytes(16));
  const run = idFrom('run', ports.randomBytes(16));
  const opened = openDraft({
    id,
    run,
    request: {
      requester: asked.person,
      requesterHuman: humanOf(book, asked.person),
      agent: passed.agent,
      questionDigest: question.digest,
      asked: asked.message,
      how: asked.how,
      askedIn: asked.direct ? null : asked.channelName,
      originClass: passed.audience.class,
      mentions: asked.mentions,
      at: now,
    },
    destination: passed.destination,
    requirements: passed.requirements,
    requirementsDigest: ports.digests.requirements(passed.requirements),
    audience: passed.audience,
    expiresAt: now + passed.expiresMs,
    rules: version,
    questionDigest: question.digest,
  });
  await tx.drafts.insert(opened.draft);
  const started = answers.kind === 'by itself' ? { owner: ports.owner, startedAt: now, deadlineAt: answers.until } : NOT_STARTED;
  await tx.runs.insert({ id: run, draft: id, agent: passed.agent, ...started });
  const texts: [string, string][] = [[`question:${question.digest}`, question.sealed]];
  if (thread.length > 0) texts.push(['thread', JSON.stringify(thread)]);
  const move = await save(ports, tx, opened.draft, opened.fact, answers.kind === 'by itself' ? [] : opened.effects, texts, now);
  await keepEvidence(ports, tx, { draft: id, move }, { ...asked, verb: 'ask', target: null });
  if (answers.kind === 'by itself') await loseLater(ports, tx, id, run, answers.until);
  return { draft: opened.draft, run };
}

const NOT_STARTED = { owner: null, startedAt: null, deadlineAt: null };

/** A run that is started already is never asked for again: the effect finds that it was lost, or that its answer came. */
async function loseLater(ports: Ports, tx: Tables, draft: DraftId, run: RunId, dueAt: number): Promise<void> {
  const id = idFrom('eff', ports.randomBytes(16));
  await tx.effects.add({ id, kind: 'ask_agent', key: `ask_agent:${draft}:${run}`, draft, payload: { run }, dueAt });
}
