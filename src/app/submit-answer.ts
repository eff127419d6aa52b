import type { Audience } from '../core/audience.ts';
import type { DraftId, PersonId, RunId } from '../core/ids.ts';
import { mentionsIn, type Tree } from '../core/text.ts';
import type { Draft } from '../core/draft.ts';
import type { RefusalCode } from '../core/errors.ts';
import type { Tables } from '../store/store.ts';
import { advance } from './advance.ts';
import { composeRevision, type Ground, salted, type SealedTexts } from './compose.ts';
import { audienceOf, audienceUnlessAway, ruleNow } from './lookups.ts';
import { adapterOf, namesOf } from './names.ts';
import { newPostGround } from './new-post.ts';
import type { ParsedAnswer, Ports } from './ports.ts';

const MOST_MENTIONS = 5;

/**
 * What an agent's output comes to: a draft for its requester, or a coded failure that only they are shown. `alsoSave` is saved with the
 * draft; true when it was. `made`, how it was made, are sealed with it; with a failure, while the draft has no text yet.
 */
export async function submitAnswer(
  ports: Ports,
  draft: Draft,
  run: RunId,
  output: unknown,
  alsoSave: (tx: Tables) => Promise<void>,
  made: SealedTexts = [],
): Promise<boolean> {
  const failWith = async (code: RefusalCode): Promise<false> => {
    await failRun(ports, draft.id, run, code, draft.revision === null ? made : []);
    return false;
  };
  const parsed = ports.agents.parse(output);
  if (!parsed.ok) {
    ports.logger.warn({ draft: draft.id, run, agent: draft.request.agent, problem: parsed.problem }, 'an agent broke its contract');
    return failWith('AGENT_BROKE_CONTRACT');
  }
  if (parsed.answer.kind === 'nothing_found') return failWith('NOTHING_FOUND');
  const read = await readAnswer(ports, draft, parsed.answer);
  if (!read.ok) {
    ports.logger.warn(
      { draft: draft.id, run, agent: draft.request.agent, code: read.code, reason: read.reason },
      'an answer could not become a post',
    );
    return failWith(read.code);
  }
  return offer(ports, draft, run, { tree: read.tree, output: JSON.stringify(output), made }, alsoSave);
}

/** Ends a run without an answer. Refused when the run is over already: then somebody else told the requester. */
export async function failRun(ports: Ports, draft: DraftId, run: RunId, code: RefusalCode, texts: SealedTexts = []): Promise<void> {
  await advance(ports, { draft, actor: { kind: 'system' }, command: () => ({ kind: 'fail', run, code }), texts });
}

async function offer(
  ports: Ports,
  draft: Draft,
  run: RunId,
  { tree, output, made }: { tree: Tree; output: string; made: SealedTexts },
  alsoSave: (tx: Tables) => Promise<void>,
): Promise<boolean> {
  const number = (draft.revision?.number ?? 0) + 1;
  const audience = await audienceOnceBack(ports, draft, run);
  const ground = await groundNow(ports, draft, audience);
  const { composed, texts, textDigest } = await composeRevision(ports, draft, { tree, number, editor: null }, ground);
  const kept = salted(ports, 'output', output);
  const done = await advance(ports, {
    draft: draft.id,
    actor: { kind: 'agent', run },
    command: (_, now) => ({ kind: 'answer', run, composed, outputDigest: kept.digest, textDigest, engaged: now.engaged !== null }),
    texts: [...texts, ...made, [`output:${kept.digest}`, kept.sealed]],
    alsoSave,
  });
  if (!done.ok && done.refusal.code === 'ENGAGED') await failRun(ports, draft.id, run, 'ENGAGED');
  return done.ok;
}

const FIRST_LOOK_MS = 500;
const LONGEST_LOOK_MS = 30_000;

/**
 * An answer that comes while the platform is away waits for it: made without knowing who can read the channel, it could not be approved,
 * and somebody would have to have it made anew. No longer than the draft waits for it, nor than this process runs: null then.
 */
async function audienceOnceBack(ports: Ports, { id, destination }: Draft, run: RunId): Promise<Audience | null> {
  if (destination === null) return null;
  for (let waitMs = FIRST_LOOK_MS; ; waitMs = Math.min(LONGEST_LOOK_MS, 2 * waitMs)) {
    const audience = await audienceUnlessAway(ports, destination);
    if (audience !== null || ports.stopping.aborted) return audience;
    const now = await ports.store.read.drafts.get(id);
    if (now?.run !== run || now.state !== 'awaiting_agent') return null;
    await ports.clock.sleep(waitMs, ports.stopping);
  }
}

/**
 * Who can read the destination (asked now, unless it is `known`) and what its rule demands; what no rule covers any more keeps what it
 * was asked under.
 */
