import type { Actor, Circumstances, Command, Composed, Effect } from '../../src/core/command.ts';
import type { Draft, State } from '../../src/core/draft.ts';
import { transition } from '../../src/core/lifecycle.ts';
import { openDraft } from '../../src/core/open-draft.ts';
import type { Requirements } from '../../src/core/requirements.ts';

/** A walk over every reachable move of small drafts: every person, every command, fresh and stale, engaged or not. */
export interface Step {
  before: Draft;
  command: Command;
  /** What the walk calls this command: `approve`, `approve (stale)`, `begin (engaged)` … */
  name: string;
  who: string;
  after: Draft | null;
  code: string | null;
  fact: string | null;
  /** Of the effects only their kinds. */
  effects: string[];
  did: Effect[];
}

export const AT = Date.UTC(2026, 10, 20, 14, 5);

const human = (person: string, mayReview: 'no' | 'reviewer' | 'fallback', mayOperate = false, as = person): Actor => ({
  kind: 'person',
  person: `playground:acme:${person}`,
  human: `playground:acme:${as}`,
  mayReview,
  mayOperate,
});

/** Ana asks. Her other account may review by name, and must never count; Dan is nobody here. */
export const ACTORS: Record<string, Actor> = {
  ana: human('ana', 'no'),
  'ana (other account)': human('ana2', 'reviewer', false, 'ana'),
  ben: human('ben', 'reviewer'),
  chloe: human('chloe', 'fallback'),
  dan: human('dan', 'no'),
  olu: human('olu', 'no', true),
  agent: { kind: 'agent', run: 'run_00000000000000000000000001' },
  system: { kind: 'system' },
};

function requirements(needed: number): Requirements {
  const reviewers =
    needed === 0
      ? ('not_required' as const)
      : { from: ['playground:acme:ben', 'playground:acme:chloe'] as `${string}:${string}`[], needed };
  return { v: 1, destination: 'playground:acme:engineering', reviewers, widestAudience: 'workspace', fallback: null };
}

const PLACE = { platform: 'playground', workspace: 'acme', channel: 'engineering', thread: 'm1' };

const hex = (n: number): string => n.toString(16).padStart(64, '0');

function composed(number: number, needed: number, editor: string | null): Composed {
  return {
    destination: PLACE,
    revision: {
      id: `rev_${String(number).padStart(26, '0')}`,
      number,
      digest: hex(number),
      previewDigest: hex(1000 + number),
      publicationId: `pub_${String(number).padStart(26, '0')}`,
      editor: editor === null ? null : `playground:acme:${editor}`,
      editorHuman: editor === null ? null : `playground:acme:${editor}`,
    },
    audience: audience('workspace'),
    requirements: requirements(needed),
    requirementsDigest: hex(9),
  };
}

function audience(of: Draft['audience']['class']): Draft['audience'] {
  return { class: of, count: 7, outside: [], channelName: 'engineering', workspaceName: 'Acme', observedAt: AT };
}

export function opened(needed: number): Draft {
  return openDraft({
    id: 'drf_00000000000000000000000001',
    run: 'run_00000000000000000000000001',
    request: {
      requester: 'playground:acme:ana',
      requesterHuman: 'playground:acme:ana',
      agent: 'handbook',
      questionDigest: hex(7),
      asked: { ...PLACE, message: 'm1' },
      how: 'said',
      askedIn: 'engineering',
      originClass: 'workspace',
      mentions: [],
      at: AT,
    },
    destination: PLACE,
    requirements: requirements(needed),
    requirementsDigest: hex(9),
    audience: audience('workspace'),
    expiresAt: AT + 86_400_000,
    rules: 1,
    questionDigest: hex(7),
  }).draft;
}

const GOOD: Omit<Circumstances, 'requirements'> = {
  engaged: false,
  audience: 'workspace',
  outside: [],
  requesterCanPost: true,
  newPost: 'fits',
  stillReviewers: ['playground:acme:ben', 'playground:acme:chloe'],
};