export async function groundNow(ports: Ports, draft: Draft, known: Audience | null = null): Promise<Ground> {
  if (draft.destination === null) return { audience: draft.audience, requirements: draft.requirements, newPost: null };
  const audience = known ?? (await audienceOf(ports, draft.destination));
  const channelName = audience.class === 'unknown' ? draft.audience.channelName : audience.channelName;
  const now = ruleNow(ports.rules.current().book, draft.destination, channelName);
  const newPost = await newPostGround(ports, draft.destination, now?.rule.newPost ?? null);
  return { audience: { ...audience, channelName }, requirements: now?.requirements ?? draft.requirements, newPost };
}

/** Whether an output could become a post, before there is a draft: what `submitAnswer` asks of it, with words for whoever wrote it. */
export async function checkAnswer(
  ports: Ports,
  { platform, mentions }: { platform: string; mentions: PersonId[] },
  output: unknown,
): Promise<{ ok: true } | { ok: false; code: 'AGENT_BROKE_CONTRACT' | 'ANSWER_REFUSED' | 'ANSWER_TOO_LONG'; reason: string }> {
  const parsed = ports.agents.parse(output);
  if (!parsed.ok) return { ok: false, code: parsed.code, reason: parsed.problem };
  if (parsed.answer.kind === 'nothing_found')
    return { ok: false, code: 'AGENT_BROKE_CONTRACT', reason: 'kind: only an answer can be handed in' };
  return readAnswer(ports, { request: { asked: { platform }, mentions } }, parsed.answer);
}

/** All of a draft that the text of its answer depends on. */
interface Reading {
  request: { asked: { platform: string }; mentions: PersonId[] };
}

type ReadText = { ok: true; tree: Tree } | { ok: false; code: 'ANSWER_REFUSED' | 'ANSWER_TOO_LONG'; reason: string };

async function readAnswer(
  ports: Ports,
  draft: Reading,
  answer: Extract<ParsedAnswer & { ok: true }, { ok: true }>['answer'] & { kind: 'answer' },
): Promise<ReadText> {
  const mentions = await mentionable(ports, draft);
  const body = ports.text.parse(answer.text, mentions);
  if (!body.ok) return { ok: false, code: 'ANSWER_REFUSED', reason: body.reason };
  const blocks = [...body.tree.blocks];
  for (const source of answer.sources) {
    const line = ports.text.parse(`Source: ${sourceMarkdown(source)}`, new Map());
    if (!line.ok) return { ok: false, code: 'ANSWER_REFUSED', reason: line.reason };
    blocks.push(...line.tree.blocks);
  }
  const tree = { blocks };
  const adapter = adapterOf(ports, draft.request.asked.platform);
  const most = adapter.capabilities.maxPostCharacters;
  if (charactersOf(ports, tree) > most) return { ok: false, code: 'ANSWER_TOO_LONG', reason: `more than ${most} characters` };
  if (!adapter.fits(tree)) return { ok: false, code: 'ANSWER_TOO_LONG', reason: 'its marks, links and names do not fit into one post' };
  if (mentionsIn(tree).length > MOST_MENTIONS)
    return { ok: false, code: 'ANSWER_REFUSED', reason: 'it would notify more than five people' };
  return { ok: true, tree };
}

/** The text of a person's own edit, held to the same bounds as an agent's. */
export async function readEdit(
  ports: Ports,
  draft: Draft,
  markdown: string,
): Promise<{ ok: true; tree: Tree } | { ok: false; code: RefusalCode; detail: Record<string, string | number> }> {
  const adapter = adapterOf(ports, draft.request.asked.platform);
  const most = adapter.capabilities.maxPostCharacters;
  const read = ports.text.parse(markdown, await mentionable(ports, draft));
  if (!read.ok) return { ok: false, code: read.code, detail: { reason: read.reason } };
  const characters = charactersOf(ports, read.tree);
  if (characters > most) return { ok: false, code: 'TEXT_TOO_LONG', detail: { characters, most } };
  if (!adapter.fits(read.tree)) return { ok: false, code: 'TEXT_TOO_LONG', detail: { characters, most, marks: 1 } };
  const mentions = mentionsIn(read.tree).length;
  return mentions > MOST_MENTIONS ? { ok: false, code: 'TOO_MANY_MENTIONS', detail: { mentions } } : read;
}

function charactersOf(ports: Ports, tree: Tree): number {
  return [...ports.text.print(tree)].length;
}

/** The only people whom a publication may notify: those named in the question. */
async function mentionable(ports: Ports, draft: Reading): Promise<ReadonlyMap<`${string}:${string}`, string>> {
  const name = await namesOf(ports, draft.request.mentions);
  return new Map(draft.request.mentions.map((person) => [person, name(person)]));
}

/** A source as Markdown whose title means nothing to the parser: every ASCII mark is escaped. */
function sourceMarkdown({ title, url }: { title: string; url?: string | undefined }): string {
  const escaped = title.replaceAll(/\s+/g, ' ').replaceAll(/[!-/:-@[-`{-~]/g, '\\$&');
  return url === undefined ? escaped : `[${escaped}](<${url.replaceAll(/[<>\s]/g, encodeURIComponent)}>)`;
}