/** Every command that could be tried on this draft, by name; the names in brackets are those that must fail. */
function commandsFor(draft: Draft, needed: number): { name: string; command: Command; at: number }[] {
  const number = draft.revision?.number ?? 0;
  const seen = { revision: number, digest: draft.revision?.digest ?? null };
  const stale = { revision: number - 1, digest: hex(4242) };
  const good: Circumstances = { ...GOOD, requirements: requirements(needed) };
  const because = { reason: 'reason:x', reasonDigest: hex(8) };
  const attempt = draft.publishing.attempt ?? 'att_00000000000000000000000001';
  const run = draft.run ?? 'run_00000000000000000000000001';
  const next = composed(number + 1, needed, null);
  const mine = composed(number + 1, needed, 'ana');
  const again = {
    ...composed(Math.max(1, number), needed, null),
    revision: { ...composed(Math.max(1, number), needed, null).revision, digest: hex(500 + number) },
  };
  const begin = (circumstances: Circumstances): Command => ({
    kind: 'begin',
    attempt: 'att_00000000000000000000000001',
    fillDigest: hex(3),
    epoch: 0,
    switchEpoch: 0,
    rules: 1,
    circumstances,
  });
  const place = { platform: 'playground', workspace: 'acme', channel: 'engineering', thread: 'm1', message: 'm2' };
  const list: [string, Command, number?][] = [
    ['answer', { kind: 'answer', run, composed: next, outputDigest: hex(1), textDigest: hex(2), engaged: false }],
    ['answer (engaged)', { kind: 'answer', run, composed: next, outputDigest: hex(1), textDigest: hex(2), engaged: true }],
    [
      'answer (late)',
      { kind: 'answer', run: 'run_00000000000000000000000009', composed: next, outputDigest: hex(1), textDigest: hex(2), engaged: false },
    ],
    ['stop', { kind: 'stop' }],
    ['fail', { kind: 'fail', run, code: 'AGENT_TIMED_OUT' }],
    ['fail (late)', { kind: 'fail', run: 'run_00000000000000000000000009', code: 'AGENT_TIMED_OUT' }],
    ['approve', { kind: 'approve', switchEpoch: 0, seen, circumstances: good }],
    ['approve (stale)', { kind: 'approve', switchEpoch: 0, seen: stale, circumstances: good }],
    ['approve (engaged)', { kind: 'approve', switchEpoch: 0, seen, circumstances: { ...good, engaged: true } }],
    ['approve (audience widened)', { kind: 'approve', switchEpoch: 0, seen, circumstances: { ...good, audience: 'external' } }],
    ['approve (audience unknown)', { kind: 'approve', switchEpoch: 0, seen, circumstances: { ...good, audience: 'unknown' } }],
    [
      'approve (rule stricter)',
      { kind: 'approve', switchEpoch: 0, seen, circumstances: { ...good, requirements: requirements(needed + 1) } },
    ],
    ['approve (no new post can be made)', { kind: 'approve', switchEpoch: 0, seen, circumstances: { ...good, newPost: 'impossible' } }],
    ['approve (other tags)', { kind: 'approve', switchEpoch: 0, seen, circumstances: { ...good, newPost: 'changed' } }],
    ['approve (rule gone)', { kind: 'approve', switchEpoch: 0, seen, circumstances: { ...good, requirements: null } }],
    ['approve (requester cannot post)', { kind: 'approve', switchEpoch: 0, seen, circumstances: { ...good, requesterCanPost: false } }],
    ['edit', { kind: 'edit', seen, composed: mine, textDigest: hex(2) }],
    ['edit (stale)', { kind: 'edit', seen: stale, composed: mine, textDigest: hex(2) }],
    ['ask_again', { kind: 'ask_again', seen, run: 'run_00000000000000000000000001', wish: null, wishDigest: null, engaged: false }],
    [
      'ask_again (stale)',
      { kind: 'ask_again', seen: stale, run: 'run_00000000000000000000000001', wish: null, wishDigest: null, engaged: false },
    ],
    [
      'ask_again (engaged)',
      { kind: 'ask_again', seen, run: 'run_00000000000000000000000001', wish: null, wishDigest: null, engaged: true },
    ],
    ['reject', { kind: 'reject', seen, reason: 'reason:x', reasonDigest: hex(8) }],
    ['reject (stale)', { kind: 'reject', seen: stale, reason: 'reason:x', reasonDigest: hex(8) }],
    ['withdraw', { kind: 'withdraw', reason: null, reasonDigest: null }],
    ['withdraw (with a reason)', { kind: 'withdraw', reason: 'reason:x', reasonDigest: hex(8) }],
    ['expire', { kind: 'expire' }, draft.expiresAt],
    ['expire (early)', { kind: 'expire' }, draft.expiresAt - 1],
    ['void', { kind: 'void', of: draft.revision?.digest ?? '', code: 'RULE_CHANGED', composed: again }],
    ['void (of another text)', { kind: 'void', of: hex(4242), code: 'RULE_CHANGED', composed: again }],
    ['begin', begin(good)],
    ['begin (engaged)', begin({ ...good, engaged: true })],
    ['begin (audience widened)', begin({ ...good, audience: 'external' })],
    ['begin (rule stricter)', begin({ ...good, requirements: requirements(needed + 1) })],
    ['begin (reviewers lost)', begin({ ...good, stillReviewers: [] })],
    ['begin (rule loosened)', begin({ ...good, requirements: requirements(0) })],
    ['confirm', { kind: 'confirm', attempt, message: place }],
    ['confirm (another attempt)', { kind: 'confirm', attempt: 'att_00000000000000000000000009', message: place }],
    ['refuse', { kind: 'refuse', attempt, code: draft.state === 'retracting' ? 'RETRACT_FAILED' : 'PUBLISH_FAILED', platformCode: 'no' }],
    ['lose', { kind: 'lose', attempt }],
    ['abandon', { kind: 'abandon', attempt, retryInMs: 0 }],
    ['settle (published)', { kind: 'settle', version: draft.version, outcome: 'published', message: place, ...because }],
    ['settle (not published)', { kind: 'settle', version: draft.version, outcome: 'publish_failed', message: null, ...because }],
    ['settle (stale)', { kind: 'settle', version: draft.version - 1, outcome: 'publish_failed', message: null, ...because }],
    ['retry', { kind: 'retry', seen, engaged: false }],
    ['retry (engaged)', { kind: 'retry', seen, engaged: true }],
    ['retract', { kind: 'retract' }],
  ];
  return list.map(([name, command, at = AT + 60_000]) => ({ name, command, at }));
}

/** Two drafts of one key have the same future, up to numbering: revisions beyond the third are not walked on. */
function keyOf(draft: Draft): string {
  const approvals = draft.approvals.map((approval) => `${approval.role}:${approval.human}`).sort();
  const editor = draft.revision?.editor ?? '';
  return JSON.stringify([
    draft.state,
    Math.min(3, draft.revision?.number ?? 0),
    approvals,
    editor,
    draft.publishing.mayStandAlready,
    draft.publishing.attempt !== null,
    draft.run !== null,
  ]);
}

export function* walk(needed: number): Generator<Step> {
  const queue: Draft[] = [opened(needed)];
  const seen = new Set(queue.map(keyOf));
  for (let draft = queue.shift(); draft; draft = queue.shift()) {
    for (const [who, actor] of Object.entries(ACTORS)) {
      for (const { name, command, at } of commandsFor(draft, needed)) {
        const outcome = transition(draft, command, actor, at);
        if (!outcome.ok) {
          yield { before: draft, command, name, who, after: null, code: outcome.refusal.code, fact: null, effects: [], did: [] };
          continue;
        }
        const effects = outcome.effects.map((effect) => effect.kind);
        yield {
          before: draft,
          command,
          name,
          who,
          after: outcome.draft,
          code: null,
          fact: outcome.fact.type,
          effects,
          did: outcome.effects,
        };
        const key = keyOf(outcome.draft);
        if (!seen.has(key) && (outcome.draft.revision?.number ?? 0) <= 3) {
          seen.add(key);
          queue.push(outcome.draft);
        }
      }
    }
  }
}

/** Every accepted move once, as a table of Markdown: the body of docs/lifecycle.md. */
export function acceptedMoves(): string {
  const rows = new Set<string>();
  for (const needed of [0, 1, 2]) {
    for (const step of walk(needed)) {
      if (step.after === null) continue;
      const role = roleOf(step);
      rows.add(
        `| \`${step.before.state}\` | ${step.name} | ${role} | \`${step.after.state}\` | ${step.fact} | ${[...new Set(step.effects)].join(', ') || '–'} |`,
      );
    }
  }
  const order = (row: string): number => STATE_ORDER.indexOf(/`(\w+)`/.exec(row)?.[1] as State);
  const sorted = [...rows].sort((a, b) => order(a) - order(b) || a.localeCompare(b));
  return ['| state | command | by | next state | fact | effects |', '|---|---|---|---|---|---|', ...sorted].join('\n');
}

function roleOf(step: Step): string {
  if (step.who === 'agent' || step.who === 'system') return step.who;
  if (step.who === 'ana') return 'requester';
  return step.who === 'olu' ? 'operator' : 'reviewer';
}

const STATE_ORDER: State[] = [
  'awaiting_agent',
  'awaiting_requester',
  'awaiting_reviewer',
  'rejected',
  'approved',
  'publishing',
  'outcome_unknown',
  'publish_failed',
  'published',
  'retracting',
  'retract_failed',
];
